"""An edition written as a spreadsheet, to be changed in Excel or LibreOffice and read again."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.loading import INDEX

from .table_columns import (
    COLUMNS,
    DEPTH,
    HEAD_SHEET,
    PLACES,
    ROWS,
    RULES,
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
        for entry in document.nodes(index, "sets"):
            name = str(entry.get("file"))
            if name in files and only in ("", name):
                sheet = document.load(files[name])
                _write(book, str(sheet.get("code")), _sheet_rows(sheet), looks)
    return output.getvalue()


def _write(book: Any, title: str, rows: Iterator[dict[str, Any]], looks: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(title[:31])
    for index, column in enumerate(COLUMNS):
        wide = 46 if column.key in ("text", "text_en") else 24 if "note" in column.key else 13
        sheet.set_column(index, index, wide)
        sheet.write_string(0, index, column.label, looks["head"])
        if column.help:
            sheet.write_comment(0, index, column.help)
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
            if type(value) is int:
                sheet.write_number(number, index, value, look)
            else:
                sheet.write_string(number, index, "" if value is None else str(value), look)


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
