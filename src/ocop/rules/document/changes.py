"""What changes from one document to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .tree import Node


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
