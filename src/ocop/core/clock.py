"""What time it is: the only place that anybody asks.

`today()` and `now()` follow the installation's calendar. Where people work in earnest that is the true time; a rehearsal
(`core.rehearsal`) has a calendar of its own, moved by so much from the true time that runs on beneath it. `true_now()` is
for what must not move with a calendar: sessions, tokens, limits, locks, and the time of an entry in the audit trail.

A request, a job and a day's work each run `held()`: they read the calendar once and have one time throughout.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
"""Which has no summer time: a day is twenty-four hours."""

_ahead: ContextVar[timedelta | None] = ContextVar("ahead", default=None)
_calendar: Callable[[], timedelta] = timedelta


def true_now() -> datetime:
    """The machine's own time, whatever the calendar says."""
    return timezone.now()


def now() -> datetime:
    """The time by the calendar that holds here, aware, in UTC."""
    return true_now() + ahead()


def today() -> date:
    """The calendar day in Hanoi."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Hanoi that an aware time falls on."""
    return moment.astimezone(HANOI).date()


def ahead() -> timedelta:
    """How far the calendar is ahead of the true time: nothing in a real installation, less than nothing in the past."""
    held_ahead = _ahead.get()
    return _calendar() if held_ahead is None else held_ahead


def follow(calendar: Callable[[], timedelta]) -> None:
    """Name what knows how far the installation's calendar is ahead; asked whenever nothing is held."""
    global _calendar
    _calendar = calendar


def distance(to: date | datetime) -> timedelta:
    """How far a day, at the true time of day, or a moment is ahead of the true time."""
    if isinstance(to, datetime):
        return to - true_now()
    return to - day_of(true_now())


@contextmanager
def held() -> Iterator[None]:
    """Within it the installation's calendar stays as it stands now; within a journey (`travel`) that goes on."""
    token = _ahead.set(ahead())
    try:
        yield
    finally:
        _ahead.reset(token)


@contextmanager
def travel(to: date | datetime | None) -> Iterator[None]:
    """Within it that day it is, at the true time of day, or that moment; time runs on from there.

    For tests and for a past to be made in: what is made within bears times of that day. The inner of two journeys counts,
    and at its end the outer goes on. A journey is this thread's own; a thread that is started within follows the
    installation's calendar, as does what runs within travel(None).
    """
    token = _ahead.set(None if to is None else distance(to))
    try:
        yield
    finally:
        _ahead.reset(token)
