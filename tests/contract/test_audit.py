"""Every use case leaves one entry in the audit trail; refused, it leaves none."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

import ocop
from ocop.core.errors import NotYours
from ocop.core.models import AuditEntry

from .pages import taken_back
from .rooms import modules

pytestmark = pytest.mark.django_db

CASES = {name: words for room in modules("audited") for name, words in room.CASES.items()}
# What comes with the installation itself, not from a person.
SET_UP = {"places.actions.load", "criteria.actions.editions.load_builtin"}
# Use cases made of others, each of which leaves its own entry.
MADE_OF_OTHERS = {
    "producers.actions.producers.register": ["people.account.registered"],
    "people.actions.accounts.accept_invitation": ["people.account.registered"],
    "evaluation.actions.assessments.forward": ["evaluation.dossier.passed_up"],
}


def use_cases() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in pkgutil.walk_packages(ocop.__path__, "ocop."):
        if ".migrations" in module.name or module.name in ("ocop.wsgi", "ocop.__main__"):
            continue
        for name, thing in vars(importlib.import_module(module.name)).items():
            if getattr(thing, "is_use_case", False) and thing.__module__ == module.name:
                found[f"{module.name.removeprefix('ocop.')}.{name}"] = thing
    return found


@pytest.fixture
def things(world):
    """What use cases are about, as it stands in the database, and the people by their roles."""
    side = world.here
    fresh = {
        name: type(thing).objects.get(pk=thing.pk) if hasattr(thing, "pk") else thing
        for name, thing in side.things.items()
    }
    with taken_back():
        yield {
            **world.people,
            **fresh,
            "owner": world.people["producer"],
            "producer": fresh["producer"],
        }


def entries() -> list[str]:
    return list(AuditEntry.objects.order_by("number").values_list("action", flat=True))


def test_every_use_case_is_tried_here():
    assert use_cases().keys() == CASES.keys() | SET_UP


@pytest.mark.parametrize("name", CASES)
def test_a_use_case_leaves_one_entry(things, name):
    words = CASES[name](things)
    if words.get("actor"):
        words[
            "actor"
        ].refresh_from_db()  # as each request reads the person anew, with the latest roles
    before = entries()

    use_cases()[name](**words)

    added = entries()[len(before) :]
    own = added[len(MADE_OF_OTHERS.get(name, [])) :]
    assert added[: -len(own)] == MADE_OF_OTHERS.get(name, [])
    assert len(own) == 1
    assert own[0].split(".")[0] == name.split(".")[0]


WITH_ACTOR = [n for n, f in use_cases().items() if "actor" in inspect.signature(f).parameters]


@pytest.mark.parametrize("name", WITH_ACTOR)
def test_refused_to_a_stranger_it_leaves_none(world, things, name):
    words = CASES[name](things) | {"actor": world.people["stranger"]}
    before = entries()

    with pytest.raises(NotYours):
        use_cases()[name](**words)

    assert entries() == before


def test_the_database_refuses_to_change_or_forget_an_entry(db):
    first = AuditEntry.objects.filter(number=1)

    for change in (lambda: first.update(action="x"), first.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert first.exists()
