"""A file of changes is checked whole against the tree; writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from ocop.core.csv_files import Sheet, open_csv
from ocop.core.spreadsheets import (
    BrokenSpreadsheet,
    CellProblem,
    Column,
    Row,
    has_head,
    open_workbook,
    rows_of,
)

from ..changes import DIGITS, KINDS, ONE_DAY, Change, Tree, Unit, kind_of
from ..enums import Level
from .columns import CHANGES, COLUMNS, MARKS, UNITS
from .rows import Ended, Wrong, carry_below, changed, codes_in, new_unit


@dataclass(slots=True)
class Plan:
    """What a file would do: changes in the order in which they are written, how many rows the tree has already, and every
    problem; nothing is written while there is one."""

    changes: list[Change] = field(default_factory=list)
    done: int = 0
    problems: list[CellProblem] = field(default_factory=list)

    def take(self, change: Change) -> None:
        if change.is_done:
            self.done += 1
        else:
            self.changes.append(change)


def read(file: BinaryIO, *, name: str) -> Plan:
    """Check a file against the tree; writes nothing. 2 queries. Raises core.spreadsheets.BrokenSpreadsheet when it is no
    table of this kind."""
    rows: dict[str, list[Row]] = {"changes": [], "units": []}
    plan = Plan()
    for sheet in _sheets(file, name):
        for what, columns in COLUMNS.items():
            if has_head(sheet, [column for column in columns if column.key in MARKS[what]]):
                rows[what] += rows_of(sheet, columns)
                break
    if not any(rows.values()):
        said = _(
            "Không thấy dòng nào dưới các cột “Loại thay đổi”, “Mã cũ” hay “Mã đơn vị”, “Tên đơn vị”."
        )
        raise BrokenSpreadsheet(said)
    Planning(plan, Tree()).take(rows["units"], rows["changes"])
    plan.problems.sort(key=lambda problem: (problem.sheet, problem.row, problem.column))
    return plan


def _sheets(file: BinaryIO, name: str) -> Iterable[Sheet]:
    if Path(name).suffix.lower() == ".csv":
        return [open_csv(file.read(), Path(name).stem)]
    book = open_workbook(file)
    return [book.get_sheet_by_name(title) for title in book.sheet_names]


class Planning:
    """Day by day and from the higher units to the lower: those above are known by then. own: keys of the units of which a row
    of the day speaks; the others below a unit that ended go along. seen: the row that spoke of a unit first."""

    def __init__(self, plan: Plan, tree: Tree) -> None:
        self.plan, self.tree = plan, tree
        self.seen: dict[str, int] = {}
        self.own: set[str] = set()
        self.ended: list[Ended] = []

    def take(self, units: Sequence[Row], changes: Sequence[Row]) -> None:
        self.plan.problems += [problem for row in (*units, *changes) for problem in row.problems]
        by_day: dict[date, dict[str, list[tuple[Row, bool]]]] = {}
        for row in (row for row in units if not row.problems):
            of_day = by_day.setdefault(row.values["begins"] or date.min, {})
            of_day.setdefault(_level_in(row), []).append((row, False))
        for row in (row for row in changes if not row.problems):
            of_day = by_day.setdefault(row.values["on"], {})
            of_day.setdefault(self._level_of(row), []).append((row, True))
        for day in sorted(by_day):
            of_day = by_day[day]
            self.own = {
                unit.key
                for rows in of_day.values()
                for row, is_change in rows
                if is_change
                for unit in self._olds(row)
            }
            for level in Level.values:
                self._take_level(of_day.get(level, ()), day)

    def _take_level(self, rows: Sequence[tuple[Row, bool]], day: date) -> None:
        self.ended = []
        for row, is_change in rows:
            columns = CHANGES if is_change else UNITS
            try:
                self.plan.take((changed if is_change else new_unit)(row, self))
            except Wrong as wrong:
                self._refuse(row, columns, wrong)
        for ended in self.ended:
            try:
                carry_below(ended, day, self)
            except Wrong as wrong:
                self._refuse(ended.row, CHANGES, wrong)

    def _refuse(self, row: Row, columns: Sequence[Column], wrong: Wrong) -> None:
        column = next(column for column in columns if column.key == wrong.key)
        self.plan.problems.append(row.problem(column, wrong.expected))

    def _olds(self, row: Row) -> list[Unit]:
        before = row.values["on"] - ONE_DAY
        found = (self.tree.named(code, before) for code in codes_in(row.values["old"]))
        return [unit for each in found for unit in each]

    def _level_of(self, row: Row) -> str:
        """Of the units that a change is about, some of which the file itself may make."""
        levels = {unit.level for unit in self._olds(row)}
        return levels.pop() if len(levels) == 1 else Level.COMMUNE

    def earlier(self, what: str, row: Row) -> int:
        """The number of an earlier row that spoke of the same, 0 where none did."""
        first = self.seen.setdefault(what, row.number)
        return 0 if first == row.number else first


def _level_in(row: Row) -> str:
    """Of a new unit, by its name: a city has two digits as a province, three as a district."""
    kind = kind_of(row.values["name"])
    if kind == "Thành phố" and len(row.values["code"]) > DIGITS[Level.PROVINCE]:
        return Level.DISTRICT
    return KINDS.get(kind, Level.COMMUNE)
