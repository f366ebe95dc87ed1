"""A score sheet for reading, faults and all: from its document, which may still be wrong or unfinished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ocop.core.words import named, page_language
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.facts import source_note_in, words
from ocop.rules.faults import Fault
from ocop.rules.model import Rule


@dataclass(frozen=True, slots=True)
class Item:
    """A node as the page shows it. `points` is the maximum that stands there, `filled` what its children add up to."""

    path: str
    code: str
    number: str
    name: str
    points: Any
    filled: int
    node: Node
    faults: tuple[str, ...]
    rules: tuple[tuple[str, str, bool], ...]
    children: tuple["Item", ...] = ()

    @property
    def is_full(self) -> bool:
        return bool(self.filled == self.points)

    @property
    def kind(self) -> str:
        return str(self.node.get("kind") or "")

    @property
    def note(self) -> str:
        return _text_of(self.node, "note")

    @property
    def source_note(self) -> str:
        if self.node.get("source") != "inferred":
            return ""
        return source_note_in(str(self.node.get("source_note") or ""), page_language())

    @property
    def has_none(self) -> bool:
        return "none_points" in self.node


def _text_of(node: Node, key: str) -> str:
    return document.text_of(node, key, page_language())


class Outline:
    """The items of one sheet; `faults` that belong to no node stand at its head."""

    def __init__(self, sheet: Node, faults: Sequence[Fault]) -> None:
        self.sheet = sheet
        self.by_place: dict[str, list[str]] = {}
        for fault in faults:
            self.by_place.setdefault(fault.place, []).append(named(fault, "message"))
        self.known = {str(leaf.get("code")): leaf for leaf in document.leaves(sheet)}
        self.rules = self._rules("", sheet)
        self.parts = self._items("", sheet, "parts")
        self.faults = tuple(text for texts in self.by_place.values() for text in texts)

    def _items(self, path: str, holder: Node, key: str) -> tuple[Item, ...]:
        found = holder.get(key)
        nodes = found if isinstance(found, list) else []
        return tuple(
            self._item(f"{path}.{key}.{number}".lstrip("."), node, key)
            for number, node in enumerate(nodes)
            if isinstance(node, dict)
        )

    def _item(self, path: str, node: Node, key: str) -> Item:
        inner = {
            "parts": ("sections",),
            "sections": ("criteria",),
            "criteria": ("sub_criteria", "cases", "levels"),
            "sub_criteria": ("levels",),
            "cases": ("levels",),
        }.get(key, ())
        children = tuple(item for each in inner for item in self._items(path, node, each))
        code = str(node.get("code") or "")
        named = key not in ("cases", "levels")
        return Item(
            path,
            code,
            str(node.get("number") or ""),
            _text_of(node, "name" if named else "label"),
            node.get("max_points" if key != "levels" else "points"),
            document.points_of(node, inner[0]) if inner else 0,
            node,
            tuple(self.by_place.pop(code, ())) if named and code else (),
            self._rules(path, node),
            children,
        )

    def _rules(self, path: str, node: Node) -> tuple[tuple[str, str, bool], ...]:
        """(path, sentence, inferred) of the rules of a node."""
        found = node.get("rules")
        return tuple(
            (
                f"{path}.rules.{number}".lstrip("."),
                self.sentence(rule),
                rule.get("source") == "inferred",
            )
            for number, rule in enumerate(found if isinstance(found, list) else [])
            if isinstance(rule, dict) and rule.get("type") != "choose_one_case"
        )

    def sentence(self, rule: Node) -> str:
        """A rule in words that whoever scores understands."""
        kind = rule.get("type")
        what = _text_of(rule, "what")
        if kind in ("disqualify", "gate"):
            fact = words(_rule(rule), page_language())
            return (_("Bị loại khi: %s") if kind == "disqualify" else _("Dừng chấm khi: %s")) % fact
        if kind == "evidence":
            return _("Phải có minh chứng: %s") % words(_rule(rule), page_language())
        named = {"criterion": self._criterion(rule), "least": self._least(rule), "what": what}
        if kind == "applies_if":
            return _("Chỉ chấm nếu %(criterion)s đạt %(least)s") % named
        if kind == "requires_for_stars":
            stars = {"stars": rule.get("stars"), **named}
            if not what:
                return _("Từ %(stars)s sao: %(criterion)s đạt %(least)s") % stars
            return _("Từ %(stars)s sao: %(what)s (%(criterion)s đạt %(least)s)") % stars
        return str(kind)

    def _criterion(self, rule: Node) -> str:
        code = str(rule.get("criterion") or "")
        leaf = self.known.get(code, {})
        return f"{code} {_text_of(leaf, 'name')}".strip()

    def _least(self, rule: Node) -> str:
        if "min_points" in rule:
            return _("từ %s điểm") % str(rule["min_points"])
        levels = rule.get("levels")
        return _("mức %s") % ", ".join(map(str, levels if isinstance(levels, list) else []))


def _rule(node: Node) -> Rule:
    named = [node["criterion"]] if "criterion" in node else node.get("criteria")
    return Rule(
        "",
        str(node.get("type")),
        when=str(node.get("when") or node.get("required") or ""),
        criteria=tuple(map(str, named if isinstance(named, list) else [])),
        points=node.get("points"),
        what=str(node.get("what") or ""),
        what_en=str(node.get("what_en") or ""),
    )


def set_rows(
    files: Mapping[str, str], index: Node, faults: Sequence[Fault]
) -> list[dict[str, Any]]:
    """The sets of an edition for its page: name, part totals, whether complete, number of faults."""
    rows = []
    for entry in document.nodes(index, "sets"):
        name = str(entry.get("file") or "")
        try:
            sheet = document.peek(files.get(name, ""))
        except document.Unreadable:
            sheet = {}
        rows.append(
            {
                "slug": name.removesuffix(".yaml"),
                "code": entry.get("code"),
                "name": _text_of(entry, "name"),
                "criteria": len(document.leaves(sheet)),
                "complete": entry.get("complete") is True,
                "faults": sum(fault.file == name for fault in faults),
                "exists": bool(sheet),
                "parts": [
                    (
                        part.get("code"),
                        sum(
                            document.points_of(s, "criteria")
                            for s in document.nodes(part, "sections")
                        ),
                        part.get("max_points"),
                    )
                    for part in document.nodes(sheet, "parts")
                ],
            }
        )
    return rows
