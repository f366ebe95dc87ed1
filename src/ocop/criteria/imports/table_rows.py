"""Rows of a worksheet as nodes of an edition's files."""

from collections.abc import Mapping
from typing import Any

from ocop.core.spreadsheets import (
    CellProblem,
    Row,
    shown,
)
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.loading import Located

from .table_columns import (
    BAND_COLUMNS,
    BANDS_SHEET,
    COLUMNS,
    ROWS,
    SECTOR_COLUMNS,
    SECTORS_SHEET,
)

LISTS = {BANDS_SHEET: BAND_COLUMNS, SECTORS_SHEET: SECTOR_COLUMNS}


class Rows:
    """Turns the rows of a worksheet into nodes, each with the number of its row."""

    def __init__(self, title: str, problems: list[CellProblem]) -> None:
        self.title, self.problems = title, problems

    def problem(self, row: Row, key: str, expected: str) -> None:
        columns = LISTS.get(self.title, COLUMNS)
        label = next(column.label for column in columns if column.key == key)
        value = row.values.get(key)
        shown_value = ROWS[value] if key == "row" else shown(value)
        self.problems.append(
            CellProblem(self.title, row.number, row.columns[key], label, shown_value, expected)
        )

    def node(self, row: Row, old: Node, values: Mapping[str, Any]) -> Located:
        made = Located(old)
        document.put(made, values)
        made.line = row.number
        return made


def given(row: Row) -> dict[str, Any]:
    return given_of(row.values)


def given_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are there: an empty cell is a field that is not."""
    return {key: value for key, value in values.items() if value not in ("", None)}
