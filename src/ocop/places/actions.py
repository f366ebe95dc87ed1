"""Put units and what followed them into the tree; say which days are worked or off otherwise than the calendar has them.

Also outlines of units, for maps.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib.resources import files as resource_files
from typing import Any

from ocop.core import audit, clock
from ocop.core.rights import require, runs_installation
from ocop.core.search import fold, sort_key
from ocop.core.transactions import use_case

from . import followers
from .changes import Change
from .enums import Level
from .models import CalendarDay, Outline, Place, Succession, TreeChange
from .outlines import Reading
from .queries import in_use
from .territory import present

FEW_STEPS = 500
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
    """Put all units and their successions into the database; what is there already stays. Returns the number of units."""
    data = json.loads(
        gzip.decompress((resource_files("ocop.places") / "data" / "units.json.gz").read_bytes())
    )
    rows = [dict(zip(FIELDS, row, strict=True)) for row in data["units"]]
    add_units(rows, data["successions"], source="units.json.gz", progress=progress)
    return len(rows)


@use_case
def add_units(
    units: Sequence[Mapping[str, Any]],
    successions: Iterable[tuple[str, str, str]],
    *,
    source: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> TreeChange | None:
    """Add units and what followed what (old key, new key, first day), where they are not there yet; a unit that is there
    takes the last day that is said now. None when everything was there.

    Level by level from the country down, because a unit's path begins with its parent's.
    """
    places = {place.key: place for place in Place.objects.all()}
    return _grow(places, units, successions, actor=None, source=source, progress=progress)


@use_case
def change_units(*, actor: Any, changes: Sequence[Change]) -> int:
    """Write what a file changes, all of it or nothing, with an entry in the trail for each change; how many there were.

    actor: who runs the installation, None for its command line.
    """
    require(actor is None or runs_installation(actor))
    places = {place.key: place for place in Place.objects.all()}
    for change in changes:
        rows = [unit.row for unit in change.units]
        _grow(places, rows, change.steps, actor=actor, source=change.source)
    return len(changes)


def _grow(
    places: dict[str, Place],
    units: Sequence[Mapping[str, Any]],
    successions: Iterable[tuple[str, str, str]],
    *,
    actor: Any,
    source: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> TreeChange | None:
    """Part of a use case. places: all units by their keys; new ones are put in."""
    ended = [_end(places[row["key"]], row) for row in units if row["key"] in places]
    Place.objects.bulk_update([place for place in ended if place], ["valid_to"], batch_size=500)
    added = 0
    for level in Level.values:
        new = [
            _place(row, places)
            for row in units
            if row["level"] == level and row["key"] not in places
        ]
        places |= {place.key: place for place in Place.objects.bulk_create(new, batch_size=1000)}
        added += len(new)
        progress(added, len(units))
    successions = list(successions)
    known = set(_known_steps(places, successions))
    steps = [
        Succession(old=places[old], new=places[new], on=date.fromisoformat(on))
        for old, new, on in successions
        if (old, new) not in known
    ]
    Succession.objects.bulk_create(steps, batch_size=2000)
    if not (added or steps or any(ended)):
        return None
    change = TreeChange.objects.create(
        source=source, units_added=added, successions_added=len(steps)
    )
    audit.record(
        actor, "places.tree.changed", change, source=source, units=added, successions=len(steps)
    )
    return change


def _known_steps(
    places: Mapping[str, Place], successions: Sequence[tuple[str, str, str]]
) -> Iterable[tuple[str, str]]:
    """Which steps are there already; those of the whole country are not asked for one by one."""
    rows = Succession.objects.values_list("old__key", "new__key")
    if len(successions) < FEW_STEPS:
        rows = rows.filter(old__in=[places[old].pk for old, _new, _on in successions])
    return rows


def _end(place: Place, row: Mapping[str, Any]) -> Place | None:
    """The unit with its last day, where that is said for the first time."""
    if place.valid_to or not row["valid_to"]:
        return None
    place.valid_to = date.fromisoformat(row["valid_to"])
    return place


def follow_units(on: date) -> int:
    """Take what lives at a unit that has ended over to the one it went wholly into, each in a transaction of its own;
    what lived at a unit that was split waits for an officer (`people.work`), and where an office still works at the old
    unit nothing moves. How many went."""
    went = 0
    for kind in followers.kinds():
        ended = kind.living().filter(**{f"{kind.field}__valid_to__lt": on})
        ended = ended.exclude(**{f"{kind.field}__in": in_use().values("pk")})
        homes = list(ended.values_list("pk", kind.field))
        seen = present(on)
        units = {old: new for _pk, old in homes if (new := seen.unit(old)) is not None}
        places = Place.objects.in_bulk(units.values())
        for pk, old in homes:
            if old in units:
                follow(kind=kind, pk=pk, to=places[units[old]])
                went += 1
    return went


@use_case
def follow(*, kind: followers.Kind, pk: int, to: Place) -> None:
    """A thing lives from now on at the unit that its own went wholly into: nobody is asked."""
    thing, changed = followers.take_over(kind, pk, to)
    audit.record(None, "places.unit.followed", thing, **changed)


def _place(row: Mapping[str, Any], places: dict[str, Place]) -> Place:
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
def load_outlines(
    *, actor: Any, place: Place, reading: Reading, file: str, source: str, licence: str
) -> int:
    """Keep what was read for units of a place; what a unit had before is replaced. Returns the number of units.

    file: the name it came under. Source and licence are shown with every map that is drawn from it.
    """
    require(runs_installation(actor))
    now = clock.now()
    Outline.objects.filter(place__in=reading.outlines).delete()
    Outline.objects.bulk_create(
        [
            Outline(
                place_id=unit,
                geometry=geometry,
                source=source,
                licence=licence,
                loaded_at=now,
                loaded_by=str(actor),
            )
            for unit, geometry in reading.outlines.items()
        ],
        batch_size=500,
    )
    audit.record(
        actor,
        "places.outlines.loaded",
        place,
        file=file,
        units=len(reading.outlines),
        source=source,
        licence=licence,
    )
    return len(reading.outlines)


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
