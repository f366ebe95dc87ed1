"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from ocop.core.uploads import Upload

Things = dict[str, Any]

CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "stationery.actions.upload": lambda t: {
        "actor": t["administrator"],
        "place": t["province_unit"],
        "kind": "bien-ban",
        "template": Upload(t["own_template"].file, "mau.docx"),
    },
    "stationery.actions.switch_on": lambda t: {
        "actor": t["administrator"],
        "template": t["own_template"],
    },
    "stationery.actions.switch_off": lambda t: {
        "actor": t["administrator"],
        "template": t["own_template"],
    },
}
