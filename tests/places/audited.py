"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

Things = dict[str, Any]
TODAY = timezone.localdate()


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "places.actions.set_day": lambda t: {
        "actor": t["administrator"],
        "day": TODAY,
        "works": True,
        "act": "Thông báo 1",
    },
    "places.actions.forget_day": lambda t: {
        "actor": t["administrator"],
        "day": t["calendar_day"],
    },
}
