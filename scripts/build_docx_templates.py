"""Make the Word templates of official documents, in the layout of Decree 30/2020/NĐ-CP, appendix I.

The .docx files in src/ocop/core/documents/templates are made here and committed; they carry docxtpl's marks
({{ value }}, {%p for … %}, {%tr for … %}) and take the data of ocop.core.documents.content. Run again after a change.
"""

import datetime
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TEMPLATES = Path(__file__).resolve().parent.parent / "src/ocop/core/documents/templates"
CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
MADE = datetime.datetime(2026, 1, 1)


def new_document(*, landscape: bool = False) -> Document:
    document = docx.Document()
    section = document.sections[0]
    width, height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
    section.page_width, section.page_height = width, height
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    page_number(section.header.paragraphs[0])
    draft = section.first_page_header.paragraphs[0]
    write(draft, "{{ watermark }}", size=12, bold=True, align=CENTRE)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.element.rPr.rFonts.set(qn("w:cs"), "Times New Roman")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    document.core_properties.author = document.core_properties.last_modified_by = "OCOP"
    document.core_properties.title = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = MADE
    return document


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    capitals: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic, run.font.all_caps = Pt(size), bold, italic, capitals
    if align is not None:
        paragraph.alignment = align
    return paragraph


def body(document: Document, *pieces: tuple[str, str]) -> Paragraph:
    """A paragraph of the text: justified, first line indented 1 cm, 6 pt apart. Pieces: text and style (b, i or "")."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    shape.first_line_indent, shape.space_before = Mm(10), Pt(6)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for text, style in pieces:
        write(paragraph, text, bold="b" in style, italic="i" in style)
    return paragraph


def tag(document: Document, text: str) -> None:
    """A paragraph that docxtpl takes away: {%p … %}."""
    document.add_paragraph(text)


def heading(document: Document, text: str) -> None:
    paragraph = write(document.add_paragraph(), text, bold=True)
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.paragraph_format.keep_with_next = True


def page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def new_numbering(document: Document) -> None:
    """A new page from which pages count from 1 again."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = True
    first = OxmlElement("w:pgNumType")
    first.set(qn("w:start"), "1")
    section._sectPr.append(first)


def line_under(paragraph: Paragraph, *, indent: float) -> None:
    """A line below a paragraph that is shorter by `indent` mm on both sides."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def short_line(cell_or_document: _Cell | Document, *, indent: float, after: float = 6) -> None:
    paragraph = cell_or_document.add_paragraph()
    write(paragraph, "", size=2)
    paragraph.paragraph_format.line_spacing = Pt(2)
    paragraph.paragraph_format.space_after = Pt(after)
    line_under(paragraph, indent=indent)


def frameless(document: Document, widths: Sequence[float], *, rows: int = 1) -> Table:
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_widths(table, widths)
    for row in table.rows:
        cannot_split = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(cannot_split)
    return table


def set_widths(table: Table, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def head(document: Document, *, letter: bool = False, wide: float = 165) -> None:
    left_wide, right_wide = wide - 101, 101
    table = frameless(document, (left_wide, right_wide), rows=2)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "{%p if superior %}")
    write(left.add_paragraph(), "{{ superior }}", size=13, capitals=True, align=CENTRE)
    left.add_paragraph("{%p endif %}")
    name = "{{ body.replace('Ủy ban nhân dân ', 'Ủy ban nhân dân\\n') }}"
    write(left.add_paragraph(), name, size=13, bold=True, capitals=True, align=CENTRE)
    short_line(left, indent=(left_wide - 26) / 2)
    write(
        right.paragraphs[0],
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        size=12,
        bold=True,
        align=CENTRE,
    )
    motto = write(
        right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=CENTRE
    )
    line_under(motto, indent=(right_wide - 4 - 64) / 2)
    number, place = table.rows[1].cells
    write(number.paragraphs[0], "{% if number %}Số: {{ number }}{% endif %}", size=13, align=CENTRE)
    if letter:
        write(number.add_paragraph(), "{%p if not kind %}")
        write(number.add_paragraph(), "V/v {{ subject }}", size=12, align=CENTRE)
        write(number.add_paragraph(), "{%p endif %}")
    write(place.paragraphs[0], "{{ place_and_date }}", size=13.5, italic=True, align=CENTRE)
    document.add_paragraph()


def title(document: Document, kind: str, *, wide: float = 165) -> None:
    write(document.add_paragraph(), kind, bold=True, capitals=True, align=CENTRE)
    write(document.add_paragraph(), "{{ subject }}", bold=True, align=CENTRE)
    short_line(document, indent=(wide - 30) / 2, after=12)


def grid(
    document: Document,
    heads: Sequence[str],
    widths: Sequence[float],
    loop: str,
    cells: Sequence[str],
    *,
    centred: Sequence[int] = (),
    size: float = 12,
) -> Table:
    """A table with lines: a head that repeats on each page, then a row for each item of `loop`."""
    table = document.add_table(rows=4, cols=len(heads))
    table.style = "Table Grid"
    set_widths(table, widths)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        write(cell.paragraphs[0], text, size=size, bold=True, align=CENTRE)
    write(table.rows[1].cells[0].paragraphs[0], "{%tr for " + loop + " %}")
    for index, (cell, text) in enumerate(zip(table.rows[2].cells, cells, strict=True)):
        write(cell.paragraphs[0], text, size=size, align=CENTRE if index in centred else LEFT)
    write(table.rows[3].cells[0].paragraphs[0], "{%tr endfor %}")
    return table


def sign(cell: _Cell, *, authority: str, position: str, name: str) -> None:
    first = cell.paragraphs[0]
    if authority:
        write(first, "{%p if " + authority + " %}")
        write(
            cell.add_paragraph(),
            "{{ " + authority + " }}",
            bold=True,
            capitals=True,
            align=CENTRE,
        )
        cell.add_paragraph("{%p endif %}")
        first = cell.add_paragraph()
    write(first, position, bold=True, capitals=True, align=CENTRE)
    for _ in range(4):
        cell.add_paragraph()
    write(cell.add_paragraph(), name, bold=True, align=CENTRE)


def recipients(holder: _Cell | Document) -> None:
    first = holder.paragraphs[0] if isinstance(holder, _Cell) else holder.add_paragraph()
    write(first, "Nơi nhận:", size=12, bold=True, italic=True)
    holder.add_paragraph("{%p for recipient in recipients %}")
    write(
        holder.add_paragraph(),
        "- {{ recipient.rstrip('.;') }}{% if loop.last %}.{% else %};{% endif %}",
        size=11,
    )
    holder.add_paragraph("{%p endfor %}")


def close(document: Document) -> None:
    """Recipients at the left, the signer at the right."""
    document.add_paragraph()
    left, right = frameless(document, (80, 85)).rows[0].cells
    recipients(left)
    sign(
        right, authority="signer.authority", position="{{ signer.title }}", name="{{ signer.name }}"
    )


def two_signatures(document: Document, *, wide: float = 165) -> None:
    document.add_paragraph()
    left, right = frameless(document, (wide / 2, wide / 2)).rows[0].cells
    sign(left, authority="", position="Thư ký", name="{{ secretary }}")
    sign(
        right, authority="signer.authority", position="{{ signer.title }}", name="{{ signer.name }}"
    )


STARS = "{% if p.stars %}{{ p.stars }} sao{% else %}Không xếp hạng{% endif %}"


def decision() -> Document:
    document = new_document()
    head(document)
    title(document, "Quyết định")
    write(
        document.add_paragraph(), "{{ authority_line }}", bold=True, capitals=True, align=CENTRE
    ).paragraph_format.space_after = Pt(8)
    tag(document, "{%p for ground in grounds %}")
    body(document, ("{{ ground }}{% if loop.last %}.{% else %};{% endif %}", "i"))
    tag(document, "{%p endfor %}")
    ruling = write(document.add_paragraph(), "QUYẾT ĐỊNH:", bold=True, align=CENTRE)
    ruling.paragraph_format.space_before = ruling.paragraph_format.space_after = Pt(10)
    ruling.paragraph_format.keep_with_next = True
    tag(document, "{%p for article in articles %}")
    tag(document, "{%p for line in article.split('\\n') %}")
    body(
        document,
        ("{% if loop.first %}Điều {{ articles.index(article) + 1 }}. {% endif %}", "b"),
        ("{{ line }}", ""),
    )
    tag(document, "{%p endfor %}")
    tag(document, "{%p endfor %}")
    close(document)
    tag(document, "{%p if results %}")
    new_numbering(document)
    write(document.add_paragraph(), "PHỤ LỤC", bold=True, align=CENTRE)
    write(document.add_paragraph(), "{{ appendix_title }}", bold=True, align=CENTRE)
    write(
        document.add_paragraph(),
        "(Kèm theo Quyết định số {{ number }} {{ place_and_date.split(', ')[-1] }} của {{ authority_line }})",
        italic=True,
        align=CENTRE,
    )
    short_line(document, indent=67.5, after=10)
    grid(
        document,
        ("TT", "Sản phẩm", "Chủ thể", "Địa chỉ", "Điểm", "Phân hạng", "Ghi chú"),
        (10, 32, 32, 27, 16, 18, 30),
        "p in results",
        (
            "{{ loop.index }}",
            "{{ p.product }}",
            "{{ p.producer }}",
            "{{ p.place }}",
            "{{ p.points }}",
            STARS,
            "{{ p.note }}",
        ),
        centred=(0, 4, 5),
    )
    tag(document, "{%p endif %}")
    return document


def minutes() -> Document:
    document = new_document()
    head(document)
    title(document, "Biên bản")
    body(document, ("Thời gian bắt đầu: {{ opened }}.", ""))
    body(document, ("Địa điểm: {{ venue }}.", ""))
    body(document, ("Hội đồng được thành lập theo {{ council_decision }}.", ""))
    heading(document, "I. THÀNH PHẦN THAM DỰ")
    body(document, ("1. Thành viên Hội đồng có mặt:", "")).paragraph_format.space_after = Pt(6)
    grid(
        document,
        ("TT", "Họ và tên", "Chức vụ, cơ quan", "Vai trò", "Ký tên"),
        (10, 38, 58, 33, 26),
        "a in attendees if a.is_present",
        ("{{ loop.index }}", "{{ a.name }}", "{{ a.position }}", "{{ a.role }}", ""),
        centred=(0,),
    )
    body(
        document,
        (
            "2. Thành viên vắng mặt: {% for a in attendees if not a.is_present %}{{ a.name }} ({{ a.role }}"
            "{% if a.reason %}; {{ a.reason }}{% endif %}){% if not loop.last %}; {% endif %}"
            "{% else %}không{% endfor %}.",
            "",
        ),
    )
    tag(document, "{%p if guests %}")
    body(document, ("3. Mời dự: {{ guests | join('; ') }}.", ""))
    tag(document, "{%p endif %}")
    body(document, ("{{ quorum }}", ""))
    heading(document, "II. NỘI DUNG ĐÁNH GIÁ")
    body(
        document,
        (
            "Hội đồng xem xét hồ sơ và sản phẩm mẫu; từng thành viên chấm điểm độc lập theo phiếu của bộ sản phẩm. "
            "Điểm của sản phẩm là trung bình cộng điểm của các thành viên. Chênh lệch điểm giữa các thành viên không "
            "quá {{ max_spread }} điểm; vượt quá thì Hội đồng thảo luận và chấm lại.",
            "",
        ),
    ).paragraph_format.space_after = Pt(6)
    grid(
        document,
        (
            "TT",
            "Sản phẩm",
            "Chủ thể",
            "Điểm các thành viên",
            "Chênh lệch",
            "Điểm TB",
            "Phân hạng",
        ),
        (10, 36, 38, 30, 17, 16, 18),
        "p in products",
        (
            "{{ loop.index }}",
            "{{ p.product }}",
            "{{ p.producer }}",
            "{{ p.scores | join('; ') }}",
            "{{ p.spread }}",
            "{{ p.mean }}",
            STARS,
        ),
        centred=(0, 3, 4, 5, 6),
        size=11.5,
    )
    heading(document, "III. Ý KIẾN THẢO LUẬN VÀ KẾT LUẬN TỪNG SẢN PHẨM")
    tag(document, "{%p for p in products %}")
    body(
        document,
        ("{{ loop.index }}. {{ p.product }}", "b"),
        (" ({{ p.producer }}; bộ sản phẩm: {{ p.set_name }})", ""),
    )
    tag(document, "{%p if p.discussion %}")
    body(document, ("Thảo luận: ", "i"), ("{{ p.discussion }}", ""))
    tag(document, "{%p endif %}")
    body(document, ("Kết luận: ", "i"), ("{{ p.conclusion }}", ""))
    tag(document, "{%p endfor %}")
    heading(document, "IV. KẾT LUẬN CỦA HỘI ĐỒNG")
    tag(document, "{%p if remarks %}")
    body(document, ("{{ remarks }}", ""))
    tag(document, "{%p endif %}")
    tag(document, "{%p for conclusion in conclusions %}")
    body(document, ("{{ loop.index }}. {{ conclusion }}", ""))
    tag(document, "{%p endfor %}")
    body(
        document,
        ("Biên bản được thông qua trước Hội đồng; cuộc họp kết thúc lúc {{ closed }}.", ""),
    )
    two_signatures(document)
    recipients(document)
    return document


def score_summary() -> Document:
    document = new_document(landscape=True)
    head(document, wide=252)
    title(document, "Bảng tổng hợp điểm", wide=252)
    heads = ("TT", "Sản phẩm", "Chủ thể", "", "", "", "Điểm TB", "Phân hạng", "Ghi chú")
    widths = (10, 46, 46, 2, 14, 2, 18, 20, 30)
    table = grid(
        document,
        heads,
        widths,
        "p in products",
        (
            "{{ loop.index }}",
            "{{ p.product }}",
            "{{ p.producer }}",
            "{%tc for s in p.scores %}",
            "{{ s }}",
            "{%tc endfor %}",
            "{{ p.mean }}",
            STARS,
            "{{ p.note }}",
        ),
        centred=(0, 4, 6, 7),
        size=11.5,
    )
    for index, text in (
        (3, "{%tc for m in members %}"),
        (4, "({{ loop.index }})"),
        (5, "{%tc endfor %}"),
    ):
        write(
            table.rows[0].cells[index].paragraphs[0], text, size=11.5, bold=index == 4, align=CENTRE
        )
    members = document.add_paragraph()
    members.paragraph_format.space_before = Pt(8)
    write(members, "Điểm của thành viên Hội đồng: ", size=12, bold=True)
    write(
        members,
        "{% for m in members %}({{ loop.index }}) {{ m }}{% if loop.last %}.{% else %}; {% endif %}{% endfor %}",
        size=12,
    )
    tag(document, "{%p for note in notes %}")
    write(document.add_paragraph(), "{{ note }}", size=12, italic=True)
    tag(document, "{%p endfor %}")
    two_signatures(document, wide=252)
    return document


def pass_up() -> Document:
    document = new_document()
    head(document, letter=True)
    tag(document, "{%p if kind %}")
    title(document, "{{ kind }}")
    tag(document, "{%p endif %}")
    tag(document, "{%p if addressees | length == 1 %}")
    write(document.add_paragraph(), "Kính gửi: {{ addressees[0] }}", align=CENTRE)
    tag(document, "{%p else %}")
    write(document.add_paragraph(), "Kính gửi:").paragraph_format.left_indent = Mm(25)
    tag(document, "{%p for addressee in addressees %}")
    write(
        document.add_paragraph(),
        "- {{ addressee }}{% if loop.last %}.{% else %};{% endif %}",
    ).paragraph_format.left_indent = Mm(48)
    tag(document, "{%p endfor %}")
    tag(document, "{%p endif %}")
    tag(document, "{%p for paragraph in paragraphs %}")
    body(document, ("{{ paragraph }}", "")).paragraph_format.space_after = Pt(6)
    tag(document, "{%p endfor %}")
    tag(document, "{%p if products %}")
    grid(
        document,
        ("TT", "Sản phẩm", "Chủ thể", "Bộ sản phẩm", "Điểm", "Hạng"),
        (10, 42, 42, 37, 16, 18),
        "p in products",
        (
            "{{ loop.index }}",
            "{{ p.product }}",
            "{{ p.producer }}",
            "{{ p.set_name }}",
            "{{ p.points }}",
            STARS,
        ),
        centred=(0, 4, 5),
    )
    tag(document, "{%p endif %}")
    tag(document, "{%p if attachments %}")
    body(document, ("Hồ sơ gửi kèm gồm:", ""))
    tag(document, "{%p for attachment in attachments %}")
    body(
        document,
        ("{{ loop.index }}. {{ attachment }}{% if loop.last %}.{% else %};{% endif %}", ""),
    )
    tag(document, "{%p endfor %}")
    tag(document, "{%p endif %}")
    body(document, ("{{ closing }}", ""))
    close(document)
    return document


def save(document: Document, path: Path) -> None:
    """Save with fixed times in the archive, so that an unchanged template is an unchanged file."""
    raw = io.BytesIO()
    document.save(raw)
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)),
                source.read(name),
                zipfile.ZIP_DEFLATED,
            )


def main() -> None:
    for make in (decision, minutes, score_summary, pass_up):
        save(make(), TEMPLATES / f"{make.__name__}.docx")


if __name__ == "__main__":
    main()
