"""A table as a spreadsheet, its rows written straight into the file.

xlsxwriter makes the book, its styles and its head; a thousand rows by its calls cell by cell take it six times as long
as this. What stands in a cell and how it is escaped follows it to the letter (ECMA-376, part 1, 18.3).
"""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

TABLE = "xl/worksheets/sheet1.xml"
LONGEST_TEXT = 32_767
FAST = 1
"""Level of compression: the file grows by a fifth, writing takes a third of the time."""
DAY = {"num_format": "dd/mm/yyyy"}
ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": "", "\uffff": ""}
_awkward = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9a-fA-F]{4}_")
_FIRST_DAY = date(1899, 12, 31)


def table(
    labels: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    sheet_name: str,
    yes_no: tuple[str, str],
) -> bytes:
    """A spreadsheet of a table, its rows taken one by one. Text that looks like a formula stays text.

    yes_no: how True and False are called.
    """
    with zipfile.ZipFile(_book(labels, sheet_name)) as book:
        before, day_style, after = _around(book.read(TABLE).decode())
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as target:
            for name in book.namelist():
                if name != TABLE:
                    target.writestr(name, book.read(name))
            with target.open(TABLE, "w") as sheet:
                sheet.write(before.encode())
                for row in _rows(rows, len(labels), day_style, yes_no):
                    sheet.write(row.encode())
                sheet.write(after.encode())
    return output.getvalue()


def _book(labels: Sequence[str], sheet_name: str) -> io.BytesIO:
    """The book with its head and, below it, one day, which tells the number of the style of days."""
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name[:31])
        head = book.add_format({"bold": True, "bg_color": "#EAF4ED", "bottom": 1})
        sheet.freeze_panes(1, 0)
        for index, label in enumerate(labels):
            sheet.set_column(index, index, max(12, min(48, len(label) + 6)))
            sheet.write_string(0, index, label, head)
        sheet.write_datetime(1, 0, datetime(2019, 12, 2), book.add_format(DAY))
    return output


def _around(sheet: str) -> tuple[str, str, str]:
    """What stands before the rows and after them, and the style of a day."""
    before, _row, rest = sheet.partition('<row r="2"')
    style = re.search(r' s="(\d+)"', rest)
    _rows, end, after = rest.partition("</sheetData>")
    if style is None or not end:
        raise RuntimeError("This version of xlsxwriter writes its sheets in another way.")
    return re.sub(r'<dimension ref="[^"]*"/>', "", before), style[1], end + after


def _rows(
    rows: Iterable[Sequence[Any]], width: int, day_style: str, yes_no: tuple[str, str]
) -> Iterator[str]:
    columns = [letter(index) for index in range(width)]
    for number, row in enumerate(rows, start=2):
        cells = [
            _cell(f"{column}{number}", value, day_style, yes_no)
            for column, value in zip(columns, row, strict=True)
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Any, day_style: str, yes_no: tuple[str, str]) -> str:
    if isinstance(value, str):
        return _text(place, value)
    if value is None:
        return _text(place, "")
    if isinstance(value, bool):
        return _text(place, yes_no[0] if value else yes_no[1])
    if isinstance(value, int | float | Decimal) and math.isfinite(value):
        return f'<c r="{place}"><v>{value:.16G}</v></c>'
    if isinstance(value, date) and (days := day_number(value)) > 0:
        return f'<c r="{place}" s="{day_style}"><v>{days}</v></c>'
    return _text(place, str(value))


def _text(place: str, text: str) -> str:
    text = text[:LONGEST_TEXT]
    keeps = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{place}" t="inlineStr"><is><t{keeps}>{_awkward.sub(_escaped, text)}</t></is></c>'


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    if text in ESCAPED:
        return ESCAPED[text]
    if len(text) > 1:  # what looks like an escape, so that it is read as it was written
        return f"_x005F{text}"
    return "" if text >= "\ud800" else f"_x{ord(text):04X}_"


def day_number(day: date) -> int:
    """Days since the end of 1899 as spreadsheets count them, with a 29 February 1900 that never was."""
    days = (date(day.year, day.month, day.day) - _FIRST_DAY).days
    return days + 1 if days > 59 else days


def letter(index: int) -> str:
    """Column letter of a zero-based index: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
