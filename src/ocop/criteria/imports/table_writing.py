"""An edition written as a spreadsheet, to be changed in Excel or LibreOffice and read again."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ocop.core.spreadsheets import Column
from ocop.rules import document
from ocop.rules.checklist import GOODS
from ocop.rules.document import Node
from ocop.rules.loading import INDEX

from .table_columns import (
    BAND_COLUMNS,
    BANDS_SHEET,
    COLUMNS,
    DEPTH,
    HEAD_SHEET,
    PLACES,
    ROWS,
    RULES,
    SECTOR_COLUMNS,
    SECTORS_SHEET,
)


def workbook(files: Mapping[str, str], only: str = "") -> bytes:
    """The edition as .xlsx, or the one file named. Raises document.Unreadable."""
    import xlsxwriter  # 9 MB of memory that a server at rest does without

    output = io.BytesIO()
    index = document.load(files[INDEX])
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False, "in_memory": True}) as book:
        looks = {
            name: book.add_format({"text_wrap": True, "valign": "top", **look})
            for name, look in {
                "head": {"bold": True, "bg_color": "#14532D", "font_color": "#FFFFFF"},
                "part": {"bold": True, "bg_color": "#CFE5D6"},
                "criterion": {"bold": True, "bg_color": "#EAF4ED"},
                "plain": {},
            }.items()
        }
        if not only:
            _write(book, HEAD_SHEET, _head_rows(index), looks)
            _write_list(book, BANDS_SHEET, BAND_COLUMNS, band_rows(index), looks)
            _write_list(book, SECTORS_SHEET, SECTOR_COLUMNS, sector_rows(index), looks)
        for entry in document.nodes(index, "sets"):
            name = str(entry.get("file"))
            if name in files and only in ("", name):
                sheet = document.load(files[name])
                _write(book, str(sheet.get("code")), _sheet_rows(sheet), looks)
    return output.getvalue()


WIDTHS = {
    "text": 46,
    "text_en": 46,
    "note": 24,
    "note_en": 24,
    "name": 36,
    "name_en": 36,
    "papers": 28,
}


def _begun(book: Any, title: str, columns: Sequence[Column], looks: Mapping[str, Any]) -> Any:
    """A worksheet with its headers."""
    sheet = book.add_worksheet(title[:31])
    for index, column in enumerate(columns):
        sheet.set_column(index, index, WIDTHS.get(column.key, 13))
        sheet.write_string(0, index, column.label, looks["head"])
        if column.help:
            sheet.write_comment(0, index, column.help)
    return sheet


def _write_list(
    book: Any,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    looks: Mapping[str, Any],
) -> None:
    """A worksheet of rows that are all of one kind."""
    sheet = _begun(book, title, columns, looks)
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        if column.choices:
            sheet.data_validation(
                1, index, 200, index, {"validate": "list", "source": list(column.choices)}
            )
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            _put(sheet, number, index, row[column.key], looks["plain"])


def _put(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if type(value) is int:
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, "" if value is None else str(value), look)


def band_rows(index: Node) -> list[dict[str, Any]]:
    return [
        {key: band.get(key) for key in ("stars", "min", "note", "note_en")}
        for band in document.nodes(index, "star_bands")
    ]


def sector_rows(index: Node) -> list[dict[str, Any]]:
    """Sectors with the goods whose papers are theirs, where the edition says so."""
    return [
        {
            "name": node.get("name"),
            "name_en": node.get("name_en"),
            "papers": GOODS[node["papers"]][0] if node.get("papers") in GOODS else None,
        }
        for node in document.sectors(index)
    ]


def _write(book: Any, title: str, rows: Iterator[dict[str, Any]], looks: Mapping[str, Any]) -> None:
    sheet = _begun(book, title, COLUMNS, looks)
    sheet.freeze_panes(1, 2)
    sheet.data_validation(
        1,
        0,
        2000,
        0,
        {"validate": "list", "source": list(PLACES.values())[:8], "error_type": "information"},
    )
    for number, row in enumerate(rows, start=1):
        depth = DEPTH.get(row["row"], 9)
        look = looks["part" if depth < 3 else "criterion" if depth < 5 else "plain"]
        for index, column in enumerate(COLUMNS):
            value = ROWS[row["row"]] if column.key == "row" else row.get(column.key)
            _put(sheet, number, index, value, look)


def _head_rows(index: Node) -> Iterator[dict[str, Any]]:
    head = index.get("edition")
    head = head if isinstance(head, dict) else {}
    yield {
        "row": "edition",
        "code": head.get("code"),
        "text": head.get("name"),
        "text_en": head.get("name_en"),
    }
    for key in ("decision", "decision_date", "in_force_from", "in_force_to"):
        yield {"row": key, "text": head.get(key)}
    for part in document.nodes(index, "parts"):
        yield _named("part", part)


def _sheet_rows(sheet: Node) -> Iterator[dict[str, Any]]:
    yield {
        **_named("set", sheet),
        "points": None,
        "note": sheet.get("sector"),
        "note_en": sheet.get("sector_en"),
    }
    yield from _rule_rows(sheet)
    for part in document.nodes(sheet, "parts"):
        yield _named("part", part)
        for section in document.nodes(part, "sections"):
            yield _named("section", section)
            for criterion in document.nodes(section, "criteria"):
                yield from _criterion_rows(criterion, str(criterion.get("kind")))


def _criterion_rows(criterion: Node, kind: str) -> Iterator[dict[str, Any]]:
    yield _named(kind if kind in PLACES else "single", criterion)
    yield from _rule_rows(criterion)
    for sub in document.nodes(criterion, "sub_criteria"):
        yield from _criterion_rows(sub, "sub")
    for case in document.nodes(criterion, "cases"):
        yield {
            "row": "case",
            "code": case.get("code"),
            "points": case.get("max_points"),
            **_labels(case),
        }
        yield from _level_rows(case)
    yield from _level_rows(criterion)


def _level_rows(holder: Node) -> Iterator[dict[str, Any]]:
    for level in document.nodes(holder, "levels"):
        yield {
            "row": "level",
            "code": level.get("code"),
            "points": level.get("points"),
            **_labels(level),
        }


def _labels(node: Node) -> dict[str, Any]:
    return {"text": node.get("label"), "text_en": node.get("label_en")}


def _named(row: str, node: Node) -> dict[str, Any]:
    return {
        "row": row,
        "code": node.get("code"),
        "number": node.get("number"),
        "points": node.get("max_points"),
        "text": node.get("name"),
        "text_en": node.get("name_en"),
        "note": node.get("note"),
        "note_en": node.get("note_en"),
    }


def _rule_rows(holder: Node) -> Iterator[dict[str, Any]]:
    for rule in document.nodes(holder, "rules"):
        kind = rule.get("type")
        if kind not in RULES:
            continue
        criteria = [rule["criterion"]] if "criterion" in rule else rule.get("criteria") or []
        levels = rule.get("levels") or [rule.get("triggered_by_level") or ""]
        yield {
            "row": kind,
            "code": rule.get("when") or rule.get("required"),
            "points": rule.get("min_points", rule.get("points")),
            "text": rule.get("what"),
            "text_en": rule.get("what_en"),
            "note": rule.get("source_note"),
            "criteria": ", ".join(map(str, criteria)),
            "levels": ", ".join(map(str, levels)),
            "stars": rule.get("stars"),
            "inferred": "x" if rule.get("source") == "inferred" else "",
        }
