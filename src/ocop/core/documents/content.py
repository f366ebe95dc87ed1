"""What each template of a document needs, and how dates and numbers read in an official Vietnamese text.

Values are finished texts, or dates, Decimals and whole numbers, which `plain` writes the Vietnamese way. Text is
never markup: whatever a person typed is printed as it is.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, BinaryIO, NotRequired, TypedDict

from ocop.rules.model import NONE, Criterion, Level, Sheet, in_language

# Characters that XML 1.0 does not know; Word refuses a file with one of them.
_unprintable = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


class Signer(TypedDict):
    """Who signs. `authority` as "TM. ỦY BAN NHÂN DÂN" or "KT. CHỦ TỊCH" ("" where there is none), then title and name."""

    authority: str
    title: str
    name: str


class Official(TypedDict):
    """The frame of every official document.

    superior: the body above, "" where none is printed. number: as "12/QĐ-UBND", "/QĐ-UBND" before it is known, "" for none.
    place_and_date: see `place_and_date`. recipients: without dashes, "Lưu: VT, …" last. watermark: across each page,
    as "DỰ THẢO" or "DỮ LIỆU MINH HOẠ".
    """

    superior: str
    body: str
    number: str
    place_and_date: str
    recipients: list[str]
    signer: Signer
    watermark: NotRequired[str]


class Result(TypedDict):
    """A product's result, one row of an appendix."""

    product: str
    producer: str
    place: str
    points: Decimal | str
    stars: int
    note: str


class Decision(Official):
    """`decision`: a decision that approves results. `articles` are printed as Điều 1, 2, …; lines in one are paragraphs.

    authority_line: who decides, as "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC KẠN". grounds: whole, as "Căn cứ Luật …" or
    "Theo đề nghị …", without the mark at the end.
    """

    subject: str
    authority_line: str
    grounds: list[str]
    articles: list[str]
    appendix_title: str
    results: list[Result]


class Attendee(TypedDict):
    """A member of the council. reason: why absent, "" when present."""

    name: str
    position: str
    role: str
    is_present: bool
    reason: str


class Discussed(TypedDict):
    """A product in the minutes. scores: members' totals in the order of the attendees that scored."""

    product: str
    producer: str
    set_name: str
    scores: list[int]
    mean: Decimal | str
    spread: int
    stars: int
    discussion: str
    conclusion: str


class Minutes(Official):
    """`minutes`: of a council's session. `signer` is the chair, `secretary` signs on the left.

    council_decision: what set the council up, as "Quyết định số 99/QĐ-UBND ngày 15 tháng 01 năm 2021".
    """

    subject: str
    opened: str
    closed: str
    venue: str
    council_decision: str
    attendees: list[Attendee]
    guests: list[str]
    quorum: str
    max_spread: int
    products: list[Discussed]
    remarks: str
    conclusions: list[str]
    secretary: str


class Scored(TypedDict):
    """A product in the score summary. scores: one a member, "" where the member did not score (conflict of interest)."""

    product: str
    producer: str
    scores: list[int | str]
    mean: Decimal | str
    stars: int
    note: str


class ScoreSummary(Official):
    """`score_summary`: members × products, landscape. notes: below the table. `signer` is the chair."""

    subject: str
    members: list[str]
    products: list[Scored]
    notes: list[str]
    secretary: str


class PrintedLevel(TypedDict):
    """A level to tick; `mark` is the number that a person types for it."""

    mark: int
    label: str
    points: int


class PrintedCase(TypedDict):
    label: str
    levels: list[PrintedLevel]


class PrintedCriterion(TypedDict):
    number: str
    name: str
    note: str
    max_points: int
    cases: list[PrintedCase]
    sub_criteria: list["PrintedCriterion"]


class PrintedSection(TypedDict):
    number: str
    name: str
    max_points: int
    criteria: list[PrintedCriterion]


class PrintedPart(TypedDict):
    code: str
    name: str
    max_points: int
    sections: list[PrintedSection]


class PrintedSheet(TypedDict):
    """`score_sheet`: to be filled in by hand. code: of the sheet, repeated on each page; qr: SVG of it.

    facts: gates and knock-outs to tick. parts: `printed_parts(sheet)`.
    """

    council: str
    round: str
    edition: str
    set_name: str
    product: str
    producer: str
    place: str
    member: str
    code: str
    qr: str
    parts: list[PrintedPart]
    facts: list[str]
    watermark: NotRequired[str]


class Certificate(TypedDict):
    """`certificate`: A4 landscape, to hang on the wall. qr: SVG of the signed address, "" for none; address: as printed."""

    superior: str
    body: str
    number: str
    product: str
    producer: str
    place: str
    product_code: str
    stars: int
    decision: str
    valid_from: date | str
    valid_to: date | str
    place_and_date: str
    signer: Signer
    qr: str
    address: str
    watermark: NotRequired[str]


class DossierCover(TypedDict):
    """Cover of a dossier that `assemble` puts together. facts: label and value, in order. qr: SVG, "" for none."""

    body: str
    title: str
    product: str
    producer: str
    facts: list[tuple[str, str]]
    qr: str
    watermark: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A paper of a dossier: a PDF or a picture, opened only when its turn comes. `group` is its heading in the contents."""

    title: str
    group: str
    open: Callable[[], BinaryIO]


class Forwarded(TypedDict):
    """A product that goes up to the next level."""

    product: str
    producer: str
    set_name: str
    points: Decimal | str
    stars: int


class PassUp(Official):
    """`pass_up`: kind "TỜ TRÌNH" (subject in the middle) or "" for an official letter ("V/v …" under the number).

    Without products it is a letter or notice of any kind, as "THÔNG BÁO"."""

    kind: str
    subject: str
    addressees: list[str]
    paragraphs: list[str]
    products: list[Forwarded]
    attachments: list[str]
    closing: str


def place_and_date(place: str, day: date | None) -> str:
    """ "Bắc Kạn, ngày 08 tháng 4 năm 2019": day below 10 and months 1, 2 with a nought; dots before the day is known."""
    if day is None:
        return f"{place}, ngày … tháng … năm …"
    return f"{place}, {long_date(day)}"


def long_date(day: date) -> str:
    """ "ngày 08 tháng 4 năm 2019"."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def points_text(points: Decimal | Fraction | int) -> str:
    """Points as decisions print them: two decimals, rounded half up, a decimal comma: 91,14."""
    exact = (
        Decimal(points.numerator) / points.denominator
        if isinstance(points, Fraction)
        else Decimal(points)
    )
    return str(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)).replace(".", ",")


def printed_parts(sheet: Sheet, language: str = "vi") -> list[PrintedPart]:
    """A score sheet as the `score_sheet` template prints it. Marks run through all cases of a criterion, as on screen."""
    return [
        PrintedPart(
            code=part.code,
            name=part.name_in(language),
            max_points=part.max_points,
            sections=[
                PrintedSection(
                    number=section.number,
                    name=section.name_in(language),
                    max_points=section.max_points,
                    criteria=[_printed(criterion, language) for criterion in section.criteria],
                )
                for section in part.sections
            ],
        )
        for part in sheet.parts
    ]


def _printed(criterion: Criterion, language: str) -> PrintedCriterion:
    marks = {level.code: mark for mark, level in enumerate(criterion.choices, start=1)}

    def levels(of: tuple[Level, ...]) -> list[PrintedLevel]:
        return [
            PrintedLevel(mark=marks[v.code], label=v.label_in(language), points=v.points)
            for v in of
        ]

    cases = [
        PrintedCase(label=case.label_in(language), levels=levels(case.levels))
        for case in criterion.cases
    ]
    if criterion.levels:
        cases = [PrintedCase(label="", levels=levels(criterion.levels))]
    if NONE in criterion.points and not criterion.sub_criteria:
        none = PrintedLevel(
            mark=len(marks) + 1,
            label=in_language("Không đạt mức nào", "No level met", language),
            points=0,
        )
        cases.append(PrintedCase(label="", levels=[none]))
    return PrintedCriterion(
        number=criterion.number,
        name=criterion.name_in(language),
        note=criterion.note_in(language),
        max_points=criterion.max_points,
        cases=cases,
        sub_criteria=[_printed(sub, language) for sub in criterion.sub_criteria],
    )


def plain(value: Any) -> Any:
    """Data as both kinds of templates take it: texts, whole numbers, truths, lists and mappings, nothing else."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, Decimal | Fraction):
        return points_text(value)
    return _unprintable.sub("", unicodedata.normalize("NFC", str(value).replace("\r\n", "\n")))
