"""The score sheet on paper: every level of every criterion with a box to tick, every page with the sheet's code."""

from pathlib import Path
from typing import NotRequired, TypedDict

from ocop.documents import render_pdf
from ocop.rules.model import NONE, Criterion, Level, Sheet, in_language

TEMPLATE = Path(__file__).parent / "templates" / "score_sheet.typ"


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
    """A sheet to be filled in by hand. code: of the sheet, repeated on each page; qr: SVG of it.

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


def printed_parts(sheet: Sheet, language: str = "vi") -> list[PrintedPart]:
    """A score sheet as it is printed. Marks run through all cases of a criterion, as on screen."""
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


def score_sheet_pdf(sheet: PrintedSheet) -> bytes:
    return render_pdf(TEMPLATE, sheet)
