"""What rooms above follow of this one's acts, and where they use its papers: they register it, for this room knows
nothing of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, QuerySet, Value

from .models import Evidence, Product, ProductTransfer


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a paper is used. `is_open`: what uses it is not finished, an expired paper harms it. `is_filed`: it
    was handed in, and what it shows stays as it is. `is_written`: it is still being written, and takes a correction or a
    new version of the paper. title: what it is called, worded at each reading."""

    title: Any
    url: str
    is_open: bool
    is_filed: bool
    is_written: bool
    product_id: int


_uses: list[Callable[[Evidence], Iterable[Use]]] = []
_counts: list[Aggregate] = []
_replacements: list[Callable[[Evidence, Evidence], None]] = []
_assessments: list[Callable[[QuerySet[Product]], bool]] = []
_transfers: list[Callable[[ProductTransfer], None]] = []


def register_uses(find: Callable[[Evidence], Iterable[Use]], count: Aggregate) -> None:
    """count: how many of them a paper has, reckoned in a query of papers."""
    _uses.append(find)
    _counts.append(count)


def uses_of(evidence: Evidence) -> list[Use]:
    """Where a paper is used: 1 query a room."""
    return [use for find in _uses for use in find(evidence)]


def uses_count() -> Any:
    """How often papers are used, to annotate a query of them with."""
    return sum(_counts, start=Value(0))


def register_replacement(follow: Callable[[Evidence, Evidence], None]) -> None:
    """What takes the new version of a paper, (old, new), in the same transaction."""
    _replacements.append(follow)


def follow_replacement(old: Evidence, new: Evidence) -> None:
    for follow in _replacements:
        follow(old, new)


def register_assessment(is_under_way: Callable[[QuerySet[Product]], bool]) -> None:
    """Whether some of the products are being assessed on what was handed in."""
    _assessments.append(is_under_way)


def are_assessed(products: QuerySet[Product]) -> bool:
    return any(is_under_way(products) for is_under_way in _assessments)


def register_transfer(follow: Callable[[ProductTransfer], None]) -> None:
    """What else changes hands with a product, in the same transaction; raises Refused where it must not now."""
    _transfers.append(follow)


def follow_transfer(transfer: ProductTransfer) -> None:
    for follow in _transfers:
        follow(transfer)
