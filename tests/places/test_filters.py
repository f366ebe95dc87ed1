"""The place that a list is asked for: what belongs to it today, earlier units too."""

from datetime import date

import pytest

from ocop.core import clock
from ocop.places.filters import InArea
from ocop.places.models import Place
from ocop.producers.models import Producer

pytestmark = pytest.mark.django_db

BAC_KAN, THAI_NGUYEN = "06", "19@2025"


def found(key: str, on: date) -> set[int]:
    """The producers of a unit, asked for on a day."""
    asked = InArea({"dia_ban": f"x ({key})"})
    with clock.travel(on):
        assert asked.is_valid()
        return set(asked.narrow(Producer.objects.all()).values_list("pk", flat=True))


def of_bac_kan() -> set[int]:
    province = Place.objects.get(key=BAC_KAN)
    return set(
        Producer.objects.filter(place__path__startswith=province.path).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("on", [date(2019, 12, 2), date(2026, 1, 1)])
def test_a_province_finds_the_records_of_one_that_goes_into_it(on):
    assert of_bac_kan()
    assert of_bac_kan() <= found(THAI_NGUYEN, on)


def test_a_province_does_not_find_what_went_into_another():
    assert not of_bac_kan() & found("19", date(2026, 1, 1))


def test_a_province_that_is_gone_still_finds_its_own():
    assert found(BAC_KAN, date(2026, 1, 1)) == of_bac_kan()


def test_nothing_asked_for_narrows_nothing():
    asked = InArea({})

    assert asked.is_valid()
    assert asked.narrow(Producer.objects.all()).count() == Producer.objects.count()
