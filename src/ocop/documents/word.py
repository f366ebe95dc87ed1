"""Word files by python-docx: the same blocks as the PDF, for offices that edit before they sign."""

import datetime
import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from . import blocks
from .blocks import Paper, Run
from .marks import watermark
from .pdf import picture_png
from .word_frame import (
    CENTRE,
    LEFT,
    add,
    closing,
    element,
    head,
    mark_pages,
    page_number,
    restart_numbering,
    set_widths,
    short_line,
    title,
    write,
)

MADE = datetime.datetime(2026, 1, 1)
UPRIGHT_MM, LANDSCAPE_MM = 165, 252


def paper_docx(paper: Paper) -> bytes:
    """See `documents.paper_docx`."""
    paper = blocks.cleaned(paper)
    room = LANDSCAPE_MM if paper.is_landscape else UPRIGHT_MM
    document = _new(paper)
    head(document, paper, room)
    if paper.kind:
        title(document, paper, room)
    main = [part for part in paper.blocks if not isinstance(part, blocks.Appendix)]
    draw(document, main, room)
    closing(document, paper, room)
    for part in paper.blocks:
        if isinstance(part, blocks.Appendix):
            _appendix(document, part, room)
    mark_pages(document, watermark(paper.watermark))
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _new(paper: Paper) -> Document:
    document = docx.Document()
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if paper.is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    for script in ("w:eastAsia", "w:cs"):
        normal.element.rPr.rFonts.set(qn(script), "Times New Roman")
    normal.element.rPr.append(element("w:lang", {"w:val": "vi-VN"}))
    normal.paragraph_format.space_after = Pt(0)
    known = document.core_properties
    known.author = known.last_modified_by = "OCOP"
    known.title, known.comments = paper.subject[:255], ""
    known.created = known.modified = MADE
    return document


def draw(document: Document, parts: Sequence[blocks.Block], room: float) -> None:
    for part in parts:
        match part:
            case blocks.Paragraph():
                for line in blocks.lines(part.runs):
                    _body(document, line).paragraph_format.keep_with_next = part.keeps_with_next
            case blocks.Heading():
                heading = add(document, part.text, bold=True)
                heading.paragraph_format.space_before = Pt(10)
                heading.paragraph_format.keep_with_next = True
            case blocks.Centred():
                shape = add(
                    document, part.text, bold=True, capitals=part.capitals, align=CENTRE
                ).paragraph_format
                shape.space_before = shape.space_after = Pt(9)
                shape.keep_with_next = True
            case blocks.Addressees():
                _addressees(document, part)
            case blocks.Grounds():
                for item in blocks.sentence_marks(part.items):
                    _body(document, (blocks.italic(item),))
            case blocks.Articles():
                _articles(document, part)
            case blocks.Numbered():
                items = part.items
                said = blocks.sentence_marks(items) if part.is_one_sentence else items
                for number, item in enumerate(said, start=1):
                    for line in blocks.lines(blocks.runs(f"{number}. {item}")):
                        _body(document, line)
            case blocks.Table():
                _table(document, part, room)
            case blocks.Figure():
                _figure(document, part, room)
            case blocks.Note():
                for line in blocks.lines(part.runs):
                    _line(document, line, size=12).paragraph_format.space_before = Pt(4)


def _line(document: Document, line: Sequence[Run], *, size: float = 14) -> WordParagraph:
    paragraph = document.add_paragraph()
    for run in line:
        write(paragraph, run.text, size=size, bold=run.bold, italic=run.italic)
    return paragraph


def _body(document: Document, line: Sequence[Run]) -> WordParagraph:
    """A paragraph of the text: justified, first line indented 1 cm, 6 pt apart."""
    paragraph = _line(document, line)
    shape = paragraph.paragraph_format
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.first_line_indent, shape.space_before = Mm(10), Pt(6)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return paragraph


def _addressees(document: Document, part: blocks.Addressees) -> None:
    if len(part.names) == 1:
        add(document, f"Kính gửi: {part.names[0]}", align=CENTRE)
        return
    add(document, "Kính gửi:").paragraph_format.left_indent = Mm(25)
    for name in blocks.sentence_marks(part.names):
        add(document, f"- {name}").paragraph_format.left_indent = Mm(48)


def _articles(document: Document, part: blocks.Articles) -> None:
    for number, article in enumerate(part.items, start=1):
        first, *others = article.split("\n")
        _body(document, blocks.runs(blocks.bold(f"Điều {number}. "), first))
        for text in others:
            _body(document, blocks.runs(text))


def _table(document: Document, part: blocks.Table, room: float) -> None:
    groups = part.groups()
    heads = 2 if any(name for name, _count in groups) else 1
    table = document.add_table(rows=heads, cols=len(part.columns))
    table.style = "Table Grid"
    at = 0
    for name, count in groups if heads == 2 else [("", 1)] * len(part.columns):
        top = table.rows[0].cells[at]
        if name:
            top = top.merge(table.rows[0].cells[at + count - 1])
            for offset in range(at, at + count):
                label = part.columns[offset].label
                _cell(table.rows[1].cells[offset], label, part.size, bold=True, centred=True)
        elif heads == 2:
            top = top.merge(table.rows[1].cells[at])
        _cell(top, name or part.columns[at].label, part.size, bold=True, centred=True)
        at += count
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for values in part.rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, column, value in zip(row.cells, part.columns, values, strict=True):
            _cell(cell, value, part.size, bold=column.is_bold, centred=column.is_centred)
    set_widths(table, part.widths(room))


def _cell(cell: _Cell, text: str, size: float, *, bold: bool, centred: bool) -> None:
    for line in text.split("\n"):
        add(cell, line, size=size, bold=bold, align=CENTRE if centred else LEFT)


def _figure(document: Document, part: blocks.Figure, room: float) -> None:
    content = picture_png(part) if part.kind == "svg" else part.content
    holder = document.add_paragraph()
    holder.alignment, holder.paragraph_format.space_before = CENTRE, Pt(6)
    holder.paragraph_format.keep_with_next = bool(part.caption)
    holder.add_run().add_picture(io.BytesIO(content), width=Mm(min(part.width_mm, room)))
    if part.caption:
        add(document, part.caption, size=12, italic=True, align=CENTRE)


def _appendix(document: Document, part: blocks.Appendix, room: float) -> None:
    document.add_section(WD_SECTION.NEW_PAGE)
    restart_numbering(document)
    add(document, "PHỤ LỤC", bold=True, align=CENTRE)
    add(document, part.title, bold=True, align=CENTRE)
    if part.note:
        add(document, part.note, italic=True, align=CENTRE)
    short_line(document, indent=(room - 30) / 2, after=10)
    draw(document, part.blocks, room)
