"""Do the members of a council agree? Spread per criterion, members far from the median, one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

FAR_SHARE = 0.5
"""A member is far from the median when the distance is at least this share of the criterion's maximum."""


@dataclass(frozen=True, slots=True)
class CriterionSpread:
    """How members scored one criterion, in points."""

    code: str
    lowest: int
    highest: int
    median: float
    far: tuple[str, ...]

    @property
    def spread(self) -> int:
        return self.highest - self.lowest


def spreads(
    points: Mapping[str, Mapping[str, int]], maxima: Mapping[str, int]
) -> tuple[CriterionSpread, ...]:
    """Per criterion: lowest, highest, median and the members far from it.

    points: member → criterion → points. maxima: criterion → its maximum, in the order of the sheet.
    """
    found = []
    for code, maximum in maxima.items():
        given = {member: row[code] for member, row in points.items() if code in row}
        if not given:
            continue
        middle = median(given.values())
        far = tuple(
            member
            for member, value in given.items()
            if abs(value - middle) >= max(1, FAR_SHARE * maximum)
        )
        found.append(
            CriterionSpread(code, min(given.values()), max(given.values()), float(middle), far)
        )
    return tuple(found)


def krippendorff_alpha(ratings: Sequence[Sequence[float | None]]) -> float | None:
    """Krippendorff's alpha for interval data: 1 is full agreement, 0 what chance would give, below 0 worse.

    alpha = 1 - D_o / D_e, with D_o the mean squared difference within units over pairs of raters and D_e the same
    over all pairs of values (K. Krippendorff, Content Analysis, 4th ed., 2019, chapter 12).
    ratings: a row per rater, a column per unit (criterion as a share of its maximum, so that wide and narrow scales
    weigh the same), None where a rater gave none. None when there are no pairs; 1.0 when all values are the same.
    """
    units = [[v for v in column if v is not None] for column in zip(*ratings, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    values = [v for unit in units for v in unit]
    count = len(values)
    if count < 2:
        return None
    observed = sum(_squared_pairs(unit) / (len(unit) - 1) for unit in units) / count
    expected = _squared_pairs(values) / (count * (count - 1))
    return 1.0 if expected == 0 else 1 - observed / expected


def _squared_pairs(values: Sequence[float]) -> float:
    """Sum of squared differences over ordered pairs: 2n·Σv² - 2(Σv)²."""
    total, squares = sum(values), sum(v * v for v in values)
    return max(0.0, 2 * len(values) * squares - 2 * total * total)
