"""Periods: written, named, bounded, put together and compared."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.core.periods import (
    CALENDAR,
    DECREE_09,
    BadPeriod,
    Kind,
    Period,
    closing_in_force,
)

DAY = timedelta(days=1)
NUMBERS = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}


@st.composite
def periods(draw, kinds=tuple(Kind)):
    kind = draw(st.sampled_from(kinds))
    year = draw(st.integers(2000, 2060))
    return Period(
        kind,
        year,
        draw(st.integers(1, NUMBERS[kind])) if kind in NUMBERS else 0,
        year + draw(st.integers(1, 10)) if kind == Kind.PHASE else 0,
        draw(st.sampled_from((CALENDAR, DECREE_09))),
    )


@pytest.mark.parametrize(
    ("text", "name", "first", "last"),
    [
        ("2019-M11", "Tháng 11 năm 2019", date(2019, 11, 1), date(2019, 11, 30)),
        ("2020-M02", "Tháng 2 năm 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-Q4", "Quý IV năm 2019", date(2019, 10, 1), date(2019, 12, 31)),
        ("2019-H1", "6 tháng đầu năm 2019", date(2019, 1, 1), date(2019, 6, 30)),
        ("2019-H2", "6 tháng cuối năm 2019", date(2019, 7, 1), date(2019, 12, 31)),
        ("2019-9M", "9 tháng năm 2019", date(2019, 1, 1), date(2019, 9, 30)),
        ("2019", "Năm 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2018-2020", "Giai đoạn 2018–2020", date(2018, 1, 1), date(2020, 12, 31)),
    ],
)
def test_a_period_has_a_name_and_two_days(text, name, first, last):
    period = Period.parse(text)

    assert (str(period), period.name) == (text, name)
    assert (period.first_day, period.last_day) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-M11", date(2019, 10, 15), date(2019, 11, 14)),
        ("2020-M01", date(2019, 12, 15), date(2020, 1, 14)),
        ("2019-Q4", date(2019, 9, 15), date(2019, 12, 14)),
        ("2019-H1", date(2018, 12, 15), date(2019, 6, 14)),
        ("2019", date(2018, 12, 15), date(2019, 12, 14)),
    ],
)
def test_reports_close_as_decree_09_says(text, first, last):
    period = Period.parse(text).closing(DECREE_09)

    assert (period.first_day, period.last_day) == (first, last)


def test_the_decree_closes_what_ends_after_it_came_into_force():
    assert closing_in_force(date(2019, 3, 11)) is CALENDAR
    assert closing_in_force(date(2019, 3, 12)) is DECREE_09


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2019-M13", "Tháng phải từ 01 đến 12, viết như 2019-M11."),
        ("2019-M00", "Tháng phải từ 01 đến 12, viết như 2019-M11."),
        ("2019-Q5", "Quý phải từ 1 đến 4, viết như 2019-Q4."),
        ("2019-H0", "Nửa năm là 1 hoặc 2, viết như 2019-H2."),
        ("2020-2018", "Giai đoạn phải kết thúc sau năm bắt đầu, ví dụ 2018-2020."),
        ("0019", "Năm phải từ 1950 đến 2100."),
        ("2018-9999", "Năm phải từ 1950 đến 2100."),
    ],
)
def test_what_is_no_period_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(BadPeriod) as refused:
        Period.parse(text)

    assert str(refused.value) == sentence


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_refused(text):
    try:
        period = Period.parse(text)
    except BadPeriod:
        return
    assert str(period) == text.strip().upper()


@given(periods())
def test_what_is_written_is_read_again(period):
    assert Period.parse(str(period)).closing(period.days) == period


def test_nothing_is_before_the_first_year():
    first = Period.parse("1950")

    assert (first.before, first.last_years) == (None, None)
    assert Period.parse("2018-2090").before is None
    assert first.last_periods(3) == [first]


@given(periods())
def test_the_period_before_ends_the_day_before(period):
    if period.kind == Kind.NINE_MONTHS:
        assert period.before == period.last_years
    else:
        assert period.before.last_day + DAY == period.first_day


@given(periods(), st.integers(-400, 400))
def test_parts_follow_each_other_and_fill_the_whole(period, offset):
    day = period.first_day + offset * DAY
    parts = period.parts

    if parts:
        assert (parts[0].first_day, parts[-1].last_day) == (period.first_day, period.last_day)
        assert all(a.last_day + DAY == b.first_day for a, b in pairwise(parts))
        assert sum(day in part for part in parts) == (day in period)


@given(
    st.sampled_from((Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR)),
    st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    st.sampled_from((CALENDAR, DECREE_09)),
)
def test_every_day_has_its_period(kind, day, days):
    period = Period.holding(kind, day, days)

    assert period.kind == kind
    assert day in period


@given(periods(), st.integers(1, 4))
def test_a_row_of_periods_ends_with_the_one_that_was_asked_for(period, count):
    row = period.last_periods(count)

    assert (len(row), row[-1]) == (count, period)
    assert [one.before for one in row[1:]] == row[:-1]
