"""Figures against a province counted by hand: whole, by parts, by place, over time, and what is never added."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ocop.certificates.models import Certificate
from ocop.core.periods import Period
from ocop.measures.areas import Area
from ocop.measures.definitions import Dimension, all_measures, find
from ocop.measures.queries import (
    Cell,
    by_place,
    compare,
    parts,
    public_parts,
    records,
    seen,
    trend,
    value,
)
from ocop.producers.models import Linkage, ProducerYear
from tests.certificates.factories import make_certificate
from tests.people.factories import make_officer
from tests.producers.factories import make_producer, make_product

from .world import area, place

pytestmark = [pytest.mark.django_db, pytest.mark.country]
Y2019, Y2020, Y2021 = (Period.parse(text) for text in ("2019", "2020", "2021"))


def number(code: str, period: str, of: Area | None = None) -> Decimal | None:
    return value(find(code), of or area(), Period.parse(period)).number


def dimension(code: str, key: str) -> Dimension:
    return next(d for d in find(code).dimensions if d.key == key)


def by(code: str, key: str, period: Period) -> dict[str, Decimal | None]:
    """The parts that are not 0, by their keys."""
    found = parts(find(code), area(), period, dimension(code, key))
    return {part.key: part.figure.number for part in found if part.figure.number}


def at_places(
    code: str, period: Period, of: Area | None = None, **how
) -> dict[str, Decimal | None]:
    """The units whose figure is not 0, by their keys; "-" for what lies in none."""
    found = by_place(find(code), of or area(), period, **how)
    return {
        part.place.key if part.place else "-": part.figure.number
        for part in found
        if part.figure.number
    }


@pytest.mark.parametrize(
    ("code", "period", "counted"),
    [
        ("A04", "2018", 1),
        ("A04", "2019-H1", 2),
        ("A04", "2019", 4),
        ("A04", "2020", 3),
        ("A04", "2021", 2),
        ("A05", "2018", 1),
        ("A05", "2019", 3),
        ("A05", "2019-H1", 1),
        ("A05", "2021", 0),
        ("certificates.newly_recognised_in_phase", "2019", 4),
        ("certificates.newly_recognised_in_phase", "2021", 0),
        ("A06", "2021", 1),
        ("A06", "2020", 0),
        ("A07", "2021", 0),
        ("A08", "2021", 1),
        ("A08", "2022", 2),
        ("A09", "2021", 1),
        ("A10", "2020", 1),
        ("A10", "2019", 0),
        ("certificates.ending", "2022", 1),
        ("A15", "2019", 3),
        ("A15", "2020", 2),
        ("A17", "2019", 0),
        ("B01", "2019", 3),
        ("B01", "2020", 2),
    ],
)
def test_a_figure_is_what_a_person_counts(province, code, period, counted):
    assert number(code, period) == counted


def test_a_place_outside_has_nothing(province):
    assert number("A04", "2019", area("02")) == 0


def test_parts_of_a_dimension_are_counted_apart(province):
    assert by("A04", "star", Y2019) == {"4": 2, "3": 2}
    assert by("A04", "producer_type", Y2019) == {"cooperative": 3, "household_business": 1}
    assert by("A04", "group", Y2019) == {"food": 3, "beverage": 1}
    assert by("A06", "star_step", Y2021) == {"4-5": 1}


def test_parts_without_rows_are_there_with_0_in_the_order_of_the_dimension(province):
    found = parts(find("A04"), area(), Y2019, dimension("A04", "star"))

    assert [(part.key, part.figure.number) for part in found] == [("5", 0), ("4", 2), ("3", 2)]


def test_what_says_nothing_of_a_dimension_is_a_part_of_its_own(province):
    make_certificate(make_product(province.first, set_code="unknown"), date(2019, 2, 1))

    assert by("A04", "group", Y2019) == {"food": 3, "beverage": 1, "-": 1}


def test_a_producer_counts_once_however_many_products_it_has(province):
    assert by("B01", "star", Y2019) == {"4": 2, "3": 2}
    assert number("B01", "2019") == 3


def test_a_producer_with_products_of_two_communes_counts_once_in_their_district(province):
    here, there, _far = province.communes
    province.first.place = there
    province.first.save()
    make_certificate(make_product(province.first), date(2019, 8, 1))

    assert at_places("B01", Y2019, level="commune") == {here.key: 1, there.key: 2, _far.key: 1}
    assert at_places("B01", Y2019) == {here.district.key: 2, _far.district.key: 1}


def test_places_are_those_below_or_those_of_a_level(province):
    one, two, three = province.communes

    assert at_places("A04", Y2019) == {one.district.key: 3, three.district.key: 1}
    assert at_places("A04", Y2019, level="commune") == {one.key: 2, two.key: 1, three.key: 1}
    assert len(by_place(find("A04"), area(), Y2019)) == 10  # districts of Cao Bằng


def test_a_share_of_the_whole_is_no_mean_of_shares(province):
    shares = at_places("A16", Y2019)
    with_products, all_communes = number("A15", "2019"), number("places.communes", "2019")

    assert (with_products, all_communes) == (3, 161)
    assert number("A16", "2019") == Decimal("1.9")
    assert sum(shares.values()) / len(shares) != number("A16", "2019")


def test_a_share_of_nothing_is_empty_and_a_share_of_something_may_be_0(province):
    assert number("A11", "2019") is None
    assert number("A11", "2022") == 0
    make_certificate(province.certificates[1].product, date(2022, 6, 1), stars=4)
    assert number("A11", "2022") == 100


def test_what_nobody_declared_is_empty_and_what_was_declared_as_0_is_0(province):
    assert number("B07", "2019") is None
    ProducerYear.objects.create(producer=province.first, year=2019, workers=0)

    assert number("B07", "2019") == 0
    assert at_places("B07", Y2019, level="commune") == {}
    found = by_place(find("B07"), area(), Y2019, level="commune")
    assert {part.place.key for part in found if part.figure.number == 0} == {
        province.communes[0].key
    }


def declare(of, year=2019, **figures):
    return ProducerYear.objects.create(producer=of, year=year, **figures)


def test_a_mean_is_weighed_by_what_stands_behind_it(province):
    declare(province.first, workers=30, average_income_vnd=5_000_000)
    declare(province.second, workers=10, average_income_vnd=9_000_000)
    declare(province.household, workers=4)

    assert number("B09", "2019") == Decimal("6.00")
    assert at_places("B09", Y2019) == {province.communes[0].district.key: Decimal("6.00")}
    assert by("B09", "producer_type", Y2019) == {"cooperative": Decimal("6.00")}


def test_workers_are_summed_and_their_share_is_of_those_who_said_so(province):
    declare(province.first, workers=30, local_workers=24)
    declare(province.second, workers=10)

    assert number("B07", "2019") == 40
    assert number("B08", "2019") == 80
    assert number("B07", "2019-Q4") is None


def test_rising_revenue_is_a_share_of_those_who_declared_both_years(province):
    for of, before, now in ((province.first, 10, 11), (province.second, 10, 10)):
        declare(of, 2018, revenue_vnd=before)
        declare(of, 2019, revenue_vnd=now)
    declare(province.household, 2019, revenue_vnd=5)

    assert number("C04", "2019") == 50


def test_producers_in_a_chain_are_a_share_of_the_recognised_ones(province):
    Linkage.objects.create(
        product=province.first.products.first(),
        kind="supplier",
        partner="Hộ trồng",
        what="Dong riềng",
        since=date(2019, 5, 1),
        until=date(2019, 12, 30),
    )

    assert number("C13", "2019-H1") == 100
    assert number("C13", "2019-9M") == 50
    assert number("C13", "2019") == 0
    assert (number("C06", "2019-9M"), number("C06", "2019")) == (1, 0)


def test_a_row_of_periods_and_what_changed(province):
    shown = trend(find("A04"), area(), Y2021, count=4)

    assert [(str(period), figure.number) for period, figure in shown] == [
        ("2018", 1),
        ("2019", 4),
        ("2020", 3),
        ("2021", 2),
    ]
    compared = compare(find("A04"), area(), Period.parse("2020-Q1"))
    assert (compared.change, compared.change_in_a_year) == (-1, 2)


NGAN_SON, LANG_NGAM, HUONG_NE, HIEP_LUC = "062", "01960", "01966", "01960@2020"
"""On 1 February 2020 the communes Lãng Ngâm and Hương Nê of the district Ngân Sơn became Hiệp Lực."""


def test_what_was_recognised_before_a_merger_counts_where_the_commune_went(db):
    make_certificate(make_product(make_producer(place(LANG_NGAM))), date(2019, 5, 1))
    district, merged = area(NGAN_SON), area(HIEP_LUC)

    assert at_places("A04", Y2019, of=district) == {LANG_NGAM: 1}
    assert at_places("A04", Y2020, of=district) == {HIEP_LUC: 1}
    assert at_places("A04", Y2019, of=district, units_on=date(2020, 12, 31)) == {HIEP_LUC: 1}
    assert (number("A04", "2019", merged), number("A04", "2020", merged)) == (1, 1)


def test_two_communes_that_merged_are_one_commune_with_products(db):
    for old in (LANG_NGAM, HUONG_NE):
        make_certificate(make_product(make_producer(place(old))), date(2019, 5, 1))
    district = area(NGAN_SON)

    assert (number("A15", "2019", district), number("A15", "2020", district)) == (2, 1)
    assert (
        number("places.communes", "2019", district),
        number("places.communes", "2020", district),
    ) == (11, 10)


def test_the_province_of_2025_answers_for_what_went_into_it(db):
    before = number("A04", "2019", area("06"))
    make_certificate(make_product(make_producer(place(LANG_NGAM))), date(2019, 5, 1))

    assert number("A04", "2019", area("06")) == before + 1
    assert number("A04", "2019", area("19@2025")) == before + 1
    assert number("A04", "2019", area("19")) == 0
    districts = at_places("A04", Y2019, of=area("19@2025"))
    assert districts == at_places("A04", Y2019, of=area("06"))


def test_a_figure_is_empty_where_it_is_not_asked_for(province):
    ended = replace(find("A04"), until=date(2019, 6, 30))

    assert value(ended, area(), Y2019).number == 4
    assert value(ended, area(), Y2020).is_empty
    assert {
        part.figure.number for part in parts(ended, area(), Y2020, dimension("A04", "star"))
    } == {None}


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.code)
def test_a_value_its_parts_and_its_places_are_a_statement_each(province, measure):
    whole = area()
    year = Period.parse("2019")
    # What a process reads once, as the names of sets, is read.
    by_place(measure, whole, year)
    for one in measure.dimensions:
        parts(measure, whole, year, one)
    counts = 2 if hasattr(measure, "among") else 1

    def asked(question) -> int:
        with CaptureQueriesContext(connection) as captured:
            question()
        return len(captured.captured_queries)

    assert asked(lambda: value(measure, whole, year)) == counts
    assert asked(lambda: by_place(measure, whole, year)) == counts + 1
    for one in measure.dimensions:
        assert asked(lambda one=one: parts(measure, whole, year, one)) == counts


@pytest.mark.parametrize("measure", all_measures(), ids=lambda measure: measure.code)
def test_records_are_as_many_as_the_figure_says(province, measure):
    if hasattr(measure, "among") or measure.adds:
        return
    whole = area()

    assert records(measure, whole, Y2019).count() == value(measure, whole, Y2019).number
    for one in measure.dimensions:
        for part in parts(measure, whole, Y2019, one):
            cell = Cell(one, part.key)
            assert records(measure, whole, Y2019, cell).count() == part.figure.number


def test_a_person_sees_only_the_records_that_the_room_shows(province):
    behind = records(find("A04"), area(), Y2019)

    assert behind.count() == 4
    assert seen(find("A04"), behind, make_officer(place(LANG_NGAM).province)).count() == 0


def test_small_numbers_of_persons_are_hidden_in_public(province):
    of_types = dimension("B01", "producer_type")
    about_persons = Dimension("sex", "Giới tính", of_types.values, is_sensitive=True)
    declared = replace(find("B01"), by={about_persons: "producer__type"})

    def shown(measure, by) -> tuple[Decimal | None, list[Decimal | None]]:
        whole, found = public_parts(measure, area(), Y2019, by)
        return whole.number, [part.figure.number for part in found]

    assert shown(find("B01"), of_types) == (3, [0, 2, 0, 1])
    assert shown(declared, about_persons) == (3, [0, None, 0, None])
    Certificate.objects.filter(producer=province.household).delete()
    assert shown(declared, about_persons) == (None, [None, None, None, None])
