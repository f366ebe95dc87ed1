"""Where and when a demo is set. `ocop.demo` names the scenes; each room's `demo.py` builds its part of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .enums import Level
from .models import Place
from .territory import present

HISTORY = "06"
"""Bắc Kạn, whose public record the scenes tell: a province until 30 June 2025."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A day and the units that the demo's people work at. district: "" where there are none any more.

    title: what one finds there, in a sentence. facts: the public record as `bac-kan.yaml` has it; what a scene shows of it
    happened by its day.
    """

    name: str
    title: str
    day: date
    province: str
    commune: str
    facts: Mapping[str, Any]
    district: str = ""

    def place(self, level: str) -> Place:
        """The unit of a level that the demo's people work at."""
        key = {
            Level.PROVINCE: self.province,
            Level.DISTRICT: self.district,
            Level.COMMUNE: self.commune,
        }[Level(level)]
        return Place.objects.select_related("parent", "district", "province").get(key=key)

    def before(self, days: int) -> date:
        """A day that is so long before the scene's."""
        return self.day - timedelta(days=days)

    def communes(self) -> list[Place]:
        """The communes of the day in what was Bắc Kạn: 1 query, 3 more after a change of the tree."""
        former = Place.objects.filter(level=Level.COMMUNE, path__startswith=f"vn/{HISTORY}/")
        now = present(self.day)
        units = (now.unit(pk) for pk in former.values_list("pk", flat=True))
        found = {unit for unit in units if unit is not None}
        here = Place.objects.on(self.day).filter(pk__in=found, level=Level.COMMUNE)
        return list(here.select_related("parent", "district", "province").order_by("path"))
