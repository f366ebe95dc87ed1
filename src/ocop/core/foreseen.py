"""What the coming days bring of themselves: each room names the things of its own that end, fall due or begin on a day.

A rehearsal's administrator reads it before moving the calendar, and moves on to the next day that has something.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Foreseen:
    """label: what happens on the day, in words. rows: those that it may still happen to. field: the day on which it does."""

    label: str | Promise
    rows: Callable[[], QuerySet[Any]]
    field: str

    def after(self, day: date) -> QuerySet[Any]:
        return self.rows().filter(**{f"{self.field}__gt": day})


_foreseen: list[Foreseen] = []


def register(*foreseen: Foreseen) -> None:
    _foreseen.extend(foreseen)


def between(day: date, until: date) -> Iterator[tuple[str, int]]:
    """What happens after a day up to and on another, and how often: 1 query a kind."""
    for kind in _foreseen:
        count = kind.after(day).filter(**{f"{kind.field}__lte": until}).count()
        if count:
            yield str(kind.label), count


def next_day(day: date) -> date | None:
    """The first day after a day that brings something: 1 query a kind."""
    firsts = (kind.after(day).aggregate(first=Min(kind.field))["first"] for kind in _foreseen)
    return min((first for first in firsts if first), default=None)
