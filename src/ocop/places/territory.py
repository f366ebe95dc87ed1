"""Territories: where the records of units that are gone belong today.

On a day every unit that ever was has exactly one unit of the day `above` it: itself while it exists; else the unit that
it went wholly into, in one step or several; where it was split, the lowest unit that holds all its parts; where nothing
is known to follow it, as with the districts of 30 June 2025, what is above its parent. The territory of a unit is all
that is above which it stands, so that units beside one another never share a record, whenever it was made.

Example: on 1 January 2026 the province Thái Nguyên (19@2025) holds its own units and all of the former provinces
Thái Nguyên (19) and Bắc Kạn (06) with their districts and communes.

Nobody asks the clock here; a day is always said. The tree is read once a process and again when it was changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

from .models import Place, Succession, TreeChange

M = TypeVar("M", bound=Model)
Span = tuple[str, str]
"""Units whose path lies between the first and before the second, in the order of bytes."""

ONE_DAY = timedelta(days=1)
END = "~"  # after every character of a path


@dataclass(frozen=True, slots=True)
class Territory:
    """Units that belong to a unit on a day, as spans of their paths."""

    spans: tuple[Span, ...]

    def contains(self, place: Place) -> bool:
        return any(low <= place.path < high for low, high in self.spans)


def within(queryset: QuerySet[M], spans: Iterable[Span], field: str = "place__path") -> QuerySet[M]:
    """Rows whose place lies in one of the spans; nothing for no span. field: the path of a row's place.

    Ranges, for `startswith` scans on SQLite; in a subquery, for only there SQLite surely looks them up in the index.
    """
    there = Q(pk__in=[])
    for low, high in spans:
        there |= Q(path__gte=low, path__lt=high)
    place = field.removesuffix("path").removesuffix("__") or "pk"
    return queryset.filter(**{f"{place}__in": Place.objects.filter(there).order_by().values("pk")})


def territory(place: Place, on: date) -> Territory:
    """A unit's territory on a day; of a unit that has ended by then, on its last: 1 query, 2 more after a change."""
    return territories([place], on)[0]


def territories(places: Iterable[Place], on: date) -> list[Territory]:
    """The territory of each unit: 1 query for any, 2 more after a change."""
    asked = list(places)
    if not asked:
        return []
    tree = current_tree()
    return [territory_in(tree, place.path, min(on, place.valid_to or date.max)) for place in asked]


def present(on: date) -> Present:
    """Where every unit stands on a day, to be asked for thousands of rows: 1 query, 2 more after a change."""
    return seen_from(current_tree(), on)


class Unit(NamedTuple):
    """What counts of a place here."""

    path: str
    level: str
    parent: int | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Present:
    """Every unit that ever was, seen from a day. Units are named by the keys of their rows; one that the tree does not
    know stands for itself."""

    units: Mapping[int, Unit]
    followers: Mapping[int, frozenset[int]]
    holders: Mapping[int, int]

    def unit(self, place: int) -> int | None:
        """The unit of the day that a unit went wholly into, itself while it exists; None where it was split or nothing
        is known to follow it."""
        followers = self.followers.get(place, frozenset((place,)))
        return next(iter(followers)) if len(followers) == 1 else None

    def parts(self, place: int) -> list[int]:
        """The units of the day that it went into: one, several where it was split, none where nothing is known."""
        return sorted(self.followers.get(place, (place,)))

    def above(self, place: int) -> int:
        """The lowest unit of the day that holds all of it."""
        return self.holders.get(place, place)

    def at(self, place: int, level: str) -> int | None:
        """The unit of a level in whose territory it lies; None where it belongs higher up."""
        chain = _chain(self.units, self.above(place))
        return next((unit for unit in chain if self.units[unit].level == level), None)


class Tree:
    """All units and what followed them: of each that ended the days and the keys of those it went into."""

    def __init__(
        self, units: Mapping[int, Unit], steps: Mapping[int, Sequence[tuple[date, int]]]
    ) -> None:
        self.units, self.steps = units, steps
        begun = {unit.valid_from for unit in units.values() if unit.valid_from}
        ended = {unit.valid_to + ONE_DAY for unit in units.values() if unit.valid_to}
        followed = {on for each in steps.values() for on, _new in each}
        self.changes = sorted(begun | ended | followed)

    def begin_of(self, on: date) -> date:
        """The last day up to a day on which something changed: until the next one every answer stays the same."""
        number = bisect_right(self.changes, on)
        return self.changes[number - 1] if number else date.min


def current_tree() -> Tree:
    """The tree as it is now, to be asked many things at once: 1 query, 2 more after a change."""
    newest = TreeChange.objects.order_by("-pk").values_list("mark", flat=True).first()
    return _read(newest)


@lru_cache(maxsize=1)
def _read(mark: int | None) -> Tree:
    rows = Place.objects.order_by("path").values_list(
        "pk", "path", "level", "parent", "valid_from", "valid_to"
    )
    units = {row[0]: Unit(*row[1:]) for row in rows}
    steps: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for old, new, on in Succession.objects.values_list("old", "new", "on"):
        steps[old].append((on, new))
    return Tree(units, dict(steps))


def seen_from(tree: Tree, on: date) -> Present:
    """`present` of a tree."""
    return _seen_from(tree, tree.begin_of(on))


@lru_cache(maxsize=8)
def _seen_from(tree: Tree, on: date) -> Present:
    followers: dict[int, frozenset[int]] = {}
    holders: dict[int, int] = {}
    present = Present(tree.units, followers, holders)
    ended = {pk: end for pk, unit in tree.units.items() if (end := unit.valid_to) and end < on}
    # The last to end first, and of those of a day the higher ones: what is asked of others is known by then.
    for pk in sorted(
        ended, key=lambda pk: (-ended[pk].toordinal(), tree.units[pk].path.count("/"))
    ):
        steps = [new for day, new in tree.steps.get(pk, ()) if day <= on]
        followers[pk] = frozenset(part for new in steps for part in present.parts(new))
        holders[pk] = _lowest_above(present, pk)
    return present


def _lowest_above(present: Present, place: int) -> int:
    """The lowest unit of the day over all that followed a unit; over its parent where nothing did."""
    chains = [_chain(present.units, part) for part in present.parts(place)]
    shared = set.intersection(*map(set, chains)) if chains else set()
    lowest = next((unit for chain in chains for unit in chain if unit in shared), None)
    if lowest is None:
        lowest = present.units[place].parent
    return place if lowest is None else present.above(lowest)


def _chain(units: Mapping[int, Unit], place: int) -> list[int]:
    """A unit and those above it, from below."""
    chain: list[int] = []
    unit = units.get(place)
    while unit is not None:
        chain.append(place)
        place = unit.parent or 0
        unit = units.get(place)
    return chain


def territory_in(tree: Tree, path: str, on: date) -> Territory:
    """The territory in a tree of the unit with a path, which has not ended before the day."""
    return _territory_in(tree, path, tree.begin_of(on))


@lru_cache(maxsize=4_000)
def _territory_in(tree: Tree, path: str, on: date) -> Territory:
    """Spans from the fewest marks: each unit inside whose parent is not, each outside whose parent is. Marks nest, so the
    borders of all of them in order are the begins and ends of the spans."""
    present, units = seen_from(tree, on), tree.units
    inside = {pk for pk in units if units[present.above(pk)].path.startswith(path)}
    borders = {path, path + END}
    for pk, unit in units.items():
        if (pk in inside) != (unit.parent in inside) and unit.path != path:
            borders |= {unit.path, unit.path + END}
    ordered = sorted(borders)
    return Territory(tuple(zip(ordered[::2], ordered[1::2], strict=True)))
