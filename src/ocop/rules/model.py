"""What an edition of the criteria consists of: parts, sections, criteria, levels, rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

NONE = "none"
"""Answer "no level is met": 0 points, only where the sheet's lowest level is above 0."""

LEVEL_NAMES = {
    "commune": ("Xã", "Commune"),
    "district": ("Huyện", "District"),
    "province": ("Tỉnh", "Province"),
    "centre": ("Trung ương", "Centre"),
}


def in_language(vi: str, en: str, language: str) -> str:
    return en if language.startswith("en") and en else vi


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a criterion. `code` identifies the choice, for points repeat across cases."""

    code: str
    points: int
    label: str
    label_en: str

    def label_in(self, language: str) -> str:
        return in_language(self.label, self.label_en, language)


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which an `alternative` criterion is scored; cases differ in their maximum."""

    code: str
    label: str
    label_en: str
    max_points: int
    levels: tuple[Level, ...]
    has_none: bool = False

    def label_in(self, language: str) -> str:
        return in_language(self.label, self.label_en, language)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a sheet or of one of its criteria.

    kind: disqualify (the product is out), gate (scoring stops), applies_if (scored only if another criterion reaches
    points or levels), choose_one_case, evidence (a document must be shown), requires_for_stars (needed for that star
    and above). `owner` is the criterion that carries it, "" for the whole sheet. `when` is a fact that a person
    confirms, or points_equal / any_points_equal. Rules read from no sheet have `is_inferred`: they warn a person and
    decide nothing until an administrator confirms them.
    """

    id: str
    kind: str
    owner: str = ""
    when: str = ""
    effect: str = ""
    criteria: tuple[str, ...] = ()
    points: int | None = None
    min_points: int | None = None
    levels: frozenset[str] = frozenset()
    triggered_by_level: str = ""
    stars: int = 0
    what: str = ""
    what_en: str = ""
    is_inferred: bool = False
    confidence: str = ""
    source_note: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether a person confirms it; points and levels speak for themselves."""
        return self.kind in ("disqualify", "gate") and self.when not in (
            "points_equal",
            "any_points_equal",
        )

    def decides(self, confirmed: Collection[str]) -> bool:
        """Whether it does more than warn: it was read from a sheet, or an administrator has confirmed it."""
        return not self.is_inferred or self.id in confirmed

    def what_in(self, language: str) -> str:
        return in_language(self.what, self.what_en, language)


@dataclass(frozen=True)
class Criterion:
    """A criterion: `single` (one of its levels), `sum` (of its sub-criteria) or `alternative` (a case, then a level)."""

    code: str
    number: str
    name: str
    name_en: str
    max_points: int
    kind: str
    note: str = ""
    note_en: str = ""
    has_none: bool = False
    levels: tuple[Level, ...] = ()
    cases: tuple[Case, ...] = ()
    sub_criteria: tuple[Criterion, ...] = ()
    rules: tuple[Rule, ...] = ()
    is_inferred: bool = False

    def name_in(self, language: str) -> str:
        return in_language(self.name, self.name_en, language)

    def note_in(self, language: str) -> str:
        return in_language(self.note, self.note_en, language)

    @cached_property
    def choices(self) -> tuple[Level, ...]:
        """Every level that can be chosen, those of all cases in order."""
        return self.levels or tuple(level for case in self.cases for level in case.levels)

    @cached_property
    def points(self) -> Mapping[str, int]:
        """Points of each answer, NONE among them where it is allowed."""
        table = {level.code: level.points for level in self.choices}
        if self.has_none or any(case.has_none for case in self.cases):
            table[NONE] = 0
        return MappingProxyType(table)

    def case_of(self, level_code: str) -> Case | None:
        return next((c for c in self.cases if any(lv.code == level_code for lv in c.levels)), None)

    def level(self, code: str) -> Level | None:
        return next((level for level in self.choices if level.code == code), None)

    def reaching(self, points: int | None, levels: Collection[str] = ()) -> tuple[str, str]:
        """What it means to have so many points here, or one of some levels, in both languages. The label is told where
        one level alone has the points."""
        named = [lv for lv in self.choices if lv.points == points or lv.code in levels]
        told = named if levels or len(named) == 1 else []
        least = (
            (f" từ {points} điểm", f" with at least {points} point{'s' if points > 1 else ''}")
            if points is not None
            else ("", "")
        )
        label, label_en = (
            f" (“{'” hoặc “'.join(lv.label for lv in told)}”)",
            f" (“{'” or “'.join(lv.label_en for lv in told)}”)",
        )
        return (
            f"{self.code} {self.name}{least[0]}{label if told else ''}",
            f"{self.code} {self.name_en}{least[1]}{label_en if told else ''}",
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section of a part; an incomplete one has no criteria yet and makes its sheet unusable."""

    code: str
    number: str
    name: str
    name_en: str
    max_points: int
    criteria: tuple[Criterion, ...]
    is_incomplete: bool = False

    def name_in(self, language: str) -> str:
        return in_language(self.name, self.name_en, language)


@dataclass(frozen=True, slots=True)
class Part:
    """Part A, B or C of a sheet. `unaccounted`: points that no section has yet, which makes its sheet unusable."""

    code: str
    name: str
    name_en: str
    max_points: int
    sections: tuple[Section, ...]
    unaccounted: int = 0

    def name_in(self, language: str) -> str:
        return in_language(self.name, self.name_en, language)


@dataclass(frozen=True)
class Sheet:
    """The score sheet of one product set: 100 points over parts, sections and criteria.

    `papers`: the kind of goods by which the checklist asks for papers. `former_names`: of the sets of earlier editions
    that went into this one.
    """

    code: str
    slug: str
    name: str
    name_en: str
    sector: str
    sector_en: str
    group: str
    complete: bool
    max_points: int
    parts: tuple[Part, ...]
    rules: tuple[Rule, ...] = ()
    group_en: str = ""
    papers: str = "food"
    former_names: tuple[str, ...] = ()

    def sector_in(self, language: str) -> str:
        return in_language(self.sector, self.sector_en, language)

    def group_in(self, language: str) -> str:
        return in_language(self.group, self.group_en, language)

    def name_in(self, language: str) -> str:
        return in_language(self.name, self.name_en, language)

    @property
    def is_filled(self) -> bool:
        """Whether every section has criteria and every point of a part its section."""
        return not any(s.is_incomplete for s in self.sections) and not any(
            part.unaccounted for part in self.parts
        )

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(section for part in self.parts for section in part.sections)

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria that are answered, in order: of a `sum` its sub-criteria, not the sum itself."""
        return tuple(
            leaf
            for section in self.sections
            for c in section.criteria
            for leaf in (c.sub_criteria or (c,))
        )

    @cached_property
    def by_code(self) -> Mapping[str, Criterion]:
        return MappingProxyType({leaf.code: leaf for leaf in self.leaves})

    def leaf(self, code: str) -> Criterion:
        return self.by_code[code]

    @cached_property
    def homes(self) -> Mapping[str, tuple[str, str, str]]:
        """Of each leaf: codes of its part, section and titled criterion."""
        return MappingProxyType(
            {
                leaf.code: (part.code, section.code, c.code)
                for part in self.parts
                for section in part.sections
                for c in section.criteria
                for leaf in (c.sub_criteria or (c,))
            }
        )

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        """Rules of the sheet, of its criteria and of their sub-criteria, each star requirement with its words."""
        return tuple(self._worded(rule) for rule in self._walk_rules())

    def _worded(self, rule: Rule) -> Rule:
        """A star requirement without words of its own says its criterion and what it has to reach there."""
        target = self.by_code.get(rule.criteria[0]) if rule.criteria else None
        if rule.kind != "requires_for_stars" or rule.what or target is None:
            return rule
        what, what_en = target.reaching(rule.min_points, rule.levels)
        return replace(rule, what=what, what_en=what_en)

    def _walk_rules(self) -> Iterator[Rule]:
        yield from self.rules
        for section in self.sections:
            for criterion in section.criteria:
                yield from criterion.rules
                for sub in criterion.sub_criteria:
                    yield from sub.rules

    @cached_property
    def facts(self) -> tuple[Rule, ...]:
        """Gates and knock-outs that a person confirms."""
        return tuple(rule for rule in self.all_rules if rule.is_fact)

    @cached_property
    def requirements(self) -> tuple[Rule, ...]:
        """What a star needs besides points, lowest star first."""
        return tuple(
            sorted(
                (r for r in self.all_rules if r.kind == "requires_for_stars"), key=lambda r: r.stars
            )
        )

    @cached_property
    def conditions(self) -> Mapping[str, tuple[Rule, ...]]:
        """applies_if rules by the leaf that they hold for."""
        table: dict[str, list[Rule]] = {}
        for rule in self.all_rules:
            if rule.kind == "applies_if":
                table.setdefault(rule.owner, []).append(rule)
        return MappingProxyType({code: tuple(rules) for code, rules in table.items()})


@dataclass(frozen=True, slots=True)
class Band:
    """Stars given for a mean total in [floor, ceiling) points; the highest band holds its ceiling too."""

    stars: int
    floor: int
    ceiling: int
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """A group of product sets. `papers`: the kind of goods by which the checklist asks for papers."""

    name: str
    name_en: str
    papers: str


@dataclass(frozen=True, eq=False)
class Edition:
    """A dated set of score sheets. `digest` is the SHA-256 of its content: a result keeps it for ever, and two
    editions with the same one are the same. `missing`: what nobody could read yet, in both languages."""

    code: str
    name: str
    name_en: str
    decision: str
    decision_date: str
    max_points: int
    parts: tuple[tuple[str, str, str, int], ...]
    bands: tuple[Band, ...]
    sheets: Mapping[str, Sheet]
    complete: bool
    digest: str
    usable_for_scoring: bool = True
    in_force_from: str = ""
    in_force_to: str = ""
    amended_by: tuple[str, ...] = ()
    sectors: tuple[Sector, ...] = ()
    missing: tuple[tuple[str, str], ...] = field(default=())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edition) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def name_in(self, language: str) -> str:
        return in_language(self.name, self.name_en, language)

    def usable(self, set_code: str) -> bool:
        """Whether the set has a complete sheet, so that a round may score with it."""
        sheet = self.sheets.get(set_code)
        return sheet is not None and sheet.complete and self.usable_for_scoring
