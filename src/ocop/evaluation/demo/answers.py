"""What members of the demo answer: plausible levels, drawn by a seed, the same each time."""

import random
from collections.abc import Sequence

from ocop.dossiers.demo.answers import levels_of
from ocop.rules.model import Criterion

NEAR_POINTS = 1
TASTES = 3
"""In so many criteria a member sees a level more or less than the others before coming to the own total."""


def near(leaves: Sequence[Criterion], total: int, seed: str) -> dict[str, str]:
    """Answers of a whole sheet that add up to about a total."""
    share = total / sum(leaf.max_points for leaf in leaves)
    chosen = {leaf.code: _level_at(leaf, share) for leaf in leaves}
    return _brought_to(leaves, chosen, total, random.Random(seed))  # noqa: S311 - the same each time


def as_seen_by(
    leaves: Sequence[Criterion], common: dict[str, str], total: int, seed: str
) -> dict[str, str]:
    """A member's answers: the common view with some own taste, near the member's own total."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    chosen = dict(common)
    for leaf in chance.sample(list(leaves), TASTES):
        _move(leaf, chosen, chance.choice((-1, 1)))
    return _brought_to(leaves, chosen, total, chance)


def points(leaves: Sequence[Criterion], chosen: dict[str, str]) -> int:
    return sum(leaf.points[chosen[leaf.code]] for leaf in leaves)


def _level_at(leaf: Criterion, share: float) -> str:
    wanted = share * leaf.max_points
    return min(levels_of(leaf), key=lambda level: abs(level.points - wanted)).code


def _brought_to(
    leaves: Sequence[Criterion], chosen: dict[str, str], total: int, chance: random.Random
) -> dict[str, str]:
    """Moved level by level, here and there, until little is missing."""
    order = list(leaves)
    chance.shuffle(order)
    for leaf in order * 3:
        gap = total - points(leaves, chosen)
        if abs(gap) <= NEAR_POINTS:
            break
        before = chosen[leaf.code]
        _move(leaf, chosen, 1 if gap > 0 else -1)
        if abs(total - points(leaves, chosen)) >= abs(gap):
            chosen[leaf.code] = before
    return chosen


def _move(leaf: Criterion, chosen: dict[str, str], by: int) -> None:
    codes = [level.code for level in levels_of(leaf)]
    if chosen[leaf.code] in codes:
        at = codes.index(chosen[leaf.code]) + by
        chosen[leaf.code] = codes[max(0, min(len(codes) - 1, at))]
