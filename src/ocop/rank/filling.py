"""What a workbook may be written with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ocop.rules.model import Sheet


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands in a workbook that is not empty: of the round, each member and each product the values by key, and the
    levels that a member chooses, by sheet and the numbers of product and member from 0."""

    round: Mapping[str, Any]
    members: Sequence[Mapping[str, Any]]
    products: Sequence[Mapping[str, Any]]
    answers: Callable[[Sheet, int, int], Mapping[str, str]]


NOTHING = Filling({}, (), (), lambda rules, product, member: {})
