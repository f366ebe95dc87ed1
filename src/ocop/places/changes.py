"""What a change of the units makes of the tree: which unit ends, which begins under which key, what follows what.

A change is planned in memory against the tree as it is, so that nothing is written before all of a file is known to fit.

Example: "02137; 02149 → 02137 Xã Văn Vũ, 1 February 2020" ends 02137 and 02149 on 31 January, adds the unit 02137@2020 under the
parent of the two, and two successions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from .enums import Level
from .models import Place, Succession

ONE_DAY = timedelta(days=1)
DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
KINDS = {
    "Thị trấn": Level.COMMUNE,
    "Đặc khu": Level.COMMUNE,
    "Phường": Level.COMMUNE,
    "Xã": Level.COMMUNE,
    "Huyện": Level.DISTRICT,
    "Quận": Level.DISTRICT,
    "Thị xã": Level.DISTRICT,
    "Tỉnh": Level.PROVINCE,
    "Thành phố": Level.PROVINCE,
}
"""What a unit's name begins with; a city below a province is a district."""


@dataclass(slots=True, eq=False, kw_only=True)
class Unit:
    """A unit as `actions.add_units` takes it, with days in place of their texts. parent: its key."""

    key: str
    code: str
    level: str
    kind: str
    name: str
    short_name: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None
    latitude: float | None = None
    longitude: float | None = None

    def exists_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    @property
    def row(self) -> dict[str, Any]:
        days = {"valid_from": self.valid_from, "valid_to": self.valid_to}
        return asdict(self) | {name: day and day.isoformat() for name, day in days.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a decree, ready to be written: units that begin and those that end, what follows what. carried: how many
    units below went along."""

    title: str
    document: str
    units: list[Unit] = field(default_factory=list)
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    carried: list[Unit] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether the tree has all of it already."""
        return not self.units and not self.steps

    @property
    def source(self) -> str:
        return f"{self.document}: {self.title}"[:200]


def kind_of(name: str) -> str:
    """ "Xã" of "Xã Côn Minh"; nothing for a name without its kind."""
    return next((kind for kind in KINDS if name.lower().startswith(kind.lower() + " ")), "")


def unit_of(name: str, code: str, *, parent: Unit, begins: date | None, key: str) -> Unit:
    """A unit by its full name, whose kind is known."""
    kind = kind_of(name)
    return Unit(
        key=key,
        code=code,
        level=level_of(kind, parent),
        kind=kind,
        name=name,
        short_name=name[len(kind) :].strip(),
        parent=parent.key,
        valid_from=begins,
    )


def level_of(kind: str, parent: Unit) -> Level:
    level = KINDS[kind]
    return Level.DISTRICT if kind == "Thành phố" and parent.level != Level.COUNTRY else level


class Tree:
    """All units and successions, read once: 2 queries. What is planned is put in, nothing is written."""

    def __init__(self) -> None:
        fields = [each for each in Unit.__slots__ if each != "parent"]
        self.units: dict[str, Unit] = {}
        self.by_code: dict[str, list[Unit]] = defaultdict(list)
        self.below: dict[str, list[Unit]] = defaultdict(list)
        self.followers: dict[str, dict[str, date]] = defaultdict(dict)
        for row in Place.objects.order_by("path").values(*fields, "parent__key"):
            self.put(Unit(parent=row.pop("parent__key") or "", **row))
        for old, new, on in Succession.objects.values_list("old__key", "new__key", "on"):
            self.followers[old][new] = on

    def put(self, unit: Unit) -> None:
        self.units[unit.key] = unit
        self.by_code[unit.code].append(unit)
        self.below[unit.parent].append(unit)

    def named(self, code: str, on: date) -> list[Unit]:
        """The units of a day that a code may mean; Excel drops the noughts before a number."""
        tried = dict.fromkeys((code, *(code.zfill(digits) for digits in DIGITS.values())))
        if code == "vn":
            return [self.units["vn"]]
        found = [unit for each in tried for unit in self.by_code.get(each, ())]
        return [unit for unit in found if unit.exists_on(on)]

    def holder(self, key: str, on: date) -> Unit | None:
        """A unit, or on a day after its last what it went wholly into, or what was above it where nothing followed; None where
        it was split."""
        unit = self.units[key]
        while not unit.exists_on(on):
            after = [new for new, day in self.followers[unit.key].items() if day <= on]
            if len(after) > 1:
                return None
            unit = self.units[after[0] if after else unit.parent]
        return unit

    def free_key(self, code: str, begins: date | None) -> str:
        """The code itself for its first unit, later with the year, where that is taken with the month and the day."""
        day = begins or date.min
        tried = (code, f"{code}@{day.year}", f"{code}@{day:%Y%m}", f"{code}@{day:%Y%m%d}")
        return next(key for key in tried if key not in self.units)

    def end(self, unit: Unit, change: Change, on: date) -> None:
        """A unit exists for the last time on the day before."""
        if unit.valid_to is None:
            unit.valid_to = on - ONE_DAY
            change.units.append(unit)

    def follow(self, old: Unit, new: Unit, change: Change, on: date) -> None:
        if new.key not in self.followers[old.key]:
            self.followers[old.key][new.key] = on
            change.steps.append((old.key, new.key, on.isoformat()))

    def left_below(self, unit: Unit, on: date, own: Container[str]) -> list[Unit]:
        """Units below one that ends which go on and of which the file says nothing. own: keys of those that have a row."""
        below = (each for each in self.below[unit.key] if each.key not in own)
        return [each for each in below if each.exists_on(on) and each.exists_on(on - ONE_DAY)]

    def all_left_below(self, unit: Unit, on: date, own: Container[str]) -> Iterator[Unit]:
        for each in self.left_below(unit, on, own):
            yield each
            yield from self.all_left_below(each, on, own)

    def carry(
        self, unit: Unit, parent: Unit, change: Change, on: date, own: Container[str]
    ) -> None:
        """A unit goes on under another parent, with all that is below it: a unit of its own from that day, under its name."""
        went = replace(unit, key=self.free_key(unit.code, on), parent=parent.key, valid_from=on)
        left = self.left_below(unit, on, own)
        unit.valid_to = on - ONE_DAY
        self.put(went)
        change.units.extend((unit, went))
        change.carried.append(went)
        self.follow(unit, went, change, on)
        for each in left:
            self.carry(each, went, change, on, own)
