"""YAML texts as documents that remember their lines."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..faults import Fault, FaultyEdition

_endless = re.compile(r"\d{4000}")
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
    found = loader.construct_mapping(node, deep=True)
    made = Located({str(key): value for key, value in found.items()})
    made.line = node.start_mark.line + 1
    lines: dict[str, int] = {}
    for key, _value in node.value:
        if key.value in lines:
            made.repeated = (*made.repeated, key.value)
        lines[key.value] = key.start_mark.line + 1
    made.lines = lines
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _located)


def folder_files(folder: Path) -> dict[str, str]:
    """Texts of the YAML files of a folder by name, whatever ends their lines, with or without a byte order mark.

    Raises FaultyEdition when the folder is none or a file is no UTF-8 text.
    """
    texts: dict[str, str] = {}
    if not folder.is_dir():
        raise FaultyEdition([Fault("", 1, "no_folder", {"name": folder.name})])
    faults = [Fault(path.name, 1, "suffix") for path in sorted(folder.glob("*.yml"))]
    for path in sorted(folder.glob("*.yaml")):
        try:
            texts[path.name] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
            faults.append(Fault(path.name, line, "not_utf8", {"column": column}))
    if faults:
        raise FaultyEdition(faults)
    return texts


def read_yaml(name: str, text: str, faults: list[Fault]) -> Any:
    """The content of a YAML text with lines, None when it cannot be read. It is kept and shared: nobody changes it."""
    content, found = _read(text)
    faults += [Fault(name, line, code, params, key) for line, code, params, key in found]
    return content


@lru_cache(maxsize=96)
def _read(text: str) -> tuple[Any, tuple[tuple[int, str, dict[str, Any], str], ...]]:
    """(content, faults without their file) of a text; those of some three editions are kept."""
    if _anchor.search(text) and (line := _line_of_alias(text)):
        return None, ((line, "alias", {}, ""),)
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        return None, ((mark.line + 1 if mark else 1, "not_yaml", {"problem": problem}, ""),)
    except (ValueError, RecursionError, TypeError) as error:
        endless = _endless.search(text)
        line = text[: endless.start()].count("\n") + 1 if endless else 1
        return None, ((line, "not_yaml", {"problem": str(error)}, ""),)
    repeated = [(node.at(key), key) for node in mappings(content) for key in node.repeated]
    return content, tuple((line, "repeated", {"key": key}, key) for line, key in repeated)


def _line_of_alias(text: str) -> int:
    """Where an anchor or alias stands, 0 for nowhere: shared nodes could unfold into a flood."""
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                return int(token.start_mark.line) + 1
    except yaml.YAMLError:
        pass
    return 0


def mappings(node: Any) -> Iterator[Located]:
    if isinstance(node, Located):
        yield node
        for value in node.values():
            yield from mappings(value)
    elif isinstance(node, list):
        for value in node:
            yield from mappings(value)


def digest_of(files: Mapping[str, str]) -> str:
    """SHA-256 hex over the content of all files, whatever their formatting."""
    return digest_of_documents({name: _read(text)[0] for name, text in files.items()})


def digest_of_documents(documents: Mapping[str, Any]) -> str:
    canonical = json.dumps(
        documents, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
