"""The paragraphs of a template with the marks in them, and whether what begins somewhere also ends where it may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from .faults import Area, Fault, Where

LONGEST_SHOWN = 80
MARK = re.compile(r"\{%-?\s*(?:(?P<scope>p|tr|tc|r)\s+)?(?P<word>\w+)(?P<rest>.*?)-?%\}", re.S)
SCOPED = re.compile(r"(\{%-?|\{\{)(?:p|tr|tc|r)\s+")
MERGES = re.compile(r"\{%\s*(?:vm|hm)\s*%\}")
CELL_LOOKS = re.compile(r"\{%\s*(?:colspan|cellbg)\s+(.*?)\s*%\}")
BEGINS, ENDS = ("for", "if"), {"endfor": "for", "endif": "if"}
PARENTS = {"tr": "w:tbl", "tc": "w:tr"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text, where it stands, and its element."""

    text: str
    where: Where
    element: Any

    @property
    def source(self) -> str:
        """The text as jinja reads it, on one line: what docxtpl adds to jinja is taken off."""
        text = CELL_LOOKS.sub(r"{{ \1 }}", MERGES.sub("", self.text))
        return SCOPED.sub(r"\1 ", text).replace("\n", " ")


def areas_of(document: DocxTemplate) -> Iterator[tuple[Area, Any]]:
    """Every part of the file that is filled in, with its root element."""
    word = document.docx
    yield "body", word.element.body
    for relation in word.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in ("header", "footer"):
            yield ("header" if kind == "header" else "footer"), relation.target_part.element


def lines_of(area: Area, root: Any) -> list[Line]:
    found = []
    tables = {table: number for number, table in enumerate(root.iter(qn("w:tbl")), start=1)}
    for number, paragraph in enumerate(root.iter(qn("w:p")), start=1):
        table = next(paragraph.iterancestors(qn("w:tbl")), None)
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        place = table.findall(qn("w:tr")).index(row) + 1 if table is not None else 0
        text = _text(paragraph)
        shown = " ".join(text.split())
        shown = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"
        where = Where(area, number, tables.get(table, 0), place, shown)
        found.append(Line(text, where, paragraph))
    return found


def _text(paragraph: Any) -> str:
    """Its own text; that of a box that hangs on it is the box's."""
    pieces = []
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if next(element.iterancestors(qn("w:p"))) is paragraph:
            pieces.append(element.text or "" if element.tag == qn("w:t") else " ")
    return "".join(pieces)


def faults_of_marks(lines: list[Line]) -> Iterator[Fault]:
    """Marks that are not closed, and loops and conditions that end where Word could not follow."""
    open_marks: list[tuple[str, str, Line]] = []
    for line in lines:
        pairs = (("{{", "}}"), ("{%", "%}"))
        broken = [begin for begin, end in pairs if line.text.count(begin) != line.text.count(end)]
        if broken:
            yield Fault("unclosed", line.where, {"mark": broken[0]})
            return
        for mark in MARK.finditer(line.text):
            scope, word = mark["scope"] or "", mark["word"]
            if scope in PARENTS and next(line.element.iterancestors(qn("w:tbl")), None) is None:
                yield Fault("outside_table", line.where, {"mark": mark[0]})
                return
            if word in BEGINS:
                open_marks.append((scope, word, line))
            elif word in ENDS:
                fault = _ending(open_marks, scope, word, line)
                if fault:
                    yield fault
                    return
    for scope, word, line in open_marks:
        yield Fault("never_ends", line.where, {"mark": f"{{%{scope} {word} … %}}"})


def _ending(
    open_marks: list[tuple[str, str, Line]], scope: str, word: str, line: Line
) -> Fault | None:
    ending = f"{{%{scope} {word} %}}"
    if not open_marks or open_marks[-1][1] != ENDS[word]:
        return Fault("ends_nothing", line.where, {"mark": ending})
    begun_scope, begun, begun_line = open_marks.pop()
    begin = f"{{%{begun_scope} {begun} … %}}"
    both = {"begin": begin, "end": ending, "text": begun_line.where.text}
    if begun_scope != scope:
        return Fault("other_scope", line.where, both)
    if _holder(begun_line.element, scope) is not _holder(line.element, scope):
        return Fault("other_place", line.where, both)
    return None


def _holder(paragraph: Any, scope: str) -> Any:
    """What a loop or condition must stay within: its paragraph, or the cell, table or row around it."""
    if scope in ("", "r"):
        return paragraph
    if scope == "p":
        return paragraph.getparent()
    return next(paragraph.iterancestors(qn(PARENTS[scope])))
