"""What the council's sheets amount to: gates, conditions, caps, quorum, spread, bands; each with its sentence."""

import dataclasses
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.rules.agreement import krippendorff_alpha, spreads
from ocop.rules.deciding import Attendance, Ballot, Verdict, competence, decide
from ocop.rules.facts import condition_words
from ocop.rules.loading import builtin_edition, parse_edition
from ocop.rules.model import Rule
from ocop.rules.pathway import next_star
from ocop.rules.processes import builtin_processes, process, process_in_force
from ocop.rules.scoring import answered, asked, score

from .small import small_files

SMALL = parse_edition(small_files())
SHEET = SMALL.sheets["S1"]
BEST = {
    "A.1.1": "L3",
    "A.1.2": "a2",
    "A.1.3.1": "L2",
    "A.1.3.2": "L2",
    "B.2.1": "L2",
    "B.2.2": "L2",
}
RULE = SHEET.requirements[0]
EDITION = builtin_edition("qd1048")


def scored(facts=(), confirmed=(), **changes):
    answers = BEST | {code.replace("_", "."): level for code, level in changes.items()}
    return score(SHEET, answers, bands=SMALL.bands, facts=facts, confirmed=confirmed)


def last(found, language="vi"):
    return found.reasons[-1].text(language)


def test_the_best_answers_reach_every_point():
    assert (scored().total, scored().stars, dict(scored().parts)) == (20, 5, {"A": 12, "B": 8})


def test_a_sum_adds_its_sub_criteria_and_an_alternative_takes_the_level_of_its_case():
    found = scored(A_1_2="b2", A_1_3_1="L1")

    assert (found.criteria["A.1.2"], found.criteria["A.1.3"], found.total) == (3, 2, 17)


def test_no_level_met_counts_zero_only_where_the_sheet_allows_it():
    assert scored(A_1_2="none").criteria["A.1.2"] == 0
    assert "none" not in SHEET.leaf("A.1.1").points


def test_a_criterion_that_does_not_apply_counts_nothing_and_is_not_missing():
    found = scored(B_2_1="L1")

    assert (found.total, found.not_applicable, found.missing) == (12, {"B.2.2"}, ())


def in_doubt():
    """The small sheet with its condition inferred, not read; and the condition."""
    files = small_files()
    files["mot.yaml"] = files["mot.yaml"].replace(
        "        levels: [L2]\n",
        "        levels: [L2]\n        source: inferred\n        source_note: Không ghi ngưỡng\n",
    )
    sheet = parse_edition(files).sheets["S1"]
    return sheet, sheet.conditions["B.2.2"][0]


def test_a_condition_that_nobody_confirmed_takes_no_points_away_but_warns():
    sheet, rule = in_doubt()
    answers = BEST | {"B.2.1": "L1"}

    doubted = score(sheet, answers, bands=SMALL.bands)
    confirmed = score(sheet, answers, bands=SMALL.bands, confirmed={rule.id})

    assert (doubted.total, doubted.not_applicable, doubted.missing) == (15, frozenset(), ())
    assert [warning.text() for warning in doubted.warnings] == [
        "Cần người kiểm tra: có thể tiêu chí 2.2 chỉ chấm nếu tiêu chí 2.1 đạt mức L2. Điều kiện này chưa được xác nhận theo văn bản gốc: có chấm thì tính điểm, để trống thì 0 điểm."
    ]
    assert (confirmed.total, confirmed.not_applicable, confirmed.warnings) == (12, {"B.2.2"}, ())


def test_a_criterion_under_an_unconfirmed_condition_may_stay_empty():
    sheet, _rule = in_doubt()
    answers = {code: level for code, level in BEST.items() if code != "B.2.2"} | {"B.2.1": "L1"}

    found = score(sheet, answers, bands=SMALL.bands)

    assert (found.total, found.missing, found.open_conditions) == (12, (), ())
    assert [warning.code for warning in found.warnings] == ["unconfirmed_condition"]
    assert asked(sheet, answers) == answered(sheet, answers) == len(sheet.leaves) - 1


def test_an_unconfirmed_condition_that_is_met_is_not_spoken_of():
    sheet, _rule = in_doubt()

    assert score(sheet, BEST, bands=SMALL.bands).warnings == ()


def test_the_council_is_told_of_points_that_an_unconfirmed_condition_may_take_away():
    sheet, rule = in_doubt()
    ballots = [Ballot("1", 90, open_conditions=frozenset({rule.id})), Ballot("2", 90)]

    found = decide(ballots, **RULES, words={rule.id: condition_words(sheet, rule)})

    assert [reason.code for reason in found.needs_person] == ["unconfirmed_condition"]
    assert "tiêu chí 2.2" in found.needs_person[0].text()


def test_the_way_to_the_next_star_counts_as_the_sheet_does():
    """Under an unconfirmed condition the points count already, so that fewer are to be gained."""
    sheet, rule = in_doubt()
    answers = BEST | {"B.2.1": "L1", "A.1.1": "L2"}

    for confirmed in ((), {rule.id}):
        way = next_star(sheet, answers, bands=SMALL.bands, confirmed=confirmed)
        reached = answers | {step.criterion: step.target.code for step in way.improvements}
        assert way.total_then == score(sheet, reached, bands=SMALL.bands, confirmed=confirmed).total


def test_the_id_of_a_condition_names_its_threshold():
    """A threshold that is worded anew has to be confirmed anew."""
    _sheet, rule = in_doubt()

    assert rule.id == "B.2.2:applies_if:B.2.1:L2"


def test_a_gate_on_points_stops_the_scoring_and_says_so():
    found = scored(A_1_1="L1")

    assert (found.is_stopped, found.stars) == (True, 0)
    assert last(found) == "Dừng chấm: một trong các tiêu chí A.1.1 được 0 điểm. Chưa xếp hạng."


def test_a_level_that_states_the_fact_trips_its_gate():
    found = scored(A_1_3_2="L1")

    assert found.is_stopped
    assert "thiếu giấy chứng nhận đủ điều kiện sản xuất" in last(found)


def test_a_knock_out_that_a_person_confirms_puts_the_product_out():
    fact = next(rule for rule in SHEET.facts if rule.kind == "disqualify")

    found = scored(facts={fact.id})

    assert (found.is_disqualified, found.stars) == (True, 0)
    assert last(found, "en") == "Disqualified: the product infringes intellectual property."


def test_a_confirmed_requirement_caps_only_the_stars_above_it_and_only_when_points_reach_them():
    few = scored(confirmed={RULE.id}, A_1_1="L1", A_1_2="a1", B_2_1="L1", B_2_2="L1")
    weak = score(SHEET, BEST | {"A.1.1": "L2"}, bands=SMALL.bands, confirmed={RULE.id})

    assert few.stars == 0
    assert (weak.total, weak.stars) == (18, 5)  # two points are what it asks for


def test_two_requirements_hold_at_the_lowest_star_that_is_not_met():
    files = small_files()
    second = "- {type: requires_for_stars, stars: 5, criterion: B.2.1, min_points: 5, what: Câu chuyện, what_en: Story}\n"
    files["mot.yaml"] = files["mot.yaml"].replace("parts:\n", second + "parts:\n", 1)
    sheet = parse_edition(files).sheets["S1"]
    answers = {"A.1.1": "L3", "A.1.2": "a2", "A.1.3.1": "L2", "A.1.3.2": "L2", "B.2.1": "L2"}

    found = score(sheet, answers, bands=SMALL.bands)
    without_story = score(sheet, answers | {"B.2.1": "L1"}, bands=SMALL.bands)

    assert (found.total, found.stars) == (17, 5)
    assert (without_story.total, without_story.stars) == (12, 4)  # points alone give no fifth star


RULES = {"process": process("qd1048"), "level": "province", "bands": EDITION.bands}


@pytest.mark.parametrize(("edge", "below"), [(30, 1), (50, 2), (70, 3), (90, 4)])
def test_the_unrounded_mean_decides_at_every_boundary(edge, below):
    """A hundred members make a mean of 29.99; printed it would read 29,99 and with more of them 30,00."""
    nearly = [Ballot(str(n), edge) for n in range(99)] + [Ballot("x", edge - 1)]
    closer = [Ballot(str(n), edge) for n in range(999)] + [Ballot("x", edge - 1)]

    found, printed, exact = (decide(b, **RULES) for b in (nearly, closer, nearly[:99]))

    assert (found.mean, found.stars) == (Fraction(edge * 100 - 1, 100), below)
    assert (str(printed.mean_printed), printed.stars) == (f"{edge}.00", below)
    assert exact.stars == below + 1


@given(st.lists(st.integers(0, 100), min_size=1, max_size=15))
def test_the_mean_is_exact_and_a_spread_beyond_the_limit_must_be_reconciled(totals):
    found = decide([Ballot(str(n), t) for n, t in enumerate(totals)], **RULES)

    assert found.spread == max(totals) - min(totals)
    if found.spread > 10:
        assert found.verdict == Verdict.RECONCILE
        assert f"chênh {found.spread} điểm" in found.reasons[0].text()
    else:
        assert found.mean == Fraction(sum(totals), len(totals))


def requirement_ballots(against, of):
    return [Ballot(str(n), 80, frozenset([RULE.id] if n < against else [])) for n in range(of)]


@pytest.mark.parametrize(("against", "of", "stars"), [(0, 5, 4), (2, 5, 4), (3, 5, 3), (2, 4, 3)])
def test_a_requirement_is_unmet_when_at_least_half_of_the_sheets_say_so(against, of, stars):
    found = decide(
        requirement_ballots(against, of), **RULES, requirements=[RULE], confirmed={RULE.id}
    )

    assert found.stars == stars
    if stars == 3:
        text = "80,00 điểm, giữ ở 3 sao vì chưa đạt điều kiện của 4 sao: Nguyên liệu tốt."
        assert text in [reason.text() for reason in found.reasons]


def test_an_unconfirmed_requirement_asks_for_a_person_and_decides_nothing():
    found = decide(requirement_ballots(5, 5), **RULES, requirements=[RULE])

    assert found.stars == 4
    assert [reason.code for reason in found.needs_person] == ["unconfirmed"]


def test_a_gate_that_only_some_members_see_is_disputed_and_one_that_all_see_ends_it():
    gate = next(rule.id for rule in SHEET.facts if rule.kind == "disqualify")
    seen, unseen = Ballot("1", 70, gates=frozenset([gate])), Ballot("2", 70)

    disputed = decide([seen, unseen], **RULES)
    ended = decide([seen, seen], **RULES, words={gate: ("vi phạm", "infringes")})

    assert disputed.verdict == Verdict.RECONCILE
    assert "1 trên 2 thành viên" in disputed.reasons[0].text()
    assert (ended.verdict, ended.stars, ended.recognised_stars) == (Verdict.NOT_RANKED, 0, 0)
    assert ended.reasons[0].text() == "Bị loại: vi phạm."


def test_without_a_quorum_nothing_else_is_looked_at():
    found = decide([Ballot("1", 10), Ballot("2", 90)], **RULES, attendance=Attendance(8, 5, False))

    assert found.verdict == Verdict.NO_QUORUM
    assert [r.code for r in found.reasons] == ["quorum_members", "quorum_chair"]


def test_five_stars_at_the_province_are_four_and_potential_until_the_centre_confirms():
    found = decide([Ballot("1", 92)], **RULES)

    assert (found.stars, found.recognised_stars, found.is_potential_five) == (5, 4, True)


@pytest.mark.parametrize("known", builtin_processes(), ids=lambda p: p.code)
def test_on_every_date_one_process_holds_and_each_star_has_at_most_one_level(known):
    assert process_in_force(known.in_force_from) == known
    recognised = [star for level in known.levels for star in level.recognises]
    assert len(recognised) == len(set(recognised))
    assert {level.certainty for level in known.levels} <= {"law", "seen", "setting"}


def test_one_and_two_stars_are_a_result_without_a_certificate():
    recognised, up, _potential, reasons = competence(2, Fraction(45), process("qd148"), "district")

    assert (recognised, up, reasons[0].code) == (0, False, "result_only")


def test_a_round_may_choose_only_what_no_decree_fixes_and_within_bounds():
    known = process("qd148")
    law = {name for name, value in known.values.items() if value.is_law}

    assert (
        known.wrong_settings({"max_spread": 8, "quorum_needs_chair": False, "quorum_share": "0.8"})
        == ()
    )
    assert known.wrong_settings({"max_spread": 101}) == ("max_spread",)
    assert known.wrong_settings({"quorum_share": "0.4"}) == ("quorum_share",)
    assert known.wrong_settings({"quorum_needs_chair": 1}) == ("quorum_needs_chair",)
    assert known.wrong_settings({"khong_co": 1}) == ("khong_co",)
    assert law
    assert set(known.wrong_settings({name: known.value(name) for name in law})) == law


def test_what_a_round_chose_is_a_setting_and_never_law():
    chosen = process("qd1048").with_settings({"max_spread": 8})

    assert (chosen.value("max_spread"), chosen.values["max_spread"].certainty) == (8, "setting")
    assert chosen.values["certificate_months"].is_law


# The way to the next star.


def brute_force(answers, target, weights, confirmed):
    """The least (effort, number of criteria) over every set of improvements there is."""
    choices = []
    for leaf in SHEET.leaves:
        current = answers.get(leaf.code)
        case = leaf.case_of(current) if current else None
        floor = max(leaf.points.get(current, -1), 0) if current else 0
        better = [lv.code for lv in (case.levels if case else leaf.choices) if lv.points > floor]
        choices.append([current, *better])
    found = []
    for choice in product(*choices):
        tried = {
            leaf.code: c for leaf, c in zip(SHEET.leaves, choice, strict=True) if c is not None
        }
        result = score(SHEET, tried, bands=SMALL.bands, confirmed=confirmed)
        if result.stars >= target and not result.gates:
            changed = [code for code, level in tried.items() if answers.get(code) != level]
            found.append((sum(weights[code] for code in changed), len(changed)))
    return min(found, default=None)


@given(st.data())
@settings(max_examples=150)
def test_the_way_is_the_optimum_with_cases_conditions_gates_and_requirements(data):
    answers = {
        leaf.code: data.draw(st.sampled_from(sorted(leaf.points)))
        for leaf in SHEET.leaves
        if data.draw(st.integers(0, 5))
    }
    weights = {leaf.code: data.draw(st.integers(1, 5)) for leaf in SHEET.leaves}
    confirmed = {RULE.id} if data.draw(st.booleans()) else set()

    way = next_star(
        SHEET,
        answers,
        bands=SMALL.bands,
        confirmed=confirmed,
        effort=lambda leaf, steps: weights[leaf.code],
    )

    if way is None:
        assert score(SHEET, answers, bands=SMALL.bands, confirmed=confirmed).stars_by_points == 5
        return
    best = brute_force(answers, way.stars, weights, confirmed)
    assert way.is_reachable == (best is not None)
    if best is not None:
        assert (way.effort, len(way.improvements)) == best


# Agreement.


def test_spread_and_members_far_from_the_median_are_told_per_criterion():
    points = {"a": {"X": 5}, "b": {"X": 5}, "c": {"X": 1}}

    found = spreads(points, {"X": 5, "Y": 3})

    assert [(s.code, s.spread, s.median, s.far) for s in found] == [("X", 4, 5.0, ("c",))]


@given(
    st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=2, max_size=6),
    st.randoms(),
)
def test_agreement_does_not_depend_on_the_order_of_members_and_never_passes_one(rows, random):
    shuffled = rows[:]
    random.shuffle(shuffled)

    first, second = krippendorff_alpha(rows), krippendorff_alpha(shuffled)

    assert first == pytest.approx(second)
    assert first <= 1
    assert krippendorff_alpha([rows[0], rows[0]]) == 1.0


def inferred(gate):
    """A sheet with a gate that no decree was read for."""
    sheet = EDITION.sheets["BSP-01"]
    rule = Rule(gate, "gate", when="own_1", what="thiếu sổ", what_en="no book", is_inferred=True)
    return dataclasses.replace(sheet, rules=(*sheet.rules, rule))


def test_an_inferred_gate_only_warns_until_it_is_confirmed():
    sheet, answers = inferred("gate:own_1"), {}
    rules = {"bands": EDITION.bands, "facts": {"gate:own_1"}}

    doubted = score(sheet, answers, **rules)
    confirmed = score(sheet, answers, **rules, confirmed={"gate:own_1"})

    assert (doubted.gates, doubted.doubts, doubted.is_stopped) == ((), ("gate:own_1",), False)
    assert [reason.code for reason in doubted.warnings] == ["unconfirmed_gate"]
    assert (confirmed.gates, confirmed.doubts, confirmed.is_stopped) == (("gate:own_1",), (), True)


def test_a_result_names_an_inferred_gate_that_members_saw_and_still_ranks():
    ballots = [Ballot("1", 80, doubts=frozenset(["gate:own_1"])), Ballot("2", 80)]

    found = decide(ballots, **RULES, words={"gate:own_1": ("thiếu sổ", "no book")})

    assert found.verdict == Verdict.RANKED
    assert [(r.code, r.params["what"]) for r in found.needs_person] == [
        ("unconfirmed_gate", "thiếu sổ")
    ]
