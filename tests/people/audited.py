"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ocop.people.imports import Plan
from ocop.people.models import Appointment, Organisation
from ocop.people.proof import links
from ocop.places import followers
from ocop.places.models import Place
from tests.places.trees import grown, key_of

from ..days import TODAY

Things = dict[str, Any]


def unproven(t: Things) -> Any:
    t["clerk"].proven_at = None
    t["clerk"].save()
    return t["clerk"]


def split(t: Things) -> dict[str, Place]:
    """A unit that was split yesterday in a province of the district's officer; the producer lives there."""
    places = grown({"P": "", "A": "P", "X'": "P", "Y'": "P"}, {TODAY: {"A": "X' Y'"}})
    Appointment.objects.create(user=t["district"], role="officer", place=places["P"])
    t["producer"].place = places["A"]
    t["producer"].save()
    return places


def left_behind(t: Things) -> Appointment:
    """A member's role that ended with its unit."""
    return Appointment.objects.create(
        user=t["member"],
        role="officer",
        place=split(t)["A"],
        since=TODAY - timedelta(1),
    )


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "people.actions.resettling.choose_unit": lambda t: {
        "actor": t["district"],
        "to": split(t)["X'"],
        "kind": followers.kind("producers.producer"),
        "pk": t["producer"].pk,
    },
    "people.actions.resettling.carry_over": lambda t: {
        "actor": t["district"],
        "appointment": left_behind(t),
        "to": Place.objects.get(key=key_of("Y'")),
    },
    "people.actions.resettling.let_lapse": lambda t: {
        "actor": t["district"],
        "appointment": left_behind(t),
    },
    "people.actions.accounts.register_account": lambda t: {
        "login": "moi@example.vn",
        "full_name": "Mới",
        "password": "mot-mat-khau-dai",
    },
    "people.actions.accounts.prove_by_link": lambda t: {
        "user": unproven(t),
        "token": links.make_token(t["clerk"]),
    },
    "people.actions.accounts.prove_by_reset": lambda t: {"user": unproven(t)},
    "people.actions.accounts.prove_by_hand": lambda t: {
        "actor": t["commune"],
        "user": unproven(t),
        "code": t["clerk"].proof_code,
    },
    "people.actions.accounts.change_profile": lambda t: {
        "user": t["member"],
        "fields": {"phone": "0912"},
    },
    "people.actions.accounts.appoint": lambda t: {
        "actor": t["district"],
        "user": t["member"],
        "role": "officer",
        "place": t["producer"].place,
    },
    "people.actions.accounts.end_appointment": lambda t: {
        "actor": t["district"],
        "appointment": t["appointment"],
    },
    "people.actions.accounts.invite": lambda t: {
        "actor": t["district"],
        "full_name": "Mời",
        "login": "0912345678",
        "role": "officer",
        "place": t["producer"].place,
    },
    "people.actions.accounts.withdraw_invitation": lambda t: {
        "actor": t["district"],
        "invitation": t["invitation"],
    },
    "people.actions.accounts.accept_invitation": lambda t: {
        "invitation": t["invitation"],
        "password": "mot-mat-khau-dai",
    },
    "people.actions.accounts.set_active": lambda t: {
        "actor": t["administrator"],
        "user": t["clerk"],
        "active": False,
    },
    "people.actions.organisations.add": lambda t: {
        "actor": t["district"],
        "organisation": Organisation(
            kind="department", name="Phòng Mới", place=t["producer"].place.parent
        ),
    },
    "people.actions.organisations.change": lambda t: {
        "actor": t["district"],
        "organisation": t["organisation"],
        "version": t["organisation"].version,
        "fields": {"name": "Phòng Khác"},
    },
    "people.actions.organisations.end": lambda t: {
        "actor": t["district"],
        "organisation": t["organisation"],
        "on": TODAY,
    },
    "people.actions.organisations.merge": lambda t: {
        "actor": t["district"],
        "duplicate": t["organisation"],
        "into": Organisation.objects.create(
            kind="office", name="Phòng Một", place=t["organisation"].place
        ),
    },
    "people.actions.succession.end_with_unit": lambda t: {
        "organisation": Organisation.objects.create(
            kind="office", name="Phòng Cũ", place=split(t)["A"]
        ),
        "on": TODAY,
        "successor": t["organisation"],
    },
    "people.imports.carry_out": lambda t: {"plan": Plan(), "user": t["district"]},
}
