"""The place that a list is asked for: what belongs to it today, earlier units too."""

from datetime import date

import pytest

from ocop.core import clock
from ocop.places.filters import InArea
from ocop.producers.models import Producer
from tests.producers.factories import make_producer

from .trees import grown, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
MERGER = date(2025, 7, 1)


@pytest.fixture
def producers():
    """Those of P1, which goes into P' with P2, and of P3, which stays, by the name of their province."""
    tree = grown(
        {"P1": "", "P2": "", "P3": "", "P'": "", "A": "P1", "A'": "P'", "B": "P3"},
        {MERGER: {"P1": "P'", "P2": "P'", "A": "A'"}},
    )
    return {"P1": make_producer(tree["A"]), "P3": make_producer(tree["B"])}


def found(name: str, on: date) -> list[Producer]:
    """The producers of a unit, asked for on a day."""
    asked = InArea({"dia_ban": f"x ({key_of(name)})"})
    with clock.travel(on):
        assert asked.is_valid()
        return list(asked.narrow(Producer.objects.all()))


@pytest.mark.parametrize("on", [date(2019, 12, 2), date(2026, 1, 1)])
def test_a_province_finds_the_records_of_one_that_goes_into_it(producers, on):
    assert found("P'", on) == [producers["P1"]]


def test_a_province_does_not_find_what_went_into_another(producers):
    assert found("P2", date(2026, 1, 1)) == []


def test_a_province_that_is_gone_still_finds_its_own(producers):
    assert found("P1", date(2026, 1, 1)) == [producers["P1"]]


def test_nothing_asked_for_narrows_nothing(producers):
    asked = InArea({})

    assert asked.is_valid()
    assert set(asked.narrow(Producer.objects.all())) == set(producers.values())
