"""The way to the next star: the least effort in level improvements that reaches it, exactly.

Criteria tied by applies_if form a group whose combinations are listed; groups are then joined by dynamic programming
over the points gained, so the answer is the optimum and not a greedy guess. Effort is data (`effort.yaml`): steps up
a scale, weighed by what the criterion asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as resource_files
from itertools import product

import yaml

from .caps import needed
from .model import NONE, Band, Criterion, Level, Rule, Sheet
from .reasons import Reason
from .scoring import Score, applies, met, score

Effort = Callable[[Criterion, int], int]
"""(criterion, steps up its scale) → effort, a whole number from 1."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """One criterion taken from a level (None: not answered) to a better one."""

    criterion: str
    current: str | None
    target: Level
    gain: int
    effort: int


@dataclass(frozen=True, slots=True)
class Pathway:
    """How to reach `stars` from here: improvements, easiest first. `blocked`: what no level can mend."""

    stars: int
    total_now: int
    total_then: int
    improvements: tuple[Improvement, ...]
    blocked: tuple[Reason, ...]
    is_reachable: bool

    @property
    def effort(self) -> int:
        return sum(step.effort for step in self.improvements)


Option = tuple[int, int, tuple[tuple[str, str], ...]]
"""(points of the group, effort, answers changed)"""


def next_star(
    sheet: Sheet,
    answers: Mapping[str, str],
    *,
    bands: Sequence[Band],
    facts: Collection[str] = frozenset(),
    confirmed: Collection[str] = frozenset(),
    effort: Effort | None = None,
) -> Pathway | None:
    """The least set of improvements that reaches the next star; None when the product has five already.

    Least means: smallest effort in total, then fewest criteria. Levels only rise, and a producer stays in the case
    of an `alternative` criterion that it has chosen.
    """
    effort = effort or default_effort
    now = score(sheet, answers, bands=bands, facts=facts, confirmed=confirmed)
    target = (now.stars if not now.gates else now.stars_by_points - 1) + 1
    if target > bands[-1].stars:
        return None
    floor = next(band.floor for band in bands if band.stars == target)
    binding = needed(target, sheet.requirements, confirmed)
    blocked = tuple(
        reason for reason in now.reasons if reason.code in ("disqualified", "stopped") and facts
    )
    best = _search(sheet, answers, binding, confirmed, floor, effort)
    if best is None:
        return Pathway(target, now.total, now.total, (), blocked, False)
    changed = dict(best[2])
    after = score(sheet, {**answers, **changed}, bands=bands, facts=facts, confirmed=confirmed)
    return Pathway(
        target,
        now.total,
        after.total,
        _steps(sheet, answers, changed, now, after, effort),
        blocked,
        not blocked,
    )


def _steps(
    sheet: Sheet,
    answers: Mapping[str, str],
    changed: Mapping[str, str],
    now: Score,
    after: Score,
    effort: Effort,
) -> tuple[Improvement, ...]:
    steps = []
    for code, answer in changed.items():
        leaf = sheet.by_code[code]
        level = leaf.level(answer)
        if level is not None:
            cost = effort(leaf, _steps_up(leaf, answers.get(code), level))
            steps.append(
                Improvement(
                    code, answers.get(code), level, after.criteria[code] - now.criteria[code], cost
                )
            )
    return tuple(sorted(steps, key=lambda s: (s.effort, -s.gain, s.criterion)))


def _search(
    sheet: Sheet,
    answers: Mapping[str, str],
    binding: Sequence[Rule],
    confirmed: Collection[str],
    floor: int,
    effort: Effort,
) -> Option | None:
    """Cheapest option of each point total over all groups; `cells[p]` reaches p points or more, capped at the floor."""
    cells: list[Option | None] = [None] * (floor + 1)
    cells[0] = (0, 0, ())
    for group in _groups(sheet):
        options = _thinned(_options(sheet, group, answers, binding, confirmed, effort))
        joined: list[Option | None] = [None] * (floor + 1)
        for points, cell in enumerate(cells):
            if cell is None:
                continue
            for gained, cost, changes in options:
                at = min(floor, points + gained)
                candidate = (at, cell[1] + cost, cell[2] + changes)
                held = joined[at]
                if held is None or _rank(candidate) < _rank(held):
                    joined[at] = candidate
        cells = joined
    return cells[floor]


def _rank(option: Option) -> tuple[int, int]:
    return option[1], len(option[2])


def _groups(sheet: Sheet) -> list[list[Criterion]]:
    """Leaves that depend on one another stand together; gates on points bind each leaf by itself."""
    leader = {leaf.code: leaf.code for leaf in sheet.leaves}
    for code, rules in sheet.conditions.items():
        for rule in rules:
            leader = {
                c: (leader[rule.criteria[0]] if at == leader[code] else at)
                for c, at in leader.items()
            }
    groups: dict[str, list[Criterion]] = {}
    for leaf in sheet.leaves:
        groups.setdefault(leader[leaf.code], []).append(leaf)
    return list(groups.values())


def _options(
    sheet: Sheet,
    group: Sequence[Criterion],
    answers: Mapping[str, str],
    binding: Sequence[Rule],
    confirmed: Collection[str],
    effort: Effort,
) -> list[Option]:
    """Every combination of levels of a group that is no worse than now and meets the binding requirements."""
    found = []
    choices = [
        [(answers.get(leaf.code), 0), *_better(leaf, answers.get(leaf.code), effort)]
        for leaf in group
    ]
    codes = {leaf.code for leaf in group}
    needed = [r for r in binding if r.criteria[0] in codes]
    triggers = [
        r
        for r in sheet.all_rules
        if r.kind in ("gate", "disqualify")
        and (
            codes & set(r.criteria)
            if r.when.endswith("points_equal")
            else r.triggered_by_level and r.owner in codes
        )
    ]
    for combination in product(*choices):
        chosen = {
            leaf.code: answer
            for leaf, (answer, _c) in zip(group, combination, strict=True)
            if answer is not None
        }
        if any(not met(sheet, rule, chosen) for rule in needed) or any(
            _trips(sheet, r, chosen) for r in triggers
        ):
            continue
        points = sum(
            leaf.points[chosen[leaf.code]]
            for leaf in group
            if leaf.code in chosen and applies(sheet, leaf.code, chosen, confirmed)
        )
        changes = tuple(
            (leaf.code, answer)
            for leaf, (answer, cost) in zip(group, combination, strict=True)
            if cost and answer is not None
        )
        found.append((points, sum(cost for _a, cost in combination), changes))
    return found


def _trips(sheet: Sheet, rule: Rule, chosen: Mapping[str, str]) -> bool:
    if rule.triggered_by_level and chosen.get(rule.owner) == rule.triggered_by_level:
        return True
    return any(
        c in chosen and sheet.by_code[c].points[chosen[c]] == rule.points for c in rule.criteria
    )


def _better(leaf: Criterion, current: str | None, effort: Effort) -> list[tuple[str, int]]:
    points = leaf.points.get(current, -1) if current is not None else -1
    case = leaf.case_of(current) if current else None
    levels = case.levels if case else leaf.choices
    return [
        (level.code, effort(leaf, _steps_up(leaf, current, level)))
        for level in levels
        if level.points > max(points, 0)
    ]


def _steps_up(leaf: Criterion, current: str | None, target: Level) -> int:
    """How many levels of its scale the criterion climbs; from no answer or no level it starts below the first."""
    case = leaf.case_of(target.code)
    scale = [level.code for level in (case.levels if case else leaf.levels)]
    start = scale.index(current) if current in scale and current != NONE else -1
    first_is_zero = (case.levels if case else leaf.levels)[0].points == 0
    return scale.index(target.code) - (max(start, 0) if first_is_zero else start)


def _thinned(options: Sequence[Option]) -> list[Option]:
    """Without options that another one matches in points for no more effort."""
    kept: list[Option] = []
    for option in sorted(options, key=lambda o: (-o[0], _rank(o))):
        if not kept or _rank(option) < _rank(kept[-1]):
            kept.append(option)
    return kept


@lru_cache(maxsize=1)
def _weights() -> tuple[tuple[str, int], ...]:
    data = yaml.safe_load(
        (resource_files("ocop.rules") / "effort.yaml").read_text(encoding="utf-8")
    )
    return tuple((row["title"], row["weight"]) for row in data["weights"])


@lru_cache(maxsize=4096)
def _weight(name: str) -> int:
    lowered = name.lower()
    return next((weight for title, weight in _weights() if title.lower() in lowered), 2)


def default_effort(criterion: Criterion, steps: int) -> int:
    """Steps up the scale times the criterion's weight of `effort.yaml` (2 where it names none)."""
    return steps * _weight(criterion.name)
