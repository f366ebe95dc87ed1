"""Where rows count: in the territory of a place on a day, and under which of its units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.places.territory import (
    Present,
    Territory,
    Tree,
    current_tree,
    seen_from,
    territory_in,
    within,
)

M = TypeVar("M", bound=Model)
DEPTH = {level: number for number, level in enumerate(Level.values)}


@dataclass(frozen=True, slots=True)
class Area:
    """A place that figures are asked of, in the tree as it was when the area was made: 1 query. Keep it for a page."""

    place: Place
    tree: Tree = field(default_factory=current_tree)

    def territory(self, day: date) -> Territory:
        """What belongs to the place on a day; on its first or last where it does not exist on that day.

        So Thái Nguyên of 2025 is asked for the records of 2019 with all that went into it.
        """
        first, last = self.place.valid_from or day, self.place.valid_to or day
        return territory_in(self.tree, self.place.path, max(first, min(day, last)))

    def inside(self, rows: QuerySet[M], day: date, column: str) -> QuerySet[M]:
        """Rows that lie in it on a day. column: of a row's unit, "" where rows are units themselves."""
        return within(rows, self.territory(day).spans, f"{column}__path" if column else "path")

    def units(self, day: date, level: str = "") -> Units:
        """The units of a day that it is parted into, or those of a level on it."""
        return Units(self, day, level, seen_from(self.tree, day))


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a day that lie just below an area, or those of a level.

    A row belongs to the one in whose territory its own unit lies; `of` gives None where that was split among several, or
    is of the area as a whole.
    """

    area: Area
    day: date
    level: str
    present: Present

    def of(self, place: int) -> int | None:
        if self.level:
            return self._existing(self.present.at(place, self.level))
        return self._existing(self._below(place))

    def _below(self, place: int) -> int | None:
        """The highest unit over a place that is still lower than the area."""
        highest, unit = None, self.present.units.get(above := self.present.above(place))
        while unit is not None and DEPTH[unit.level] > DEPTH[self.area.place.level]:
            highest, above = above, unit.parent or 0
            unit = self.present.units.get(above)
        return highest

    def _existing(self, unit: int | None) -> int | None:
        """The unit, None where it begins after the day."""
        begins = self.present.units[unit].valid_from if unit is not None else None
        return None if begins and begins > self.day else unit

    def all(self) -> list[Place]:
        """Every unit, in Vietnamese order, whether it has rows or not: 1 query."""
        spans = self.area.territory(self.day).spans
        held = (
            self.of(pk)
            for pk, unit in self.present.units.items()
            if any(low <= unit.path < high for low, high in spans)
        )
        found = {unit for unit in held if unit is not None}
        return list(Place.objects.filter(pk__in=found).order_by("sort_key", "key"))


def together(
    pairs: Iterable[tuple[int, Any]], unit_of: Callable[[int], int | None]
) -> dict[int | None, set[Any]]:
    """What was found at places, by the units that they lie in: each thing once in a unit."""
    found: dict[int | None, set[Any]] = {}
    for place, thing in pairs:
        found.setdefault(unit_of(place), set()).add(thing)
    return {unit: things - {None} for unit, things in found.items()}
