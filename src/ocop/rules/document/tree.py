"""A YAML file as a tree: read, written, walked through and changed in one place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from ..faults import Fault
from ..loading import read_yaml
from ..model import in_language

Node = dict[str, Any]
CHILDREN = ("sets", "parts", "sections", "criteria", "sub_criteria", "cases", "levels", "rules")
_comments = re.compile(r"(?:#.*\n|\s*\n)*")
_comment_line = re.compile(r"^\s*#", re.MULTILINE)


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
