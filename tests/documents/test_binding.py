"""Bound files: cover, contents and numbers over papers of every kind, and what becomes of bad ones."""

import io
import subprocess
import sys

import docx
import pypdf
import pytest
from PIL import Image

from ocop.documents import Cover, Paper, Part, assemble, marks, paper_docx, paper_pdf
from ocop.documents.blocks import Head, Signer

COVER: Cover = {
    "body": "Ủy ban nhân dân xã Côn Minh",
    "programme": "Chương trình Mỗi xã, phường một sản phẩm",
    "title": "Hồ sơ đánh giá sản phẩm OCOP",
    "name": "Miến dong Ví Dụ",
    "owner": "HTX Nông nghiệp Ví Dụ",
    "facts": [("Bộ sản phẩm", "Tinh bột"), ("Người đại diện", "Nguyễn Văn A")],
    "qr": "",
}


@pytest.fixture(autouse=True)
def unmarked(monkeypatch):
    """As a real installation prints them; the mark of a rehearsal is tested with it."""
    monkeypatch.setattr(marks, "of_installation", str)


def pdf_file(*sizes, rotate=0, password=None, text=b"") -> bytes:
    writer = pypdf.PdfWriter()
    for width, height in sizes:
        writer.add_blank_page(width, height).rotate(rotate)
    if password:
        writer.encrypt(password)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def image_file(width, height, kind="JPEG") -> bytes:
    output = io.BytesIO()
    Image.new("RGB" if kind == "JPEG" else "RGBA", (width, height), "green").save(output, kind)
    return output.getvalue()


def part(title, raw, group="Giấy tờ") -> Part:
    return Part(title, group, lambda: io.BytesIO(raw))


def assembled(*parts) -> pypdf.PdfReader:
    output = io.BytesIO()
    pages = assemble(COVER, parts, output)
    reader = pypdf.PdfReader(output)
    assert len(reader.pages) == pages
    return reader


def contents_line(reader, title):
    text = " ".join(reader.pages[1].extract_text().replace(".", " ").split())
    return text.split(title)[1].split()[0]


A4 = (595.3, 841.9)


def test_dossier_has_cover_contents_papers_and_running_numbers():
    reader = assembled(
        part("Đăng ký kinh doanh", pdf_file(A4, A4)),
        part("Ảnh sản phẩm", image_file(3000, 1500), "Minh chứng"),
        part("Phiếu kiểm nghiệm", pdf_file((842, 595)), "Minh chứng"),
    )

    assert len(reader.pages) == 6
    assert contents_line(reader, "Đăng ký kinh doanh") == "3"
    assert contents_line(reader, "Ảnh sản phẩm") == "5"
    assert contents_line(reader, "Phiếu kiểm nghiệm") == "6"
    for number, page in enumerate(reader.pages[1:], start=2):
        assert f"{number}/6" in page.extract_text().replace(" ", "")
    assert reader.pages[4].mediabox.width > reader.pages[4].mediabox.height


def test_bookmarks_lead_to_the_first_page_of_each_paper():
    reader = assembled(
        part("Đăng ký", pdf_file(A4, A4)), part("Kiểm nghiệm", pdf_file(A4), "Minh chứng")
    )

    first, its_papers, second, their_papers = reader.outline
    assert (first.title, second.title) == ("Giấy tờ", "Minh chứng")
    assert [(p.title, reader.get_destination_page_number(p)) for p in its_papers] == [
        ("Đăng ký", 2)
    ]
    assert [(p.title, reader.get_destination_page_number(p)) for p in their_papers] == [
        ("Kiểm nghiệm", 4)
    ]


def test_contents_longer_than_a_page_still_name_the_right_pages():
    reader = assembled(*(part(f"Giấy tờ số {n:03d}", pdf_file(A4)) for n in range(120)))
    front = len(reader.pages) - 120

    assert front > 3
    last = " ".join(reader.pages[front - 1].extract_text().replace(".", " ").split())
    assert last.split("Giấy tờ số 119")[1].split()[0] == str(len(reader.pages))


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (pdf_file(A4, password="bí mật"), "có mật khẩu"),
        (b"%PDF-1.7\nnothing", "bị hỏng"),
        (pdf_file(A4)[:200], "bị hỏng"),
        (image_file(100, 100)[:300], "Không in được"),
        (b"PK\x03\x04 a word file", "Không in được"),
        (b"", "Không in được"),
    ],
)
def test_a_paper_that_cannot_be_printed_becomes_a_page_that_says_so(raw, sentence):
    reader = assembled(part("Giấy phép", raw), part("Sau đó", pdf_file(A4)))

    assert len(reader.pages) == 4
    assert sentence in reader.pages[2].extract_text()
    assert "Giấy phép" in reader.pages[2].extract_text()
    assert contents_line(reader, "Sau đó") == "4"


def test_a_file_that_is_gone_from_the_store_becomes_a_page_that_says_so():
    def gone():
        raise FileNotFoundError

    reader = assembled(Part("Hợp đồng", "Giấy tờ", gone))

    assert "Không mở được tệp" in reader.pages[2].extract_text()


def test_a_pdf_that_only_its_owner_may_change_is_printed():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(*A4)
    writer.encrypt(user_password="", owner_password="chủ")
    raw = io.BytesIO()
    writer.write(raw)

    assert "mật khẩu" not in assembled(part("Bản quét", raw.getvalue())).pages[2].extract_text()


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_numbers_stand_at_the_foot_of_turned_and_shifted_pages(rotate):
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(600, 400)
    page.mediabox.lower_left, page.mediabox.upper_right = (50, 30), (650, 430)
    page.rotate(rotate)
    raw = io.BytesIO()
    writer.write(raw)
    found = []

    turned = assembled(part("Bản quét", raw.getvalue())).pages[2]
    turned.extract_text(
        visitor_text=lambda text, cm, tm, *_: (
            found.append((cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5])) if text.strip() else None
        )
    )

    box = turned.mediabox
    assert turned.rotation == 0
    assert (box.width > box.height) == (rotate in (0, 180))
    assert found
    for _, y in found:
        assert float(box.bottom) < y < float(box.bottom) + 30


def test_pictures_with_transparency_or_a_turned_camera_fit_the_page():
    output = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200), "red").save(output, "JPEG", exif=exif)

    reader = assembled(
        part("Ảnh trong", image_file(50, 900, "PNG")), part("Ảnh xoay", output.getvalue())
    )

    assert all(p.mediabox.height > p.mediabox.width for p in reader.pages[2:])


def test_parts_beyond_the_limit_are_named_not_taken(monkeypatch):
    monkeypatch.setattr("ocop.documents.assembly.MOST_BYTES", 1000)

    reader = assembled(part("Tệp lớn", pdf_file(A4) + b"\n" * 2000))

    assert "quá lớn" in reader.pages[2].extract_text()


def test_a_server_that_prints_nothing_does_not_load_the_libraries_of_word_and_pdf():
    script = "import sys, ocop.documents; print({'docxtpl', 'pypdf', 'PIL'} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout.strip() == "set()"


def test_every_paper_carries_the_mark_of_the_installation(monkeypatch):
    monkeypatch.setattr(marks, "of_installation", lambda: "DIỄN TẬP")
    drawn = Paper(Head("UBND"), "Báo cáo", "Thử", (), (Signer(),), watermark="DỰ THẢO")

    assert "DIỄN TẬP · DỰ THẢO" in " ".join(
        pypdf.PdfReader(io.BytesIO(paper_pdf(drawn))).pages[0].extract_text().split()
    )
    word = docx.Document(io.BytesIO(paper_docx(drawn)))
    for header in (word.sections[0].header, word.sections[0].first_page_header):
        assert "DIỄN TẬP · DỰ THẢO" in [p.text for p in header.paragraphs]
    cover = assembled(part("Giấy tờ", pdf_file(A4))).pages[0].extract_text()
    assert "DIỄN TẬP" in " ".join(cover.split())
