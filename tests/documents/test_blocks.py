"""A paper of blocks: the PDF and the Word file say the same in both forms."""

import io

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ocop.documents import marks, paper_docx, paper_pdf
from ocop.documents.blocks import (
    Addressees,
    Appendix,
    Articles,
    Centred,
    Column,
    Figure,
    Form,
    Grounds,
    Head,
    Heading,
    Numbered,
    Paper,
    Signer,
    Table,
    bold,
    italic,
    note,
    paragraph,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>'
COLUMNS = (
    Column("TT", mm=10, is_centred=True),
    Column("Tên", share=2),
    Column("Năm nay", mm=20, group="Doanh thu"),
    Column("Năm trước", mm=20, group="Doanh thu"),
)


@pytest.fixture(autouse=True)
def unmarked(monkeypatch):
    """As a real installation prints them; the mark of a rehearsal is tested with it."""
    monkeypatch.setattr(marks, "of_installation", str)


def png() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (30, 15), "green").save(output, "PNG")
    return output.getvalue()


def everything(form: Form) -> Paper:
    return Paper(
        head=Head("Cơ quan ban hành", "Cơ quan trên", "7/BC", "Ba Bể, ngày 02 tháng 12 năm 2019"),
        kind="Báo cáo",
        subject="Về mọi khối",
        blocks=(
            Centred("Dòng giữa"),
            Addressees(("Nơi thứ nhất", "Nơi thứ hai")),
            Grounds(("Căn cứ một;", "Căn cứ hai")),
            Articles(("Điều đầu\nKhoản của điều đầu",)),
            Heading("I. Đề mục"),
            paragraph(bold("Đậm. "), "Thường. ", italic("Nghiêng.\nĐoạn sau.")),
            Numbered(("việc một", "việc hai"), is_one_sentence=True),
            Table(COLUMNS, (("1", "Miến dong", "12", "10"),)),
            Figure(png(), "Hình một"),
            Figure(SVG, "Hình hai", width_mm=80),
            note("Ghi chú dưới bảng"),
            Appendix("Tên phụ lục", "(Kèm theo)", (paragraph("Trong phụ lục"),)),
        ),
        signers=(Signer("", "Thư ký", "Trần B"), Signer("", "Chủ tịch", "Nguyễn A")),
        recipients=("Như trên", "Lưu: VT"),
        form=form,
    )


SAID = [
    *("Dòng giữa", "Nơi thứ nhất", "Căn cứ một;", "Căn cứ hai.", "Điều 1. Điều đầu"),
    *("Khoản của điều đầu", "I. Đề mục", "Đậm. Thường. Nghiêng.", "Đoạn sau.", "1. việc một;"),
    *("2. việc hai.", "Doanh thu", "Năm trước", "Miến dong", "Hình một", "Hình hai"),
    *("Ghi chú dưới bảng", "PHỤ LỤC", "Tên phụ lục", "(Kèm theo)", "Trong phụ lục", "- Lưu: VT."),
    *("Trần B", "Nguyễn A", "7/BC", "Ba Bể, ngày 02 tháng 12 năm 2019"),
]


@pytest.mark.parametrize("form", Form)
def test_every_block_is_in_the_pdf_and_in_the_word_file(form):
    pages = pypdf.PdfReader(io.BytesIO(paper_pdf(everything(form)))).pages
    word = docx.Document(io.BytesIO(paper_docx(everything(form))))

    printed = "".join("".join(page.extract_text() for page in pages).split())
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    written = "\n".join([*(p.text for p in word.paragraphs), *cells])
    assert [text for text in SAID if "".join(text.split()) not in printed] == []
    assert [text for text in SAID if text not in written] == []
    assert len(word.inline_shapes) == 2
    assert sum(len(page.images) for page in pages) == 1


def test_a_group_of_columns_has_one_cell_over_them():
    word = docx.Document(io.BytesIO(paper_docx(everything(Form.STATE))))

    above, below = word.tables[1].rows[0], word.tables[1].rows[1]
    assert [cell.text for cell in above.cells] == ["TT", "Tên", "Doanh thu", "Doanh thu"]
    assert above.cells[2]._tc is above.cells[3]._tc
    assert [cell.text for cell in below.cells[2:]] == ["Năm nay", "Năm trước"]


@given(
    st.lists(st.tuples(st.integers(5, 60), st.booleans()), min_size=1, max_size=25),
    st.sampled_from([165, 252]),
)
def test_columns_never_outgrow_the_page(wanted, room):
    columns = tuple(
        Column("", share=number) if is_share else Column("", mm=number)
        for number, is_share in wanted
    )

    widths = Table(columns, ()).widths(room)

    assert sum(widths) <= room + 1e-6
    assert min(widths) > 0
