"""Load the country's units; say which days are worked or off otherwise than the calendar has them."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from importlib.resources import files as resource_files
from typing import Any

from ocop.core import audit
from ocop.core.rights import require, runs_installation
from ocop.core.search import fold, sort_key
from ocop.core.transactions import use_case

from .enums import Level
from .models import CalendarDay, Place, Succession

FIELDS = (
    "key",
    "code",
    "level",
    "kind",
    "name",
    "short_name",
    "parent",
    "valid_from",
    "valid_to",
    "latitude",
    "longitude",
)


@use_case
def load(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Put all units and their successions into the database; what is there already stays. Returns the number of units.

    Level by level from the country down, because a unit's path begins with its parent's.
    """
    data = json.loads(
        gzip.decompress((resource_files("ocop.places") / "data" / "units.json.gz").read_bytes())
    )
    rows = [dict(zip(FIELDS, row, strict=True)) for row in data["units"]]
    places = {place.key: place for place in Place.objects.all()}
    for level in Level.values:
        new = [
            _place(row, places)
            for row in rows
            if row["level"] == level and row["key"] not in places
        ]
        places |= {place.key: place for place in Place.objects.bulk_create(new, batch_size=1000)}
        progress(len(places), len(rows))
    if not Succession.objects.exists():
        Succession.objects.bulk_create(
            [
                Succession(old=places[old], new=places[new], on=date.fromisoformat(on))
                for old, new, on in data["successions"]
            ],
            batch_size=2000,
        )
    return len(places)


def _place(row: dict, places: dict[str, Place]) -> Place:
    parent = places.get(row["parent"])
    above = {
        place.level: place for place in (parent, parent and parent.parent) if place is not None
    }
    return Place(
        **{
            name: row[name]
            for name in (
                "key",
                "code",
                "level",
                "kind",
                "name",
                "short_name",
                "latitude",
                "longitude",
            )
        },
        parent=parent,
        province=above.get(Level.PROVINCE),
        district=above.get(Level.DISTRICT),
        path=f"{parent.path if parent else ''}{row['key']}/",
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        search=fold(row["name"]),
        sort_key=sort_key(row["short_name"]),
    )


@use_case
def set_day(*, actor: Any, day: date, works: bool, act: str) -> CalendarDay:
    """Say that a day is worked or off, by the act that says so; said again, the last word holds."""
    require(runs_installation(actor))
    made, _is_new = CalendarDay.objects.update_or_create(
        day=day, defaults={"works": works, "act": act.strip()}
    )
    audit.record(actor, "places.calendar.set", made, day=day, works=works, act=act)
    return made


@use_case
def forget_day(*, actor: Any, day: CalendarDay) -> None:
    """The day is again as the calendar has it."""
    require(runs_installation(actor))
    audit.record(actor, "places.calendar.forgotten", day, day=day.day)
    day.delete()
