"""Read an edition from YAML files and check all of it; a faulty one is refused with file and line.

A folder holds `index.yaml` (edition, parts, bands, list of sets) and a file a set. The same goes for a mapping of
file names to texts, as editions edited in the browser live in the database.

Checked: whole points rising strictly, maxima that add up from level to part to the index's total, unique codes,
rules that refer to what exists, both languages, bands without a gap, files that match the index, and that a set that
calls itself complete is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files as resource_files
from pathlib import Path
from typing import Any

import yaml

from .model import Band, Case, Criterion, Edition, Level, Part, Rule, Section, Sheet

INDEX = "index.yaml"
KINDS = ("single", "sum", "alternative")
RULE_KINDS = (
    "disqualify",
    "gate",
    "applies_if",
    "choose_one_case",
    "evidence",
    "requires_for_stars",
)
EFFECTS = ("stop_evaluation", "skip_other_criteria")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with an edition, and where."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FaultyEdition(Exception):
    """The edition cannot be used; `faults` says why, each with file and line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class Located(dict[str, Any]):
    """A YAML mapping that remembers its line and the lines of its keys."""

    line: int = 1
    lines: dict[str, int]
    repeated: tuple[str, ...] = ()

    def at(self, key: str) -> int:
        return self.lines.get(key, self.line)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, with lines."""


def _located(loader: Any, node: yaml.MappingNode) -> Located:
    made = Located(loader.construct_mapping(node, deep=True))
    made.line = node.start_mark.line + 1
    made.lines = {}
    for key, _value in node.value:
        if key.value in made.lines:
            made.repeated = (*made.repeated, key.value)
        made.lines[key.value] = key.start_mark.line + 1
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _located)


def load_edition(folder: Path | str) -> Edition:
    """The edition in a folder. Raises FaultyEdition."""
    folder = Path(folder)
    if not (folder / INDEX).is_file():
        raise FaultyEdition([Fault(str(folder), 1, f"{INDEX} is missing")])
    return parse_edition(
        {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.yaml"))}
    )


def parse_edition(files: Mapping[str, str]) -> Edition:
    """The edition in texts by file name. Raises FaultyEdition with every fault found, not just the first."""
    return _Reader(files).edition()


@lru_cache(maxsize=8)
def builtin_edition(code: str) -> Edition:
    """An edition that comes with the system, by code."""
    return parse_edition(builtin_files(code))


@lru_cache(maxsize=8)
def builtin_files(code: str) -> Mapping[str, str]:
    folder = resource_files("ocop.rules") / "editions" / code
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".yaml")
    }


def builtin_codes() -> tuple[str, ...]:
    return tuple(
        sorted(e.name for e in (resource_files("ocop.rules") / "editions").iterdir() if e.is_dir())
    )


def digest_of(files: Mapping[str, str]) -> str:
    """SHA-256 hex over the content of all files, whatever their formatting."""
    content = {name: yaml.load(text, Loader=_Loader) for name, text in sorted(files.items())}  # noqa: S506
    canonical = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class _Reader:
    """Turns YAML into the model and gathers what is wrong on the way."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.faults: list[Fault] = []
        self.file = INDEX

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message))

    # Values out of mappings: each tells what it expected.

    def text(self, node: Located, key: str, *, required: bool = True) -> str:
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if required:
            self.fault(node.at(key), f"{key} must be a text, found {value!r}")
        return ""

    def whole(self, node: Located, key: str, *, least: int = 0) -> int:
        value = node.get(key)
        if type(value) is int and value >= least:
            return value
        self.fault(node.at(key), f"{key} must be a whole number from {least}, found {value!r}")
        return 0

    def nodes(self, node: Located, key: str) -> list[Located]:
        value = node.get(key) or []
        if isinstance(value, list) and all(isinstance(item, Located) for item in value):
            for item in value:
                for repeated in item.repeated:
                    self.fault(item.at(repeated), f"{repeated} is given twice")
            return value
        self.fault(node.at(key), f"{key} must be a list of mappings")
        return []

    # From the whole to the level.

    def edition(self) -> Edition:
        index = self.yaml(INDEX)
        if not isinstance(index, Located):
            raise FaultyEdition(self.faults or [Fault(INDEX, 1, "must be a mapping")])
        head = index.get("edition")
        if not isinstance(head, Located):
            raise FaultyEdition([Fault(INDEX, index.at("edition"), "edition must be a mapping")])
        maximum = self.whole(index, "max_points", least=1)
        parts = self.index_parts(index, maximum)
        bands = self.bands(index, maximum)
        sheets = self.sheets(index, {code: points for code, _n, _e, points in parts}, maximum)
        classification = index.get("classification") or Located()
        sectors = [
            (s.get("name", ""), s.get("name_en", ""))
            for s in classification.get("sectors", classification.get("groups", []))
        ]
        edition_fields = {
            key: self.text(head, key)
            for key in ("code", "name", "name_en", "decision", "decision_date")
        }
        if self.faults:
            raise FaultyEdition(sorted(self.faults))
        usable = index.get("usable_for_scoring", True)
        return Edition(
            **edition_fields,
            max_points=maximum,
            parts=parts,
            bands=bands,
            sheets=sheets,
            complete=bool(sheets) and usable and all(s.complete for s in sheets.values()),
            digest=digest_of(self.files),
            amended_by=tuple(a["decision"] for a in head.get("amended_by", [])),
            sectors=tuple(sectors),
            missing=tuple(index.get("missing", ())),
        )

    def yaml(self, name: str) -> Any:
        self.file = name
        try:
            return yaml.load(self.files.get(name, ""), Loader=_Loader)  # noqa: S506
        except yaml.MarkedYAMLError as error:
            self.fault(
                error.problem_mark.line + 1 if error.problem_mark else 1,
                f"not valid YAML: {error.problem}",
            )
        except yaml.YAMLError as error:
            self.fault(1, f"not valid YAML: {error}")
        return None

    def index_parts(self, index: Located, maximum: int) -> tuple[tuple[str, str, str, int], ...]:
        parts = tuple(
            (
                self.text(p, "code"),
                self.text(p, "name"),
                self.text(p, "name_en"),
                self.whole(p, "max_points", least=1),
            )
            for p in self.nodes(index, "parts")
        )
        if sum(points for *_rest, points in parts) != maximum:
            self.fault(
                index.at("parts"), f"parts add up to {sum(p for *_r, p in parts)}, not {maximum}"
            )
        return parts

    def bands(self, index: Located, maximum: int) -> tuple[Band, ...]:
        bands, edge = [], 0
        for number, node in enumerate(self.nodes(index, "star_bands"), start=1):
            floor = self.whole(node, "min")
            ceiling = node.get("max_exclusive", node.get("max"))
            if (
                self.whole(node, "stars", least=1) != number
                or floor != edge
                or not isinstance(ceiling, int)
            ):
                self.fault(node.line, f"star band {number} leaves a gap or is out of order")
                ceiling = edge
            bands.append(
                Band(number, floor, ceiling, node.get("note", ""), node.get("note_en", ""))
            )
            edge = ceiling
        if len(bands) != 5 or edge != maximum:
            self.fault(index.at("star_bands"), f"star bands must be 1 to 5 and end at {maximum}")
        return tuple(bands)

    def sheets(
        self, index: Located, part_points: Mapping[str, int], maximum: int
    ) -> dict[str, Sheet]:
        entries = self.nodes(index, "sets")
        codes = [self.text(e, "code") for e in entries]
        listed = {self.text(e, "file"): e for e in entries}
        for entry, code in zip(entries, codes, strict=True):
            if codes.count(code) > 1:
                self.fault(entry.at("code"), f"set code {code} is not unique")
        for name in self.files:
            if name != INDEX and name not in listed:
                self.faults.append(Fault(name, 1, "is not in the list of sets"))
        sheets = {}
        for name, entry in listed.items():
            self.file = INDEX
            if name not in self.files:
                self.fault(entry.at("file"), f"{name} does not exist")
                continue
            node = self.yaml(name)
            if not isinstance(node, Located):
                if not any(f.file == name for f in self.faults):
                    self.fault(1, "must be a mapping")
                continue
            for key in ("code", "name", "name_en", "sector", "complete"):
                if node.get(key) != entry.get(key):
                    self.fault(node.at(key), f"{key} differs from the list of sets")
            sheet = self.sheet(node, part_points, maximum)
            sheets[sheet.code] = sheet
        self.file = INDEX
        return sheets

    def sheet(self, node: Located, part_points: Mapping[str, int], maximum: int) -> Sheet:
        parts = tuple(self.part(p, part_points) for p in self.nodes(node, "parts"))
        if [p.code for p in parts] != list(part_points):
            self.fault(node.at("parts"), f"parts must be {', '.join(part_points)}")
        total = sum(p.max_points for p in parts)
        if total != maximum or node.get("max_points") != maximum:
            self.fault(node.at("max_points"), f"total is {total}, not {maximum}")
        complete = node.get("complete") is True
        sheet = Sheet(
            code=self.text(node, "code"),
            slug=self.text(node, "slug"),
            name=self.text(node, "name"),
            name_en=self.text(node, "name_en"),
            sector=self.text(node, "sector"),
            sector_en=self.text(node, "sector_en"),
            group=node.get("group") or "",
            complete=complete,
            max_points=total,
            parts=parts,
            rules=self.rules(node, ""),
        )
        if complete == any(s.is_incomplete for s in sheet.sections):
            self.fault(node.at("complete"), "complete does not match the sections")
        self.references(node, sheet)
        return sheet

    def part(self, node: Located, part_points: Mapping[str, int]) -> Part:
        sections = tuple(
            self.section(s, node.get("code", "")) for s in self.nodes(node, "sections")
        )
        points = self.whole(node, "max_points", least=1)
        code = self.text(node, "code")
        if sum(s.max_points for s in sections) != points:
            self.fault(
                node.at("max_points"),
                f"sections of part {code} add up to {sum(s.max_points for s in sections)}, not {points}",
            )
        if part_points.get(code, points) != points:
            self.fault(
                node.at("max_points"),
                f"part {code} has {points} points, the index says {part_points[code]}",
            )
        return Part(code, self.text(node, "name"), self.text(node, "name_en"), points, sections)

    def section(self, node: Located, part: str) -> Section:
        code, points = self.text(node, "code"), self.whole(node, "max_points", least=1)
        if not code.startswith(f"{part}."):
            self.fault(node.at("code"), f"section {code} does not belong to part {part}")
        incomplete = bool(node.get("incomplete"))
        criteria = tuple(self.criterion(c, code) for c in self.nodes(node, "criteria"))
        if incomplete and criteria:
            self.fault(node.at("criteria"), "an incomplete section has no criteria")
        if not incomplete and sum(c.max_points for c in criteria) != points:
            self.fault(
                node.at("max_points"),
                f"criteria of {code} add up to {sum(c.max_points for c in criteria)}, not {points}",
            )
        return Section(
            code,
            self.text(node, "number"),
            self.text(node, "name"),
            self.text(node, "name_en"),
            points,
            criteria,
            incomplete,
        )

    def criterion(self, node: Located, home: str, *, is_sub: bool = False) -> Criterion:
        code, kind = self.text(node, "code"), node.get("kind")
        points = self.whole(node, "max_points", least=1)
        if not code.startswith(f"{home}."):
            self.fault(node.at("code"), f"{code} does not belong to {home}")
        if bool(node.get("note")) != bool(node.get("note_en")):
            self.fault(node.at("note"), f"the note of {code} needs both languages")
        self.inferred(node)
        levels: tuple[Level, ...] = ()
        cases: tuple[Case, ...] = ()
        subs: tuple[Criterion, ...] = ()
        if kind == "single":
            levels = self.levels(node, points)
        elif kind == "alternative":
            cases = self.cases(node, points)
        elif kind == "sum" and not is_sub:
            subs = tuple(
                self.criterion(s, code, is_sub=True) for s in self.nodes(node, "sub_criteria")
            )
            if sum(s.max_points for s in subs) != points:
                self.fault(
                    node.at("max_points"),
                    f"sub-criteria of {code} add up to {sum(s.max_points for s in subs)}, not {points}",
                )
        else:
            self.fault(
                node.at("kind"), f"kind of {code} must be one of {', '.join(KINDS)}, found {kind!r}"
            )
        return Criterion(
            code=code,
            number=str(node.get("number") or ""),
            name=self.text(node, "name"),
            name_en=self.text(node, "name_en"),
            max_points=points,
            kind=kind if kind in KINDS else "single",
            note=node.get("note") or "",
            note_en=node.get("note_en") or "",
            has_none="none_points" in node,
            levels=levels,
            cases=cases,
            sub_criteria=subs,
            rules=self.rules(node, code),
            is_inferred=node.get("source") == "inferred",
        )

    def levels(self, node: Located, maximum: int) -> tuple[Level, ...]:
        levels = tuple(
            Level(
                self.text(n, "code"),
                self.whole(n, "points"),
                self.text(n, "label"),
                self.text(n, "label_en"),
            )
            for n in self.nodes(node, "levels")
        )
        line, where = node.at("levels"), node.get("code")
        points = [level.points for level in levels]
        if len(levels) < 2:
            self.fault(line, f"{where} needs at least two levels")
            return levels
        if len({level.code for level in levels}) != len(levels):
            self.fault(line, f"level codes of {where} repeat")
        if points != sorted(set(points)):
            self.fault(line, f"points of {where} do not rise strictly: {points}")
        if max(points) != maximum:
            self.fault(
                node.at("max_points"),
                f"{where} has max_points {maximum} but its best level {max(points)}",
            )
        if (min(points) > 0) != ("none_points" in node) or node.get("none_points", 0) != 0:
            self.fault(
                line, f"none_points: 0 belongs to {where} exactly if its lowest level is above 0"
            )
        return levels

    def cases(self, node: Located, maximum: int) -> tuple[Case, ...]:
        cases = tuple(
            Case(
                self.text(n, "code"),
                self.text(n, "label"),
                self.text(n, "label_en"),
                self.whole(n, "max_points", least=1),
                self.levels(n, n.get("max_points", 0)),
                "none_points" in n,
            )
            for n in self.nodes(node, "cases")
        )
        codes = [level.code for case in cases for level in case.levels]
        if len(cases) < 2:
            self.fault(node.line, f"{node.get('code')} needs at least two cases")
        elif max(case.max_points for case in cases) != maximum:
            self.fault(
                node.at("max_points"),
                f"max_points of {node.get('code')} differs from its best case",
            )
        if len(set(codes)) != len(codes):
            self.fault(node.at("cases"), f"level codes of {node.get('code')} repeat across cases")
        if not any(r.get("type") == "choose_one_case" for r in node.get("rules", [])):
            self.fault(node.line, f"{node.get('code')} lacks a choose_one_case rule")
        return cases

    def rules(self, node: Located, owner: str) -> tuple[Rule, ...]:
        return tuple(self.rule(n, owner) for n in self.nodes(node, "rules"))

    def rule(self, node: Located, owner: str) -> Rule:
        kind = node.get("type")
        if kind not in RULE_KINDS:
            self.fault(node.at("type"), f"unknown rule type {kind!r}")
        if kind in ("disqualify", "gate"):
            self.text(node, "when")
        if kind == "gate" and node.get("effect") not in EFFECTS:
            self.fault(node.at("effect"), f"effect of a gate must be one of {', '.join(EFFECTS)}")
        if kind == "evidence":
            self.text(node, "required")
        if kind == "requires_for_stars" and node.get("stars") not in (1, 2, 3, 4, 5):
            self.fault(node.at("stars"), "stars must be 1 to 5")
        if kind in ("applies_if", "requires_for_stars"):
            self.text(node, "criterion")
            if ("min_points" in node) == ("levels" in node):
                self.fault(node.line, f"rule {kind} needs either min_points or levels")
        self.inferred(node)
        named = [node["criterion"]] if "criterion" in node else list(node.get("criteria", []))
        detail = node.get("when") or node.get("required") or node.get("stars") or ""
        return Rule(
            id=":".join(map(str, filter(None, (owner, kind, detail, *named)))),
            kind=str(kind),
            owner=owner,
            when=node.get("when") or node.get("required") or "",
            effect=node.get("effect") or "",
            criteria=tuple(named),
            points=node.get("points"),
            min_points=node.get("min_points"),
            levels=frozenset(node.get("levels", ())),
            triggered_by_level=node.get("triggered_by_level") or "",
            stars=node.get("stars") or 0,
            what=node.get("what") or "",
            what_en=node.get("what_en") or "",
            is_inferred=node.get("source") == "inferred",
            confidence=node.get("confidence") or "",
            source_note=node.get("source_note") or "",
        )

    def inferred(self, node: Located) -> None:
        if node.get("source") == "inferred" and not node.get("source_note"):
            self.fault(node.at("source"), "source is inferred but there is no source_note")

    def references(self, node: Located, sheet: Sheet) -> None:
        """Codes are unique and every rule refers to what exists."""
        lines = dict(_lines_of_codes(node))
        seen: set[str] = set()
        for section in sheet.sections:
            titled = [c for c in section.criteria if c.sub_criteria]
            for code in (
                section.code,
                *(c.code for c in titled),
                *(x.code for c in section.criteria for x in (c.sub_criteria or (c,))),
            ):
                if code in seen:
                    self.fault(lines.get(code, node.line), f"code {code} is not unique")
                seen.add(code)
        for rule in sheet.all_rules:
            line = lines.get(rule.owner, node.at("rules"))
            for code in rule.criteria:
                target = sheet.by_code.get(code)
                if target is None:
                    self.fault(line, f"rule {rule.kind} refers to unknown criterion {code}")
                    continue
                values = set(target.points.values())
                wanted = rule.points if rule.kind == "gate" else rule.min_points
                if wanted is not None and wanted not in values:
                    self.fault(line, f"rule {rule.kind}: {code} has no level with {wanted} points")
                if unknown := rule.levels - set(target.points):
                    self.fault(
                        line, f"rule {rule.kind}: {code} has no level {', '.join(sorted(unknown))}"
                    )
            if rule.when in ("points_equal", "any_points_equal") and (
                not rule.criteria or rule.points is None
            ):
                self.fault(line, "a gate on points names criteria and points")
            if rule.triggered_by_level and (
                rule.owner not in sheet.by_code
                or rule.triggered_by_level not in sheet.by_code[rule.owner].points
            ):
                self.fault(line, f"gate refers to unknown level {rule.triggered_by_level}")


def _lines_of_codes(node: Any) -> Iterable[tuple[str, int]]:
    """The last line at which each code stands, so that of a repeated one the second is named."""
    if isinstance(node, Located):
        if isinstance(node.get("code"), str) and "name" in node:
            yield node["code"], node.at("code")
        for value in node.values():
            yield from _lines_of_codes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _lines_of_codes(value)
