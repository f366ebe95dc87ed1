"""From rows to numbers: what is counted, summed or weighed, and the figure that it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.aggregates import Aggregate

from .definitions import Counted, Measure, Ratio
from .enums import Together

DIVIDED = (Together.RATIO, Together.WEIGHTED_MEAN)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found in rows. None: there is no row that says anything, which is not 0.

    A share and a mean keep what they are made of: `top` among `bottom`.
    """

    top: int | Decimal | None = None
    bottom: int | Decimal | None = None

    def plus(self, other: Tally) -> Tally:
        return Tally(_plus(self.top, other.top), _plus(self.bottom, other.bottom))


def _plus(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else one + other


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's number of some place and period, in its unit. is_hidden: kept from the public, the cell is too small."""

    measure: Measure
    tally: Tally
    is_hidden: bool = False

    @property
    def number(self) -> Decimal | None:
        """None where nothing is recorded, where nothing is there to be shared, and where it is hidden."""
        top, bottom = self.tally.top, self.tally.bottom
        if self.is_hidden or top is None:
            return None
        if self.measure.together not in DIVIDED:
            return self.measure.unit.shown(top)
        return self.measure.unit.shown(Fraction(top) / Fraction(bottom)) if bottom else None

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.is_hidden

    @property
    def made_of(self) -> tuple[Figure, ...]:
        """Of a share the two figures that it divides: a percentage of three is told apart from one of three hundred."""
        if not isinstance(self.measure, Ratio):
            return ()
        of, among = self.measure.of, self.measure.among
        return Figure(of, Tally(self.tally.top)), Figure(among, Tally(self.tally.bottom))

    def hidden(self) -> Figure:
        return replace(self, tally=Tally(), is_hidden=True)


def empty(measure: Measure) -> Tally:
    """The tally of no rows: a count of nothing is 0, a sum of nothing is not known."""
    return Tally(0) if isinstance(measure, Counted) and not measure.adds else Tally()


def aggregates(measure: Counted) -> dict[str, Aggregate]:
    """What is asked of the database: `top`, and `bottom` of a mean."""
    if measure.weight:
        told = Q(**{f"{measure.adds}__isnull": False, f"{measure.weight}__gt": 0})
        weighed = F(measure.adds) * F(measure.weight)
        return {"top": Sum(weighed, filter=told), "bottom": Sum(measure.weight, filter=told)}
    if measure.adds:
        return {"top": Sum(measure.adds)}
    if measure.counts:
        return {"top": Count(measure.counts, distinct=True)}
    return {"top": Count("pk")}
