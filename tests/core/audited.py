"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ..days import TODAY

Things = dict[str, Any]

CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "core.moving.move": lambda t: {"actor": t["administrator"], "to": TODAY + timedelta(days=1)},
}
