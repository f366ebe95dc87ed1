"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from ..days import TODAY

Things = dict[str, Any]


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "certificates.actions.expiry.send_notice": lambda t: {
        "actor": t["district"],
        "certificate": t["certificate"],
        "number": "5/TB",
        "sent_on": TODAY,
    },
    "certificates.actions.certificates.change_state": lambda t: {
        "actor": t["district"],
        "certificate": t["certificate"],
        "to": "suspended",
        "reason": "Kiểm tra",
    },
}
