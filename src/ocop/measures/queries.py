"""Every figure is asked here: its value, its parts, its places, its past, the records behind it.

    area = Area(place)
    value(find("A04"), area, Period.parse("2019")).number

A period is always given; nothing here asks the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Case, CharField, Q, QuerySet, When
from django.db.models import Value as Literal
from django.urls import reverse

from ocop.core.periods import Period
from ocop.places.models import Place

from .areas import Area, together
from .counting import Figure, Tally, aggregates, empty
from .definitions import NOT_SAID, REST, Counted, Dimension, Label, Measure, Ratio, Value
from .suppression import hidden_of

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a figure: of a dimension, those rows that have a value; REST those that say nothing of it."""

    dimension: Dimension
    key: str

    @property
    def label(self) -> Label:
        value = self.dimension.value(self.key)
        return value.label if value else NOT_SAID


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure with its key and label, in the order of the dimension."""

    key: str
    label: Label
    figure: Figure


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A figure of one of a place's units. place None: what lies in none of them, its units split or of the whole."""

    place: Place | None
    figure: Figure


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure beside that of the period before and of the same period a year before; None where there is no such period,
    or where both are the same."""

    now: Figure
    before: Figure | None
    last_year: Figure | None

    @property
    def change(self) -> Decimal | None:
        """By how much it grew since the period before, in its unit; of a share in points."""
        return _less(self.now, self.before)

    @property
    def change_in_a_year(self) -> Decimal | None:
        return _less(self.now, self.last_year)


def _less(one: Figure, other: Figure | None) -> Decimal | None:
    if other is None or one.number is None or other.number is None:
        return None
    return one.number - other.number


def value(measure: Measure, area: Area, period: Period, cell: Cell | None = None) -> Figure:
    """A figure of a place and a period, or of one part of it: 1 statement, 2 for a share."""

    def ask(counted: Counted) -> dict[None, Tally]:
        rows = rows_of(counted, area, period, cell)
        if counted.units:
            held = set(rows.values_list(counted.place_id, flat=True))
            units = area.units(period.last_day, counted.units)
            return {None: Tally(len({units.of(place) for place in held} - {None}))}
        return {None: Tally(**rows.aggregate(**aggregates(counted)))}

    return _asked(measure, period, ask).get(None) or Figure(measure, Tally())


def parts(measure: Measure, area: Area, period: Period, by: Dimension) -> list[Part]:
    """A figure by the values of a dimension, in their order, each of them even where it has no rows: 1 statement, 2 for
    a share. Rows that say nothing of the dimension come last, where there are any."""

    def ask(counted: Counted) -> dict[str, Tally]:
        rows = _marked(rows_of(counted, area, period), counted.by[by], values)
        if counted.units:
            units = area.units(period.last_day, counted.units)
            held: dict[str, set[int | None]] = {}
            for key, place in rows.values_list("cell", counted.place_id).distinct():
                held.setdefault(key, set()).add(units.of(place))
            return {key: Tally(len(found - {None})) for key, found in held.items()}
        told = rows.order_by().values("cell").annotate(**aggregates(counted))
        return {row.pop("cell"): Tally(**row) for row in told}

    values = tuple(by.values())
    found = _asked(measure, period, ask)
    nothing = Figure(measure, empty(measure) if measure.is_told_of(period) else Tally())
    shown = [Part(v.key, v.label, found.get(v.key, nothing)) for v in values]
    return [*shown, Part(REST, NOT_SAID, found[REST])] if REST in found else shown


def public_parts(
    measure: Measure, area: Area, period: Period, by: Dimension
) -> tuple[Figure, list[Part]]:
    """A figure and its parts as anybody may read them: about persons, no small cell can be read or worked out."""
    whole, shown = value(measure, area, period), parts(measure, area, period, by)
    if not (measure.is_sensitive or by.is_sensitive):
        return whole, shown
    kept = hidden_of({part.key: int(part.figure.tally.top or 0) for part in shown})
    shown = [
        replace(part, figure=part.figure.hidden()) if part.key in kept.cells else part
        for part in shown
    ]
    return whole.hidden() if kept.total else whole, shown


def by_place(
    measure: Measure,
    area: Area,
    period: Period,
    *,
    units_on: date | None = None,
    level: str = "",
    cell: Cell | None = None,
) -> list[PlacePart]:
    """A figure by the units of a place: 1 statement, 2 for a share, and 1 for the units.

    The units are those below it on the last day of the period, "as it was", for a place that is gone by then on its own last
    day; or of the day `units_on`, "in today's units"; those of a level where one is named. What lies in none of them comes
    last, where there is any.
    """
    as_it_was = min(period.last_day, area.place.valid_to or period.last_day)
    units = area.units(units_on or as_it_was, level)

    def ask(counted: Counted) -> dict[int | None, Tally]:
        rows = rows_of(counted, area, period, cell).order_by()
        if counted.units:
            lowest = area.units(units.day, counted.units)
            places = rows.values_list(counted.place_id, flat=True).distinct()
            held = together(((p, lowest.of(p)) for p in places), units.of)
            return {unit: Tally(len(found)) for unit, found in held.items()}
        if counted.counts:
            pairs = rows.values_list(counted.place_id, counted.counts).distinct()
            held = together(pairs, units.of)
            return {unit: Tally(len(found)) for unit, found in held.items()}
        found: dict[int | None, Tally] = {}
        for row in rows.values(counted.place_id).annotate(**aggregates(counted)):
            unit = units.of(row.pop(counted.place_id))
            found[unit] = found.get(unit, Tally()).plus(Tally(**row))
        return found

    found = _asked(measure, period, ask)
    nothing = Figure(measure, empty(measure) if measure.is_told_of(period) else Tally())
    shown = [PlacePart(place, found.get(place.pk, nothing)) for place in units.all()]
    return [*shown, PlacePart(None, found[None])] if None in found else shown


def trend(
    measure: Measure, area: Area, period: Period, *, count: int = 5, cell: Cell | None = None
) -> list[tuple[Period, Figure]]:
    """A figure of the last periods up to one, the earliest first: as many statements as periods, twice that for a share."""
    return [(one, value(measure, area, one, cell)) for one in period.last_periods(count)]


def compare(measure: Measure, area: Area, period: Period, cell: Cell | None = None) -> Comparison:
    """A figure beside that of the period before and the same of last year: 3 statements, 6 for a share."""

    def asked(one: Period | None) -> Figure | None:
        return value(measure, area, one, cell) if one else None

    before, last_year = period.before, period.last_years
    return Comparison(
        value(measure, area, period, cell),
        asked(before),
        asked(last_year) if last_year != before else None,
    )


def records(
    measure: Counted, area: Area, period: Period, cell: Cell | None = None
) -> QuerySet[Any]:
    """The things behind a figure, as many as it counts: those that rows name where each is counted once, else the rows."""
    rows = rows_of(measure, area, period, cell)
    listed = measure.records.model._default_manager
    if measure.units:
        units = area.units(period.last_day, measure.units)
        held = {units.of(place) for place in rows.values_list(measure.place_id, flat=True)}
        return listed.filter(pk__in=held - {None})
    return listed.filter(pk__in=rows.order_by().values(measure.counts or "pk"))


def seen(measure: Counted, behind: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Those of the records that a person may read."""
    visible: QuerySet[Any] = behind.filter(pk__in=measure.records.visible_to(user).values("pk"))
    return visible


def address(measure: Measure, place: Place, period: Period, cell: Cell | None = None) -> str:
    """The page of the records behind a figure."""
    part = [cell.dimension.key, cell.key] if cell else []
    return reverse("measures:records", args=[measure.code, place.key, str(period), *part])


def rows_of(
    measure: Counted, area: Area, period: Period, cell: Cell | None = None
) -> QuerySet[Any]:
    """The rows that a figure is counted from."""
    rows = area.inside(measure.rows(period), period.last_day, measure.place)
    if cell is None:
        return rows
    values = tuple(cell.dimension.values())
    return _marked(rows, measure.by[cell.dimension], values).filter(cell=cell.key)


def _marked(rows: QuerySet[Any], column: str, values: Sequence[Value]) -> QuerySet[Any]:
    """Each row with the key of the value that it has, REST where it has none of them."""
    whens = [When(Q(**{f"{column}__in": value.holds}), then=Literal(value.key)) for value in values]
    marked: QuerySet[Any] = rows.annotate(
        cell=Case(*whens, default=Literal(REST), output_field=CharField())
    )
    return marked


def _asked(
    measure: Measure, period: Period, ask: Callable[[Counted], dict[K, Tally]]
) -> dict[K, Figure]:
    """A figure for each key that was found; of a share both counts are asked for."""
    if not measure.is_told_of(period):
        return {}
    if not isinstance(measure, Ratio):
        return {key: Figure(measure, tally) for key, tally in ask(measure).items()}
    tops, bottoms = ask(measure.of), ask(measure.among)
    none_of = empty(measure.of), empty(measure.among)
    return {
        key: Figure(measure, Tally(tops.get(key, none_of[0]).top, bottoms.get(key, none_of[1]).top))
        for key in _both(tops, bottoms)
    }


def _both(one: Iterable[K], other: Iterable[K]) -> list[K]:
    return list(dict.fromkeys([*one, *other]))
