"""Small cells about persons are kept from the public: who knows the total cannot work them out either.

A count of one or two people of some kind in a commune names them. Such a cell is hidden, and as many of the others, the
smallest first, as it takes that each hidden one could have been another number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

K = TypeVar("K")

SMALL = 3
"""Counts from 1 up to below this are hidden; 0 stays, unless it would give away what is beside it."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not be shown of a row of counts: some of its cells, and the total where too little is left to hide behind."""

    cells: frozenset[object] = field(default_factory=frozenset)
    total: bool = False


def hidden_of(counts: Mapping[K, int]) -> Hidden:
    """What to keep from the public of counts that add up to a total."""
    filled = {key: count for key, count in counts.items() if count}
    if all(count >= SMALL for count in filled.values()):
        return Hidden()
    for largest in sorted({max(count, SMALL - 1) for count in filled.values()}):
        hidden = {key: count for key, count in filled.items() if count <= largest}
        if _could_be_others(list(hidden.values())):
            return Hidden(frozenset(hidden))
    return Hidden(frozenset(counts), total=True)


def _could_be_others(counts: Sequence[int]) -> bool:
    """Whether no hidden count follows from their sum: each is above 0 and, who knows this page thinks, up to the largest."""
    return len(counts) < sum(counts) < len(counts) * max(counts)
