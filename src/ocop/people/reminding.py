"""Reminders of things that end on a day: each room registers a kind; their dates are computed once and kept.

The work of the day (`core.daily`) sends those that are due, each in a transaction of its own: exactly once, whichever
processes look at the same time, and late rather than never after the system was down.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ocop.core import clock
from ocop.core.transactions import write

from .models import Reminder

logger = logging.getLogger(__name__)

Dates = Mapping[int, date]
"""step → the day on which it is due"""


@dataclass(frozen=True, slots=True)
class Kind:
    """send(thing's id, step) tells people. unplanned() gives the things whose dates nobody computed yet, as imports and
    older data leave them. acts: sending changes the thing itself, and so waits for the real day whatever day is asked."""

    send: Callable[[int, int], None]
    unplanned: Callable[[], Iterable[tuple[int, Dates]]]
    acts: bool = False


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    _kinds[name] = kind


def plan(name: str, target_id: int, dates: Dates) -> None:
    """Keep when a thing's reminders are due, in place of what was kept: its end is new."""
    Reminder.objects.filter(kind=name, target_id=target_id).delete()
    Reminder.objects.bulk_create(_rows(name, target_id, dates))


def forget(name: str, target_id: int) -> None:
    """The thing needs no more reminders."""
    Reminder.objects.filter(kind=name, target_id=target_id, done_at=None).update(
        done_at=clock.now()
    )


def without(name: str, things: QuerySet[Any]) -> QuerySet[Any]:
    """The things that have no reminders yet."""
    return things.exclude(Exists(Reminder.objects.filter(kind=name, target_id=OuterRef("pk"))))


def waiting() -> QuerySet[Reminder]:
    """Planned and not sent."""
    return Reminder.objects.filter(done_at=None, kind__in=_kinds)


def send_due(day: date) -> int:
    """Send what is due up to a day; returns how many things people were reminded of. 1 query and a few a thing.

    What cannot be planned or sent does not keep the others waiting: it is tried again the next day.
    """
    for name, kind in _kinds.items():
        try:
            _plan_missing(name, kind)
        except Exception:
            logger.exception("the days of %s are not planned; it is tried again the next day", name)
    targets = _due(day).values_list("kind", "target_id").order_by("kind", "target_id").distinct()
    sent = 0
    for name, target in list(targets):
        try:
            sent += _send(name, target, day)
        except Exception:
            logger.exception("%s of %s is not sent; it is tried again the next day", name, target)
    return sent


def _due(day: date) -> QuerySet[Reminder]:
    acting = [name for name, kind in _kinds.items() if kind.acts]
    due = waiting().filter(due_on__lte=day)
    return due.exclude(kind__in=acting, due_on__gt=clock.today())


def _plan_missing(name: str, kind: Kind) -> None:
    with write():
        rows = [row for target, dates in kind.unplanned() for row in _rows(name, target, dates)]
        Reminder.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def _send(name: str, target_id: int, day: date) -> bool:
    with write():
        due = list(_due(day).filter(kind=name, target_id=target_id).select_for_update())
        if not due:
            return False
        _kinds[name].send(target_id, max(due, key=lambda r: r.due_on).step)
        Reminder.objects.filter(pk__in=[r.pk for r in due]).update(done_at=clock.now())
    return True


def _rows(name: str, target_id: int, dates: Dates) -> list[Reminder]:
    return [
        Reminder(kind=name, target_id=target_id, step=step, due_on=day)
        for step, day in dates.items()
    ]
