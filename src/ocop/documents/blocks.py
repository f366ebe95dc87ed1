"""A paper as the blocks that it is made of: one description, from which the PDF and the Word file are drawn alike.

    Paper(
        head=Head(body="Ủy ban nhân dân tỉnh Bắc Kạn", number="12/TTr-UBND", place_and_date="Bắc Kạn, ngày …"),
        kind="Tờ trình",
        subject="Đề nghị đánh giá sản phẩm",
        blocks=(Addressees(("Bộ Nông nghiệp",)), paragraph("Căn cứ …"), Table(columns, rows)),
        signers=(Signer("TM. Ủy ban nhân dân", "Chủ tịch", "Nguyễn Văn A"),),
        recipients=("Như trên", "Lưu: VT"),
    )

Text is never markup: what a person typed is printed as it is, a new line in it begins a new paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any, TypeAlias

from .writing import clean


class Form(StrEnum):
    """By which rules a paper is laid out: Decree 30/2020/NĐ-CP, appendix I, or Guide 36-HD/VPTW of the Party."""

    STATE = "state"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text, its first line indented. keeps_with_next: never the last line of a page."""

    runs: tuple[Run, ...]
    keeps_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A bold line over the paragraphs that follow, as "I. THÀNH PHẦN THAM DỰ"."""

    text: str


@dataclass(frozen=True, slots=True)
class Centred:
    """A bold line in the middle, as "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC KẠN" or "QUYẾT ĐỊNH:"."""

    text: str
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a letter is sent to: "Kính gửi: …"."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision rests on, in italics: ";" after each, "." after the last. Texts come without that mark."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Articles:
    """Điều 1, 2, … of a decision."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """1., 2., … ; is_one_sentence: ";" after each and "." after the last, else every item has its own marks."""

    items: tuple[str, ...]
    is_one_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `mm` wide, or a share of what the others leave. group: what stands over it and its neighbours."""

    label: str
    mm: float = 0
    share: float = 0
    is_centred: bool = False
    is_bold: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that repeats on each page; `size` in points."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    size: float = 12

    def widths(self, room_mm: float) -> list[float]:
        """Widths in millimetres that fill the room; all shrink alike where the fixed ones leave too little."""
        fixed = sum(column.mm for column in self.columns)
        shares = sum(column.share for column in self.columns)
        left = max(room_mm - fixed, 14 * shares)
        wanted = [column.mm or left * column.share / shares for column in self.columns]
        return [width * min(1, room_mm / sum(wanted)) for width in wanted]

    def groups(self) -> list[tuple[str, int]]:
        """What stands over the columns, with how many it spans; "" over a column that has nothing over it."""
        return [
            (name, len(list(columns)))
            for (name, _), columns in groupby(
                enumerate(self.columns),
                key=lambda pair: (pair[1].group, -1 if pair[1].group else pair[0]),
            )
        ]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in the middle: `content` is PNG, JPEG or SVG."""

    content: bytes
    caption: str = ""
    width_mm: float = 150

    @property
    def kind(self) -> str:
        if self.content.startswith(b"\x89PNG"):
            return "png"
        return "jpg" if self.content.startswith(b"\xff\xd8") else "svg"


@dataclass(frozen=True, slots=True)
class Note:
    """Smaller lines, as below a table."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """Begins a page, with page numbers of its own. note: "(Kèm theo Quyết định số …)"."""

    title: str
    note: str
    blocks: tuple[Block, ...]


Block: TypeAlias = (
    Paragraph
    | Heading
    | Centred
    | Addressees
    | Grounds
    | Articles
    | Numbered
    | Table
    | Figure
    | Note
    | Appendix
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. `authority` as "TM. ỦY BAN NHÂN DÂN" or "T/M BAN THƯỜNG VỤ" ("" where there is none)."""

    authority: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the title. superior: the body above, "" where none is printed. number: as "12/QĐ-UBND",
    "/QĐ-UBND" before it is known, "" for none. place_and_date: see `writing.place_and_date`."""

    body: str
    superior: str = ""
    number: str = ""
    place_and_date: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """An office's paper. kind: "Quyết định", "" for an official letter, whose subject stands under its number ("V/v …").

    signers: one stands at the right of the recipients; of two the first signs at the left, and recipients follow below.
    recipients: without dashes and marks, "Lưu: VT, …" last. watermark: over each page, as "DỰ THẢO".
    """

    head: Head
    kind: str
    subject: str
    blocks: tuple[Block, ...]
    signers: tuple[Signer, ...]
    recipients: tuple[str, ...] = ()
    form: Form = Form.STATE
    is_landscape: bool = False
    watermark: str = ""


def bold(text: str) -> Run:
    return Run(text, bold=True)


def italic(text: str) -> Run:
    return Run(text, italic=True)


def runs(*parts: str | Run) -> tuple[Run, ...]:
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


def paragraph(*parts: str | Run, keeps_with_next: bool = False) -> Paragraph:
    return Paragraph(runs(*parts), keeps_with_next)


def note(*parts: str | Run) -> Note:
    return Note(runs(*parts))


def lines(parts: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """The paragraphs that a text with new lines makes; the style of a run goes on in the next line."""
    found: list[list[Run]] = [[]]
    for run in parts:
        first, *others = run.text.split("\n")
        found[-1].append(replace(run, text=first))
        found += [[replace(run, text=text)] for text in others]
    return [tuple(line) for line in found]


def sentence_marks(items: tuple[str, ...]) -> list[str]:
    """Items of one sentence: ";" after each and "." after the last, whatever mark they came with."""
    ends = [";"] * (len(items) - 1) + ["."]
    return [item.rstrip(" .;") + end for item, end in zip(items, ends, strict=True)]


def cleaned(thing: Any) -> Any:
    """A paper, or a part of it, with every text as the printer takes it."""
    if isinstance(thing, str):
        return thing if isinstance(thing, Form) else clean(thing)
    if isinstance(thing, tuple):
        return tuple(cleaned(part) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return type(thing)(**{f.name: cleaned(getattr(thing, f.name)) for f in fields(thing)})
    return thing


def as_data(thing: Any) -> Any:
    """A cleaned paper as mappings and lists for typst: each part says what it `is`, lines and marks are set already."""
    match thing:
        case Paragraph():
            return _with(thing, lines=as_data(lines(thing.runs)))
        case Note():
            return _with(thing, lines=as_data(lines(thing.runs)))
        case Grounds():
            return _with(thing, items=sentence_marks(thing.items))
        case Numbered(is_one_sentence=True):
            return _with(thing, items=sentence_marks(thing.items))
        case Articles():
            return _with(thing, items=[item.split("\n") for item in thing.items])
        case Table():
            return _with(thing, groups=thing.groups())
        case Figure():
            return _with(thing, content=list(thing.content), kind=thing.kind)
        case tuple() | list():
            return [as_data(part) for part in thing]
        case _ if is_dataclass(thing):
            return _with(thing)
        case _:
            return thing


def _with(thing: Any, **instead: Any) -> Mapping[str, Any]:
    own = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in instead}
    return {
        "is": type(thing).__name__,
        **{name: as_data(value) for name, value in own.items()},
        **instead,
    }
