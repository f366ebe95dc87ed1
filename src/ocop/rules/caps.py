"""How far must-pass levels let stars come: what score, self-score, result, next star and papers all ask.

A level that a sheet marks with stars is the least for that rank (Decision 26/2026/QĐ-TTg, footnote of each sheet). What
follows when it is missed is not said in so many words; here the rank is the highest whose band and must-pass levels are
both reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .model import Rule
from .reasons import Reason


class MustPass(StrEnum):
    """Whose level counts where members differ; no text says it, so a process or a round sets it.

    OWN: each member's sheet is held by its own levels, and the result by the rank that most of them give, of equally many
    the lower. MEDIAN: the level of the member in the middle, of two the lower. AGREED: the level that the council states in
    its minutes; until it does, the median member's.
    """

    OWN = "own"
    MEDIAN = "median"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Held:
    """The stars that are left. `by`: the requirements that hold them there; `doubts`: unmet ones that nobody has confirmed
    yet; `disputed`: those on which members differ, which would change the stars and which the council has not settled."""

    stars: int
    by: tuple[Rule, ...] = ()
    doubts: tuple[Rule, ...] = ()
    disputed: tuple[Rule, ...] = ()

    def reasons(self, total: Mapping[str, Any]) -> list[Reason]:
        """Why the stars are fewer than the points give: one sentence with all that has to be mended for the next one.
        total: the points as they are printed, `total` and where it differs `total_en`."""
        if not self.by:
            return []
        return [Reason("capped", {**total, "stars": self.stars, **_told(self.by)})]

    def warnings(self) -> list[Reason]:
        """What a person must look at."""
        return [Reason("unconfirmed", _told([rule])) for rule in self.doubts]


def needed(
    stars: int, requirements: Sequence[Rule], confirmed: Collection[str]
) -> tuple[Rule, ...]:
    """What a rank of so many stars asks for: its own requirements and those of the ranks below it."""
    return tuple(rule for rule in requirements if rule.stars <= stars and rule.decides(confirmed))


def held(by_points: int, unmet: Sequence[Rule], confirmed: Collection[str]) -> Held:
    """The stars of the points as far as unmet requirements let them."""
    binding = needed(by_points, unmet, confirmed)
    lowest = min((rule.stars for rule in binding), default=by_points + 1)
    return Held(
        lowest - 1,
        tuple(rule for rule in binding if rule.stars == lowest),
        tuple(r for r in unmet if r.stars <= by_points and not r.decides(confirmed)),
    )


def held_by_council(
    by_points: int,
    sheets: Sequence[Collection[str]],
    requirements: Sequence[Rule],
    confirmed: Collection[str],
    *,
    way: str,
    agreed: Mapping[str, bool] | None = None,
) -> Held:
    """The same for a council. sheets: of each member the ids of the requirements that the own sheet misses.
    way: one of MustPass. agreed: of requirements by id, whether the council settled that they are met.
    """
    against = {rule.id: sum(rule.id in unmet for unmet in sheets) for rule in requirements}
    of_median = [r for r in requirements if against[r.id] > 0 and 2 * against[r.id] >= len(sheets)]
    if way == MustPass.OWN:
        doubts = held(by_points, of_median, confirmed).doubts
        return _by_most(by_points, sheets, requirements, confirmed, doubts)
    if way == MustPass.MEDIAN:
        return held(by_points, of_median, confirmed)
    settled = agreed or {}
    split = [rule for rule in requirements if 0 < against[rule.id] < len(sheets)]
    missed = {r.id for r in of_median}
    for rule in split:
        if rule.id in settled:
            missed = missed - {rule.id} if settled[rule.id] else missed | {rule.id}
    found = held(by_points, [r for r in requirements if r.id in missed], confirmed)
    waiting = [rule for rule in split if rule.id not in settled]
    sure = [rule for rule in requirements if rule.id in missed and rule not in waiting]
    best = held(by_points, sure, confirmed).stars
    return Held(found.stars, found.by, found.doubts, needed(best, waiting, confirmed))


def _by_most(
    by_points: int,
    sheets: Sequence[Collection[str]],
    requirements: Sequence[Rule],
    confirmed: Collection[str],
    doubts: tuple[Rule, ...],
) -> Held:
    own = [
        held(by_points, [r for r in requirements if r.id in unmet], confirmed) for unmet in sheets
    ]
    counts = Counter(one.stars for one in own)
    stars = min(counts, key=lambda found: (-counts[found], found))
    binding = {rule.id for one in own if one.stars == stars for rule in one.by}
    return Held(stars, tuple(rule for rule in requirements if rule.id in binding), doubts)


def disputes(found: Held, sheets: Sequence[Collection[str]]) -> list[Reason]:
    """What the council has yet to agree on: of each requirement how many members see it met."""
    return [
        Reason(
            "must_pass_disputed",
            {
                **_told([rule]),
                "count": sum(rule.id not in unmet for unmet in sheets),
                "members": len(sheets),
            },
        )
        for rule in found.disputed
    ]


def _told(rules: Sequence[Rule]) -> dict[str, Any]:
    return {
        "needed": rules[0].stars,
        "what": "; ".join(rule.what for rule in rules),
        "what_en": "; ".join(rule.what_en for rule in rules),
    }
