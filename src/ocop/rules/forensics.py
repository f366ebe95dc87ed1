"""What a chair should look at before closing: severity, sheets that are alike, self-score against council.

Signs to talk about, never proof: with few products every difference may be chance, and honest members may agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

FEWEST_PRODUCTS = 5
"""Below so many products in common nothing is said of a member's severity."""
SEVERE_POINTS = 5
"""A member whose totals lie on average at least so far from the others' is shown."""
ALIKE_SHARE = 0.97
"""Two sheets of one product are shown as alike from this share of equal answers."""
SELF_GAP_POINTS = 15
"""A self-score that lies at least so far from the council's mean is shown."""


@dataclass(frozen=True, slots=True)
class Severity:
    """How far a member's totals lie on average from the mean of the other members', over the same products."""

    member: int
    products: int
    mean_gap: float

    @property
    def is_enough(self) -> bool:
        return self.products >= FEWEST_PRODUCTS

    @property
    def stands_out(self) -> bool:
        return self.is_enough and abs(self.mean_gap) >= SEVERE_POINTS


@dataclass(frozen=True, slots=True)
class Alike:
    """Two members' sheets of one product with (nearly) the same answers."""

    product: int
    members: tuple[int, int]
    share: float


def severities(totals: Mapping[int, Mapping[int, int]]) -> tuple[Severity, ...]:
    """Per member, mildest first. totals: product → member → total of the signed sheet."""
    gaps: dict[int, list[float]] = {}
    for given in totals.values():
        for member, total in given.items():
            others = [value for other, value in given.items() if other != member]
            if others:
                gaps.setdefault(member, []).append(total - mean(others))
    found = [Severity(member, len(rows), mean(rows)) for member, rows in gaps.items()]
    return tuple(sorted(found, key=lambda s: -s.mean_gap))


def alike(answers: Mapping[int, Mapping[int, Mapping[str, str]]]) -> tuple[Alike, ...]:
    """Pairs of sheets of one product with the same answers, most alike first. answers: product → member → answers."""
    found = []
    for product, sheets in answers.items():
        for (one, first), (two, second) in combinations(sheets.items(), 2):
            codes = set(first) | set(second)
            if not codes:
                continue
            share = sum(first.get(c) == second.get(c) for c in codes) / len(codes)
            if share >= ALIKE_SHARE:
                found.append(Alike(product, (one, two), share))
    return tuple(sorted(found, key=lambda a: -a.share))


def self_gaps(products: Sequence[tuple[int, int, float]]) -> tuple[tuple[int, float], ...]:
    """Products whose self-score lies far from the council's mean: (product, gap), widest first.

    products: (product, total of the self-score, mean of the council).
    """
    gaps = [(product, own - council) for product, own, council in products]
    far = [gap for gap in gaps if abs(gap[1]) >= SELF_GAP_POINTS]
    return tuple(sorted(far, key=lambda gap: -abs(gap[1])))
