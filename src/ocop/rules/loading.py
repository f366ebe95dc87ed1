"""Read an edition from YAML files and check all of it; a faulty one is refused with file and line.

A folder holds `index.yaml` (edition, parts, bands, list of sets) and a file a set. The same goes for a mapping of
file names to texts, as editions edited in the browser live in the database, and for documents made from a
spreadsheet, whose lines are its rows.

Checked: whole points rising strictly, maxima that add up from level to part to the index's total, unique codes,
rules that refer to what exists, both languages, bands without a gap, files that match the index, and that a set that
calls itself complete is. Every fault of every file is found, not just the first; `faults.SENTENCES` lists them all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files as resource_files
from pathlib import Path
from typing import Any

import yaml

from .checklist import GOODS
from .facts import WORDS
from .faults import Fault, FaultyEdition
from .model import NONE, Band, Case, Criterion, Edition, Level, Part, Rule, Section, Sector, Sheet

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
PAPERS_OF_SECTORS = {
    "Thực phẩm": "food",
    "Đồ uống": "beverage",
    "Thảo dược": "herbal",
    "Dược liệu và sản phẩm từ dược liệu": "herbal",
    "Vải và may mặc": "textile",
    "Lưu niệm - nội thất - trang trí": "souvenir_decor",
    "Hàng thủ công mỹ nghệ": "craft",
    "Sinh vật cảnh": "ornamental",
    "Dịch vụ du lịch nông thôn, bán hàng": "tourism",
    "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch": "tourism",
}
"""By the decisions' names of sectors; `papers` of a sector says it for others."""
EFFECTS = ("stop_evaluation", "skip_other_criteria")
POINTS_GATES = ("points_equal", "any_points_equal")
_code = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_anchor = re.compile(r"(?:^|[\s\[{,:-])[&*]\w", re.MULTILINE)


class Located(dict[str, Any]):
    """A mapping that remembers its line and the lines of its keys."""

    line: int = 1
    lines: Mapping[str, int] = {}
    repeated: tuple[str, ...] = ()

    def at(self, key: str) -> int:
        return self.lines.get(key, self.line)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader, with lines."""


def _located(loader: Any, node: yaml.MappingNode) -> Located:
    made = Located(loader.construct_mapping(node, deep=True))
    made.line = node.start_mark.line + 1
    lines: dict[str, int] = {}
    for key, _value in node.value:
        if key.value in lines:
            made.repeated = (*made.repeated, key.value)
        lines[key.value] = key.start_mark.line + 1
    made.lines = lines
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _located)


def load_edition(folder: Path | str) -> Edition:
    """The edition in a folder. Raises FaultyEdition."""
    return parse_edition(folder_files(Path(folder)))


def folder_files(folder: Path) -> dict[str, str]:
    """Texts of the YAML files of a folder by name. Raises FaultyEdition when one is no UTF-8 text."""
    texts, faults = {}, []
    for path in sorted(folder.glob("*.yaml")):
        try:
            texts[path.name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            faults.append(Fault(path.name, line, "not_yaml", {"problem": "not UTF-8"}))
    if faults:
        raise FaultyEdition(faults)
    return texts


def parse_edition(files: Mapping[str, str]) -> Edition:
    """The edition in texts by file name. Raises FaultyEdition with every fault found, not just the first."""
    faults: list[Fault] = []
    documents = {name: read_yaml(name, text, faults) for name, text in files.items()}
    reader = _Reader(documents, faults)
    return reader.edition()


def faults_of(documents: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What is wrong with documents that are mappings already, those of a spreadsheet for instance."""
    try:
        _Reader(documents, []).edition()
    except FaultyEdition as faulty:
        return faulty.faults
    return ()


def read_yaml(name: str, text: str, faults: list[Fault]) -> Any:
    """The content of a YAML text with lines, None when it cannot be read."""
    if _anchor.search(text) and (line := _line_of_alias(text)):
        faults.append(Fault(name, line, "alias"))
        return None
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        faults.append(Fault(name, mark.line + 1 if mark else 1, "not_yaml", {"problem": problem}))
        return None
    except (ValueError, RecursionError, TypeError) as error:
        faults.append(Fault(name, 1, "not_yaml", {"problem": str(error)}))
        return None
    for node in _mappings(content):
        for key in node.repeated:
            faults.append(Fault(name, node.at(key), "repeated", {"key": key}, key=key))
    return content


def _line_of_alias(text: str) -> int:
    """Where an anchor or alias stands, 0 for nowhere: shared nodes could unfold into a flood."""
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                return int(token.start_mark.line) + 1
    except yaml.YAMLError:
        pass
    return 0


def _mappings(node: Any) -> Iterator[Located]:
    if isinstance(node, Located):
        yield node
        for value in node.values():
            yield from _mappings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _mappings(value)


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
    return _digest({name: yaml.load(text, Loader=_Loader) for name, text in files.items()})  # noqa: S506


def _digest(documents: Mapping[str, Any]) -> str:
    canonical = json.dumps(
        documents, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class _Reader:
    """Turns documents into the model and gathers what is wrong on the way."""

    def __init__(self, documents: Mapping[str, Any], faults: list[Fault]) -> None:
        self.documents = documents
        self.faults = faults
        self.file = INDEX
        self.place = ""

    def fault(self, node: Located | int, key: str, kind: str, /, **params: Any) -> None:
        line = node if isinstance(node, int) else node.at(key)
        self.faults.append(Fault(self.file, line, kind, params, key, self.place))

    # Values out of mappings: each tells what it expected.

    def text(self, node: Located, key: str, *, required: bool = True) -> str:
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if required or value not in (None, ""):
            self.fault(node, key, "not_text", key=key, found=_shown(value))
        return ""

    def code(self, node: Located, key: str = "code") -> str:
        value = self.text(node, key)
        if value and not _code.fullmatch(value):
            self.fault(node, key, "bad_code", found=value)
        return value

    def whole(self, node: Located, key: str, *, least: int = 0) -> int:
        value = node.get(key)
        if type(value) is int and value >= least:
            return value
        self.fault(node, key, "not_whole", key=key, least=least, found=_shown(value))
        return 0

    def day(self, node: Located, key: str, *, required: bool = False) -> str:
        value = node.get(key)
        if value is None and not required:
            return ""
        try:
            date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.fault(node, key, "not_date", key=key, found=_shown(value))
            return ""
        return str(value)

    def nodes(self, node: Located, key: str) -> list[Located]:
        value = node.get(key)
        if value is None:
            return []
        if isinstance(value, list) and all(isinstance(item, Located) for item in value):
            return value
        self.fault(node, key, "not_list", key=key)
        return []

    def codes(self, node: Located, key: str) -> tuple[str, ...]:
        value = node.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(node, key, "not_texts", key=key)
        return ()

    def both(self, node: Located, key: str, of: str) -> tuple[str, str]:
        """A text that is given in both languages or not at all."""
        vi, en = self.text(node, key, required=False), self.text(node, f"{key}_en", required=False)
        if bool(vi) != bool(en):
            self.fault(node, key if key in node else f"{key}_en", "languages", key=key, code=of)
        return vi, en

    # From the whole to the level.

    def edition(self) -> Edition:
        index = self.documents.get(INDEX)
        if not isinstance(index, Located):
            if not any(f.file == INDEX for f in self.faults):
                self.fault(
                    1, "", "not_mapping" if INDEX in self.documents else "index_missing", name=INDEX
                )
            index = None
        head = index.get("edition") if index is not None else None
        if index is not None and not isinstance(head, Located):
            self.fault(index, "edition", "edition_missing")
        maximum = self.whole(index, "max_points", least=1) if index is not None else 0
        parts = self.index_parts(index, maximum) if index is not None else ()
        bands = self.bands(index, maximum) if index is not None else ()
        sectors = self.sectors(index) if index is not None else ()
        sheets = self.sheets(index, {c: p for c, _n, _e, p in parts}, maximum, sectors)
        fields = self.head(head) if isinstance(head, Located) else {}
        if self.faults or index is None or not isinstance(head, Located):
            raise FaultyEdition(self.faults)
        usable = index.get("usable_for_scoring", True) is not False
        return Edition(
            **fields,
            max_points=maximum,
            parts=parts,
            bands=bands,
            sheets=sheets,
            complete=bool(sheets) and usable and all(s.complete for s in sheets.values()),
            usable_for_scoring=usable,
            digest=_digest(self.documents),
            sectors=sectors,
            missing=self.codes(index, "missing"),
        )

    def head(self, node: Located) -> dict[str, Any]:
        """The edition's own fields, with the days between which it is in force."""
        self.file = INDEX
        code = self.code(node)
        fields = {key: self.text(node, key) for key in ("name", "name_en", "decision")}
        start, end = self.day(node, "in_force_from"), self.day(node, "in_force_to")
        if start and end and end < start:
            self.fault(node, "in_force_to", "dates_crossed")
        return {
            "code": code,
            **fields,
            "decision_date": self.day(node, "decision_date", required=True),
            "in_force_from": start,
            "in_force_to": end,
            "amended_by": tuple(self.text(a, "decision") for a in self.nodes(node, "amended_by")),
        }

    def sectors(self, index: Located) -> tuple[Sector, ...]:
        found = index.get("classification")
        if not isinstance(found, Located):
            return ()
        nodes = self.nodes(found, "sectors") or self.nodes(found, "groups")
        return tuple(self.sector(node) for node in nodes)

    def sector(self, node: Located) -> Sector:
        name, papers = self.text(node, "name"), node.get("papers", "")
        if papers and papers not in GOODS:
            self.fault(node, "papers", "papers", known=", ".join(GOODS))
        papers = papers or PAPERS_OF_SECTORS.get(name, "food")
        return Sector(name, self.text(node, "name_en"), papers)

    def index_parts(self, index: Located, maximum: int) -> tuple[tuple[str, str, str, int], ...]:
        parts: list[tuple[str, str, str, int]] = []
        for node in self.nodes(index, "parts"):
            code = self.code(node)
            if code in [part[0] for part in parts]:
                self.fault(node, "code", "part_twice", found=code)
            points = self.whole(node, "max_points", least=1)
            parts.append((code, self.text(node, "name"), self.text(node, "name_en"), points))
        total = sum(points for *_rest, points in parts)
        if total != maximum:
            self.fault(index, "parts", "parts_sum", total=total, wanted=maximum)
        return tuple(parts)

    def bands(self, index: Located, maximum: int) -> tuple[Band, ...]:
        bands, edge = [], 0
        for number, node in enumerate(self.nodes(index, "star_bands"), start=1):
            stars, floor = self.whole(node, "stars", least=1), self.whole(node, "min")
            ceiling = self.whole(node, "max_exclusive" if "max_exclusive" in node else "max")
            if stars != number or floor != edge or ceiling <= floor:
                self.fault(node, "", "band_gap", number=number)
            note, note_en = (self.text(node, key, required=False) for key in ("note", "note_en"))
            bands.append(Band(number, floor, ceiling, note, note_en))
            edge = ceiling
        if len(bands) != 5 or edge != maximum:
            self.fault(index, "star_bands", "bands_end", wanted=maximum)
        return tuple(bands)

    def sheets(
        self,
        index: Located | None,
        part_points: Mapping[str, int],
        maximum: int,
        sectors: tuple[Sector, ...],
    ) -> dict[str, Sheet]:
        """The sheet of each file. Without an index each file is still checked for itself."""
        listed: dict[str, Located] = {}
        codes: list[str] = []
        for entry in self.nodes(index, "sets") if index is not None else ():
            code, name = self.code(entry), self.text(entry, "file")
            if code in codes:
                self.fault(entry, "code", "set_twice", found=code)
            if name in listed:
                self.fault(entry, "file", "file_twice", found=name)
            elif name and name not in self.documents:
                self.fault(entry, "file", "file_missing", name=name)
            codes.append(code)
            listed[name] = entry
        sheets, incomplete = {}, set()
        for name, node in self.documents.items():
            if name == INDEX:
                continue
            self.file = name
            known = listed.get(name)
            if known is None and index is not None:
                self.fault(1, "", "not_listed")
            if not isinstance(node, Located):
                if not any(f.file == name and f.code in ("not_yaml", "alias") for f in self.faults):
                    self.fault(1, "", "not_mapping")
                continue
            for key in ("code", "name", "name_en", "sector", "complete"):
                if known is not None and node.get(key) != known.get(key):
                    self.fault(node, key, "differs_from_list", key=key)
            sheet = self.sheet(node, part_points, maximum, sectors)
            sheets[sheet.code] = sheet
            incomplete |= {(name, s.code) for s in sheet.sections if s.is_incomplete}
        self.file, self.place = INDEX, ""
        if index is not None:
            self.exceptions(index, incomplete)
        order = {code: number for number, code in enumerate(codes)}
        return dict(sorted(sheets.items(), key=lambda pair: order.get(pair[0], 0)))

    def exceptions(self, index: Located, incomplete: set[tuple[str, str]]) -> None:
        """The index names what is incomplete, no more and no less."""
        named = set()
        for node in self.nodes(index, "exceptions"):
            pair = (f"{self.text(node, 'set')}.yaml", self.text(node, "section"))
            named.add(pair)
            if pair not in incomplete and pair[0] in self.documents:
                self.fault(node, "section", "exception_unknown", found=" ".join(pair))
        for pair in sorted(incomplete - named):
            self.fault(index, "exceptions", "exception_missing", found=" ".join(pair))

    def sheet(
        self,
        node: Located,
        part_points: Mapping[str, int],
        maximum: int,
        sectors: tuple[Sector, ...],
    ) -> Sheet:
        self.place = ""
        parts = tuple(self.part(p, part_points) for p in self.nodes(node, "parts"))
        self.place = ""
        if part_points and [p.code for p in parts] != list(part_points):
            self.fault(node, "parts", "parts_differ", wanted=", ".join(part_points))
        total = sum(p.max_points for p in parts)
        wanted = maximum or node.get("max_points")
        if total != wanted or node.get("max_points") != wanted:
            self.fault(node, "max_points", "sheet_sum", total=total, wanted=wanted)
        complete = node.get("complete")
        if not isinstance(complete, bool):
            self.fault(node, "complete", "not_truth", key="complete")
        slug, sector = self.text(node, "slug"), self.text(node, "sector")
        if slug and f"{slug}.yaml" != self.file:
            self.fault(node, "slug", "slug")
        papers = {known.name: known.papers for known in sectors}
        if sectors and sector and sector not in papers:
            self.fault(node, "sector", "sector", found=sector)
        self.text(node, "edition")
        sheet = Sheet(
            code=self.code(node),
            slug=slug,
            name=self.text(node, "name"),
            name_en=self.text(node, "name_en"),
            sector=sector,
            sector_en=self.text(node, "sector_en"),
            group=self.text(node, "group", required=False),
            group_en=self.text(node, "group_en", required=False),
            papers=papers.get(sector) or PAPERS_OF_SECTORS.get(sector, "food"),
            complete=complete is True,
            max_points=total,
            parts=parts,
            rules=self.rules(node, ""),
        )
        if isinstance(complete, bool) and complete == any(s.is_incomplete for s in sheet.sections):
            self.fault(node, "complete", "complete")
        self.references(node, sheet)
        return sheet

    def part(self, node: Located, part_points: Mapping[str, int]) -> Part:
        code = self.place = self.code(node)
        sections = tuple(self.section(s, code) for s in self.nodes(node, "sections"))
        self.place = code
        points, total = self.whole(node, "max_points", least=1), sum(s.max_points for s in sections)
        if total != points:
            self.fault(node, "max_points", "sections_sum", code=code, total=total, wanted=points)
        if (wanted := part_points.get(code, points)) != points:
            self.fault(node, "max_points", "part_points", code=code, total=points, wanted=wanted)
        return Part(code, self.text(node, "name"), self.text(node, "name_en"), points, sections)

    def section(self, node: Located, part: str) -> Section:
        code = self.place = self.code(node)
        points = self.whole(node, "max_points", least=1)
        if not code.startswith(f"{part}."):
            self.fault(node, "code", "home", code=code, home=part)
        self.inferred(node)
        incomplete = node.get("incomplete", False)
        if not isinstance(incomplete, bool):
            self.fault(node, "incomplete", "not_truth", key="incomplete")
        criteria = tuple(self.criterion(c, code) for c in self.nodes(node, "criteria"))
        self.place, total = code, sum(c.max_points for c in criteria)
        if incomplete and criteria:
            self.fault(node, "criteria", "incomplete_filled")
        if not incomplete and total != points:
            self.fault(node, "max_points", "criteria_sum", code=code, total=total, wanted=points)
        return Section(
            code,
            self.text(node, "number"),
            self.text(node, "name"),
            self.text(node, "name_en"),
            points,
            criteria,
            bool(incomplete),
        )

    def criterion(self, node: Located, home: str, *, is_sub: bool = False) -> Criterion:
        code, kind = self.code(node), node.get("kind")
        self.place = code
        points = self.whole(node, "max_points", least=1)
        if not code.startswith(f"{home}."):
            self.fault(node, "code", "home", code=code, home=home)
        note, note_en = self.both(node, "note", code)
        self.inferred(node)
        levels: tuple[Level, ...] = ()
        cases: tuple[Case, ...] = ()
        subs: tuple[Criterion, ...] = ()
        if kind == "single":
            levels = self.levels(node, code, points)
        elif kind == "alternative":
            cases = self.cases(node, code, points)
        elif kind == "sum" and not is_sub:
            nodes = self.nodes(node, "sub_criteria")
            subs = tuple(self.criterion(s, code, is_sub=True) for s in nodes)
            self.place, total = code, sum(s.max_points for s in subs)
            if total != points or not subs:
                self.fault(node, "max_points", "subs_sum", code=code, total=total, wanted=points)
        else:
            known = ", ".join(KINDS)
            self.fault(node, "kind", "kind", code=code, known=known, found=_shown(kind))
        return Criterion(
            code=code,
            number=self.text(node, "number"),
            name=self.text(node, "name"),
            name_en=self.text(node, "name_en"),
            max_points=points,
            kind=kind if kind in KINDS else "single",
            note=note,
            note_en=note_en,
            has_none="none_points" in node,
            levels=levels,
            cases=cases,
            sub_criteria=subs,
            rules=self.rules(node, code),
            is_inferred=node.get("source") == "inferred",
        )

    def levels(self, node: Located, of: str, maximum: int) -> tuple[Level, ...]:
        levels = []
        for level in self.nodes(node, "levels"):
            self.inferred(level)
            code = self.code(level)
            if code == NONE:
                self.fault(level, "code", "level_reserved", found=NONE)
            points = self.whole(level, "points")
            levels.append(
                Level(code, points, self.text(level, "label"), self.text(level, "label_en"))
            )
        points_of = [level.points for level in levels]
        if len(levels) < 2:
            self.fault(node, "levels", "few_levels", code=of)
            return tuple(levels)
        if len({level.code for level in levels}) != len(levels):
            self.fault(node, "levels", "level_twice", code=of)
        if points_of != sorted(set(points_of)):
            self.fault(node, "levels", "not_rising", code=of, found=points_of)
        if max(points_of) != maximum:
            self.fault(
                node, "max_points", "best_level", code=of, wanted=maximum, total=max(points_of)
            )
        none = node.get("none_points", 0)
        if (min(points_of) > 0) != ("none_points" in node) or type(none) is not int or none != 0:
            self.fault(
                node, "none_points" if "none_points" in node else "levels", "none_points", code=of
            )
        return tuple(levels)

    def cases(self, node: Located, of: str, maximum: int) -> tuple[Case, ...]:
        cases = []
        for case in self.nodes(node, "cases"):
            self.inferred(case)
            code, points = self.code(case), self.whole(case, "max_points", least=1)
            labels = self.text(case, "label"), self.text(case, "label_en")
            levels = self.levels(case, f"{of} {code}", points)
            cases.append(Case(code, *labels, points, levels, "none_points" in case))
        codes = [level.code for case in cases for level in case.levels]
        if len(cases) < 2:
            self.fault(node, "cases", "few_cases", code=of)
        elif max(case.max_points for case in cases) != maximum:
            self.fault(node, "max_points", "best_case", code=of)
        if len({case.code for case in cases}) != len(cases):
            self.fault(node, "cases", "case_twice", code=of)
        if len(set(codes)) != len(codes):
            self.fault(node, "cases", "levels_across", code=of)
        if not any(r.get("type") == "choose_one_case" for r in self.nodes(node, "rules")):
            self.fault(node, "rules", "no_choose_case", code=of)
        return tuple(cases)

    def rules(self, node: Located, owner: str) -> tuple[Rule, ...]:
        self.place = owner
        rules: list[Rule] = []
        for found in self.nodes(node, "rules"):
            rule = self.rule(found, owner)
            if rule.id in [known.id for known in rules]:
                self.fault(found, "type", "rule_twice")
            rules.append(rule)
        return tuple(rules)

    def rule(self, node: Located, owner: str) -> Rule:
        kind = node.get("type")
        if kind not in RULE_KINDS:
            self.fault(node, "type", "rule_type", found=_shown(kind))
        what, what_en = self.both(node, "what", str(kind))
        when = self.text(node, "when", required=kind in ("disqualify", "gate"))
        if kind in ("disqualify", "gate") and when and when not in WORDS and not what:
            self.fault(node, "when", "fact_words", found=when)
        if kind == "gate" and node.get("effect") not in EFFECTS:
            self.fault(node, "effect", "effect", known=", ".join(EFFECTS))
        required = self.text(node, "required", required=kind == "evidence")
        named = (
            (self.text(node, "criterion"),) if "criterion" in node else self.codes(node, "criteria")
        )
        stars = 0
        if kind == "requires_for_stars":
            stars = self.whole(node, "stars", least=1)
            if stars > 5:
                self.fault(node, "stars", "stars")
            self.text(node, "what")
        if kind in ("applies_if", "requires_for_stars"):
            self.text(node, "criterion")
            if ("min_points" in node) == ("levels" in node):
                self.fault(node, "min_points", "min_or_levels", kind=kind)
        if kind == "applies_if" and not owner:
            self.fault(node, "type", "condition_home")
        self.inferred(node)
        points = self.whole(node, "points") if "points" in node else None
        least = self.whole(node, "min_points") if "min_points" in node else None
        levels = self.codes(node, "levels")
        threshold = least if least is not None else ",".join(sorted(levels))
        detail = (when or required or stars, *named, threshold if stars else "")
        return Rule(
            id=":".join(str(p) for p in (owner, str(kind), *detail) if p not in (None, "", 0)),
            kind=str(kind),
            owner=owner,
            when=when or required,
            effect=self.text(node, "effect", required=False),
            criteria=tuple(filter(None, named)),
            points=points,
            min_points=least,
            levels=frozenset(levels),
            triggered_by_level=self.text(node, "triggered_by_level", required=False),
            stars=stars,
            what=what,
            what_en=what_en,
            is_inferred=node.get("source") == "inferred",
            confidence=self.text(node, "confidence", required=False),
            source_note=self.text(node, "source_note", required=False),
        )

    def inferred(self, node: Located) -> None:
        if node.get("source") == "inferred" and not node.get("source_note"):
            self.fault(node, "source", "inferred_note")

    def references(self, node: Located, sheet: Sheet) -> None:
        """Codes are unique and every rule refers to what exists."""
        seen: set[str] = set()
        for section in sheet.sections:
            titled = [c for c in section.criteria if c.sub_criteria]
            for code in (
                section.code,
                *(c.code for c in titled),
                *(x.code for c in section.criteria for x in (c.sub_criteria or (c,))),
            ):
                if code in seen:
                    self.place = code
                    self.fault(
                        dict(_lines_of_codes(node)).get(code, node.line),
                        "code",
                        "code_twice",
                        code=code,
                    )
                seen.add(code)
        for rule, found in zip(sheet.all_rules, _rule_nodes(node), strict=False):
            self.place = rule.owner
            self.reference(rule, found, sheet)

    def reference(self, rule: Rule, node: Located, sheet: Sheet) -> None:
        kind = rule.kind
        for code in rule.criteria:
            key = "criterion" if "criterion" in node else "criteria"
            target = sheet.by_code.get(code)
            if target is None:
                self.fault(node, key, "unknown_criterion", kind=kind, found=code)
                continue
            wanted = rule.points if kind == "gate" else rule.min_points
            if wanted is not None and wanted not in target.points.values():
                key = "points" if kind == "gate" else "min_points"
                self.fault(node, key, "no_points", kind=kind, code=code, found=wanted)
            if unknown := rule.levels - set(target.points):
                listed = ", ".join(sorted(unknown))
                self.fault(node, "levels", "no_level", kind=kind, code=code, found=listed)
        if rule.when in POINTS_GATES and (not rule.criteria or rule.points is None):
            self.fault(node, "when", "points_gate")
        if rule.kind == "applies_if" and rule.owner and rule.owner not in sheet.by_code:
            self.fault(node, "type", "condition_home")
        owner = sheet.by_code.get(rule.owner)
        if rule.triggered_by_level and (
            owner is None or rule.triggered_by_level not in owner.points
        ):
            self.fault(node, "triggered_by_level", "trigger", found=rule.triggered_by_level)


def _shown(value: Any) -> str:
    """A wrong value, short enough for a sentence."""
    return repr(value)[:60]


def _rule_nodes(sheet: Located) -> Iterator[Located]:
    """The rules' nodes in the order of `Sheet.all_rules`."""
    yield from _list(sheet, "rules")
    for part in _list(sheet, "parts"):
        for section in _list(part, "sections"):
            for criterion in _list(section, "criteria"):
                yield from _list(criterion, "rules")
                if criterion.get("kind") == "sum":
                    for sub in _list(criterion, "sub_criteria"):
                        yield from _list(sub, "rules")


def _list(node: Located, key: str) -> list[Located]:
    """A list of mappings; an empty one where it is something else, as the reader reads it."""
    value = node.get(key)
    if isinstance(value, list) and all(isinstance(item, Located) for item in value):
        return value
    return []


def _lines_of_codes(node: Any) -> Iterable[tuple[str, int]]:
    """The last line at which each code stands, so that of a repeated one the second is named."""
    for mapping in _mappings(node):
        if isinstance(mapping.get("code"), str) and "name" in mapping:
            yield mapping["code"], mapping.at("code")
