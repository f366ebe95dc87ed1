"""A report on editions: a line a set with its part totals, a line a process, each fault with file and line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .faults import Fault, FaultyEdition
from .loading import builtin_codes, builtin_files, load_edition, parse_edition
from .model import Edition
from .process_checks import process_faults
from .processes import builtin_contents


def check_report(folder: Path | None = None) -> tuple[list[str], list[Fault]]:
    """(lines, faults) of the edition in a folder, or of every edition and process that comes with the system."""
    lines: list[str] = []
    faults: list[Fault] = []
    sources = (
        [(str(folder), None)]
        if folder
        else [(code, builtin_files(code)) for code in builtin_codes()]
    )
    for name, files in sources:
        try:
            edition = parse_edition(files) if files is not None else load_edition(name)
        except FaultyEdition as error:
            faults += [replace(fault, file=f"{name}/{fault.file}") for fault in error.faults]
            lines.append(f"{name}: {len(error.faults)} faults")
        else:
            lines += _lines(edition)
    for code, content in builtin_contents().items() if not folder else ():
        faults += process_faults(content)
        lines.append(f"process {code}: {content['name']} ({content['decision']})")
    return lines, faults


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
