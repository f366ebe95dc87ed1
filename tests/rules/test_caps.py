"""Must-pass levels: what they leave of the stars, alone and in a council whose members differ."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.rules.caps import MustPass, held, held_by_council, needed
from ocop.rules.deciding import Ballot, decide
from ocop.rules.loading import builtin_edition
from ocop.rules.model import Rule
from ocop.rules.processes import process
from ocop.rules.rulebook import Filled, Rulebook

RULES = [
    Rule(f"r{stars}{name}", "requires_for_stars", stars=stars, what=name, what_en=name)
    for stars in (3, 4, 5)
    for name in "ab"
]
DOUBTED = Rule("d3", "requires_for_stars", stars=3, what="d", what_en="d", is_inferred=True)
ALL = [*RULES, DOUBTED]
IDS = [rule.id for rule in RULES]
EDITION = builtin_edition("qd26")
BOOK = Rulebook(EDITION, process("qd26"), frozenset())

unmet_sets = st.sets(st.sampled_from(IDS))
councils = st.lists(unmet_sets, min_size=1, max_size=9)
points = st.integers(1, 5)
ways = st.sampled_from(list(MustPass))


def rules_of(ids):
    return [rule for rule in RULES if rule.id in ids]


def council(by_points, sheets, way, **kwargs):
    return held_by_council(by_points, sheets, ALL, (), way=way, **kwargs)


@given(points, unmet_sets)
def test_the_stars_are_the_highest_rank_all_of_whose_levels_are_reached(by_points, unmet):
    found = held(by_points, rules_of(unmet), ())

    reached = [n for n in range(1, by_points + 1) if not needed(n, rules_of(unmet), ())]
    assert found.stars == max(reached)
    assert {rule.stars for rule in found.by} <= {found.stars + 1}
    assert bool(found.by) == (found.stars < by_points)


@given(points, unmet_sets, ways, st.integers(1, 7))
def test_members_who_agree_are_one_member_whatever_the_way(by_points, unmet, way, members):
    alone = held(by_points, rules_of(unmet), ())

    found = council(by_points, [unmet] * members, way)

    assert (found.stars, found.by, found.disputed) == (alone.stars, alone.by, ())


@given(points, councils, ways, st.randoms())
def test_the_order_of_members_changes_nothing(by_points, sheets, way, random):
    shuffled = random.sample(sheets, len(sheets))

    assert council(by_points, sheets, way) == council(by_points, shuffled, way)


@given(points, councils, ways, st.sampled_from(IDS))
def test_one_level_more_that_a_member_sees_met_never_lowers_the_stars(by_points, sheets, way, rule):
    if way == MustPass.OWN:
        return  # the rank that most members give may move away from them
    better = [sheets[0] - {rule}, *sheets[1:]]

    assert council(by_points, better, way).stars >= council(by_points, sheets, way).stars


@given(points, councils, ways)
def test_the_stars_lie_between_what_the_strictest_and_the_mildest_member_give(
    by_points, sheets, way
):
    alone = [held(by_points, rules_of(unmet), ()).stars for unmet in sheets]
    everybody = held(by_points, rules_of(set.union(*sheets)), ()).stars
    nobody = held(by_points, rules_of(set.intersection(*sheets)), ()).stars

    found = council(by_points, sheets, way).stars

    assert everybody <= found <= nobody
    if way == MustPass.OWN:
        assert found in alone


@given(points, councils)
def test_what_is_disputed_is_what_the_agreement_would_change(by_points, sheets):
    found = council(by_points, sheets, MustPass.AGREED)
    met = dict.fromkeys(IDS, True)

    for rule in RULES:
        stars = {
            council(by_points, sheets, MustPass.AGREED, agreed=met | {rule.id: way}).stars
            for way in (True, False)
        }
        assert (rule in found.disputed) == (len(stars) == 2)
    assert council(by_points, sheets, MustPass.AGREED, agreed=met).disputed == ()


@given(points, councils)
def test_until_the_council_agrees_the_median_members_level_counts(by_points, sheets):
    assert (
        council(by_points, sheets, MustPass.AGREED).stars
        == council(by_points, sheets, MustPass.MEDIAN).stars
    )


@pytest.mark.parametrize(
    ("sheets", "own", "median"),
    [
        ([{"r4a"}, {"r4b"}, set()], 3, 4),  # two are held at 3, each by another level
        ([{"r4a"}, set()], 3, 3),  # of equally many the lower
        ([{"r3a"}, {"r4a"}, set()], 2, 4),
        ([{"r4a"}, set(), set()], 4, 4),
    ],
)
def test_the_ways_differ(sheets, own, median):
    assert council(4, sheets, MustPass.OWN).stars == own
    assert council(4, sheets, MustPass.MEDIAN).stars == median


def test_an_agreement_decides_only_where_members_differ():
    split, unanimous = [{"r4a"}, set(), set()], [set(), set(), set()]
    agreed = {"r4a": False}

    assert council(5, split, MustPass.AGREED, agreed=agreed).stars == 3
    assert council(5, unanimous, MustPass.AGREED, agreed=agreed).stars == 5


def test_a_level_that_nobody_confirmed_warns_and_is_not_disputed():
    found = council(5, [{"d3"}, {"d3"}, set()], MustPass.AGREED)

    assert (found.stars, found.doubts, found.disputed) == (5, (DOUBTED,), ())


def best(sheet, **changes):
    answers = {leaf.code: max(leaf.points, key=leaf.points.__getitem__) for leaf in sheet.leaves}
    return answers | {code.replace("_", "."): level for code, level in changes.items()}


def test_score_result_and_next_star_tell_the_same_caps():
    """One sheet, scored alone, decided by a council of one, and asked for the way up."""
    sheet = EDITION.sheets["S11"]
    answers = best(sheet, A_2_3="L1", A_3_5="none", B_4_1="none")

    alone = BOOK.score("S11", answers)
    result = BOOK.decide("S11", [Filled("1", answers)], level="province")
    way = BOOK.pathway("S11", answers)

    told = [reason for reason in alone.reasons if reason.code == "capped"]
    assert alone.stars == result.stars == 2
    assert [r.params["what"] for r in result.reasons if r.code == "capped"] == [
        r.params["what"] for r in told
    ]
    assert told[0].params["what"].startswith("A.3.5 Sở hữu trí tuệ từ 1 điểm")
    assert "B.4.1 Khu vực phân phối chính" in told[0].params["what"]
    assert {step.criterion for step in way.improvements} >= {"A.3.5", "B.4.1"}


def test_the_same_answers_are_scored_under_all_three_decisions_with_reasons():
    for code, set_code in (("qd1048", "BSP-07"), ("qd148", "S07"), ("qd26", "S07")):
        edition = builtin_edition(code)
        book = Rulebook(edition, process(code), frozenset())

        found = book.decide(
            set_code, [Filled("1", best(edition.sheets[set_code]))], level="province"
        )

        assert (found.mean, found.stars) == (Fraction(100), 5)
        assert found.reasons[0].text() == "100,00 điểm ứng với 5 sao."


def test_a_council_states_the_level_in_its_minutes():
    """Two of three members see the label as regulated; the council agrees with the third."""
    sheet = EDITION.sheets["S11"]
    rule = next(r for r in sheet.requirements if r.criteria == ("A.2.3",) and r.stars == 4)
    low = best(sheet, A_2_3=sheet.leaf("A.2.3").levels[1].code)
    sheets = [Filled("1", best(sheet)), Filled("2", best(sheet)), Filled("3", low)]

    open_ = BOOK.decide("S11", sheets, level="province")
    agreed = BOOK.decide("S11", sheets, level="province", agreed={"A.2.3": low["A.2.3"]})

    assert open_.disputed == (rule,)
    assert "2 trên 3 người cho là đạt" in open_.needs_person[0].text()
    assert open_.needs_person[0].is_hint
    assert (open_.stars, agreed.stars, agreed.disputed) == (5, 3, ())


def test_a_round_chooses_the_way_only_among_those_that_the_process_leaves_to_it():
    known = process("qd26")

    assert known.wrong_settings({"must_pass": "median"}) == ()
    assert known.wrong_settings({"must_pass": "youngest"}) == ("must_pass",)
    ballots = [
        Ballot("1", 75, frozenset({"r4a"})),
        Ballot("2", 75),
        Ballot("3", 75, frozenset({"r4b"})),
    ]
    rules = {"level": "province", "bands": EDITION.bands, "requirements": RULES}
    stars = [
        decide(ballots, process=known.with_settings({"must_pass": way}), **rules).stars
        for way in ("own", "median", "agreed")
    ]
    assert stars == [3, 4, 4]
