"""The YAML files of an edition as trees that forms and spreadsheets change; what they do not know is kept.

A path names a node: "parts.2.sections.0.criteria.1", "" for the whole sheet. What follows from something else is not
typed: a criterion's maximum from its levels, whether a section, a sheet or the list of sets is complete.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from .faults import Fault
from .loading import INDEX, read_yaml
from .model import in_language

Node = dict[str, Any]
CHILDREN = ("sets", "parts", "sections", "criteria", "sub_criteria", "cases", "levels", "rules")
_comments = re.compile(r"(?:#.*\n|\s*\n)*")
_comment_line = re.compile(r"^\s*#", re.MULTILINE)

PARTS = (
    ("A", "Sản phẩm và sức mạnh cộng đồng", "Product and community strength", 35),
    ("B", "Khả năng tiếp thị", "Marketing ability", 25),
    ("C", "Chất lượng sản phẩm", "Product quality", 40),
)
BANDS = (0, 30, 50, 70, 90, 100)


class Unreadable(Exception):
    """The text is no YAML mapping: only the expert's way can mend it."""


def load(text: str) -> Node:
    """Raises Unreadable."""
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    if not isinstance(content, dict):
        raise Unreadable
    return content


def peek(text: str) -> Node:
    """The same for reading only: the content is kept and shared. Raises Unreadable."""
    faults: list[Fault] = []
    content = read_yaml("", text, faults)
    if not isinstance(content, dict):
        raise Unreadable(*(fault.message for fault in faults))
    return content


def dump(node: Node, before: str = "") -> str:
    """The text of a document; comments that stand above the old text stay there."""
    head = _comments.match(before)
    text = yaml.dump(
        node,
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        sort_keys=False,
        allow_unicode=True,
        width=10**6,
    )
    return (head.group() if head else "") + text


def has_comments(text: str) -> bool:
    """Whether a text has comments below its head, which a form that saves it cannot keep."""
    head = _comments.match(text)
    return bool(_comment_line.search(text[head.end() if head else 0 :]))


def revised(
    files: Mapping[str, str], name: str, change: Callable[[dict[str, Node]], None]
) -> dict[str, str]:
    """The texts that differ once a change is made to a sheet; what follows from it is settled.

    name: the file that is changed, or INDEX when the change is not one sheet's. Raises Unreadable and KeyError.
    """
    documents = {
        file: load(text) for file, text in files.items() if name == INDEX or file in (name, INDEX)
    }
    change(documents)
    for file in documents:
        if file != INDEX and (name == INDEX or file == name):
            settle(documents, file)
    texts = {file: dump(node, files.get(file, "")) for file, node in documents.items()}
    return {file: text for file, text in texts.items() if files.get(file) != text}


def nodes(holder: Any, key: str) -> list[Node]:
    """A list of mappings, whatever else a faulty document holds there."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text_of(node: Node, key: str, language: str) -> str:
    """A text of a node that it has in both languages."""
    vi, en = (str(node.get(name) or "") for name in (key, f"{key}_en"))
    return in_language(vi, en, language)


def at(document: Node, path: str) -> Node:
    """The node at a path. Raises KeyError."""
    node: Any = document
    for step in filter(None, path.split(".")):
        if isinstance(node, list) and step.isdecimal() and int(step) < len(node):
            node = node[int(step)]
        elif isinstance(node, dict) and step in CHILDREN and step in node:
            node = node[step]
        else:
            raise KeyError(path)
    if not isinstance(node, dict):
        raise KeyError(path)
    return node


def put(node: Node, values: Mapping[str, Any]) -> None:
    """Set fields of a node; an empty one is taken out. New ones stand before the node's children."""
    fresh = {
        key: value for key, value in values.items() if key not in node and value not in ("", None)
    }
    for key, value in values.items():
        if value in ("", None):
            node.pop(key, None)
        elif key in node:
            node[key] = value
    later = {key: node.pop(key) for key in list(node) if key in CHILDREN} if fresh else {}
    node.update(fresh)
    node.update(later)


def siblings(document: Node, path: str) -> tuple[list[Node], int]:
    """The list that a node stands in and its place. Raises KeyError."""
    at(document, path)
    holder, _dot, number = path.rpartition(".")
    above, _dot, key = holder.rpartition(".")
    return at(document, above)[key], int(number)


def remove(document: Node, path: str) -> None:
    held, number = siblings(document, path)
    del held[number]


def move(document: Node, path: str, by: int) -> None:
    """Change places with a neighbour; the printed numbers stay where they were."""
    held, number = siblings(document, path)
    other = number + by
    if not 0 <= other < len(held):
        return
    first, second = held[number], held[other]
    if "number" in first and "number" in second:
        first["number"], second["number"] = second["number"], first["number"]
    held[number], held[other] = second, first


def add(document: Node, path: str, key: str, node: Node) -> str:
    """Put a new node at the end of a list of another; returns its path."""
    holder = at(document, path)
    held = holder.get(key)
    if not isinstance(held, list):
        held = holder[key] = []
    held.append(node)
    return ".".join(filter(None, (path, key, str(len(held) - 1))))


def next_code(holder: Node, key: str, prefix: str) -> str:
    """The first code with a running number that no sibling has: A.1.3 after A.1.1 and A.1.2."""
    used = {str(node.get("code")) for node in nodes(holder, key)}
    number = len(used) + 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


def leaves(document: Node) -> list[Node]:
    """The criteria that are answered, of a `sum` its sub-criteria."""
    return [
        leaf
        for part in nodes(document, "parts")
        for section in nodes(part, "sections")
        for criterion in nodes(section, "criteria")
        for leaf in (nodes(criterion, "sub_criteria") or [criterion])
    ]


def points_of(holder: Node, key: str) -> int:
    """What the maxima of a list add up to, as far as they are whole numbers."""
    return sum(n["max_points"] for n in nodes(holder, key) if type(n.get("max_points")) is int)


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs: where (codes from the outside in), which field, both values. None: not there."""

    place: str
    field: str
    before: Any
    after: Any


def differences(old: Any, new: Any) -> list[Change]:
    """What changes from one document to another, in the order of the new one."""
    before, after = _flat(old), _flat(new)
    found = [
        Change(*key, before.get(key), value)
        for key, value in after.items()
        if before.get(key) != value
    ]
    return found + [Change(*key, value, None) for key, value in before.items() if key not in after]


def _flat(node: Any, place: str = "") -> dict[tuple[str, str], Any]:
    """(place, field) → value of everything in a document; lists of mappings are told apart by their codes."""
    flat: dict[tuple[str, str], Any] = {}
    for key, value in node.items() if isinstance(node, dict) else ():
        if isinstance(value, dict):
            flat |= _flat(value, f"{place} {key}".strip())
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            for number, item in enumerate(value, start=1):
                flat |= _flat(item, _place_of(place, key, item, number))
        elif value not in ([], None):
            flat[place, key] = value
    return flat


def _place_of(place: str, key: str, item: Node, number: int) -> str:
    code = str(item.get("code") or "")
    if not code:
        return f"{place} {key} {number}".strip()
    return f"{place} {code}".strip() if key in ("levels", "cases") else code


# What follows from something else.


def settle(files: Mapping[str, Node], name: str) -> None:
    """Bring what follows from a sheet's content up to date: in the sheet and in the list of sets."""
    sheet, index = files[name], files[INDEX]
    incomplete = []
    for part in nodes(sheet, "parts"):
        for section in nodes(part, "sections"):
            for criterion in nodes(section, "criteria"):
                _settle_criterion(criterion)
            criteria = section.pop("criteria", None) or []
            section.pop("incomplete", None)
            if not criteria:
                section["incomplete"] = True
                incomplete.append(section.get("code"))
            section["criteria"] = criteria
    put(sheet, {"complete": not incomplete})
    entry = next((e for e in nodes(index, "sets") if e.get("file") == name), None)
    if entry is None:
        entry = at(index, add(index, "", "sets", {"code": sheet.get("code"), "file": name}))
    for key in ("code", "name", "name_en", "sector", "complete"):
        entry[key] = sheet.get(key)
    _settle_exceptions(index, str(sheet.get("slug")), incomplete)


def _settle_exceptions(index: Node, slug: str, incomplete: list[Any]) -> None:
    held = [
        e
        for e in nodes(index, "exceptions")
        if e.get("set") != slug or e.get("section") in incomplete
    ]
    named = {e.get("section") for e in held if e.get("set") == slug}
    held += [{"set": slug, "section": code} for code in incomplete if code not in named]
    if held or "exceptions" in index:
        index["exceptions"] = held


def _settle_criterion(criterion: Node) -> None:
    kind = criterion.get("kind")
    if kind == "single":
        _settle_levels(criterion)
    elif kind == "alternative":
        for case in nodes(criterion, "cases"):
            _settle_levels(case)
        best = max((c.get("max_points") or 0 for c in nodes(criterion, "cases")), default=0)
        put(criterion, {"max_points": best})
        rules = nodes(criterion, "rules")
        if not any(rule.get("type") == "choose_one_case" for rule in rules):
            criterion["rules"] = [{"type": "choose_one_case"}, *rules]
    elif kind == "sum":
        for sub in nodes(criterion, "sub_criteria"):
            _settle_criterion(sub)
        put(criterion, {"max_points": points_of(criterion, "sub_criteria")})


def _settle_levels(holder: Node) -> None:
    points = [n["points"] for n in nodes(holder, "levels") if type(n.get("points")) is int]
    if not points:
        return
    put(holder, {"max_points": max(points)})
    if min(points) > 0:
        put(holder, {"none_points": 0})
    else:
        holder.pop("none_points", None)


# New things.


def new_index(head: Mapping[str, str]) -> Node:
    """The index of an edition without sets: three parts and five bands, to be changed as the decree says."""
    edges = zip(range(1, 6), BANDS, BANDS[1:], strict=False)
    return {
        "edition": dict(head),
        "max_points": 100,
        "parts": [
            {"code": code, "name": name, "name_en": name_en, "max_points": points}
            for code, name, name_en, points in PARTS
        ],
        "star_bands": [
            {"stars": n, "min": low, ("max" if n == 5 else "max_exclusive"): high}
            for n, low, high in edges
        ],
        "sets": [],
    }


def new_sheet(index: Node, fields: Mapping[str, str]) -> Node:
    """An empty sheet with the parts of the edition. fields: code, slug, name, name_en, sector, sector_en."""
    head = index.get("edition")
    return {
        **fields,
        "edition": head.get("decision", "") if isinstance(head, dict) else "",
        "complete": False,
        "max_points": index.get("max_points"),
        "rules": [],
        "parts": [
            {key: part.get(key) for key in ("code", "name", "name_en", "max_points")}
            | {"sections": []}
            for part in nodes(index, "parts")
        ],
    }


def set_parts(files: Mapping[str, Node], parts: Mapping[str, Mapping[str, Any]]) -> None:
    """Names and points of parts, by code, in the index and in every sheet."""
    index = files[INDEX]
    for document in files.values():
        for part in nodes(document, "parts"):
            put(part, parts.get(str(part.get("code")), {}))
    total = points_of(index, "parts")
    for document in files.values():
        put(document, {"max_points": total})


def set_bands(index: Node, bands: Sequence[Mapping[str, Any]]) -> None:
    """The five star bands of their lower edges and notes, lowest first; the last ends with the points there are."""
    held = {band.get("stars"): band for band in nodes(index, "star_bands")}
    edges = [*(band["min"] for band in bands), index.get("max_points")]
    made = []
    for stars, (band, ceiling) in enumerate(zip(bands, edges[1:], strict=True), start=1):
        node = dict(held.get(stars, {"stars": stars}))
        node.pop("max", None)
        node.pop("max_exclusive", None)
        ceiling_key = "max" if stars == len(bands) else "max_exclusive"
        put(node, {"min": band["min"], ceiling_key: ceiling})
        put(node, {key: band.get(key) for key in ("note", "note_en")})
        made.append(node)
    index["star_bands"] = made


def sectors(index: Node) -> list[Node]:
    """The sectors under which the sets stand; an edition may do without."""
    found = index.get("classification")
    return nodes(found, "sectors") or nodes(found, "groups")


def set_sectors(files: Mapping[str, Node], rows: Sequence[Mapping[str, Any]]) -> None:
    """Sectors in order; the sheets of one that is renamed (`old` is its name so far) follow."""
    index = files[INDEX]
    found = index.get("classification")
    if not isinstance(found, dict):
        if not rows:
            return
        found = index["classification"] = {}
    held = {str(node.get("name")): node for node in sectors(index)}
    made = []
    for number, row in enumerate(rows, start=1):
        node = dict(held.get(row["old"], {})) | {"number": number}
        put(node, {key: row[key] for key in ("name", "name_en", "papers")})
        made.append(node)
    found["sectors" if "groups" not in found else "groups"] = made
    renamed = {row["old"]: row for row in rows if row["old"]}
    for name, document in files.items():
        sector = str(document.get("sector"))
        if name != INDEX and sector in renamed:
            row = renamed[sector]
            put(document, {"sector": row["name"], "sector_en": row["name_en"]})
