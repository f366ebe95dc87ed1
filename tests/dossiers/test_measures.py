"""Figures of dossiers: registered, newcomers; days begin at midnight in Vietnam."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from ocop.core.periods import Period
from ocop.measures.definitions import find
from ocop.measures.queries import parts, records
from tests.certificates.factories import make_certificate
from tests.dossiers.factories import filed, held
from tests.measures.world import LAST_MINUTE, NEW_YEAR, area, communes, number, place
from tests.producers.factories import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.country]


@pytest.fixture
def commune(db):
    return communes()[0]


def test_what_is_registered_counts_on_the_day_of_vietnam(commune):
    round = held(place())
    filed(commune, round, LAST_MINUTE)
    filed(commune, round, NEW_YEAR, purpose="upgrade")
    filed(commune, round, None)

    assert (number("A01", "2019-M12"), number("A01", "2020-M01")) == (1, 1)
    for text in ("2019", "2020"):
        period = Period.parse(text)
        assert records(find("A01"), area(), period).count() == number("A01", text)


def test_registered_products_are_parted_by_why_they_came(commune):
    round = held(place())
    for purpose in ("new", "upgrade", "upgrade"):
        filed(commune, round, LAST_MINUTE, purpose=purpose)
    event = next(d for d in find("A01").dimensions if d.key == "event")

    found = parts(find("A01"), area(), Period.parse("2019"), event)

    assert {part.key: part.figure.number for part in found} == {
        "new": 1,
        "upgrade": 2,
        "renewal": 0,
    }


def test_a_producer_is_new_in_the_period_of_its_first_dossier_or_certificate(commune):
    round = held(place())
    first = filed(commune, round, timezone.make_aware(datetime(2019, 4, 1)))
    make_certificate(first.product, date(2019, 11, 1))
    older = filed(commune, round, LAST_MINUTE)
    make_certificate(make_product(older.producer), date(2018, 12, 31))

    assert number("B02", "2018") == 1
    assert (number("B02", "2019-H1"), number("B02", "2019-H2"), number("B02", "2019")) == (1, 0, 1)
