"""One clock: journeys, what is held, and the calendar that counts elsewhere."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.core import clock

DAY = date(2019, 12, 2)
MOMENT = datetime(2019, 12, 2, 1, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@given(day=st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_journey_to_a_day_is_that_day_in_hanoi_at_the_true_time_of_day(day):
    with clock.travel(day):
        assert clock.today() == day
        assert clock.ahead() % timedelta(days=1) == timedelta()


def test_a_journey_to_a_moment_begins_there_and_time_runs_on():
    with clock.travel(MOMENT):
        first = clock.now()
        second = clock.now()

    assert MOMENT <= first < second < MOMENT + A_SECOND


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2019, 12, 31, 16, 59, tzinfo=UTC), date(2019, 12, 31)),
        (datetime(2019, 12, 31, 17, 0, tzinfo=UTC), date(2020, 1, 1)),
    ],
)
def test_the_day_begins_at_midnight_in_hanoi(moment, day):
    assert clock.day_of(moment) == day


def test_the_inner_journey_counts_and_the_outer_goes_on_after_it():
    with clock.travel(DAY):
        with clock.travel(date(2021, 7, 1)):
            assert clock.today() == date(2021, 7, 1)
        assert clock.today() == DAY
        with pytest.raises(LookupError), clock.travel(date(2021, 7, 1)):
            raise LookupError
        assert clock.today() == DAY


def test_a_journey_is_the_own_thread_s_and_another_follows_the_installation(monkeypatch):
    monkeypatch.setattr(clock, "_calendar", lambda: clock.distance(date(2022, 2, 2)))
    seen = []

    with clock.travel(DAY):
        thread = threading.Thread(target=lambda: seen.append(clock.today()))
        thread.start()
        thread.join()
        with clock.travel(None):
            seen.append(clock.today())

    assert seen == [date(2022, 2, 2)] * 2


def test_what_is_held_stays_while_the_calendar_moves(monkeypatch):
    days = iter([date(2022, 2, 2), date(2022, 2, 3)])
    monkeypatch.setattr(clock, "_calendar", lambda: clock.distance(next(days)))

    with clock.travel(None):
        with clock.held():
            assert [clock.today(), clock.today()] == [date(2022, 2, 2)] * 2
        assert clock.today() == date(2022, 2, 3)


def test_the_true_time_knows_no_journey():
    with clock.travel(DAY):
        assert abs(clock.true_now() - datetime.now(UTC)) < A_SECOND
