"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from ocop.people.proof import links

Things = dict[str, Any]
TODAY = timezone.localdate()


def unproven(t: Things) -> Any:
    t["clerk"].proven_at = None
    t["clerk"].save()
    return t["clerk"]


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "people.actions.register_account": lambda t: {
        "login": "moi@example.vn",
        "full_name": "Mới",
        "password": "mot-mat-khau-dai",
    },
    "people.actions.prove_by_link": lambda t: {
        "user": unproven(t),
        "token": links.make_token(t["clerk"]),
    },
    "people.actions.prove_by_reset": lambda t: {"user": unproven(t)},
    "people.actions.prove_by_hand": lambda t: {
        "actor": t["commune"],
        "user": unproven(t),
        "code": t["clerk"].proof_code,
    },
    "people.actions.change_profile": lambda t: {"user": t["member"], "fields": {"phone": "0912"}},
    "people.actions.appoint": lambda t: {
        "actor": t["district"],
        "user": t["member"],
        "role": "officer",
        "place": t["producer"].place,
    },
    "people.actions.end_appointment": lambda t: {
        "actor": t["district"],
        "appointment": t["appointment"],
    },
    "people.actions.invite": lambda t: {
        "actor": t["district"],
        "full_name": "Mời",
        "login": "0912345678",
        "role": "officer",
        "place": t["producer"].place,
    },
    "people.actions.withdraw_invitation": lambda t: {
        "actor": t["district"],
        "invitation": t["invitation"],
    },
    "people.actions.accept_invitation": lambda t: {
        "invitation": t["invitation"],
        "password": "mot-mat-khau-dai",
    },
    "people.actions.set_active": lambda t: {
        "actor": t["administrator"],
        "user": t["clerk"],
        "active": False,
    },
}
