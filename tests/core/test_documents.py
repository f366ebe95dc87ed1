"""Official documents: what stands in them, what cannot get into them, and dossiers made of bad files."""

import io
import subprocess
import sys
import threading
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import docx
import pypdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ocop.core.documents import Part, assemble, content, marks, render_docx, render_pdf
from ocop.core.documents.pdf import FONTS
from ocop.rules.loading import builtin_edition

from . import samples

TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LETTERS = {
    case(unicodedata.normalize("NFC", vowel + tone))
    for vowel, tone, case in product("aăâeêioôơuưy", TONES, (str.lower, str.upper))
} | set("đĐ₫–“”")
OURS = ("Tinos", "BeVietnamPro")


@pytest.fixture(autouse=True)
def unmarked(monkeypatch):
    """As a real installation prints them; the mark of a rehearsal is tested with it."""
    monkeypatch.setattr(marks, "of_installation", str)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return unicodedata.normalize("NFC", " ".join(" ".join(p.extract_text() for p in pages).split()))


def fonts_of(pdf: bytes) -> set[str]:
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            names.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return names


def words_of(word: bytes) -> str:
    document = docx.Document(io.BytesIO(word))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())


@pytest.mark.parametrize("font", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.stem)
def test_every_font_has_every_vietnamese_letter(font):
    assert len(LETTERS) == 150
    assert {x for x in LETTERS if ord(x) not in TTFont(font).getBestCmap()} == set()


def test_both_families_are_there_with_the_faces_that_templates_use():
    assert len(list(FONTS.glob("tinos-*.ttf"))) == 4
    assert len(list(FONTS.glob("be-vietnam-pro-*.ttf"))) == 5


@pytest.mark.parametrize("name", ["decision", "minutes", "score_summary", "pass_up", "certificate"])
def test_documents_embed_only_our_fonts(name):
    fonts = fonts_of(render_pdf(name, samples.DOCUMENTS[name]))

    assert fonts
    assert {font for font in fonts if not font.startswith(OURS)} == set()


def test_decision_has_the_parts_that_decree_30_asks_for():
    text = text_of(render_pdf("decision", samples.DECISION))

    for piece in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN TỈNH BẮC KẠN",
        "Số: 0123/QĐ-UBND",
        "Bắc Kạn, ngày 08 tháng 02 năm 2021",
        "QUYẾT ĐỊNH Về việc phê duyệt kết quả",
        "Theo đề nghị của Giám đốc Sở Nông nghiệp và Phát triển nông thôn.",
        "Điều 3. Chánh Văn phòng UBND tỉnh",
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        "Nơi nhận:",
        "- Lưu: VT, NNTNMT.",
        "(Kèm theo Quyết định số 0123/QĐ-UBND ngày 08 tháng 02 năm 2021",
        "1 Miến dong Ví Dụ HTX Nông nghiệp Ví Dụ",
        "91,14 4 sao Tiềm năng 5 sao",
    ):
        assert piece in text


def test_page_numbers_start_on_the_second_page_and_the_appendix_counts_for_itself():
    articles = ["Nội dung của điều này. " * 60] * 6
    pages = pypdf.PdfReader(
        io.BytesIO(render_pdf("decision", {**samples.DECISION, "articles": articles}))
    ).pages
    tops = [page.extract_text().split("\n")[0].strip() for page in pages]

    appendix = next(i for i, page in enumerate(pages) if "PHỤ LỤC" in page.extract_text())
    assert appendix >= 3
    assert tops[1:appendix] == [str(n) for n in range(2, appendix + 1)]
    assert tops[0] != "1"
    assert tops[appendix] == "PHỤ LỤC"


def test_unnumbered_letter_leaves_room_and_says_draft():
    text = text_of(render_pdf("pass_up", samples.LETTER))

    assert "Số: /UBND-NNTNMT" in text
    assert "V/v chuyển hồ sơ sản phẩm OCOP" in text
    assert "Bắc Kạn, ngày … tháng … năm …" in text
    assert "DỰ THẢO" in text


@pytest.mark.parametrize("name", ["decision", "minutes", "score_summary", "pass_up"])
def test_word_says_the_same_as_the_pdf(name):
    data = samples.DOCUMENTS[name]
    word = words_of(render_docx(name, data)).lower()
    printed = "".join(text_of(render_pdf(name, data)).lower().split())

    for value in leaves(content.plain(data)):
        for line in str(value).lower().split("\n"):
            if "điều 3" not in line and line:
                assert line in word
                assert "".join(line.split()) in printed


def leaves(value):
    """Texts that both kinds of a document print."""
    if isinstance(value, dict):
        if value.get("is_present") is False:
            return [value["name"], value["role"], value["reason"]]
        hidden = ("qr", "reason", "is_present", "recipients" if "members" in value else "")
        shown = (leaves(item) for key, item in value.items() if key not in hidden)
        return [x for items in shown for x in items]
    if isinstance(value, list):
        return [x for item in value for x in leaves(item)]
    return [value] if isinstance(value, str) else []


NASTY = '#panic("x") $x$ *a* `b` <c> @d \\ // /* {{ 7*7 }} {% raw %} <w:p> & "é" ]] = h'


@pytest.mark.parametrize("name", ["decision", "minutes", "score_summary", "pass_up"])
def test_typed_text_is_printed_as_it_is_and_never_run(name):
    data = {**samples.DOCUMENTS[name], "subject": NASTY}

    assert "".join(NASTY.split()) in "".join(text_of(render_pdf(name, data)).split())
    assert NASTY in words_of(render_docx(name, data))


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_printed(text):
    data = {**samples.DECISION, "subject": text, "articles": [text], "grounds": [text, text]}

    assert render_pdf("decision", data).startswith(b"%PDF-")
    assert zipfile.ZipFile(io.BytesIO(render_docx("decision", data))).testzip() is None


def test_score_sheet_has_every_level_of_every_criterion_of_all_26_sets():
    sheets = builtin_edition("qd1048").sheets.values()
    assert len(sheets) == 26

    for sheet in sheets:
        parts = content.printed_parts(sheet)
        printed = [
            (level["mark"], level["points"])
            for part in parts
            for section in part["sections"]
            for criterion in section["criteria"]
            for leaf in (criterion["sub_criteria"] or [criterion])
            for case in leaf["cases"]
            for level in case["levels"]
        ]
        assert printed == [
            (mark, points)
            for leaf in sheet.leaves
            for mark, points in enumerate(leaf.points.values(), start=1)
        ]


def test_every_page_of_a_score_sheet_carries_its_code():
    pages = pypdf.PdfReader(io.BytesIO(render_pdf("score_sheet", samples.SCORE_SHEET))).pages

    assert len(pages) > 1
    assert all("P-2021-0007-02" in page.extract_text() for page in pages)


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_certificate_is_one_landscape_page(stars):
    long_name = "Trà túi lọc cà gai leo và giảo cổ lam sấy lạnh theo lối truyền thống " * 2
    data = {**samples.CERTIFICATE, "stars": stars, "product": long_name.strip()}
    reader = pypdf.PdfReader(io.BytesIO(render_pdf("certificate", data)))

    assert len(reader.pages) == 1
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    assert f"{stars}SAO" in "".join(reader.pages[0].extract_text().split())


def test_documents_made_at_the_same_time_do_not_mix():
    made: dict[int, str] = {}

    def make(number):
        data = {**samples.DECISION, "subject": f"Việc số {number} riêng"}
        made[number] = text_of(render_pdf("decision", data))

    threads = [threading.Thread(target=make, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(f"Việc số {n} riêng" in made[n] for n in range(16))


def test_dates_and_points_are_written_the_official_way():
    assert content.place_and_date("Bắc Kạn", date(2019, 4, 8)) == (
        "Bắc Kạn, ngày 08 tháng 4 năm 2019"
    )
    assert content.long_date(date(2020, 2, 11)) == "ngày 11 tháng 02 năm 2020"
    assert content.points_text(Fraction(1367, 15)) == "91,13"
    assert content.points_text(Decimal("89.995")) == "90,00"
    assert content.points_text(Fraction(89995, 1000)) == "90,00"
    assert content.points_text(70) == "70,00"


# Dossiers


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
    pages = assemble(samples.DOSSIER, parts, output)
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
    monkeypatch.setattr("ocop.core.documents.assembly.MOST_BYTES", 1000)

    reader = assembled(part("Tệp lớn", pdf_file(A4) + b"\n" * 2000))

    assert "quá lớn" in reader.pages[2].extract_text()


def test_word_summary_of_a_large_council_stays_within_the_page():
    names = [f"Thành viên {n}" for n in range(15)]
    products = [{**p, "scores": [80] * 15} for p in samples.SCORE_SUMMARY["products"]]
    data = {**samples.SCORE_SUMMARY, "members": names, "products": products}

    document = docx.Document(io.BytesIO(render_docx("score_summary", data)))

    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    table = document.tables[1]
    assert len(table.columns) == 15 + 6
    assert sum(column.width for column in table.columns) <= room


def test_marks_that_a_caller_left_are_not_doubled():
    data = {**samples.DECISION, "recipients": ["Như Điều 3;", "Lưu: VT."], "number": "   /QĐ-UBND"}

    for text in (text_of(render_pdf("decision", data)), words_of(render_docx("decision", data))):
        assert "- Như Điều 3; - Lưu: VT." in text
        assert ".." not in text
        assert "/QĐ-UBND" in text


def test_a_document_without_a_number_has_no_number_line():
    data = {**samples.SCORE_SUMMARY, "number": ""}

    assert "Số:" not in text_of(render_pdf("score_summary", data))
    assert "Số:" not in words_of(render_docx("score_summary", data))


def test_a_server_that_prints_nothing_does_not_load_the_libraries_of_word_and_pdf():
    script = (
        "import sys, ocop.core.documents; print({'docxtpl', 'pypdf', 'PIL'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout.strip() == "set()"
