"""Rules of sheets and criteria, and whether what they name exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..facts import EVIDENCE, WORDS
from ..model import Rule, Sheet
from .texts import Located, mappings
from .values import ValueReader, shown

RULE_KINDS = (
    "disqualify",
    "gate",
    "applies_if",
    "choose_one_case",
    "evidence",
    "requires_for_stars",
)
EFFECTS = ("stop_evaluation", "skip_other_criteria")
POINTS_GATES = ("points_equal", "any_points_equal")


class RuleReader(ValueReader):
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
            self.fault(node, "type", "rule_type", found=shown(kind))
        what, what_en = self.both(node, "what", str(kind))
        when = self.text(node, "when", required=kind in ("disqualify", "gate"))
        if kind in ("disqualify", "gate") and when and when not in WORDS and not what:
            self.fault(node, "when", "fact_words", found=when)
        if kind == "gate" and node.get("effect") not in EFFECTS:
            self.fault(node, "effect", "effect", known=", ".join(EFFECTS))
        required = self.text(node, "required", required=kind == "evidence")
        if kind == "evidence" and required and required not in EVIDENCE and not what:
            self.fault(node, "required", "fact_words", found=required)
        named = (
            (self.text(node, "criterion"),) if "criterion" in node else self.codes(node, "criteria")
        )
        stars = 0
        if kind == "requires_for_stars":
            stars = self.whole(node, "stars", least=1)
            if stars > 5:
                self.fault(node, "stars", "stars")
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
        has_threshold = kind in ("applies_if", "requires_for_stars")
        detail = (when or required or stars, *named, threshold if has_threshold else "")
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
    for mapping in mappings(node):
        if isinstance(mapping.get("code"), str) and "name" in mapping:
            yield mapping["code"], mapping.at("code")
