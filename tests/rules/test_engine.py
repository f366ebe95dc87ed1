"""What the rules engine promises, for every sheet of the builtin editions."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.core.periods import add_months
from ocop.rules.agreement import krippendorff_alpha
from ocop.rules.checklist import is_evidence_for, items_for
from ocop.rules.deciding import Attendance, Ballot, Verdict, decide, rounded
from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import builtin_codes, builtin_edition, builtin_files, parse_edition
from ocop.rules.model import Band, Criterion, Level, Part, Section, Sheet
from ocop.rules.pathway import default_effort, next_star
from ocop.rules.processes import add_working_days, process, process_in_force
from ocop.rules.scoring import InvalidAnswers, answered, asked, score, stars_for

EDITION = builtin_edition("qd1048")
SHEETS = [sheet for sheet in EDITION.sheets.values() if sheet.complete]
ALL = [s for code in builtin_codes() for s in builtin_edition(code).sheets.values() if s.complete]
FULL = Attendance(5, 5, True)


@st.composite
def filled(draw):
    sheet = draw(st.sampled_from(ALL))
    return sheet, {leaf.code: draw(st.sampled_from(sorted(leaf.points))) for leaf in sheet.leaves}


def ballots(*totals):
    return [Ballot(str(number), total) for number, total in enumerate(totals)]


@pytest.mark.parametrize("sheet", ALL, ids=lambda sheet: f"{sheet.code}-{sheet.slug}")
def test_the_best_levels_of_a_sheet_make_100_points_and_five_stars(sheet):
    best = {leaf.code: max(leaf.points, key=leaf.points.__getitem__) for leaf in sheet.leaves}

    found = score(sheet, best, bands=EDITION.bands)

    assert (found.total, found.stars, found.missing) == (100, 5, ())


@pytest.mark.parametrize("sheet", ALL, ids=lambda sheet: f"{sheet.code}-{sheet.slug}")
def test_what_an_empty_sheet_lacks_is_all_that_it_is_asked(sheet):
    assert len(score(sheet, {}, bands=EDITION.bands).missing) == asked(sheet, {})


@given(filled(), st.randoms())
@settings(max_examples=60)
def test_what_is_answered_and_what_is_missing_make_up_all_that_is_asked(case, random):
    sheet, full = case
    answers = {code: full[code] for code in random.sample(list(full), len(full) // 2)}

    for chosen in (full, answers):
        missing = score(sheet, chosen, bands=EDITION.bands).missing
        assert answered(sheet, chosen) + len(missing) == asked(sheet, chosen)


@given(filled())
@settings(max_examples=60)
def test_the_total_is_the_sum_of_its_parts_and_sections(case):
    sheet, answers = case

    found = score(sheet, answers, bands=EDITION.bands)

    assert found.total == sum(found.parts.values()) == sum(found.sections.values())
    assert found.total == sum(found.criteria[leaf.code] for leaf in sheet.leaves)


@given(filled(), st.randoms())
@settings(max_examples=60)
def test_raising_a_level_never_lowers_the_stars_unless_a_gate_says_so(case, random):
    sheet, answers = case
    leaf = random.choice(sheet.leaves)
    better = [
        code for code, points in leaf.points.items() if points > leaf.points[answers[leaf.code]]
    ]
    before = score(sheet, answers, bands=EDITION.bands)

    for code in better:
        after = score(sheet, {**answers, leaf.code: code}, bands=EDITION.bands)
        assert after.total >= before.total
        assert after.stars >= before.stars or after.gates


@pytest.mark.parametrize(
    ("points", "stars"),
    [
        ("29.99", 1),
        ("30", 2),
        ("49.99", 2),
        ("50", 3),
        ("69.99", 3),
        ("70", 4),
        ("89.99", 4),
        ("90", 5),
        ("100", 5),
        ("0", 1),
    ],
)
def test_stars_change_exactly_at_the_bands(points, stars):
    assert stars_for(Fraction(points), EDITION.bands) == stars


@pytest.mark.parametrize("points", [-1, 101])
def test_points_outside_the_bands_are_refused(points):
    with pytest.raises(ValueError, match="no band"):
        stars_for(points, EDITION.bands)


def test_unknown_answers_are_named():
    with pytest.raises(InvalidAnswers) as caught:
        score(SHEETS[0], {"A.1.1": "L9", "Z.1": "L1"}, bands=EDITION.bands)

    assert set(caught.value.faults) == {"A.1.1", "Z.1"}


def test_a_confirmed_requirement_caps_the_stars_and_says_why():
    sheet = EDITION.sheets["BSP-12"]
    best = {leaf.code: max(leaf.points, key=leaf.points.__getitem__) for leaf in sheet.leaves} | {
        "C.7.1": "L1"
    }
    rule = next(r for r in sheet.requirements if r.stars == 4)

    warned = score(sheet, best, bands=EDITION.bands)
    capped = score(sheet, best, bands=EDITION.bands, confirmed={rule.id})

    assert (warned.stars, len(warned.warnings)) == (5, 1)
    assert (capped.total, capped.stars) == (95, 3)
    assert "giữ ở 3 sao" in capped.reasons[-1].text()
    assert "held at 3 stars" in capped.reasons[-1].text("en")


def test_a_confirmed_fact_puts_the_product_out():
    sheet = EDITION.sheets["BSP-12"]
    fact = next(rule for rule in sheet.facts if rule.kind == "disqualify")

    found = score(sheet, {}, bands=EDITION.bands, facts={fact.id})

    assert found.is_disqualified
    assert found.stars == 0


@given(st.lists(st.integers(60, 70), min_size=1, max_size=9), st.randoms())
def test_the_order_of_members_changes_nothing(totals, random):
    shuffled = totals[:]
    random.shuffle(shuffled)
    rules = {"process": process("qd1048"), "level": "province", "bands": EDITION.bands}

    first, second = decide(ballots(*totals), **rules), decide(ballots(*shuffled), **rules)

    assert (first.mean, first.stars, first.verdict) == (second.mean, second.stars, second.verdict)


@pytest.mark.parametrize(
    ("code", "level", "totals", "recognised", "up"),
    [
        ("qd1048", "district", (65, 66), 0, True),
        ("qd1048", "district", (49, 49), 0, False),
        ("qd1048", "province", (65, 66), 3, False),
        ("qd1048", "province", (90, 90), 4, True),
        ("qd148", "district", (65, 66), 3, False),
        ("qd148", "district", (70, 70), 0, True),
        ("qd148", "province", (75, 75), 4, False),
        ("qd148-2025", "province", (65, 65), 3, False),
        ("qd26", "province", (49, 49), 0, False),
        ("qd26", "province", (69, 69), 3, False),
        ("qd26", "province", (90, 90), 4, True),
        ("qd26", "centre", (90, 90), 5, False),
    ],
)
def test_each_process_says_who_recognises_and_what_goes_up(code, level, totals, recognised, up):
    found = decide(ballots(*totals), process=process(code), level=level, bands=EDITION.bands)

    assert (found.recognised_stars, found.passes_up) == (recognised, up)


def test_members_too_far_apart_must_reconcile_first():
    rules = {"process": process("qd1048"), "level": "province", "bands": EDITION.bands}

    assert decide(ballots(60, 71), **rules).verdict == Verdict.RECONCILE
    assert decide(ballots(60, 70), **rules).verdict == Verdict.RANKED


@pytest.mark.parametrize(
    ("seats", "present", "chair", "may"),
    [(8, 6, True, True), (8, 5, True, False), (8, 7, False, False)],
)
def test_three_quarters_with_the_chair_make_a_quorum(seats, present, chair, may):
    found = decide(
        ballots(65),
        process=process("qd1048"),
        level="province",
        bands=EDITION.bands,
        attendance=Attendance(seats, present, chair),
    )

    assert (found.verdict == Verdict.RANKED) is may


def test_the_mean_is_rounded_half_up_for_print_only():
    found = decide(
        ballots(69, 70, 70),
        process=process("qd1048"),
        level="province",
        bands=EDITION.bands,
        attendance=FULL,
    )

    assert str(found.mean_printed) == "69.67"
    assert found.stars == 3
    assert str(rounded(Fraction(8999, 100) + Fraction(1, 200))) == "90.00"


def small_sheet(widths):
    leaves = tuple(
        Criterion(
            f"A.1.{n}",
            str(n),
            f"Tiêu chí {n}",
            "",
            max(points),
            "single",
            levels=tuple(Level(f"L{i}", p, "", "") for i, p in enumerate(points)),
        )
        for n, points in enumerate(widths)
    )
    total = sum(leaf.max_points for leaf in leaves)
    return Sheet(
        "X",
        "x",
        "X",
        "",
        "",
        "",
        "",
        True,
        total,
        (Part("A", "A", "", total, (Section("A.1", "1", "", "", total, leaves),)),),
    )


@given(
    st.lists(st.sampled_from([(0, 1, 3), (0, 2), (0, 1, 2, 5)]), min_size=2, max_size=5), st.data()
)
@settings(max_examples=80)
def test_the_way_to_the_next_star_is_the_cheapest_there_is(widths, data):
    sheet = small_sheet(widths)
    bands = [Band(n, n - 1, n) for n in range(1, 5)] + [Band(5, 4, sheet.max_points)]
    answers = {leaf.code: data.draw(st.sampled_from(sorted(leaf.points))) for leaf in sheet.leaves}
    now = score(sheet, answers, bands=bands)

    way = next_star(sheet, answers, bands=bands)

    if now.stars == 5:
        assert way is None
        return
    costs = []
    for choice in product(*[[lv.code for lv in leaf.levels] for leaf in sheet.leaves]):
        tried = dict(zip((leaf.code for leaf in sheet.leaves), choice, strict=True))
        if (
            all(tried[c] >= answers[c] for c in tried)
            and score(sheet, tried, bands=bands).total >= now.stars
        ):
            costs.append(
                sum(
                    default_effort(sheet.leaf(c), int(tried[c][1:]) - int(answers[c][1:]))
                    for c in tried
                    if tried[c] != answers[c]
                )
            )
    assert way.is_reachable == bool(costs)
    if costs:
        assert way.effort == min(costs)


@given(filled())
@settings(max_examples=30)
def test_the_way_to_the_next_star_leads_there_on_every_real_sheet(case):
    sheet, answers = case
    now = score(sheet, answers, bands=EDITION.bands)

    way = next_star(sheet, answers, bands=EDITION.bands)

    if way is not None and way.is_reachable and not now.gates:
        then = {**answers, **{step.criterion: step.target.code for step in way.improvements}}
        assert score(sheet, then, bands=EDITION.bands).stars >= now.stars + 1


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("max_points: 35", "max_points: 34", "add up"),
        ("- code: A.1.2\n", "- code: A.1.1\n", "not unique"),
        ("    criterion: B.5.1", "    criterion: B.9.1", "unknown criterion"),
        ("type: disqualify", "type: dismiss", "unknown rule type"),
        ("kind: single", "kind: double", "kind of"),
    ],
)
def test_a_faulty_edition_is_refused_with_file_and_line(before, after, message):
    files = dict(builtin_files("qd1048"))
    name = "che-tuoi-che-bien.yaml"
    assert before.strip() in files[name]
    files[name] = files[name].replace(before.strip("\n"), after.strip("\n"), 1)

    with pytest.raises(FaultyEdition) as caught:
        parse_edition(files)

    assert any(f.file == name and f.line > 1 and message in f.message for f in caught.value.faults)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2018, 12, 1), "prov2018"),
        (date(2019, 8, 21), "qd1048"),
        (date(2023, 2, 24), "qd148"),
        (date(2025, 7, 6), "qd148-2025"),
        (date(2026, 5, 21), "qd148-2025"),
        (date(2026, 5, 22), "qd26"),
    ],
)
def test_each_day_has_its_process(day, code):
    assert process_in_force(day).code == code


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_a_deadline_never_falls_on_a_weekend(day, days):
    assert add_working_days(day, days).weekday() < 5


@given(st.dates(date(2018, 1, 1), date(2030, 1, 1)))
def test_36_months_are_three_years(day):
    assert add_months(day, 36).year == day.year + 3


def test_alpha_is_that_of_the_textbook():
    """K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C, interval metric: 0.849."""
    data = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]

    assert krippendorff_alpha(data) == pytest.approx(0.849, abs=0.0005)


def test_the_checklist_follows_producer_sector_and_purpose():
    food = {item.code for item in items_for("qd1048", "cooperative", "food", "new")}
    tourism = {
        item.code for item in items_for("qd1048", "household_business", "tourism", "renewal")
    }

    assert {"HS01", "HS04", "HS06", "HS22"} <= food
    assert {"HS05", "HS06", "HS22"}.isdisjoint(tourism)
    assert {"HR01", "HR02"} <= tourism


def test_the_law_in_force_lists_two_forms_15_papers_and_samples_new_or_again():
    tea = items_for("qd26", "cooperative", "food", "new")
    tourism = items_for("qd26", "enterprise", "tourism", "new")

    assert [item.code for item in tea][:3] == ["HS01", "HS23", "HS04"]
    assert (len(tea), tea[-1].is_physical) == (2 + 15 + 1, True)
    assert items_for("qd26", "cooperative", "food", "renewal") == tea
    assert {"HS05", "HS06", "HS07", "HS09"}.isdisjoint(item.code for item in tourism)


def test_each_criterion_of_the_law_that_asks_for_a_paper_is_proven_by_one():
    tea = builtin_edition("qd26").sheets["S11"]
    items = items_for("qd26", "cooperative", tea.papers, "new")

    proven = {leaf.code for leaf in tea.leaves if any(is_evidence_for(i, tea, leaf) for i in items)}

    assert {
        "A.1.1",
        "A.1.2",
        "A.1.5",
        "A.3.3",
        "A.3.4",
        "A.3.5",
        "B.4.1",
        "B.5.1",
        "C.8.1",
    } <= proven
