"""Spreadsheets: read with every wrong cell named, written without a formula that somebody else put in."""

import csv
import io
import itertools
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, BinaryIO

from . import workbook
from .search import fold
from .workbook import letter

# The libraries take 10 MB of memory: a server that reads and writes no table does without them.
if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from .csv_files import Sheet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_UNPACKED_BYTES = 300 * 2**20
LARGEST_RATIO = 200
MOST_ROWS = 100_000
MOST_ABOVE_HEAD = 22
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)) | {0xA0: " "}
"""Signs without a width, which a name copied from elsewhere brings along, and the space that does not break."""
_grouped = re.compile(r"-?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")


# `core.apps` puts gettext here; `ocop rank` does without Django.
translate: Callable[[str], str] = str


def gettext(text: str) -> str:
    """The text in the language of the page, in Vietnamese where no Django runs."""
    return translate(text)


_ = gettext


class BrokenSpreadsheet(Exception):
    """The file is no spreadsheet that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an import: its label is the header. kind: text, whole, decimal, date, time or yes_no.

    digits: how many a code has; Excel drops the noughts before it, they are put back.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    choices: Mapping[str, Any] = field(default_factory=dict)
    help: str = ""
    example: Any = ""
    longest: int = 500
    digits: int = 0


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A wrong cell: where it is, what stands there, what was expected. `row` counts as Excel does; `column` is a letter."""

    sheet: str
    row: int
    column: str
    label: str
    value: str
    expected: str

    def __str__(self) -> str:
        found = f"“{self.value}”" if self.value else _("ô trống")
        return f"{self.sheet}!{self.column}{self.row} ({self.label}): {found} – {self.expected}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row read: its sheet, its number in it, its values by key, its problems; of each key the column letter and the cell.
    given: keys of the columns that the sheet has."""

    sheet: str
    number: int
    values: Mapping[str, Any]
    problems: tuple[CellProblem, ...]
    columns: Mapping[str, str]
    cells: Mapping[str, Any]
    given: frozenset[str]

    def problem(self, column: Column, expected: str) -> CellProblem:
        """A cell of it that is wrong for a reason which other rows or the database show."""
        value = shown(self.cells.get(column.key))[:80]
        at = self.columns[column.key]
        return CellProblem(self.sheet, self.number, at, column.label, value, expected)


def open_workbook(file: BinaryIO) -> "CalamineWorkbook":
    """A workbook that is safe to open: it was opened on trial first. Raises BrokenSpreadsheet for anything else."""
    file.seek(0)
    if file.read(4) == b"PK\x03\x04":
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
                packed = sum(entry.compress_size for entry in archive.infolist()) or 1
        except zipfile.BadZipFile as error:
            raise BrokenSpreadsheet(_("Tệp bị hỏng, không mở được.")) from error
        if unpacked > LARGEST_UNPACKED_BYTES or (
            unpacked > 20 * 2**20 and unpacked / packed > LARGEST_RATIO
        ):
            raise BrokenSpreadsheet(_("Tệp nén quá nhiều dữ liệu, không an toàn để mở."))
    file.seek(0)
    content = file.read()
    if is_locked(content):
        raise BrokenSpreadsheet(_("Tệp có mật khẩu. Bỏ mật khẩu rồi chọn lại."))
    trial = subprocess.run(
        [sys.executable, "-m", "ocop.core.trial"], input=content, capture_output=True
    )
    if trial.returncode == 1:
        raise BrokenSpreadsheet(_("Tệp không phải bảng tính Excel hoặc LibreOffice đọc được."))
    if trial.returncode:
        raise BrokenSpreadsheet(_("Bảng tính quá lớn hoặc bị hỏng, không an toàn để mở."))
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def is_locked(content: bytes) -> bool:
    """Whether a file of Excel or Word has a password: it is then an archive in the container of earlier versions."""
    return content.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in content


def read_rows(
    file: BinaryIO,
    columns: Sequence[Column],
    *,
    told_size: Callable[[int], None] = lambda rows: None,
) -> Iterator[Row]:
    """Rows of the first sheet that has the header, matched to the columns by it. Empty rows are passed over.

    told_size: hears how many rows the sheet has, before the first one comes.

    Raises BrokenSpreadsheet when the file cannot be read, a required header is missing or there are too many rows.
    """
    workbook = open_workbook(file)
    if not workbook.sheet_names:
        raise BrokenSpreadsheet(_("Bảng tính không có trang nào."))
    sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    sheet = next((each for each in sheets if has_head(each, columns)), sheets[0])
    told_size(sheet.total_height)
    yield from rows_of(sheet, columns)


def has_head(sheet: "Sheet", columns: Sequence[Column]) -> bool:
    """Whether a sheet has the header of the columns, below a title or after a cover sheet."""
    return _head(sheet.iter_rows(), columns) is not None


def _head(
    rows: Iterator[Sequence[Any]], columns: Sequence[Column]
) -> tuple[int, dict[str, int]] | None:
    """Where the header stands, and which of its cells bears which label; takes the rows up to it."""
    labels = {fold(column.label) for column in columns}
    for number, head in enumerate(itertools.islice(rows, MOST_ABOVE_HEAD)):
        at = {fold(shown(cell).rstrip(" *")): index for index, cell in enumerate(head)}
        if len(labels & at.keys()) >= min(2, len(columns)):
            return number, at
    return None


def rows_of(sheet: "Sheet", columns: Sequence[Column]) -> Iterator[Row]:
    """Rows of one sheet of a workbook, as `read_rows` gives those of the first."""
    rows = iter(sheet.iter_rows())
    # Empty columns at the left are left out, empty rows above are not.
    _top, offset = sheet.start or (0, 0)
    found = _head(rows, columns)
    if found is None:
        raise BrokenSpreadsheet(_("Không thấy dòng tiêu đề cột. Hãy dùng tệp mẫu."))
    head_index, at = found
    if lacking := [c.label for c in columns if c.required and fold(c.label) not in at]:
        raise BrokenSpreadsheet(_("Thiếu cột: %(columns)s.") % {"columns": ", ".join(lacking)})
    placed = [_Placed(c, at.get(fold(c.label)), folded_choices(c)) for c in columns]
    for number, cells in enumerate(rows, start=head_index + 2):
        if number > MOST_ROWS:
            raise BrokenSpreadsheet(_("Tệp có hơn %(n)d dòng. Hãy chia nhỏ.") % {"n": MOST_ROWS})
        if not any(str(cell).strip() for cell in cells):
            continue
        yield _row(sheet.name, number, cells, placed, offset)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A column where a sheet has it (None: nowhere), with its choices as they are compared."""

    column: Column
    index: int | None
    choices: Mapping[str, Any]


def folded_choices(column: Column) -> dict[str, Any]:
    return {fold(label): value for label, value in column.choices.items()}


def _row(
    sheet: str, number: int, cells: Sequence[Any], placed: Sequence[_Placed], offset: int
) -> Row:
    values: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    problems = []
    places = {}
    for place in placed:
        column, index = place.column, place.index
        places[column.key] = at = letter((index or 0) + offset)
        cell = cells[index] if index is not None and index < len(cells) else ""
        raw[column.key] = cell
        try:
            values[column.key] = value_of(cell, column, place.choices)
        except ValueError as error:
            problems.append(
                CellProblem(sheet, number, at, column.label, str(cell)[:80], str(error))
            )
    given = frozenset(place.column.key for place in placed if place.index is not None)
    return Row(sheet, number, values, tuple(problems), places, raw, given)


def value_of(cell: Any, column: Column, choices: Mapping[str, Any] | None = None) -> Any:
    """The typed value of a cell, None or "" when empty; `choices` are the column's, folded, where that is done already.

    Raises ValueError that says what was expected."""
    text = shown(cell)
    if not text:
        if column.required:
            raise ValueError(_("không được để trống"))
        return "" if column.kind == "text" and not column.choices else None
    if column.choices:
        wanted = folded_choices(column) if choices is None else choices
        if fold(text) not in wanted:
            raise ValueError(
                _("phải là một trong: %(choices)s")
                % {"choices": ", ".join(list(column.choices)[:12])}
            )
        return wanted[fold(text)]
    return READERS[column.kind](cell, text, column)


def shown(cell: Any) -> str:
    """A cell as a person sees it: 12.0 is 12, letters with their accents in one form (NFC), nothing that has no width."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str):
        return unicodedata.normalize("NFC", cell.translate(INVISIBLE)).strip()
    return str(cell) if cell is not None else ""


def _text(cell: Any, text: str, column: Column) -> str:
    if len(text) > column.longest:
        raise ValueError(_("dài quá %(n)d ký tự") % {"n": column.longest})
    if column.digits:
        if not text.isdecimal() or len(text) > column.digits:
            raise ValueError(_("phải là mã %(n)d chữ số") % {"n": column.digits})
        return text.zfill(column.digits)
    return text


def _whole(cell: Any, text: str, column: Column) -> int:
    if isinstance(cell, str):
        text = _ungrouped(text)
    try:
        value = int(text)
    except ValueError:
        raise ValueError(_("phải là số nguyên")) from None
    if value < 0:
        raise ValueError(_("phải từ 0 trở lên"))
    return value


def _decimal(cell: Any, text: str, column: Column) -> Decimal:
    if isinstance(cell, str):
        text = _ungrouped(text).replace(",", ".")
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise ValueError(_("phải là số, ví dụ 1.234,5"))
    return value


def _ungrouped(text: str) -> str:
    """A Vietnamese number without its thousands' points: 1.234,5 → 1234,5. "1.5" is no such number and stays wrong."""
    if _grouped.fullmatch(text):
        return text.replace(".", "").replace(" ", "")
    return text.replace(".", "?")


def _date(cell: Any, text: str, column: Column) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise ValueError(_("phải là ngày dạng dd/mm/yyyy"))


def _time(cell: Any, text: str, column: Column) -> time:
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    for pattern in ("%H:%M", "%H:%M:%S", "%Hh%M", "%H giờ %M"):
        try:
            return datetime.strptime(text, pattern).time()
        except ValueError:
            continue
    raise ValueError(_("phải là giờ dạng 08:00"))


def _yes_no(cell: Any, text: str, column: Column) -> bool:
    answer = fold(text)
    if answer in ("co", "x", "yes", "true", "1"):
        return True
    if answer in ("khong", "no", "false", "0"):
        return False
    raise ValueError(_("phải là Có hoặc Không"))


READERS: dict[str, Callable[[Any, str, Column], Any]] = {
    "text": _text,
    "whole": _whole,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "yes_no": _yes_no,
}


def template(columns: Sequence[Column], *, sheet_name: str) -> bytes:
    """An empty spreadsheet to fill in: headers, help as comments, lists to choose from, one example row."""
    import xlsxwriter

    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False, "in_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name[:31])
        head = book.add_format(
            {"bold": True, "bg_color": "#EAF4ED", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        lists = book.add_worksheet("Danh mục")
        for index, column in enumerate(columns):
            sheet.set_column(index, index, max(14, min(40, len(column.label) + 4)))
            sheet.write_string(0, index, column.label + (" *" if column.required else ""), head)
            if column.help:
                sheet.write_comment(0, index, column.help)
            if column.choices:
                lists.write_string(0, index, column.label, head)
                for row, label in enumerate(column.choices, start=1):
                    lists.write_string(row, index, label)
                source = (
                    f"='Danh mục'!${letter(index)}$2:${letter(index)}${len(column.choices) + 1}"
                )
                sheet.data_validation(1, index, 5000, index, {"validate": "list", "source": source})
            if column.example != "":
                sheet.write(1, index, column.example)
        sheet.freeze_panes(1, 0)
    return output.getvalue()


def write_table(labels: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet_name: str) -> bytes:
    """A spreadsheet of a table, its rows taken one by one. Text that looks like a formula stays text."""
    return workbook.table(labels, rows, sheet_name=sheet_name, yes_no=(_("Có"), _("Không")))


def write_csv(labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """CSV that Excel opens in Vietnamese; a cell that starts like a formula gets an apostrophe before it."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(labels)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return "\ufeff" + output.getvalue()


def harmless(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
