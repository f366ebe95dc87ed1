"""Process editions: who assesses, who recognises which stars, quorum, deadlines, validity; dated data like criteria.

Each value says how certain it is: `law` (read in the decree), `seen` (a province's rules or practice), `setting`
(ours). Pages show all but law as settings. What is wrong with one is found in `process_checks`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files as resource_files
from itertools import pairwise
from typing import Any

from .faults import Fault, FaultyEdition
from .loading import read_yaml
from .model import LEVEL_NAMES, in_language
from .process_checks import process_faults


@dataclass(frozen=True, slots=True)
class LevelRule:
    """What one level does. `passes_up_from`: mean points from which a dossier goes to the next level, or None."""

    level: str
    assesses_by: str
    recognises: frozenset[int]
    passes_up_from: int | None
    certainty: str
    source: str
    source_en: str = ""

    def source_in(self, language: str) -> str:
        return in_language(self.source, self.source_en, language)

    @property
    def has_council(self) -> bool:
        return self.assesses_by == "council"

    def name_in(self, language: str) -> str:
        return in_language(*LEVEL_NAMES[self.level], language)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the process with its certainty and source. `between`: the bounds within which a round may choose;
    `choices`: the options among which it may, of a value that has options."""

    value: Any
    certainty: str
    source: str
    between: tuple[Any, Any] | None = None
    source_en: str = ""
    choices: tuple[str, ...] = ()

    def source_in(self, language: str) -> str:
        return in_language(self.source, self.source_en, language)

    @property
    def is_law(self) -> bool:
        return self.certainty == "law"

    @property
    def is_open(self) -> bool:
        """Whether a round may choose: never what a decree says."""
        left = self.between is not None or self.choices or isinstance(self.value, bool)
        return not self.is_law and bool(left)

    def allows(self, choice: Any) -> bool:
        """Whether a round may choose this."""
        if not self.is_open or isinstance(choice, bool) != isinstance(self.value, bool):
            return False
        if self.choices:
            return choice in self.choices
        if self.between is None:
            return True
        least, most = self.between
        return Decimal(least) <= Decimal(choice) <= Decimal(most)


@dataclass(frozen=True)
class Process:
    """A process edition. Values are read as attributes-by-name: `process.value("max_spread")`."""

    code: str
    name: str
    name_en: str
    decision: str
    criteria: str
    in_force_from: date
    in_force_to: date | None
    levels: tuple[LevelRule, ...]
    values: Mapping[str, Value]

    def name_in(self, language: str) -> str:
        return in_language(self.name, self.name_en, language)

    def is_in_force(self, on: date) -> bool:
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def level(self, code: str) -> LevelRule | None:
        """The rule of a level; the country's council is the centre's."""
        wanted = "centre" if code == "country" else code
        return next((rule for rule in self.levels if rule.level == wanted), None)

    def above(self, code: str) -> LevelRule | None:
        """The next level up, or None at the top."""
        rule = self.level(code)
        if rule is None or rule is self.levels[-1]:
            return None
        return self.levels[self.levels.index(rule) + 1]

    def value(self, name: str) -> Any:
        return self.values[name].value

    def days(self, name: str) -> int:
        """A deadline in working days."""
        return int(self.value(f"{name}_days"))

    @property
    def quorum_share(self) -> Decimal:
        return Decimal(self.value("quorum_share"))

    def wrong_settings(self, settings: Mapping[str, Any]) -> tuple[str, ...]:
        """Names of choices that the process does not leave to a round, or not within these bounds."""
        return tuple(
            name
            for name, choice in settings.items()
            if name not in self.values or not self.values[name].allows(choice)
        )

    def with_settings(self, settings: Mapping[str, Any]) -> Process:
        """The process as one round uses it: its own choices in place of the edition's."""
        chosen = {
            name: replace(old, value=settings[name], certainty="setting")
            if name in settings
            else old
            for name, old in self.values.items()
        }
        return Process(
            **{**{f: getattr(self, f) for f in self.__dataclass_fields__}, "values": chosen}
        )


@lru_cache(maxsize=1)
def builtin_processes() -> tuple[Process, ...]:
    """The process editions that come with the system, oldest first."""
    return in_order(process_from(content) for content in builtin_contents().values())


@lru_cache(maxsize=1)
def builtin_contents() -> Mapping[str, Mapping[str, Any]]:
    """The data of those, by code. Raises FaultyEdition."""
    contents, faults = read_processes(builtin_process_files())
    if faults:
        raise FaultyEdition(faults)
    return {content["code"]: content for content in contents}


def builtin_process_files() -> Mapping[str, str]:
    folder = resource_files("ocop.rules") / "builtin_processes"
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    }


def read_processes(
    files: Mapping[str, str],
) -> tuple[list[Mapping[str, Any]], tuple[Fault, ...]]:
    """(data of process editions, what is wrong with them by file and line) of YAML texts by file name."""
    contents: list[Mapping[str, Any]] = []
    faults: list[Fault] = []
    homes: dict[str, str] = {}
    for name, text in files.items():
        content = read_yaml(name, text, faults)
        if not isinstance(content, Mapping):
            if not any(fault.file == name for fault in faults):
                faults.append(Fault(name, 1, "not_mapping"))
            continue
        faults += process_faults(content, name)
        code = str(content.get("code"))
        if code in homes:
            faults.append(Fault(name, 1, "process_twice", {"found": code, "file": homes[code]}))
        homes.setdefault(code, name)
        contents.append(content)
    return contents, tuple(faults)


def in_order(processes: Iterable[Process]) -> tuple[Process, ...]:
    """Oldest first; one without an end lasts until the day before the next begins."""
    found = sorted(processes, key=lambda p: p.in_force_from)
    for number, (earlier, later) in enumerate(pairwise(found)):
        if earlier.in_force_to is None:
            found[number] = replace(earlier, in_force_to=later.in_force_from - timedelta(days=1))
    return tuple(found)


def overlapping(new: Process, others: Iterable[Process]) -> Process | None:
    """The process whose days a new one would share. One without an end gives way to a later one."""
    for other in others:
        first, second = sorted((other, new), key=lambda p: p.in_force_from)
        if first.in_force_from == second.in_force_from or (
            first.in_force_to is not None and second.in_force_from <= first.in_force_to
        ):
            return other
    return None


def day_left_without(new: Process, others: Iterable[Process]) -> date | None:
    """The day after a new process that would have none, though it has one now: who is cut short by it does not come back."""
    if new.in_force_to is None:
        return None
    known, day = tuple(others), new.in_force_to + timedelta(days=1)
    if process_in_force(day, known) and not process_in_force(day, in_order([*known, new])):
        return day
    return None


def process(code: str) -> Process:
    """A process edition that comes with the system, by its code. Raises KeyError."""
    return process_from(builtin_contents()[code])


def process_in_force(on: date, among: Iterable[Process] | None = None) -> Process | None:
    """The process of a day, or None before the first one; among: those to choose from, else those built in."""
    known = builtin_processes() if among is None else among
    return next((found for found in known if found.is_in_force(on)), None)


def add_working_days(
    start: date,
    days: int,
    *,
    off: Container[date] = frozenset(),
    worked: Container[date] = frozenset(),
) -> date:
    """The day that lies so many working days after another: Monday to Friday, without the public holidays in `off`, and
    the other days in `worked`, such as a Saturday that makes up for a day off."""
    day = start
    while days > 0:
        day = date.fromordinal(day.toordinal() + 1)
        if day in worked or (day.weekday() < 5 and day not in off):
            days -= 1
    return day


def _value(data: Mapping[str, Any]) -> Value:
    between = data.get("between")
    bounds = (between[0], between[1]) if between else None
    return Value(**{**data, "between": bounds, "choices": tuple(data.get("choices") or ())})


def process_from(data: Mapping[str, Any]) -> Process:
    """A process from data in which `process_checks` finds no fault."""
    return Process(
        code=data["code"],
        name=data["name"],
        name_en=data["name_en"],
        decision=data["decision"],
        criteria=data["criteria"],
        in_force_from=date.fromisoformat(data["in_force_from"]),
        in_force_to=date.fromisoformat(data["in_force_to"]) if data.get("in_force_to") else None,
        levels=tuple(
            LevelRule(
                level=row["level"],
                assesses_by=row["assesses_by"],
                recognises=frozenset(row["recognises"]),
                passes_up_from=row["passes_up_from"],
                certainty=row["certainty"],
                source=row["source"],
                source_en=row.get("source_en", ""),
            )
            for row in data["levels"]
        ),
        values={name: _value(value) for name, value in data["values"].items()},
    )
