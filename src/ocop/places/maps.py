"""A map of an area by its units: of loaded outlines where there are any, else a sketch around their coordinates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, radians
from typing import Any

from ocop.core.charts import Amount, Map, Region, Value
from ocop.core.charts.base import Text

from .models import Outline, Place
from .outlines import unpack
from .shapes import Point, Ring, area
from .sketch import Ground, Unit, sketched

WIDTH, TALLEST = 340.0, 400.0
EDGE = 6.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A unit in drawing units: its outline as SVG writes a path, and the point where its name stands."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The shapes of an area's units by the units' keys; a unit that nobody knows the place of has none."""

    shapes: Mapping[str, Shape]
    height: float
    is_sketch: bool
    source: str = ""


def draw(
    place: Place,
    units: Sequence[Place],
    amounts: Mapping[int, Amount | None],
    *,
    title: Text,
    **told: Any,
) -> Map:
    """The map of a figure of a place's units: 1 query for the outlines, and 2 more the first time that an area is sketched
    by a process. The rest is as `drawn` takes it."""
    return drawn(units, _layout_of(place, units), amounts, title=title, **told)


def drawn(
    units: Sequence[Place],
    layout: Layout,
    amounts: Mapping[int, Amount | None],
    *,
    title: Text,
    unit: Text = "",
    places: int = 0,
    by_size: bool = False,
    note: Text = "",
    url: Callable[[Place], str] = lambda unit: "",
) -> Map:
    """Units on a layout: amounts by their ids, a unit without one has no figure; url: where a unit's records stand."""
    regions = []
    for each in units:
        shape = layout.shapes.get(each.key)
        value = Value(each.short_name, amounts.get(each.pk), url(each))
        regions.append(Region(value, shape.path, shape.x, shape.y) if shape else Region(value))
    return Map(
        title=title,
        unit=unit,
        places=places,
        note=note,
        regions=tuple(regions),
        width=WIDTH,
        height=layout.height,
        by_size=by_size,
        is_sketch=layout.is_sketch,
        source=layout.source,
    )


def outlined(geometries: Mapping[str, str], source: str) -> Layout:
    """Outlines by their units' keys, laid out."""
    shapes, height = _outlined(tuple(geometries.items()))
    return Layout(shapes, height, is_sketch=False, source=source)


def _layout_of(place: Place, units: Sequence[Place]) -> Layout:
    """Loaded outlines, and beside the map who has none; a sketch where nobody has one: half a map would look whole."""
    loaded = list(Outline.objects.filter(place__in=units).select_related("place"))
    if loaded:
        sources = dict.fromkeys(f"{outline.source} ({outline.licence})" for outline in loaded)
        return outlined({o.place.key: o.geometry for o in loaded}, "; ".join(sources))
    known = tuple(Unit(u.key, u.path, u.longitude, u.latitude) for u in units)
    ends = [unit.valid_to for unit in units if unit.valid_to]
    shapes, height = _sketched(place.path, place.level, known, min(ends, default=None))
    return Layout(shapes, height, is_sketch=True)


@lru_cache(maxsize=64)
def _outlined(units: tuple[tuple[str, str], ...]) -> tuple[dict[str, Shape], float]:
    """Shapes from the outlines of units, by content."""
    return _placed({key: _ground(unpack(geometry)) for key, geometry in units})


@lru_cache(maxsize=64)
def _sketched(
    path: str, level: str, units: tuple[Unit, ...], until: date | None
) -> tuple[dict[str, Shape], float]:
    return _placed(sketched(path, level, units, until))


def _ground(rings: list[Ring]) -> Ground:
    """The name of a unit stands at the middle of its largest ring."""
    largest = max(rings, key=lambda ring: abs(area(ring)))
    turned = list(zip(largest, [*largest[1:], largest[0]], strict=True))
    weight = 6 * area(largest)
    if not weight:
        return Ground(rings, largest[0])
    crossed = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in turned]
    longitude = sum((a[0] + b[0]) * cross for a, b, cross in crossed) / weight
    latitude = sum((a[1] + b[1]) * cross for a, b, cross in crossed) / weight
    return Ground(rings, (longitude, latitude))


def _placed(grounds: Mapping[str, Ground]) -> tuple[dict[str, Shape], float]:
    """Grounds in drawing units, and the height of the drawing."""
    points = [point for ground in grounds.values() for ring in ground.rings for point in ring]
    if not points:
        return {}, 2 * EDGE
    frame = Frame(points)
    shapes = {
        key: Shape(
            "".join(_path([frame.at(point) for point in ring]) for ring in ground.rings),
            *frame.at(ground.middle),
        )
        for key, ground in grounds.items()
    }
    return shapes, frame.height


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z"


class Frame:
    """Lays degrees onto the drawing: true to shape in the middle of the area, north above."""

    def __init__(self, points: list[Point]) -> None:
        """points: (longitude, latitude) of all that is to be seen."""
        self.stretch = cos(radians(sum(latitude for _lon, latitude in points) / len(points)))
        across = [longitude * self.stretch for longitude, _lat in points]
        up = [latitude for _lon, latitude in points]
        self.left, self.top = min(across), max(up)
        wide, tall = max(max(across) - self.left, 1e-6), max(self.top - min(up), 1e-6)
        self.scale = min((WIDTH - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / tall)
        self.shift = (WIDTH - wide * self.scale) / 2
        self.height = round(tall * self.scale + 2 * EDGE, 1)

    def at(self, point: Point) -> Point:
        x = (point[0] * self.stretch - self.left) * self.scale + self.shift
        return x, (self.top - point[1]) * self.scale + EDGE
