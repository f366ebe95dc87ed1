"""Outlines of units from a GeoJSON file: read, matched to units, thinned, kept as short text.

    reading = read(content, units)      # or Refused, with a sentence
    reading.outlines                    # {unit's id: "1058345 221442 3 -4 …"}

Borders stay shared: corners that lie within a step of the grid become the same, and a stretch of border between two units
is thinned once for both. A map of a province stays below some 100 kB by that.
"""

import json
import math
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ocop.core.errors import Refused
from ocop.core.search import fold

from .models import Place
from .shapes import Grid, Node, Ring, area, thinned

LARGEST_BYTES = 15 * 2**20
GRID_DEGREES = 0.0001
"""Some 11 m."""
LEAST_POINTS, POINTS_A_UNIT = 2000, 60
WEST, EAST, SOUTH, NORTH = 100.0, 120.0, 5.0, 25.0
"""Viet Nam with its islands."""
KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds. key: the property that names the units; unknown: names of features that are none of the units;
    without: units that the file has nothing for."""

    outlines: Mapping[int, str]
    key: str
    unknown: list[str]
    without: list[Place]
    points_before: int
    points_after: int


def read(content: bytes, units: Sequence[Place], *, key: str = "") -> Reading:
    """Outlines of units from a GeoJSON file. key: the property with their codes or names, else the one that fits best.

    Raises Refused for what is no GeoJSON, lies elsewhere than in Viet Nam or names none of the units.
    """
    features = _features(content)
    shapes = [_rings(feature.get("geometry"), at) for at, feature in enumerate(features, start=1)]
    key = key or _best_key(features, units)
    found: dict[int, list[list[Ring]]] = defaultdict(list)
    unknown = []
    names = _names(units)
    for at, (feature, rings) in enumerate(zip(features, shapes, strict=True), start=1):
        unit = names.get(_said(feature, key))
        if unit is None or not rings:
            unknown.append(_raw(feature, key) or _("đối tượng thứ %(n)d") % {"n": at})
        else:
            found[unit].append(rings)
    if not found:
        raise Refused(
            _("Không đối tượng nào trong tệp trùng mã hoặc tên đơn vị của địa bàn và cấp đã chọn.")
        )
    whole = [[ring for part in parts for ring in part] for parts in found.values()]
    thin = _within_budget(whole)
    return Reading(
        outlines={unit: pack(shape) for unit, shape in zip(found, thin, strict=True) if shape},
        key=key,
        unknown=unknown,
        without=[unit for unit in units if unit.pk not in found],
        points_before=sum(len(ring) for shape in whole for ring in shape),
        points_after=sum(len(ring) for shape in thin for ring in shape),
    )


def _features(content: bytes) -> list[dict[str, Any]]:
    """Raises Refused where the file is no collection of features, or was too much for the trial."""
    if len(content) > LARGEST_BYTES:
        raise Refused(
            _("Tệp ranh giới lớn hơn %(mb)d MB. Hãy giản lược trước.")
            % {"mb": LARGEST_BYTES // 2**20}
        )
    trial = subprocess.run(
        [sys.executable, "-m", "ocop.core.trial", "json"], input=content, capture_output=True
    )
    if trial.returncode:
        raise Refused(_("Tệp không phải GeoJSON đọc được."))
    data = json.loads(content.decode("utf-8-sig"))
    listed = data.get("features") if isinstance(data, dict) else None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Refused(_("Tệp không phải GeoJSON kiểu FeatureCollection."))
    return listed


def _rings(geometry: Any, at: int) -> list[Ring]:
    """The rings of a polygon or several; nothing for a point or a line. Raises Refused for what cannot be drawn."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return []
    held = geometry.get("coordinates")
    polygons = [held] if kind == "Polygon" else held
    try:
        rings = [[_point(each) for each in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError, IndexError):
        raise Refused(_("Đối tượng thứ %(n)d có toạ độ không phải số.") % {"n": at}) from None
    for longitude, latitude in (point for ring in rings for point in ring):
        if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
            raise Refused(
                _(
                    "Đối tượng thứ %(n)d nằm ngoài Việt Nam (%(x)s; %(y)s). Cần toạ độ WGS84, kinh độ trước, vĩ độ sau."
                )
                % {"n": at, "x": f"{longitude:g}", "y": f"{latitude:g}"}
            )
    return rings


def _point(pair: Any) -> tuple[float, float]:
    longitude, latitude = pair[0], pair[1]
    if not all(type(n) in (int, float) and math.isfinite(n) for n in (longitude, latitude)):
        raise ValueError
    return float(longitude), float(latitude)


def _raw(feature: Mapping[str, Any], key: str) -> str:
    """What a feature's property says; "" where it says nothing that could name a unit."""
    properties = feature.get("properties")
    value = properties.get(key) if isinstance(properties, dict) else None
    if type(value) is float and value.is_integer():
        value = int(value)
    return str(value).strip() if type(value) in (str, int) else ""


def _said(feature: Mapping[str, Any], key: str) -> str:
    """The same as names and codes are compared: "01834", 1834 and "1834" are one."""
    text = fold(_raw(feature, key))
    return text.lstrip("0") if text.isdecimal() else text


def _names(units: Sequence[Place]) -> dict[str, int]:
    """What a unit may be called: its code, its name with or without its kind. A name that two units share names none."""
    named: dict[str, set[int]] = defaultdict(set)
    for unit in units:
        for name in (
            unit.code.lstrip("0"),
            unit.key.lower(),
            fold(unit.name),
            fold(unit.short_name),
        ):
            named[name].add(unit.pk)
    return {name: pks.pop() for name, pks in named.items() if len(pks) == 1}


def _best_key(features: Sequence[Mapping[str, Any]], units: Sequence[Place]) -> str:
    """The property that names the most units; codes before names where both name as many."""
    names = _names(units)
    hits: Counter[str] = Counter()
    for feature in features:
        properties = feature.get("properties")
        for key in properties if isinstance(properties, dict) else ():
            hits[key] += _said(feature, key) in names
    return hits.most_common(1)[0][0] if hits else ""


def _within_budget(shapes: Sequence[list[Ring]]) -> list[list[list[Node]]]:
    """Shapes on the grid, thinned until a map of them is light. 60 points a unit are more than a phone can show."""
    grid = Grid(GRID_DEGREES)
    nodes = [[node_ring for ring in shape if (node_ring := grid.ring(ring))] for shape in shapes]
    most = max(LEAST_POINTS, POINTS_A_UNIT * len(shapes))
    tolerance = 1.0
    thin = thinned(nodes, tolerance)
    while sum(len(ring) for shape in thin for ring in shape) > most and tolerance < 2000:
        tolerance *= 1.6
        thin = thinned(nodes, tolerance)
    return [small or whole[:1] for small, whole in zip(thin, nodes, strict=True)]


def pack(rings: Sequence[Sequence[Node]]) -> str:
    """Rings as text: each begins with a point of the grid, and goes on by steps. "1058345 221442 3 -4;…" """
    return ";".join(" ".join(_steps(ring)) for ring in rings)


def _steps(ring: Sequence[Node]) -> Iterator[str]:
    at = (0, 0)
    for node in ring:
        yield f"{node[0] - at[0]} {node[1] - at[1]}"
        at = node


def unpack(geometry: str) -> list[Ring]:
    """Rings in degrees, (longitude, latitude), from their text."""
    rings = []
    for text in geometry.split(";"):
        steps = [int(number) for number in text.split()]
        column, row, ring = 0, 0, []
        for step_column, step_row in zip(steps[::2], steps[1::2], strict=True):
            column, row = column + step_column, row + step_row
            ring.append((column * GRID_DEGREES, row * GRID_DEGREES))
        rings.append(ring)
    return rings


def square_kilometres(geometry: str) -> float:
    """Roughly, for who checks whether the right file was loaded; enclaves taken off where they turn the other way."""
    rings = unpack(geometry)
    latitude = rings[0][0][1]
    degrees = abs(sum(area(ring) for ring in rings))
    return degrees * KM_A_DEGREE**2 * math.cos(math.radians(latitude))
