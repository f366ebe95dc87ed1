"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ocop.core.uploads import Upload

from ..days import TODAY
from .factories import stored_picture

Things = dict[str, Any]

CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "core.rehearsal_calendar.move": lambda t: {
        "actor": t["administrator"],
        "to": TODAY + timedelta(days=1),
    },
    "core.attachments.attach": lambda t: {
        "actor": t["district"],
        "thing": t["decision"],
        "kind": "scan",
        "uploads": [Upload(stored_picture(60_000), "quyet-dinh.png")],
    },
    "core.attachments.supersede": lambda t: {
        "actor": t["district"],
        "attachment": t["attachment"],
        "upload": Upload(stored_picture(60_001), "quyet-dinh.png"),
    },
    "core.attachments.remove": lambda t: {
        "actor": t["district"],
        "attachment": t["attachment"],
    },
}
