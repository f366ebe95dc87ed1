"""A report on editions: a line a set with its part totals, a line a process, each fault with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .faults import Fault, FaultyEdition
from .loading import builtin_codes, builtin_files, folder_files, parse_edition, read_yaml
from .model import Edition
from .processes import builtin_process_files, read_processes


def check_report(folder: Path | None = None) -> tuple[list[str], list[Fault]]:
    """(lines, faults) of the edition and the processes in a folder, or of all that come with the system."""
    if folder is not None:
        try:
            files = folder_files(folder)
        except FaultyEdition as error:
            return _refused(str(folder), error)
        return check_files(str(folder), files)
    lines: list[str] = []
    faults: list[Fault] = []
    named = {code: builtin_files(code) for code in builtin_codes()}
    for name, found in (named | {"processes": builtin_process_files()}).items():
        more_lines, more_faults = check_files(name, found)
        lines += more_lines
        faults += more_faults
    return lines, faults


def check_files(name: str, files: Mapping[str, str]) -> tuple[list[str], list[Fault]]:
    """The same of texts by file name; name: of the folder that they stand in.

    A file with levels and values is a process. Where there is nothing but processes no edition is missed.
    """
    of_processes = {file: text for file, text in files.items() if _is_process(text)}
    of_edition = {file: text for file, text in files.items() if file not in of_processes}
    lines: list[str] = []
    faults: list[Fault] = []
    if of_edition or not of_processes:
        try:
            lines += _lines(parse_edition(of_edition))
        except FaultyEdition as error:
            more_lines, faults = _refused(name, error)
            lines += more_lines
    contents, wrong = read_processes(of_processes)
    lines += [_process_line(content) for content in contents]
    return lines, [*faults, *_within(name, wrong)]


def _refused(name: str, error: FaultyEdition) -> tuple[list[str], list[Fault]]:
    return [f"{name}: {len(error.faults)} faults"], _within(name, error.faults)


def _within(name: str, faults: tuple[Fault, ...]) -> list[Fault]:
    return [replace(f, file=f"{name}/{f.file}" if f.file else name) for f in faults]


def _is_process(text: str) -> bool:
    content = read_yaml("", text, [])
    return isinstance(content, Mapping) and "levels" in content and "values" in content


def _process_line(content: Mapping[str, Any]) -> str:
    return f"process {content.get('code')}: {content.get('name')} ({content.get('decision')})"


def _lines(edition: Edition) -> list[str]:
    parts = "/".join(str(points) for *_names, points in edition.parts)
    state = "complete" if edition.complete else "incomplete"
    lines = [
        f"{edition.code}: {edition.name} ({edition.decision}), parts {parts}, {len(edition.sheets)} sets, {state}"
    ]
    for code, sheet in edition.sheets.items():
        totals = " + ".join(f"{part.code} {part.max_points}" for part in sheet.parts)
        mark = "" if sheet.complete else "  INCOMPLETE: cannot be used in a round"
        lines.append(
            f"  {code} {sheet.name}: {totals} = {sheet.max_points}, {len(sheet.leaves)} criteria{mark}"
        )
    return lines
