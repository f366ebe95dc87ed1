"""Process editions as data: what is refused, and how one gives way to the next."""

from copy import deepcopy
from datetime import date

import pytest

from ocop.rules.faults import PROCESS_SENTENCES, SENTENCES
from ocop.rules.process_checks import process_faults
from ocop.rules.processes import (
    builtin_contents,
    builtin_processes,
    day_left_without,
    in_order,
    overlapping,
    process_from,
    process_in_force,
)


@pytest.fixture
def content():
    """A copy of the newest process that comes with the system, to be spoiled."""
    return deepcopy(dict(builtin_contents()["qd26"]))


def codes(content):
    return [(fault.place, fault.code) for fault in process_faults(content)]


@pytest.mark.parametrize("code", sorted(builtin_contents()))
def test_what_comes_with_the_system_has_no_fault(code):
    assert codes(builtin_contents()[code]) == []


FAULTS = [
    (lambda c: c.update(name_en=""), ("", "process_text")),
    (lambda c: c.update(in_force_from="2026-13-01"), ("", "process_day")),
    (lambda c: c.update(in_force_to="2020-01-01"), ("", "dates_crossed")),
    (lambda c: c["levels"].reverse(), ("", "level_order")),
    (lambda c: c["levels"][1].update(recognises=[3]), ("", "star_unrecognised")),
    (lambda c: c["levels"][2].update(recognises=[4, 5]), ("centre", "star_twice")),
    (lambda c: c["levels"][2].update(passes_up_from=90), ("centre", "top_passes")),
    (lambda c: c["levels"][0].update(passes_up_from=None), ("commune", "dead_end")),
    (lambda c: c["levels"][0].update(source_en=""), ("commune", "process_text")),
    (lambda c: [row.update(assesses_by="form_check") for row in c["levels"]], ("", "no_council")),
    (lambda c: c["levels"][1].update(assesses_by="form_check"), ("province", "recognises_without_council")),
    (lambda c: c["levels"][0].update(assesses_by="lot"), ("commune", "assesses_by")),
    (lambda c: c["levels"][1].update(certainty="sure"), ("province", "certainty")),
    (lambda c: c["values"].pop("sessions"), ("sessions", "value_missing")),
    (lambda c: c["values"].update(tea={}), ("tea", "unknown_value")),
    (lambda c: c["values"]["council_min"].update(value=20), ("council_min", "bounds")),
    (lambda c: c["values"]["quorum_share"].update(value="2"), ("quorum_share", "out_of_range")),
    (lambda c: c["values"]["council_days"].update(certainty="law"), ("council_days", "law_fixed")),
    (lambda c: c["values"]["product_code"].update(value="{serial}"), ("product_code", "code_pattern")),
    (lambda c: c["values"]["product_code"].update(value="OCOP-{province}-{serial}-{year}"), ("product_code", "code_pattern")),
    (lambda c: c["values"]["product_code"].update(value="{year.__class__}{commune}{serial}{year}"), ("product_code", "code_pattern")),
    (lambda c: c["values"]["assessed_criteria"]["value"][0].update(name_en=""), ("assessed_criteria", "criteria_words")),
    (lambda c: c["values"].pop("assessed_criteria"), ("assessed_criteria", "value_missing")),
    (lambda c: c["values"]["must_pass"].update(value="youngest"), ("must_pass", "option")),
    (lambda c: c["values"]["must_pass"].update(choices=["own", "median"]), ("must_pass", "option")),
    (lambda c: c["values"]["must_pass"].update(certainty="law"), ("must_pass", "law_fixed")),
    (lambda c: c["values"]["renewal_until_days"].update(value=181), ("renewal_until_days", "renewal_window")),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "found"), FAULTS)
def test_a_faulty_process_is_refused_with_the_place_of_the_fault(content, spoil, found):
    spoil(content)

    assert found in codes(content)


def test_a_council_smaller_than_its_least_size_is_refused(content):
    content["values"]["council_min"] |= {"value": 12, "between": [12, 12]}
    content["values"]["council_max"] |= {"value": 9, "between": [9, 9]}

    assert codes(content) == [("council_max", "council_sizes")]


def test_every_sentence_about_a_process_has_its_test():
    assert set(PROCESS_SENTENCES) == {code for _spoil, (_place, code) in FAULTS} - set(
        SENTENCES
    ) | {"council_sizes", "process_twice"}


def test_one_without_an_end_lasts_until_the_day_before_the_next(content):
    new = process_from(content | {"code": "new", "in_force_from": "2026-09-01"})

    found = in_order([*builtin_processes(), new])

    assert process_in_force(date(2026, 8, 31), found).code == "qd26"
    assert process_in_force(date(2026, 9, 1), found).code == "new"
    assert process_in_force(date(2031, 1, 1), found).code == "new"


@pytest.mark.parametrize(
    ("start", "end", "other"),
    [
        ("2026-09-01", None, None),
        ("2025-07-06", None, "qd148-2025"),
        ("2024-01-01", "2024-12-31", "qd148"),
        ("2024-01-01", None, "qd148"),
        ("2018-01-01", "2018-09-26", None),
        ("2018-01-01", "2018-09-27", "prov2018"),
    ],
)
def test_days_that_two_processes_would_share_are_found(content, start, end, other):
    new = process_from(content | {"code": "new", "in_force_from": start, "in_force_to": end})

    found = overlapping(new, builtin_processes())

    assert (found.code if found else None) == other


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        ("2026-09-01", None, None),
        ("2026-09-01", "2026-09-30", date(2026, 10, 1)),
        ("2018-01-01", "2018-09-26", None),
        ("2017-01-01", "2017-12-31", None),
    ],
)
def test_a_process_may_not_leave_days_without_any(content, start, end, day):
    new = process_from(content | {"code": "new", "in_force_from": start, "in_force_to": end})

    assert day_left_without(new, builtin_processes()) == day
