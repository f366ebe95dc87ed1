"""What holds of figures whatever the records are."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop.certificates.models import Certificate
from ocop.core.periods import DECREE_09, Period
from ocop.measures.definitions import find
from ocop.measures.queries import by_place, parts, value
from tests.certificates.factories import make_certificate
from tests.producers.factories import make_producer, make_product

from .world import area, communes

pytestmark = [pytest.mark.django_db, pytest.mark.country]
YEAR = Period.parse("2019")
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
days = st.dates(date(2018, 6, 1), date(2020, 6, 30))
issued = st.lists(st.tuples(st.integers(0, 3), days, st.integers(1, 5)), max_size=8)


@pytest.fixture
def producers(db):
    """Two of one commune, one of another of the district, one of another district."""
    found = communes()
    near = next(c for c in found if c.district_id == found[0].district_id and c != found[0])
    far = next(c for c in found if c.district_id != found[0].district_id)
    types = ("cooperative", "enterprise", "cooperative", "household_business")
    return [
        make_producer(at, type=type)
        for at, type in zip((found[0], found[0], near, far), types, strict=True)
    ]


def made(producers, rows) -> list[Certificate]:
    """The certificates of the world, each of a product of its own, and no others."""
    Certificate.objects.filter(producer__in=producers).delete()
    return [
        make_certificate(make_product(producers[n]), day, stars=stars) for n, day, stars in rows
    ]


def numbers(shown) -> list[Decimal]:
    return [part.figure.number or Decimal(0) for part in shown]


@FEW
@given(rows=issued)
def test_parts_of_one_kind_for_each_product_add_up_to_the_whole(producers, rows):
    made(producers, rows)
    measure = find("A04")

    whole = value(measure, area(), YEAR).number
    for dimension in measure.dimensions:
        assert sum(numbers(parts(measure, area(), YEAR, dimension))) == whole
    assert sum(numbers(by_place(measure, area(), YEAR))) == whole


@FEW
@given(rows=issued)
def test_what_counts_once_is_at_least_its_greatest_part_and_at_most_their_sum(producers, rows):
    made(producers, rows)
    measure = find("B01")

    whole = value(measure, area(), YEAR).number
    for shown in (
        *(parts(measure, area(), YEAR, d) for d in measure.dimensions),
        by_place(measure, area(), YEAR),
    ):
        assert max(numbers(shown), default=0) <= whole <= sum(numbers(shown))


@FEW
@given(rows=issued, month=st.integers(1, 12), is_closed_early=st.booleans())
def test_a_flow_of_a_quarter_is_that_of_its_months(producers, rows, month, is_closed_early):
    made(producers, rows)
    quarter = Period.parse(f"2019-Q{(month - 1) // 3 + 1}")
    quarter = quarter.closing(DECREE_09) if is_closed_early else quarter

    months = [value(find("A05"), area(), one).number for one in quarter.parts]

    assert value(find("A05"), area(), quarter).number == sum(months)


@FEW
@given(rows=issued)
def test_a_flow_grows_by_what_happened_on_the_day_that_comes_in(producers, rows):
    certificates = made(producers, rows)
    early, calendar = YEAR.closing(DECREE_09), YEAR

    def happened(first: date, last: date) -> int:
        return sum(first <= one.decision_date <= last for one in certificates)

    moved = value(find("A05"), area(), calendar).number - value(find("A05"), area(), early).number
    day = timedelta(days=1)
    came_in = happened(early.last_day + day, calendar.last_day)
    went_out = happened(early.first_day, calendar.first_day - day)
    assert moved == came_in - went_out


@FEW
@given(rows=issued)
def test_a_stock_of_places_beside_one_another_is_that_of_their_whole(producers, rows):
    made(producers, rows)
    measure = find("A04")

    alone = [
        value(measure, area(part.place.key), YEAR).number
        for part in by_place(measure, area(), YEAR)
    ]

    assert alone == numbers(by_place(measure, area(), YEAR))
    assert sum(alone) == value(measure, area(), YEAR).number
