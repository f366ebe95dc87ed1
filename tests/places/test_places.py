"""The country's units on the days that matter to Bắc Kạn."""

from datetime import date

import pytest

from ocop.core import clock
from ocop.places.models import Place
from ocop.places.queries import area_of, find, successors_on

pytestmark = [pytest.mark.django_db, pytest.mark.country]


@pytest.mark.parametrize(
    ("day", "communes"),
    [
        (date(2019, 4, 8), 122),
        (date(2020, 1, 31), 122),
        (date(2020, 2, 1), 108),
        (date(2025, 6, 30), 108),
    ],
)
def test_bac_kan_has_its_communes_of_the_day(day, communes):
    province = Place.objects.get(key="06")

    units = Place.objects.on(day).filter(province=province)
    assert units.filter(level="commune").count() == communes
    assert units.filter(level="district").count() == 8


def test_from_july_2025_there_are_34_provinces_and_no_districts():
    units = Place.objects.on(date(2025, 7, 1))

    levels = ("province", "district", "commune")
    assert [units.filter(level=level).count() for level in levels] == [34, 0, 3321]


def test_a_commune_of_2019_leads_to_its_unit_of_today():
    lang_ngam = Place.objects.get(key="01960")

    assert [p.name for p in successors_on(lang_ngam, date(2020, 3, 1))] == ["Xã Hiệp Lực"]
    assert [p.key for p in successors_on(lang_ngam, date(2026, 1, 1))] == ["01960@2025"]


def test_the_37_units_of_today_hold_all_of_bac_kan():
    today = {
        u.key
        for c in Place.objects.on(date(2025, 6, 30)).filter(level="commune", province__key="06")
        for u in successors_on(c, date(2025, 7, 1))
    }

    assert len(today) == 37
    thai_nguyen = area_of([Place.objects.get(key="19@2025")])
    assert {p.pk for p in Place.objects.filter(key__in=("06", "19"))} <= thai_nguyen


def test_units_are_found_without_accents_and_those_that_begin_so_come_first(
    django_assert_num_queries,
):
    with django_assert_num_queries(1):
        found = find("con minh", day=date(2020, 3, 1))

    assert [p.key for p in found][:1] == ["02173"]
    assert all(p.short_name.startswith("Yên") for p in find("yen", day=date(2020, 3, 1)))


def test_names_begin_with_the_kind_as_it_is_written():
    spelt = {
        place.name
        for place in Place.objects.exclude(kind="").only("name", "kind")
        if not place.name.startswith(f"{place.kind} ")
    }

    assert spelt == set()


def test_a_unit_is_found_from_its_first_day_on():
    with clock.travel(date(2025, 6, 30)):
        before = {p.key for p in find("con minh")}
    with clock.travel(date(2025, 7, 1)):
        after = {p.key for p in find("con minh")}

    assert (before, after) == ({"02173"}, {"02173", "02185@2025"})


def test_a_unit_holds_what_lies_below_it():
    province = Place.objects.get(key="06")

    assert Place.objects.under(province).filter(level="district").count() == 8
    assert province.contains(Place.objects.get(key="02173"))
