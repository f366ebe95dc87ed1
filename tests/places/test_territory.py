"""Where the records of units that are gone belong on a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.places.territory import (
    Tree,
    Unit,
    present,
    seen_from,
    territories,
    territory,
    territory_in,
    within,
)

from .trees import grown

pytestmark = [pytest.mark.django_db, pytest.mark.country]
BEFORE, DAY, AFTER = date(2019, 6, 1), date(2020, 2, 1), date(2021, 1, 1)


def held(place: Place, on: date, places: dict[str, Place]) -> str:
    """Names of the units that belong to one on a day."""
    area = territory(place, on)
    return " ".join(name for name, other in places.items() if area.contains(other))


def test_a_commune_made_of_three_holds_their_records_from_the_day_on():
    tree = grown(
        {"P": "", "D": "P", "A": "D", "B": "D", "C": "D", "N'": "D"},
        {DAY: {"A": "N'", "B": "N'", "C": "N'"}},
    )

    assert held(tree["N'"], DAY - timedelta(1), tree) == "N'"
    assert held(tree["N'"], DAY, tree) == "A B C N'"
    assert held(tree["D"], AFTER, tree) == "D A B C N'"


def test_a_commune_that_took_in_another_and_kept_its_name_holds_both():
    tree = grown({"P": "", "D": "P", "A": "D", "B": "D"}, {DAY: {"A": "B"}})

    assert held(tree["B"], BEFORE, tree) == "B"
    assert held(tree["B"], AFTER, tree) == "A B"


def test_of_a_split_unit_neither_part_holds_the_whole_but_the_lowest_unit_above_both():
    tree = grown(
        {
            "P": "",
            "D": "P",
            "E": "P",
            "A": "D",
            "X'": "D",
            "Y'": "D",
            "B": "D",
            "U'": "D",
            "V'": "E",
        },
        {DAY: {"A": "X' Y'", "B": "U' V'"}},
    )

    assert held(tree["X'"], AFTER, tree) == "X'"
    assert held(tree["D"], AFTER, tree) == "D A X' Y' U'"
    assert held(tree["P"], AFTER, tree) == "P D E A X' Y' B U' V'"
    seen = present(AFTER)
    assert seen.unit(tree["A"].pk) is None
    assert seen.parts(tree["A"].pk) == sorted((tree["X'"].pk, tree["Y'"].pk))
    assert seen.above(tree["A"].pk) == tree["D"].pk
    assert seen.above(tree["B"].pk) == tree["P"].pk


def test_a_unit_whose_parts_came_together_again_is_whole():
    tree = grown(
        {"P": "", "D": "P", "A": "D", "X'": "D", "Y'": "D", "Z'": "D"},
        {DAY: {"A": "X' Y'"}, AFTER: {"X'": "Z'", "Y'": "Z'"}},
    )

    assert present(DAY).unit(tree["A"].pk) is None
    assert held(tree["Z'"], AFTER, tree) == "A X' Y' Z'"


def test_a_renamed_unit_keeps_its_records_and_those_of_what_lay_below_it():
    tree = grown(
        {"P": "", "P'": "", "D": "P", "D'": "P'", "A": "D", "A'": "D'"},
        {DAY: {"P": "P'", "D": "D'", "A": "A'"}},
    )

    assert held(tree["P'"], AFTER, tree) == "P P' D D' A A'"
    assert held(tree["D'"], AFTER, tree) == "D D' A A'"
    assert held(tree["P"], AFTER, tree) == "P D A"


def test_a_ward_that_moved_goes_with_its_records_to_the_other_district():
    tree = grown({"P": "", "D": "P", "E": "P", "A": "D", "B": "D", "A'": "E"}, {DAY: {"A": "A'"}})

    assert held(tree["D"], BEFORE, tree) == "D A B"
    assert held(tree["D"], AFTER, tree) == "D B"
    assert held(tree["E"], AFTER, tree) == "E A A'"
    assert held(tree["P"], AFTER, tree) == "P D E A B A'"


def test_records_of_districts_that_ended_belong_to_the_province_and_to_no_commune():
    tree = grown(
        {"P": "", "D": "P", "A": "D", "B": "D", "N'": "P"}, {DAY: {"A": "N'", "B": "N'", "D": ""}}
    )

    assert held(tree["N'"], AFTER, tree) == "A B N'"
    assert held(tree["P"], AFTER, tree) == "P D A B N'"
    seen = present(AFTER)
    assert (seen.unit(tree["D"].pk), seen.parts(tree["D"].pk)) == (None, [])
    assert seen.above(tree["D"].pk) == tree["P"].pk


def test_a_unit_that_is_gone_keeps_what_it_held_on_its_last_day():
    tree = grown(
        {"P": "", "D": "P", "A": "D", "B": "D", "M'": "D", "N'": "P"},
        {DAY: {"A": "M'", "B": "M'"}, AFTER: {"M'": "N'", "D": ""}},
    )

    assert held(tree["M'"], AFTER, tree) == "A B M'"
    assert held(tree["D"], AFTER, tree) == "D A B M'"


def test_the_unit_of_each_level_is_known_for_a_record_of_any_time():
    tree = grown(
        {"P": "", "D": "P", "A": "D", "N'": "P", "X'": "P", "Y'": "P", "B": "D"},
        {DAY: {"A": "N'", "B": "X' Y'", "D": ""}},
    )

    seen = present(AFTER)

    assert seen.at(tree["A"].pk, Level.COMMUNE) == tree["N'"].pk
    assert seen.at(tree["B"].pk, Level.COMMUNE) is None
    assert seen.at(tree["D"].pk, Level.COMMUNE) is None
    assert {seen.at(tree[name].pk, Level.PROVINCE) for name in "ABD"} == {tree["P"].pk}


def test_thai_nguyen_of_2026_holds_bac_kan_of_2019():
    thai_nguyen, bac_kan = Place.objects.get(key="19@2025"), Place.objects.get(key="06")

    before, after = (territory(thai_nguyen, day) for day in (date(2025, 6, 30), date(2025, 7, 1)))

    assert before.spans == (("vn/19@2025/", "vn/19@2025/~"),)
    assert after.spans == tuple((f"vn/{key}/", f"vn/{key}/~") for key in ("06", "19", "19@2025"))
    mine = within(Place.objects.all(), after.spans, "path")
    assert mine.filter(province=bac_kan, level="commune").count() == 122 + 12


def test_a_commune_of_today_holds_those_of_2019_and_2020_that_went_into_it():
    ngan_son = Place.objects.get(key="01960@2025")

    earlier = within(Place.objects.all(), territory(ngan_son, date(2026, 1, 1)).spans, "path")

    assert {"01960", "01966", "01960@2020"} <= {place.key for place in earlier}


def test_each_unit_of_the_country_belongs_to_one_province_of_today():
    seen = present(date(2026, 1, 1))
    provinces = {place.pk for place in Place.objects.on(date(2026, 1, 1)).filter(level="province")}

    below = Place.objects.exclude(level="country").values_list("pk", flat=True)

    assert {seen.at(pk, Level.PROVINCE) for pk in below} == provinces


def test_territories_cost_one_statement_until_the_tree_changes(django_assert_num_queries):
    places = list(Place.objects.on(date(2026, 1, 1)).filter(level="province"))
    territories(places, AFTER)

    with django_assert_num_queries(1):
        territories(places, date(2026, 1, 1))
    with django_assert_num_queries(1):
        seen = present(date(2026, 1, 1))
        assert [seen.above(place.pk) for place in places] == [place.pk for place in places]

    grown({"P": ""})
    with django_assert_num_queries(3):
        territories(places, AFTER)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite plans")
def test_rows_of_a_territory_are_looked_up_not_read_through():
    spans = territory(Place.objects.get(key="19@2025"), date(2026, 1, 1)).spans

    plan = within(Place.objects.exclude(kind=""), spans, "parent__path").explain()

    assert "SCAN" not in plan
    assert plan.count("(path>? AND path<?)") == 3


COMMUNES = 5


@st.composite
def histories(draw) -> Tree:
    """Five communes of two districts, of which some go into some of five others on each of two days."""
    units = {1: Unit("P/", "province", None, None, None)}
    units |= {pk: Unit(f"P/{pk}/", "district", 1, None, None) for pk in (2, 3)}

    def begin(number: int, day: date | None) -> int:
        pk, district = len(units) + 1, 2 + number % 2
        units[pk] = Unit(f"P/{district}/{pk}/", "commune", district, day, None)
        return pk

    current, steps = [begin(number, None) for number in range(COMMUNES)], {}
    for day in (DAY, AFTER):
        followers = [begin(number, day) for number in range(COMMUNES)]
        for old in draw(st.sets(st.sampled_from(current))):
            units[old] = units[old]._replace(valid_to=day - timedelta(1))
            goes_to = draw(st.sets(st.sampled_from(followers), min_size=1, max_size=3))
            steps[old] = [(day, new) for new in goes_to]
        current = [pk for pk in current if pk not in steps] + followers
    return Tree(units, steps)


@given(histories())
def test_every_record_has_one_lowest_unit_and_belongs_to_that_and_those_above(tree):
    seen = seen_from(tree, AFTER)
    alive = {pk: unit for pk, unit in tree.units.items() if unit.valid_to is None}
    areas = {pk: territory_in(tree, unit.path, AFTER) for pk, unit in alive.items()}

    for pk, unit in tree.units.items():
        lowest = tree.units[seen.above(pk)].path
        assert {other for other, area in areas.items() if area.contains(unit)} == {
            other for other, above in alive.items() if lowest.startswith(above.path)
        }


@given(histories())
def test_a_record_belongs_to_the_one_unit_it_went_into_or_above_all_its_parts(tree):
    seen = seen_from(tree, AFTER)

    for pk in tree.units:
        parts = [tree.units[part] for part in seen.parts(pk)]
        assert all(part.valid_to is None for part in parts)
        if len(parts) == 1:
            assert seen.unit(pk) == seen.above(pk)
        else:
            assert seen.unit(pk) is None
            lowest = tree.units[seen.above(pk)]
            assert all(part.path.startswith(lowest.path) for part in parts)
            assert lowest.level != "commune"


@given(histories())
def test_spans_do_not_touch_and_stand_in_order(tree):
    for unit in tree.units.values():
        borders = [end for span in territory_in(tree, unit.path, BEFORE).spans for end in span]
        assert borders == sorted(set(borders))
