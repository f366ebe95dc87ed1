"""What can be wrong with a process edition: every fault, with the level or value that it stands at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from string import Formatter
from typing import Any

from .caps import MustPass
from .faults import Fault
from .loading import Located
from .model import LEVEL_NAMES

ASSESSES_BY = ("council", "form_check")
CERTAINTIES = ("law", "seen", "setting")
CODE_FIELDS = ("province", "district", "commune", "serial", "year")
_code = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be: whole (from least to most), share (a decimal as text), truth, choice (one of the options),
    named (a list of things with codes and names) or pattern."""

    name: str
    least: int = 0
    most: int = 0
    is_needed: bool = True
    options: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "assessed_criteria": Kind("named", is_needed=False),
    "assessment_days": Kind("whole", 1, 365, is_needed=False),
    "applicants": Kind("named", is_needed=False),
    "certificate_min_stars": Kind("whole", 1, 5),
    "quorum_share": Kind("share", 0, 1),
    "quorum_needs_chair": Kind("truth"),
    "council_min": Kind("whole", 1, 99),
    "council_max": Kind("whole", 1, 99),
    "secretary_votes": Kind("truth"),
    "max_spread": Kind("whole", 0, 100),
    "must_pass": Kind("choice", options=tuple(MustPass)),
    "copies_before_session_days": Kind("whole", 0, 60),
    "sessions": Kind("whole", 1, 9),
    "receipt_check_days": Kind("whole", 1, 365),
    "completion_days": Kind("whole", 1, 365),
    "council_days": Kind("whole", 1, 365),
    "decision_days": Kind("whole", 1, 365),
    "forwarding_days": Kind("whole", 1, 365),
    "certificate_months": Kind("whole", 1, 240),
    "renewal_from_days": Kind("whole", 1, 365, is_needed=False),
    "renewal_until_days": Kind("whole", 0, 365, is_needed=False),
    "renewal_decision_days": Kind("whole", 1, 365, is_needed=False),
    "extension_days": Kind("whole", 1, 365, is_needed=False),
    "expiry_notice_days": Kind("whole", 1, 365),
    "revocation_days": Kind("whole", 1, 365, is_needed=False),
    "revocation_grounds": Kind("named", is_needed=False),
    "product_code": Kind("pattern"),
}


def process_faults(data: Mapping[str, Any], file: str = "") -> tuple[Fault, ...]:
    """What keeps the data of a process edition from being used; `place` of a fault is a level or the name of a value.

    Lines are those of the YAML file that the data were read from; data that were never a file have but one.
    """
    return tuple(_Checker(data, file).faults())


class _Checker:
    def __init__(self, data: Mapping[str, Any], file: str) -> None:
        self.data = data
        self.code = str(data.get("code") or "")
        self.file = file or self.code
        levels, values = data.get("levels"), data.get("values")
        self.level_rows = [row for row in _list(levels) if isinstance(row, Mapping)]
        self.value_nodes = values if isinstance(values, Mapping) else {}

    def fault(self, place: str, key: str, kind: str, /, **params: Any) -> Fault:
        return Fault(self.file, self.line(place, key), kind, params, key, place)

    def line(self, place: str, key: str) -> int:
        """Where a field stands: of a level or a value that is no mapping, where it begins."""
        level = next((row for row in self.level_rows if place and row.get("level") == place), None)
        node = level or self.value_nodes.get(place)
        if isinstance(node, Located):
            return node.at(key)
        if isinstance(self.value_nodes, Located) and place:
            return self.value_nodes.at(place)
        return self.data.at(key) if isinstance(self.data, Located) else 1

    def faults(self) -> Iterator[Fault]:
        yield from self.head()
        yield from self.levels()
        yield from self.values()

    def texts(self, node: Mapping[str, Any], place: str, *keys: str) -> Iterator[Fault]:
        for key in keys:
            if not isinstance(node.get(key), str) or not node[key].strip():
                yield self.fault(place, key, "process_text")

    def certainty(self, node: Mapping[str, Any], place: str) -> Iterator[Fault]:
        if node.get("certainty") not in CERTAINTIES:
            yield self.fault(place, "certainty", "certainty", known=", ".join(CERTAINTIES))
        yield from self.texts(node, place, "source", "source_en")

    def head(self) -> Iterator[Fault]:
        yield from self.texts(self.data, "", "code", "name", "name_en", "decision", "criteria")
        if self.code and not _code.fullmatch(self.code):
            yield self.fault("", "code", "bad_code", found=self.code)
        start, end = (self.data.get(key) for key in ("in_force_from", "in_force_to"))
        days = [_day(text) for text in (start, end)]
        if days[0] is None:
            yield self.fault("", "in_force_from", "process_day")
        if end and days[1] is None:
            yield self.fault("", "in_force_to", "process_day")
        if days[0] and days[1] and days[1] < days[0]:
            yield self.fault("", "in_force_to", "dates_crossed")

    def levels(self) -> Iterator[Fault]:
        levels = self.level_rows
        names = [row.get("level") for row in levels]
        known = [name for name in LEVEL_NAMES if name in names]
        if not levels or names != known:
            yield self.fault("", "levels", "level_order", known=", ".join(LEVEL_NAMES))
            return
        if not any(row.get("assesses_by") == "council" for row in levels):
            yield self.fault("", "levels", "no_council")
        recognised: dict[int, str] = {}
        for row in levels:
            yield from self.level(row, recognised, is_top=row is levels[-1])
        least = self.number(self.value_nodes, "certificate_min_stars")
        for stars in range(least if least and least > 0 else 3, 6):
            if stars not in recognised:
                yield self.fault("", "levels", "star_unrecognised", stars=stars)

    def level(
        self, row: Mapping[str, Any], recognised: dict[int, str], *, is_top: bool
    ) -> Iterator[Fault]:
        place = str(row["level"])
        stars, threshold = row.get("recognises"), row.get("passes_up_from")
        if row.get("assesses_by") not in ASSESSES_BY:
            yield self.fault(place, "assesses_by", "assesses_by", known=", ".join(ASSESSES_BY))
        if not isinstance(stars, list) or any(type(n) is not int or not 0 < n < 6 for n in stars):
            yield self.fault(place, "recognises", "stars")
            stars = []
        if stars and row.get("assesses_by") != "council":
            yield self.fault(place, "recognises", "recognises_without_council")
        for number in stars:
            if number in recognised:
                yield self.fault(place, "recognises", "star_twice", stars=number)
            recognised[number] = place
        if threshold is None and not stars and not is_top:
            yield self.fault(place, "passes_up_from", "dead_end")
        if threshold is not None and (type(threshold) is not int or not 0 <= threshold <= 100):
            yield self.fault(place, "passes_up_from", "out_of_range", least=0, most=100)
        if threshold is not None and is_top:
            yield self.fault(place, "passes_up_from", "top_passes")
        yield from self.certainty(row, place)

    def values(self) -> Iterator[Fault]:
        values = self.value_nodes
        for name in values:
            if name not in KINDS:
                yield self.fault(str(name), "", "unknown_value", name=name)
        for name, kind in KINDS.items():
            node = values.get(name)
            if isinstance(node, Mapping):
                yield from self.value(name, kind, node)
            elif node is not None or kind.is_needed:
                yield self.fault(name, "value", "value_missing")
        low, high = (self.number(values, name) for name in ("council_min", "council_max"))
        if low is not None and high is not None and low > high:
            yield self.fault("council_max", "value", "council_sizes")
        names = ("renewal_from_days", "renewal_until_days")
        first, last = (self.number(values, name) for name in names)
        if first is not None and last is not None and first < last:
            yield self.fault("renewal_until_days", "value", "renewal_window")
        checks = any(row.get("assesses_by") == "form_check" for row in self.level_rows)
        if checks and "assessed_criteria" not in values:
            yield self.fault("assessed_criteria", "value", "value_missing")

    @staticmethod
    def number(values: Mapping[str, Any], name: str) -> int | None:
        node = values.get(name)
        found = node.get("value") if isinstance(node, Mapping) else None
        return found if type(found) is int else None

    def value(self, name: str, kind: Kind, node: Mapping[str, Any]) -> Iterator[Fault]:
        yield from self.certainty(node, name)
        value, between = node.get("value"), node.get("between")
        if kind.name in ("whole", "share"):
            bounds = between if isinstance(between, list) and len(between) == 2 else []
            if between is not None and (not bounds or node.get("certainty") == "law"):
                yield self.fault(name, "between", "law_fixed" if bounds else "bounds")
            if any(not _fits(each, kind) for each in (value, *bounds)):
                key = "between" if _fits(value, kind) else "value"
                yield self.fault(name, key, "out_of_range", least=kind.least, most=kind.most)
            elif bounds and not Decimal(bounds[0]) <= Decimal(str(value)) <= Decimal(bounds[1]):
                yield self.fault(name, "between", "bounds")
        elif kind.name == "truth" and not isinstance(value, bool):
            yield self.fault(name, "value", "not_truth", key="value")
        elif kind.name == "pattern" and not is_code_pattern(value):
            known = ", ".join(f"{{{field}}}" for field in CODE_FIELDS)
            yield self.fault(
                name, "value", "code_pattern", known=known, found=str(value)[:60] or "–"
            )
        elif kind.name == "named":
            yield from self.named(name, value)
        elif kind.name == "choice":
            yield from self.choice(name, kind, node)

    def choice(self, name: str, kind: Kind, node: Mapping[str, Any]) -> Iterator[Fault]:
        known = ", ".join(kind.options)
        choices = node.get("choices") or [node.get("value")]
        if node.get("value") not in kind.options:
            yield self.fault(name, "value", "option", known=known)
        elif (
            not isinstance(choices, list)
            or not set(choices) <= set(kind.options)
            or node["value"] not in choices
        ):
            yield self.fault(name, "choices", "option", known=known)
        elif len(choices) > 1 and node.get("certainty") == "law":
            yield self.fault(name, "choices", "law_fixed")

    def named(self, name: str, value: Any) -> Iterator[Fault]:
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        if (
            not rows
            or any(
                not isinstance(row.get(key), str) or not row[key].strip()
                for row in rows
                for key in ("code", "name", "name_en")
            )
            or len({row["code"] for row in rows}) != len(rows)
        ):
            yield self.fault(name, "value", "criteria_words")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _fits(value: Any, kind: Kind) -> bool:
    if kind.name == "whole":
        return type(value) is int and kind.least <= value <= kind.most
    try:
        return isinstance(value, str) and 0 < Decimal(value) <= 1
    except InvalidOperation:
        return False


def is_code_pattern(value: Any) -> bool:
    """Whether a product code can be made of it. Serial numbers count in a commune and a year: without one of the three
    two products would share a code."""
    try:
        fields = [(name, spec, how) for _t, name, spec, how in Formatter().parse(value) if name]
    except (ValueError, TypeError):
        return False
    names = [name for name, _spec, _how in fields]
    return (
        len(value) <= 60
        and all(name in CODE_FIELDS and not spec and not how for name, spec, how in fields)
        and {"commune", "serial", "year"} <= set(names)
    )
