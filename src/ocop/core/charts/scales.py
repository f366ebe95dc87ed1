"""Amounts laid on a line of drawing units, with round ticks."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from .base import Amount

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """low … high, in amounts, stands at start … end, in drawing units."""

    low: float
    high: float
    start: float
    end: float

    def at(self, amount: Amount) -> float:
        """Where an amount stands; never outside of the drawing."""
        share = (float(amount) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * min(1.0, max(0.0, share))

    @property
    def zero(self) -> float:
        return self.at(0)


def scale(amounts: Iterable[Amount | None], start: float, end: float) -> Scale:
    """From zero, or the lowest below it, to the highest. Nothing but zeros gets a line of length one."""
    known = [float(amount) for amount in amounts if amount is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return Scale(low, high if high > low else low + 1, start, end)


def ticks(amounts: Iterable[Amount | None], *, most: int = 4, places: int = 0) -> list[float]:
    """Round amounts from at or below the lowest to at or above the highest, zero among them: 0, 5, 10, 15.

    No finer than the decimals that are shown: a tick of 2.5 products says nothing.
    """
    around = scale(amounts, 0, 1)
    step = _step((around.high - around.low) / most, places)
    first, last = math.floor(around.low / step), math.ceil(around.high / step)
    return [index * step for index in range(first, last + 1)]


def _step(rough: float, places: int) -> float:
    """The first round number at or above a rough one: 1, 2, 2.5 or 5 times a power of ten."""
    finest = 10.0**-places
    if rough <= finest:
        return finest
    power = 10.0 ** math.floor(math.log10(rough))
    steps = (step * power for step in STEPS)
    return next(
        (s for s in steps if s >= rough * (1 - 1e-9) and round(s / finest, 6).is_integer()),
        10 * power,
    )
