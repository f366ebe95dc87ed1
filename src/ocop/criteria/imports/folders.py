"""Workbooks of a folder checked on the command line, without server or database."""

from pathlib import Path

from ocop.core.spreadsheets import BrokenSpreadsheet
from ocop.rules import document
from ocop.rules.checking import check_files
from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import INDEX, folder_files

from . import table_reading

SUFFIXES = (".xlsx", ".ods")
EMPTY_HEAD = {"name": "", "name_en": "", "decision": "", "decision_date": ""}


def workbooks_in(folder: Path) -> list[Path]:
    """Spreadsheets of a folder, without the lock files of those that are open."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [p for p in found if p.suffix.lower() in SUFFIXES and not p.name.startswith(("~$", "."))]


def check_workbooks(folder: Path) -> tuple[list[str], list[str]]:
    """(lines, faults) of each workbook: as a change to the edition in the folder, or as one of its own where the
    folder has none. A fault names sheet, row, column and what was expected."""
    try:
        files = folder_files(folder)
    except FaultyEdition:
        files = {}  # the report on the folder's files says what is wrong with them
    if INDEX not in files:
        files = {INDEX: document.dump(document.new_index(EMPTY_HEAD))}
    lines: list[str] = []
    faults: list[str] = []
    for path in workbooks_in(folder):
        try:
            with path.open("rb") as file:
                found = table_reading.read(file, files)
        except BrokenSpreadsheet as broken:
            faults.append(f"{path}: {broken}")
        except document.Unreadable:
            faults.append(f"{path}: cannot be read beside a YAML file that is broken")
        else:
            faults += [f"{path}: {problem}" for problem in found.problems]
            if not found.problems:
                more, wrong = check_files(str(path), {**files, **found.files})
                lines += more
                faults += map(str, wrong)
    return lines, faults
