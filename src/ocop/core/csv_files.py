"""Files of comma-separated values, read as if they were sheets of a workbook."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .spreadsheets import BrokenSpreadsheet
from .spreadsheets import gettext as _


class Sheet(Protocol):
    """A table to read: a sheet of a workbook, a file of comma-separated values. start: of its first cell, row and column."""

    @property
    def name(self) -> str: ...

    @property
    def start(self) -> tuple[int, int] | None: ...

    def iter_rows(self) -> Iterator[Sequence[Any]]: ...


@dataclass(frozen=True, slots=True)
class CsvSheet:
    """A file of values between commas, semicolons or tabs, as Excel writes it in one country or another."""

    name: str
    rows: Sequence[Sequence[str]]
    start: tuple[int, int] = (0, 0)

    def iter_rows(self) -> Iterator[Sequence[str]]:
        return iter(self.rows)


def open_csv(content: bytes, name: str) -> CsvSheet:
    """A CSV file in UTF-8 or as the "Unicode text" of Excel. Raises BrokenSpreadsheet for any other encoding, in which
    Vietnamese letters would be guessed."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        said = _("Tệp CSV không dùng bảng mã UTF-8. Trong Excel chọn lưu dạng “CSV UTF-8”.")
        raise BrokenSpreadsheet(said) from error
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BrokenSpreadsheet(_("Tệp CSV bị hỏng, không đọc được.")) from error
    return CsvSheet(name, rows)
