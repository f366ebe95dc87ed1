"""What members of the demo answer: plausible levels, drawn by a seed, the same each time."""

import random
from collections.abc import Mapping, Sequence

from ocop.dossiers.demo.answers import levels_of
from ocop.rules.model import Criterion, Level, Sheet

NEAR_POINTS = 1
TASTES = 3
"""In so many criteria a member sees a level more or less than the others before coming to the own total."""


Choices = Mapping[str, Sequence[Level]]
"""Of each criterion the levels that somebody may give, lowest first."""


def choices(sheet: Sheet, stars: int) -> Choices:
    """The levels of a sheet that leave a product so many stars; all of a criterion that no star asks for."""
    asked = {r.criteria[0]: r for r in sheet.requirements if r.stars <= stars and r.criteria}
    found = {}
    for leaf in sheet.leaves:
        rule = asked.get(leaf.code)
        levels = levels_of(leaf)
        fit = [
            level
            for level in levels
            if rule is None
            or (
                level.points >= (rule.min_points or 0)
                and level.code in (rule.levels or {level.code})
            )
        ]
        found[leaf.code] = fit or levels
    return found


def near(sheet: Sheet, open_to: Choices, total: int, seed: str) -> dict[str, str]:
    """Answers of a whole sheet that add up to about a total."""
    share = total / sum(leaf.max_points for leaf in sheet.leaves)
    chosen = {leaf.code: _level_at(leaf, open_to, share) for leaf in sheet.leaves}
    chance = random.Random(seed)  # noqa: S311 - the same each time
    return _brought_to(sheet.leaves, open_to, chosen, total, chance)


def as_seen_by(
    sheet: Sheet, open_to: Choices, common: dict[str, str], total: int, seed: str
) -> dict[str, str]:
    """A member's answers: the common view with some own taste, near the member's own total."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    chosen = dict(common)
    for leaf in chance.sample(list(sheet.leaves), TASTES):
        _move(leaf, open_to, chosen, chance.choice((-1, 1)))
    return _brought_to(sheet.leaves, open_to, chosen, total, chance)


def points(leaves: Sequence[Criterion], chosen: dict[str, str]) -> int:
    return sum(leaf.points[chosen[leaf.code]] for leaf in leaves)


def _level_at(leaf: Criterion, open_to: Choices, share: float) -> str:
    wanted = share * leaf.max_points
    return min(open_to[leaf.code], key=lambda level: abs(level.points - wanted)).code


def _brought_to(
    leaves: Sequence[Criterion],
    open_to: Choices,
    chosen: dict[str, str],
    total: int,
    chance: random.Random,
) -> dict[str, str]:
    """Moved level by level, here and there, until little is missing."""
    order = list(leaves)
    chance.shuffle(order)
    for leaf in order * 3:
        gap = total - points(leaves, chosen)
        if abs(gap) <= NEAR_POINTS:
            break
        before = chosen[leaf.code]
        _move(leaf, open_to, chosen, 1 if gap > 0 else -1)
        if abs(total - points(leaves, chosen)) >= abs(gap):
            chosen[leaf.code] = before
    return chosen


def _move(leaf: Criterion, open_to: Choices, chosen: dict[str, str], by: int) -> None:
    codes = [level.code for level in open_to[leaf.code]]
    if chosen[leaf.code] in codes:
        at = codes.index(chosen[leaf.code]) + by
        chosen[leaf.code] = codes[max(0, min(len(codes) - 1, at))]
