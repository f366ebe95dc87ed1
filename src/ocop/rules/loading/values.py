"""Values out of mappings: each reader tells what it expected and found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ..faults import Fault
from .texts import Located

INDEX = "index.yaml"
LARGEST_NUMBER = 10_000
"""Points and stars are far smaller; sums of what is not would fill a page."""
_code = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class ValueReader:
    """Reads documents by name and gathers faults; `file` and `place` are where it is."""

    def __init__(self, documents: Mapping[str, Any], faults: list[Fault]) -> None:
        self.documents = documents
        self.faults = faults
        self.file = INDEX
        self.place = ""

    def fault(self, node: Located | int, key: str, kind: str, /, **params: Any) -> None:
        line = node if isinstance(node, int) else node.at(key)
        self.faults.append(Fault(self.file, line, kind, params, key, self.place))

    def text(self, node: Located, key: str, *, required: bool = True) -> str:
        value = node.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if required or value not in (None, ""):
            self.fault(node, key, "not_text", key=key, found=shown(value))
        return ""

    def code(self, node: Located, key: str = "code") -> str:
        value = self.text(node, key)
        if value and not _code.fullmatch(value):
            self.fault(node, key, "bad_code", found=value)
        return value

    def whole(self, node: Located, key: str, *, least: int = 0) -> int:
        value = node.get(key)
        if type(value) is int and least <= value <= LARGEST_NUMBER:
            return value
        bounds = {"least": least, "most": LARGEST_NUMBER}
        self.fault(node, key, "not_whole", key=key, **bounds, found=shown(value))
        return 0

    def day(self, node: Located, key: str, *, required: bool = False) -> str:
        value = node.get(key)
        if value is None and not required:
            return ""
        try:
            date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.fault(node, key, "not_date", key=key, found=shown(value))
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

    def inferred(self, node: Located) -> None:
        if node.get("source") == "inferred" and not node.get("source_note"):
            self.fault(node, "source", "inferred_note")


def shown(value: Any) -> str:
    """A wrong value, short enough for a sentence."""
    return repr(value)[:60]
