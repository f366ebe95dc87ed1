"""An area by its units: shaded by a share, or with a circle as large as a count."""

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from .base import Amount, Cell, Chart, Table, Text, Value
from .labels import Circle, Label, placed

MOST_SHADES = 5
MOST_NAMED = 14
LARGEST_RADIUS = 17.0
LEAST_RADIUS = 2.5


@dataclass(frozen=True, slots=True)
class Region:
    """A unit on the map: its outline as SVG writes a path, and the point where its name or circle stands.

    Without an outline and a point the unit is listed beside the map, not left out.
    """

    value: Value
    path: str = ""
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A region with the class of its shade, the radius of its circle, None without one, and where its name stands."""

    region: Region
    tone: str
    radius: float | None
    label: Label | None


@dataclass(frozen=True, slots=True)
class Class:
    """A line of the legend: the amounts that have a shade."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Map(Chart):
    """Regions in a drawing of width × height units. Counts are drawn as circles (`by_size`), for a shade over a large
    unit would say more than a count means; shares and means are shaded.

    is_sketch: the outlines are no boundaries, and that is said. source: whose outlines they are.
    """

    template: ClassVar[str] = "components/charts/map.html"

    regions: tuple[Region, ...]
    width: float
    height: float
    by_size: bool = False
    is_sketch: bool = False
    source: Text = ""

    @property
    def drawn(self) -> tuple[Value, ...]:
        return tuple(region.value for region in self.regions)

    @property
    def beside(self) -> list[Value]:
        """Units that have no place on the map."""
        return [region.value for region in self.regions if region.x is None]

    @property
    def shown_regions(self) -> list[Drawn]:
        bounds = self._bounds
        largest = max((float(v.amount) for v in self.drawn if v.amount is not None), default=0)
        radii = {region: self._radius(region, largest) for region in self.regions}
        labels = self._labels(radii)
        return [
            Drawn(
                region,
                self._tone(region.value.amount, bounds),
                radii[region],
                labels.get(region),
            )
            for region in self.regions
            if region.x is not None
        ]

    def _labels(self, radii: dict[Region, float | None]) -> dict[Region, Label]:
        """Where the names of circles stand; the largest choose first. Shaded units have theirs in their midst."""
        if not self.by_size:
            return {}
        named = [
            (region, Circle(region.x, region.y, radius or 0, self._written(region)))
            for region, radius in radii.items()
            if region.x is not None and region.y is not None and (self.names_fit or radius)
        ]
        named.sort(key=lambda each: -each[1].radius)
        labels = placed(tuple(circle for _region, circle in named), self.width, self.height)
        return {region: label for (region, _circle), label in zip(named, labels, strict=True)}

    def _written(self, region: Region) -> str:
        amount = region.value.amount
        figure = "–" if amount is None else self.shown(amount)
        return f"{region.value.label} {figure}" if self.names_fit else figure

    @property
    def names_fit(self) -> bool:
        """Whether units are few enough to be named on the map; else only circles have their figures beside them."""
        return len(self.regions) <= MOST_NAMED

    @property
    def _bounds(self) -> list[Amount]:
        """The highest amount of each shade: each amount its own where there are few, else as many units in each."""
        known = sorted(value.amount for value in self.drawn if value.amount is not None)
        distinct = sorted(set(known))
        if len(distinct) <= MOST_SHADES:
            return distinct
        last = len(known) - 1
        picked = {known[math.ceil(last * part / MOST_SHADES)] for part in range(1, MOST_SHADES + 1)}
        return sorted(picked)

    def _tone(self, amount: Amount | None, bounds: list[Amount]) -> str:
        if amount is None:
            return "unknown"
        if self.by_size:
            return "plain"
        return f"depth-{bisect_left(bounds, amount) + 1}"

    def _radius(self, region: Region, largest: float) -> float | None:
        """Its area is as large as the amount; nothing for nothing."""
        amount = region.value.amount
        if not self.by_size or not amount or amount < 0:
            return None
        return max(LEAST_RADIUS, LARGEST_RADIUS * math.sqrt(float(amount) / largest))

    @property
    def legend(self) -> list[Class]:
        """What the shades mean, lowest first, and what has none."""
        known = sorted({value.amount for value in self.drawn if value.amount is not None})
        lines, low = [], 0
        for index, high in enumerate([] if self.by_size else self._bounds, start=1):
            first, low = known[low], known.index(high) + 1
            text = self.shown(high)
            lines.append(
                Class(f"depth-{index}", text if first == high else f"{self.shown(first)} – {text}")
            )
        if any(value.amount is None for value in self.drawn):
            lines.append(Class("unknown", _("chưa có số liệu")))
        return lines

    @property
    def table(self) -> Table:
        rows = ((Cell(v.label), self.cell(v.amount, v.url)) for v in self.drawn)
        return Table((_("Địa bàn"), self.unit or _("Số liệu")), tuple(rows))
