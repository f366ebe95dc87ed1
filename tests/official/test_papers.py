"""Official papers: what stands in them, that Word says the same as the PDF, and what cannot get into them."""

import io
import threading
import unicodedata
import zipfile
from dataclasses import replace
from itertools import product

import docx
import pypdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop.documents import marks, paper_docx, paper_pdf
from ocop.documents.kinds import values_of
from ocop.documents.pdf import FONTS
from ocop.official.certificates import certificate_pdf
from ocop.official.score_sheet import printed_parts, score_sheet_pdf
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


@pytest.mark.parametrize("name", [*samples.PAPERS, "certificate"])
def test_papers_embed_only_our_fonts(name):
    facts = samples.PAPERS.get(name)
    fonts = fonts_of(paper_pdf(facts.paper()) if facts else certificate_pdf(samples.CERTIFICATE))

    assert fonts
    assert {font for font in fonts if not font.startswith(OURS)} == set()


def test_decision_has_the_parts_that_decree_30_asks_for():
    text = text_of(paper_pdf(samples.DECISION.paper()))

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
    long = replace(samples.DECISION, articles=("Nội dung của điều này. " * 60,) * 6)
    pages = pypdf.PdfReader(io.BytesIO(paper_pdf(long.paper()))).pages
    tops = [page.extract_text().split("\n")[0].strip() for page in pages]

    appendix = next(i for i, page in enumerate(pages) if "PHỤ LỤC" in page.extract_text())
    assert appendix >= 3
    assert tops[1:appendix] == [str(n) for n in range(2, appendix + 1)]
    assert tops[0] != "1"
    assert tops[appendix] == "PHỤ LỤC"


def test_unnumbered_letter_leaves_room_and_says_draft():
    text = text_of(paper_pdf(samples.LETTER.paper()))

    assert "Số: /UBND-NNTNMT" in text
    assert "V/v chuyển hồ sơ sản phẩm OCOP" in text
    assert "Bắc Kạn, ngày … tháng … năm …" in text
    assert "DỰ THẢO" in text


@pytest.mark.parametrize("name", samples.PAPERS)
def test_word_says_the_same_as_the_pdf(name):
    facts = samples.PAPERS[name]
    word = words_of(paper_docx(facts.paper())).lower()
    printed = "".join(text_of(paper_pdf(facts.paper())).lower().split())

    for value in leaves(values_of(facts)):
        for line in str(value).lower().split("\n"):
            if "điều 3" not in line and line:
                assert line in word
                assert "".join(line.split()) in printed


def leaves(value):
    """Texts that both kinds of a document print."""
    if isinstance(value, dict):
        if value.get("is_present") is False:
            return [value["name"], value["role"], value["reason"]]
        hidden = ("reason", "is_present")
        shown = (leaves(item) for key, item in value.items() if key not in hidden)
        return [x for items in shown for x in items]
    if isinstance(value, list):
        return [x for item in value for x in leaves(item)]
    return [value] if isinstance(value, str) else []


NASTY = '#panic("x") $x$ *a* `b` <c> @d \\ // /* {{ 7*7 }} {% raw %} <w:p> & "é" ]] = h'


@pytest.mark.parametrize("name", samples.PAPERS)
def test_typed_text_is_printed_as_it_is_and_never_run(name):
    paper = replace(samples.PAPERS[name], subject=NASTY).paper()

    assert "".join(NASTY.split()) in "".join(text_of(paper_pdf(paper)).split())
    assert NASTY in words_of(paper_docx(paper))


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_printed(text):
    paper = replace(samples.DECISION, subject=text, articles=(text,), grounds=(text, text)).paper()

    assert paper_pdf(paper).startswith(b"%PDF-")
    assert zipfile.ZipFile(io.BytesIO(paper_docx(paper))).testzip() is None


def test_score_sheet_has_every_level_of_every_criterion_of_all_26_sets():
    sheets = builtin_edition("qd1048").sheets.values()
    assert len(sheets) == 26

    for sheet in sheets:
        parts = printed_parts(sheet)
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
    pages = pypdf.PdfReader(io.BytesIO(score_sheet_pdf(samples.SCORE_SHEET))).pages

    assert len(pages) > 1
    assert all("P-2021-0007-02" in page.extract_text() for page in pages)


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_certificate_is_one_landscape_page(stars):
    long_name = "Trà túi lọc cà gai leo và giảo cổ lam sấy lạnh theo lối truyền thống " * 2
    data = {**samples.CERTIFICATE, "stars": stars, "product": long_name.strip()}
    reader = pypdf.PdfReader(io.BytesIO(certificate_pdf(data)))

    assert len(reader.pages) == 1
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    assert f"{stars}SAO" in "".join(reader.pages[0].extract_text().split())


def test_documents_made_at_the_same_time_do_not_mix():
    made: dict[int, str] = {}

    def make(number):
        facts = replace(samples.DECISION, subject=f"Việc số {number} riêng")
        made[number] = text_of(paper_pdf(facts.paper()))

    threads = [threading.Thread(target=make, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(f"Việc số {n} riêng" in made[n] for n in range(16))


def test_word_summary_of_a_large_council_stays_within_the_page():
    names = tuple(f"Thành viên {n}" for n in range(15))
    products = tuple(replace(p, scores=(80,) * 15) for p in samples.SCORE_SUMMARY.products)
    facts = replace(samples.SCORE_SUMMARY, members=names, products=products)

    document = docx.Document(io.BytesIO(paper_docx(facts.paper())))

    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    table = document.tables[1]
    assert len(table.columns) == 15 + 6
    assert sum(column.width for column in table.columns) <= room


def test_marks_that_a_caller_left_are_not_doubled():
    facts = replace(samples.DECISION, recipients=("Như Điều 3;", "Lưu: VT."), number="   /QĐ-UBND")

    for text in (text_of(paper_pdf(facts.paper())), words_of(paper_docx(facts.paper()))):
        assert "- Như Điều 3; - Lưu: VT." in text
        assert ".." not in text
        assert "/QĐ-UBND" in text


def test_a_document_without_a_number_has_no_number_line():
    paper = replace(samples.SCORE_SUMMARY, number="").paper()

    assert "Số:" not in text_of(paper_pdf(paper))
    assert "Số:" not in words_of(paper_docx(paper))


def test_party_form_writes_the_head_and_the_signature_as_the_party_does():
    paper = samples.PARTY_LETTER.paper()

    for text in (text_of(paper_pdf(paper)), words_of(paper_docx(paper))):
        capitals = text.upper()
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
        assert "BAN THƯỜNG VỤ TỈNH ỦY *" in capitals
        assert "Số 21-CT/TU" in text
        assert "Bắc Kạn, ngày 08 tháng 4 năm 2019" in text
        assert "CHỈ THỊ VỀ TĂNG CƯỜNG LÃNH ĐẠO" in capitals
        assert "-----" in text
        assert "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ NGUYỄN VĂN A" in capitals
        assert "- Lưu Văn phòng Tỉnh ủy." in text
        assert "CỘNG HÒA XÃ HỘI" not in text
