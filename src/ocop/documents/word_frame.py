"""What stands around the text of a Word file: the head of its form, title, signatures, page numbers, and lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, Twips
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from . import blocks
from .blocks import Form, Paper, Signer

CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
HEAD_RIGHT_MM = 101
SIGNING_LINES = 4

# What the file format wants after a border in a paragraph, and after page numbers in a section.
AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
AFTER_NUMBERS = ("w:cols", "w:titlePg", "w:docGrid")


def element(name: str, attributes: Mapping[str, str] = {}) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(key), value)
    return made


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    capitals: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic, run.font.all_caps = Pt(size), bold, italic, capitals
    run.underline = underline or None
    if align is not None:
        paragraph.alignment = align
    return paragraph


def add(holder: Document | _Cell, text: str, **look: Any) -> Paragraph:
    """A paragraph of its own; the empty one that a new cell begins with is used first."""
    paragraphs = holder.paragraphs if isinstance(holder, _Cell) else []
    if len(paragraphs) == 1 and not paragraphs[0].runs:
        return write(paragraphs[0], text, **look)
    return write(holder.add_paragraph(), text, **look)


def line_under(paragraph: Paragraph, *, indent: float) -> None:
    """A line below a paragraph that is shorter by `indent` mm on both sides."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    borders = element("w:pBdr")
    look = {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "000000"}
    borders.append(element("w:bottom", look))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


def short_line(holder: _Cell | Document, *, indent: float, after: float = 6) -> None:
    paragraph = write(holder.add_paragraph(), "", size=2)
    paragraph.paragraph_format.line_spacing = Pt(2)
    paragraph.paragraph_format.space_after = Pt(after)
    line_under(paragraph, indent=indent)


def frameless(document: Document, widths: Sequence[float], *, rows: int = 1) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_widths(table, widths)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
    return table


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Widths in mm for each column; a cell over several columns is as wide as they are together."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = _whole(width)
    for row in table._tbl.tr_lst:
        at = 0
        for cell in row.tc_lst:
            cell.width = _whole(sum(widths[at : at + cell.grid_span]))
            at += cell.grid_span


def _whole(mm: float) -> Length:
    """A width in whole twips, rounded down so that columns never outgrow the page."""
    return Twips(int(mm * 1440 / 25.4))


def head(document: Document, paper: Paper, room: float) -> None:
    known, is_party = paper.head, paper.form == Form.PARTY
    left_mm = room - HEAD_RIGHT_MM
    table = frameless(document, (left_mm, HEAD_RIGHT_MM), rows=2)
    left, right = table.rows[0].cells
    size = 14 if is_party else 13
    if known.superior:
        add(left, known.superior, size=size, capitals=True, align=CENTRE)
    name = known.body if is_party else known.body.replace("Ủy ban nhân dân ", "Ủy ban nhân dân\n")
    add(left, name, size=size, bold=True, capitals=True, align=CENTRE)
    if is_party:
        add(left, "*", align=CENTRE)
        title = add(right, "ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True, align=CENTRE)
        line_under(title, indent=(HEAD_RIGHT_MM - 4 - 78) / 2)
    else:
        short_line(left, indent=(left_mm - 26) / 2)
        add(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align=CENTRE)
        motto = add(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=CENTRE)
        line_under(motto, indent=(HEAD_RIGHT_MM - 4 - 64) / 2)
    number, place = table.rows[1].cells
    if known.number.strip():
        add(number, number_line(paper), size=size, align=CENTRE)
    if not paper.kind:
        add(number, f"V/v {paper.subject}", size=12, align=CENTRE)
    place_size = 14 if is_party else 13.5
    add(place, known.place_and_date, size=place_size, italic=True, align=CENTRE)
    document.add_paragraph()


def number_line(paper: Paper) -> str:
    """ "Số: 12/QĐ-UBND"; the Party writes no colon: "Số 21-CT/TU". Room is left for a number that is not yet given."""
    number = paper.head.number.strip()
    room = "      " if number[0] in "/-" else ""
    return f"Số{'' if paper.form == Form.PARTY else ':'} {room}{number}"


def title(document: Document, paper: Paper, room: float) -> None:
    is_party = paper.form == Form.PARTY
    add(document, paper.kind, size=16 if is_party else 14, bold=True, capitals=True, align=CENTRE)
    add(document, paper.subject, bold=True, align=CENTRE)
    if is_party:
        add(document, "-----", align=CENTRE).paragraph_format.space_after = Pt(12)
    else:
        short_line(document, indent=(room - 30) / 2, after=12)


def closing(document: Document, paper: Paper, room: float) -> None:
    """Recipients at the left of one signature, below two."""
    document.add_paragraph()
    if len(paper.signers) == 1:
        left, right = frameless(document, (room / 2 - 2.5, room / 2 + 2.5)).rows[0].cells
        recipients(left, paper)
        sign(right, paper.signers[0])
        return
    count = len(paper.signers)
    cells = frameless(document, [room / count] * count).rows[0].cells
    for cell, signer in zip(cells, paper.signers, strict=True):
        sign(cell, signer)
    recipients(document, paper)


def sign(cell: _Cell, signer: Signer) -> None:
    for text in filter(None, (signer.authority, signer.title)):
        add(cell, text, bold=True, capitals=True, align=CENTRE)
    for _line in range(SIGNING_LINES):
        cell.add_paragraph()
    write(cell.add_paragraph(), signer.name, bold=True, align=CENTRE)


def recipients(holder: _Cell | Document, paper: Paper) -> None:
    if not paper.recipients:
        return
    if paper.form == Form.PARTY:
        add(holder, "Nơi nhận:", underline=True)
    else:
        add(holder, "Nơi nhận:", size=12, bold=True, italic=True)
    for recipient in blocks.sentence_marks(paper.recipients):
        add(holder, f"- {recipient}", size=12 if paper.form == Form.PARTY else 11)


def page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        field = element("w:fldChar", {"w:fldCharType": kind}) if kind else element("w:instrText")
        if text:
            field.text = text
        run._r.append(field)


def restart_numbering(document: Document) -> None:
    """Pages of the last section count from 1 again."""
    section = document.sections[-1]
    section.different_first_page_header_footer = True
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    first = element("w:pgNumType", {"w:start": "1"})
    section._sectPr.insert_element_before(first, *AFTER_NUMBERS)


def mark_pages(document: Document, mark: str) -> None:
    """The mark over every page, in whatever headers the file has."""
    if not mark:
        return
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            if mark not in "".join(paragraph.text for paragraph in header.paragraphs):
                write(header.add_paragraph(), mark, size=12, bold=True, align=CENTRE)
