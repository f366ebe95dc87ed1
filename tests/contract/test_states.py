"""The database allows the moves of the tables, each of them, and no other."""

from itertools import product

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from ocop.certificates import states as certificates
from ocop.core import guards
from ocop.core.states import Moves
from ocop.criteria import states as criteria
from ocop.dossiers import states as dossiers
from ocop.evaluation import states as evaluation
from ocop.producers import states as producers

from .pages import taken_back

pytestmark = pytest.mark.django_db

TABLES = [
    moves
    for module in (criteria, producers, certificates, dossiers, evaluation)
    for moves in vars(module).values()
    if isinstance(moves, Moves)
]


@pytest.fixture
def unguarded():
    """Sets a state behind the guards' back."""

    def put(row, field: str, state: str) -> None:
        connection.check_constraints()  # PostgreSQL drops no trigger while a check is put off
        guards.remove()
        row.update(**{field: state})
        connection.check_constraints()
        guards.install()

    with taken_back():
        yield put


def is_allowed(row, field: str, to: str) -> bool:
    try:
        with transaction.atomic():
            row.update(**{field: to})
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


@pytest.mark.parametrize("moves", TABLES, ids=lambda moves: moves.model)
def test_the_database_knows_the_same_moves(world, unguarded, moves):
    model = apps.get_model(moves.model)
    row = model.objects.filter(pk=model.objects.order_by("-pk").first().pk)
    states = [value for value, _label in model._meta.get_field(moves.field).choices]

    allowed = set()
    for old in states:
        unguarded(row, moves.field, old)
        allowed |= {
            (old, new) for new in states if new != old and is_allowed(row, moves.field, new)
        }

    assert allowed == moves.table
    assert moves.table <= set(product(states, states))


def test_every_state_column_has_a_table_of_moves():
    guarded = {(moves.model, moves.field) for moves in TABLES}

    with_states = {
        (f"{model._meta.app_label}.{model.__name__}", "state")
        for model in apps.get_models()
        if model.__module__.startswith("ocop.")
        and any(f.name == "state" for f in model._meta.fields)
    }

    assert with_states - guarded == {
        ("core.Job", "state"),  # the worker's own, of no legal weight
        ("certificates.CertificateEvent", "state"),  # history: what a certificate became
        ("producers.IntellectualProperty", "state"),  # what the producer declares
    }
