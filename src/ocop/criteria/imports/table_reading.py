"""A spreadsheet read as a change to a draft edition.

What the columns do not show (sources, notes of ours, fields of later editions) is taken from the draft.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from ocop.core.spreadsheets import (
    BrokenSpreadsheet,
    CellProblem,
    Column,
    Row,
    open_workbook,
    rows_of,
)
from ocop.core.spreadsheets import gettext as _
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.faults import Fault
from ocop.rules.loading import INDEX, Located, faults_of

from .table_columns import (
    AT,
    BAND_COLUMNS,
    BANDS_SHEET,
    COLUMNS,
    FIELDS,
    HEAD_SHEET,
    HEADS,
    SECTORS_SHEET,
)
from .table_rows import LISTS, Rows, given, given_of
from .table_sheets import SheetRows
from .table_writing import band_rows


class Proposal:
    """What an import would make of a draft: texts of the files that it holds, cells that cannot be read."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.problems: list[CellProblem] = []


def read(file: BinaryIO, files: Mapping[str, str]) -> Proposal:
    """A workbook against the files of a draft. Raises BrokenSpreadsheet and document.Unreadable.

    Problems are cells that cannot be read and whatever the checks of an edition find, by row and column. A proposal
    with unreadable cells has no files.
    """
    found = Proposal()
    book = open_workbook(file)
    documents = {name: document.load(text) for name, text in files.items()}
    titles: dict[str, str] = {INDEX: HEAD_SHEET}
    lists: dict[str, list[Row]] = {}
    for title in book.sheet_names:
        rows = _rows(book.get_sheet_by_name(title), LISTS.get(title, COLUMNS))
        wrong = [problem for row in rows for problem in row.problems]
        found.problems += wrong
        if wrong:
            continue  # what stands below a row that cannot be read would all seem to be misplaced
        if title == HEAD_SHEET:
            documents[INDEX] = _Head(title, found.problems).read(rows, documents[INDEX])
        elif title in LISTS:
            lists[title] = rows
        elif rows:
            name, sheet = SheetRows(title, found.problems).read(rows, documents)
            if name in titles:
                expected = _("mã bộ này đã có ở trang “%(title)s”") % {"title": titles[name]}
                SheetRows(title, found.problems).problem(rows[0], "code", expected)
            elif name:
                documents[name], titles[name] = sheet, title
    if found.problems:
        return found
    for name in titles:
        if name != INDEX:
            _settle_as_typed(documents, name)
    if HEAD_SHEET in book.sheet_names:
        documents[INDEX]["max_points"] = document.points_of(documents[INDEX], "parts")
    if SECTORS_SHEET in lists:
        _Sectors(SECTORS_SHEET, found.problems).apply(lists[SECTORS_SHEET], documents)
    if BANDS_SHEET in lists:
        _Bands(BANDS_SHEET, found.problems).apply(lists[BANDS_SHEET], documents[INDEX])
    if found.problems:
        return found
    if lists:
        titles.setdefault(INDEX, HEAD_SHEET)
    faults = faults_of({name: _located(node) for name, node in documents.items()})
    found.problems += [_problem(fault, titles) for fault in faults]
    for name in titles:
        content = _plain(documents[name])
        if name not in files or content != document.load(files[name]):
            found.files[name] = document.dump(content, files.get(name, ""))
    return found


def _problem(fault: Fault, titles: Mapping[str, str]) -> CellProblem:
    key = FIELDS.get(fault.key, "row")
    label = next(column.label for column in COLUMNS if column.key == key)
    title = titles.get(fault.file, fault.file)
    return CellProblem(title, fault.line, AT[key], label, fault.place, fault.message_in("vi"))


def _rows(sheet: Any, columns: Sequence[Column]) -> list[Row]:
    """The rows of a worksheet, none of one without a cell. Raises BrokenSpreadsheet, which names it."""
    if not sheet.height:
        return []
    try:
        return list(rows_of(sheet, columns))
    except BrokenSpreadsheet as broken:
        raise BrokenSpreadsheet(
            _("Trang “%(title)s”: %(problem)s") % {"title": sheet.name, "problem": broken}
        ) from broken


class _Bands(Rows):
    """The star bands: five rows from the lowest on, each up to where the next begins."""

    def apply(self, rows: Sequence[Row], index: Node) -> None:
        total, edge = index.get("max_points") or 0, -1
        for number, row in enumerate(rows, start=1):
            stars, low = row.values["stars"], row.values["min"]
            if number > 5 or stars != number:
                self.problem(row, "stars", _("cần 5 dòng, hạng 1 đến 5 theo thứ tự"))
            elif number == 1 and low:
                self.problem(row, "min", _("hạng 1 bắt đầu từ 0 điểm"))
            elif not edge < low < total:
                expected = _("phải lớn hơn hạng dưới và nhỏ hơn %(total)s điểm")
                self.problem(row, "min", expected % {"total": total})
            edge = max(edge, low)
        if len(rows) < 5:
            self.problems.append(
                CellProblem(
                    self.title,
                    rows[-1].number + 1 if rows else 2,
                    "A",
                    BAND_COLUMNS[0].label,
                    "",
                    _("cần 5 dòng, hạng 1 đến 5 theo thứ tự"),
                )
            )
        values = [given(row) for row in rows]
        if not self.problems and values != [given_of(band) for band in band_rows(index)]:
            document.set_bands(index, values)


class _Sectors(Rows):
    """The sectors in order; a set stands in one of them."""

    def apply(self, rows: Sequence[Row], documents: Mapping[str, Node]) -> None:
        seen: dict[str, int] = {}
        for row in rows:
            name = row.values["name"]
            if name in seen:
                expected = _("ngành này đã có ở dòng %(row)d") % {"row": seen[name]}
                self.problem(row, "name", expected)
            seen.setdefault(name, row.number)
        values = [given(row) for row in rows]
        held = [
            {"name": node.get("name"), "name_en": node.get("name_en"), "papers": node.get("papers")}
            for node in document.sectors(documents[INDEX])
        ]
        if not self.problems and values != [given_of(node) for node in held]:
            fields = [dict.fromkeys(("name_en", "papers"), "") | value for value in values]
            document.set_sectors(documents, [{"old": row["name"], **row} for row in fields])


class _Head(Rows):
    def read(self, rows: Sequence[Row], index: Node) -> Node:
        made = Located(index)
        head = Located(index["edition"] if isinstance(index.get("edition"), dict) else {})
        old = {str(p.get("code")): p for p in document.nodes(index, "parts")}
        parts = []
        lines: dict[str, int] = {}
        for row in rows:
            kind, values = row.values["row"], row.values
            if kind == "edition":
                document.put(head, {"name": values["text"], "name_en": values["text_en"]})
                head.setdefault("code", values["code"])
                head.line = row.number
            elif kind in lines:
                self.problem(row, "row", _("dòng này đã có ở dòng %(row)d") % {"row": lines[kind]})
            elif kind in HEADS:
                document.put(
                    head, {kind: _day(values["text"]) if kind != "decision" else values["text"]}
                )
                lines[kind] = row.number
            elif kind == "part":
                fields = {
                    "code": values["code"],
                    "name": values["text"],
                    "name_en": values["text_en"],
                }
                parts.append(
                    self.node(
                        row, old.get(values["code"], {}), fields | {"max_points": values["points"]}
                    )
                )
            else:
                self.problem(row, "row", _("dòng này không thuộc trang “Bộ tiêu chí”"))
        head.lines = lines
        made["edition"], made["parts"] = head, parts
        return made


def _day(text: str) -> str:
    """dd/mm/yyyy as people type it, or a date cell as it is shown; anything else is left for the check to name."""
    text = text.split(" ")[0]
    pieces = text.split("/")
    return "-".join(reversed([piece.zfill(2) for piece in pieces])) if len(pieces) == 3 else text


def _settle_as_typed(documents: dict[str, Node], name: str) -> None:
    """Settle a sheet, but leave the points that somebody typed: where they do not fit, the check says so."""
    typed = [
        (node, node["max_points"])
        for node in _all(documents[name])
        if node.get("max_points") is not None
    ]
    document.settle(documents, name)
    for node, points in typed:
        document.put(node, {"max_points": points})


def _all(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _all(value)
    elif isinstance(node, list):
        for value in node:
            yield from _all(value)


def _located(node: Any) -> Any:
    if isinstance(node, dict):
        made = Located({key: _located(value) for key, value in node.items()})
        if isinstance(node, Located):
            made.line, made.lines = node.line, node.lines
        return made
    return [_located(value) for value in node] if isinstance(node, list) else node


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node
