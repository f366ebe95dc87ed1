"""Where units lie, roughly: the ground around the coordinates of their communes.

No free boundaries of units are to be had. Each commune gets the ground that lies nearer to it than to any other, bounded
by the communes next door; the communes of a unit are joined. Whoever shows it says that it is a sketch.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, dist, radians, sqrt

from .enums import Level
from .models import Place, PlaceQuerySet
from .shapes import Grid, Point, Ring, area, cells, hull, joined, shore

MOST_SITES = 700
"""Of the country's communes every fifth or so; a province has fewer. More would not be seen, and take longer."""
NEIGHBOURHOOD_DEGREES = 0.12
"""How far around an area units of others bound it: some 13 km."""
GRID_DEGREES = 0.0005
"""Some 50 m: corners of cells that lie closer are the same."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a sketch depends on: it is drawn anew only when one of these is another."""

    key: str
    path: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Ground:
    """A unit's rings, and a point within it for its name; (longitude, latitude) each."""

    rings: list[Ring]
    middle: Point


def sketched(
    path: str, level: str, units: tuple[Unit, ...], until: date | None
) -> dict[str, Ground]:
    """The ground of an area's units by their keys; nothing for a unit that nobody knows the place of.

    path, level: of the area; until: the last day of its units, None for those of today. 2 queries, and half a second
    for the largest province: who draws keeps it.
    """
    placed = Place.objects.filter(latitude__isnull=False, longitude__isnull=False)
    placed = placed.on(until) if until else placed.filter(valid_to=None)
    sites, owners = _sites(placed.filter(level=Level.COMMUNE), path, units)
    if not sites:
        return {}
    stretch = cos(radians(sum(latitude for _lon, latitude in sites) / len(sites)))
    own = [(longitude * stretch, latitude) for longitude, latitude in sites]
    strangers = [(lon * stretch, lat) for lon, lat in _strangers(placed, path, level, sites)]
    spacing = _spacing(own)
    strangers += shore([*own, *strangers], 1.6 * spacing)
    within = hull([*own, *strangers], margin=spacing)
    rings: dict[str, list[Ring]] = defaultdict(list)
    points: dict[str, list[Point]] = defaultdict(list)
    for owner, site, ring in zip(owners, own, cells(own, within, beside=strangers), strict=True):
        points[owner].append(site)
        rings[owner].append(ring)
    grid = Grid(GRID_DEGREES)
    return {
        owner: Ground(_merged(shape, grid, stretch), _back(_midmost(points[owner]), stretch))
        for owner, shape in rings.items()
        if any(shape)
    }


def _sites(
    candidates: PlaceQuerySet, path: str, units: tuple[Unit, ...]
) -> tuple[list[Point], list[str]]:
    """Points to sketch around, and the key of the unit that each belongs to."""
    rows = candidates.filter(path__gte=path, path__lt=path + "~").order_by("path")
    found = list(rows.values_list("path", "longitude", "latitude"))
    every = max(1, -(-len(found) // MOST_SITES))
    owned = [
        ((lon, lat), unit.key)
        for at, lon, lat in found[::every]
        for unit in units
        if at.startswith(unit.path) and lon is not None and lat is not None
    ]
    if not owned:
        owned = [
            ((u.longitude, u.latitude), u.key)
            for u in units
            if u.longitude is not None and u.latitude is not None
        ]
    return [site for site, _key in owned], [key for _site, key in owned]


def _strangers(placed: PlaceQuerySet, path: str, level: str, sites: list[Point]) -> list[Point]:
    """Units of others next to the area; nobody is next to the country."""
    if level == Level.COUNTRY:
        return []
    west, south, east, north = (
        pick(site[axis] for site in sites) + sign * NEIGHBOURHOOD_DEGREES
        for pick, sign in ((min, -1), (max, 1))
        for axis in (0, 1)
    )
    near = placed.filter(
        level=Level.COMMUNE, longitude__range=(west, east), latitude__range=(south, north)
    ).exclude(path__gte=path, path__lt=path + "~")
    found = near.order_by("path").values_list("longitude", "latitude")[:MOST_SITES]
    return [(lon, lat) for lon, lat in found if lon is not None and lat is not None]


def _spacing(points: Sequence[Point]) -> float:
    """How far points lie apart, as if they were spread evenly over their box; a tenth of a degree for a single one."""
    wide, tall = (max(p[axis] for p in points) - min(p[axis] for p in points) for axis in (0, 1))
    return sqrt(wide * tall / len(points)) or 0.1


def _merged(rings: list[Ring], grid: Grid, stretch: float) -> list[Ring]:
    """Cells of one unit as its outer border, back in degrees."""
    nodes = [node_ring for ring in rings if (node_ring := grid.ring(ring))]
    return [
        [(x * grid.step / stretch, y * grid.step) for x, y in border]
        for border in joined(nodes)
        if area(border)
    ]


def _midmost(points: list[Point]) -> Point:
    """The point nearest to the middle of all: unlike the middle itself, it lies within the unit."""
    middle = tuple(sum(p[axis] for p in points) / len(points) for axis in (0, 1))
    return min(points, key=lambda point: dist(point, middle))


def _back(point: Point, stretch: float) -> Point:
    return point[0] / stretch, point[1]
