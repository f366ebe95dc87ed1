"""A round from workbook to papers by the real command."""

import io
import json
import os
import subprocess
import sys
import unicodedata
from datetime import date
from fractions import Fraction

import docx
import pypdf
import pypdfium2
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from ocop.core import qr
from ocop.official.certificate_token import read_certificate
from ocop.official.certificates import signed_address
from ocop.official.facts import ROLES, Certificate, Decision, Office
from ocop.rank import command
from ocop.rank import workbook as w
from ocop.rank.reading import read_scores
from ocop.rules.loading import builtin_edition, builtin_files, load_edition
from ocop.rules.model import NONE
from ocop.rules.scoring import applies, score

from .conftest import MEMBERS, best, filled


def text_of(path):
    pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
    return unicodedata.normalize("NFC", " ".join(" ".join(p.extract_text() for p in pages).split()))


def code_on(path):
    document = pypdfium2.PdfDocument(path.read_bytes())
    codes = zxingcpp.read_barcodes(document[0].render(scale=200 / 72).to_pil())
    document.close()
    return codes[0].text


def words_of(path):
    document = docx.Document(str(path))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())


def table_of(path):
    head, *rows = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def engine_total(book, product, answers):
    rules = book.rules(product)
    return score(rules, answers, bands=book.edition.bands).total


def test_a_round_gives_its_ranking_and_papers(book, run, out):
    answer = run(book)

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*.*")) == sorted(
        [
            *(
                f"{name}.{suffix}"
                for name in ("bien-ban", "quyet-dinh", "tong-hop-diem", "to-trinh")
                for suffix in ("docx", "pdf")
            ),
            "giay-chung-nhan/P06-2021-0001.pdf",
            "giay-chung-nhan/P06-2021-0002.pdf",
            "ket-qua.json",
            "xep-hang.xlsx",
        ]
    )
    first, second = table_of(out / "xep-hang.xlsx")
    totals = [
        engine_total(book, 1, best(book.rules(1), below=3 + member % 3)) for member in range(5)
    ]
    mean = Fraction(sum(totals), 5)
    assert (first["Hạng"], first["Sản phẩm"], first["Bộ"]) == (1, "Miến dong Ví Dụ", "BSP-06")
    assert [first[f"{name} (TV{n})"] for n, name in enumerate(MEMBERS, 1)] == totals
    assert Fraction(str(first["Điểm trung bình"])) == mean
    assert (first["Sao"], first["Sao được công nhận"], first["Chuyển cấp trên"]) == (5, 4, "Có")
    assert first["Mã sản phẩm"] == "06-061-01888-1-2021"
    assert (second["Hạng"], second["Mã sản phẩm"]) == (2, "06-061-01888-2-2021")
    record = json.loads((out / "ket-qua.json").read_text())
    assert record["edition_digest"] == builtin_edition("qd1048").digest
    assert record["results"][0]["mean"] == str(mean)


def test_the_papers_read_as_the_offices_write_them(book, run, out):
    run(book)

    minutes = text_of(out / "bien-ban.pdf")
    for piece in (
        "UBND TỈNH BẮC KẠN",
        "HỘI ĐỒNG ĐÁNH GIÁ",
        "Thời gian bắt đầu: 08 giờ 00 phút, ngày 08 tháng 02 năm 2021.",
        "Quyết định số 99/QĐ-UBND ngày 15 tháng 01 năm 2021",
        "Có mặt 5/5 thành viên chấm điểm, có Chủ tịch Hội đồng.",
        "cuộc họp kết thúc lúc 16 giờ 30 phút cùng ngày",
        "Bàn Thị Sáu",
    ):
        assert piece in minutes
    decision = text_of(out / "quyet-dinh.pdf")
    for piece in (
        "Số: 0123/QĐ-UBND",
        "Bắc Kạn, ngày 25 tháng 02 năm 2021",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC KẠN",
        "02 sản phẩm 4 sao (có Phụ lục kèm theo)",
        "Tiềm năng 5 sao",
        "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
        "Nguyễn Văn Ký",
    ):
        assert piece in decision
    certificate = text_of(out / "giay-chung-nhan/P06-2021-0001.pdf")
    for piece in ("Miến dong Ví Dụ", "Xã Hà Hiệu, Huyện Ba Bể", "P06-2021-0001", "4 SAO"):
        assert piece in certificate
    assert "từ 25/02/2021 đến 25/02/2024" in certificate
    for name in ("bien-ban", "quyet-dinh", "tong-hop-diem", "to-trinh"):
        assert "Mật ong Ví Dụ" in words_of(out / f"{name}.docx")


def test_certificates_begin_and_end_on_the_days_that_the_decision_sets(book, run, out):
    book.set_round({"Có hiệu lực từ": date(2021, 4, 1), "Có giá trị đến": date(2024, 3, 31)})

    assert run(book).exit_code == 0

    certificate = text_of(out / "giay-chung-nhan/P06-2021-0001.pdf")
    assert "từ 01/04/2021 đến 31/03/2024" in certificate
    term = "có giá trị từ ngày 01 tháng 4 năm 2021 đến hết ngày 31 tháng 3 năm 2024"
    assert term in text_of(out / "quyet-dinh.pdf")


def test_a_workbook_from_before_a_row_was_added_is_read(book, run, out):
    book.file[w.ROUND].delete_rows(book.round_cell("Có hiệu lực từ").row)

    assert run(book).exit_code == 0
    assert "từ 25/02/2021" in text_of(out / "giay-chung-nhan/P06-2021-0001.pdf")


def test_before_the_decision_is_signed_papers_are_drafts_without_certificates(book, run, out):
    book.set_round({"Số quyết định": None, "Ngày ký quyết định": None, "Họ tên người ký": None})
    book.set_round({"Mã đơn vị": None, "Mã tỉnh": None})

    answer = run(book)

    assert answer.exit_code == 0
    assert "Chưa có số quyết định" in answer.output
    assert not (out / "giay-chung-nhan").exists()
    assert "Số: /QĐ-UBND" in text_of(out / "quyet-dinh.pdf")


def test_a_district_ranks_and_passes_up_but_recognises_nothing(book, run, out):
    book.set_round({"Cấp": "Huyện", "Đơn vị": "Huyện Ba Bể", "Đơn vị cấp trên": "Tỉnh Bắc Kạn"})

    answer = run(book)

    assert answer.exit_code == 0
    assert not (out / "giay-chung-nhan").exists()
    decision, letter = text_of(out / "quyet-dinh.pdf"), text_of(out / "to-trinh.pdf")
    assert "Cấp giấy chứng nhận" not in decision
    assert "Chuyển hồ sơ" in decision
    assert "Ba Bể, ngày 25 tháng 02 năm 2021" in decision
    assert "Kính gửi: Ủy ban nhân dân tỉnh Bắc Kạn" in letter


def test_what_a_person_states_and_who_does_not_score_are_taken_in(book, run, out):
    for member in range(5):
        book.cell(2, "X1", member).value = "Có"
    for code in best(book.rules(1)):
        book.cell(1, code, 4).value = None
    book.cell(1, "KC", 4).value = "Có"

    answer = run(book)

    assert answer.exit_code == 0
    ranked, out_of_it = table_of(out / "xep-hang.xlsx")
    assert (ranked["Hạng"], ranked["Lường Văn Năm (TV5)"]) == (1, "")
    assert (out_of_it["Hạng"], out_of_it["Sao"]) == ("", 0)
    assert "Bị loại" in out_of_it["Kết luận"]


def test_codes_alone_are_answers_and_none_is_one(book, run, out):
    leaf = next(leaf for leaf in book.rules(1).leaves if NONE in leaf.points)
    book.cell(1, leaf.code, 0).value = "none"
    other = next(x for x in book.rules(1).leaves if x.levels and x is not leaf)
    book.cell(1, other.code, 0).value = other.levels[-1].code.lower()
    expected = best(book.rules(1), below=3) | {leaf.code: NONE, other.code: other.levels[-1].code}

    assert run(book).exit_code == 0

    row = next(r for r in table_of(out / "xep-hang.xlsx") if r["Mã"] == "SP1")
    assert row["Ma Văn Một (TV1)"] == engine_total(book, 1, expected)


def test_the_qr_code_is_signed_with_the_key_that_is_named(book, run, out, tmp_path):
    key = tmp_path / "key.pem"
    qr.load_or_create_key(key)

    without = text_of(out / "giay-chung-nhan/P06-2021-0001.pdf") if run(book) else ""
    signed = run(book, "--key", key, "--force")

    assert signed.exit_code == 0
    printed = out / "giay-chung-nhan/P06-2021-0001.pdf"
    assert "Quét mã" not in without
    assert "/c/P06-2021-0001/#" in code_on(printed)
    assert "/c/" not in text_of(printed), "no address to type: no register answers for it"


def test_the_installations_key_is_used_and_its_lack_is_said_in_one_line(book, run, tmp_path):
    assert "không có mã QR" in run(book).output

    qr.load_or_create_key(tmp_path / "no-data" / command.KEY_FILE)

    assert "không có mã QR" not in run(book, "--force").output


def test_the_signed_address_proves_the_certificate(tmp_path):
    path = tmp_path / "key.pem"
    day = date(2021, 2, 25)
    found = Certificate(
        office=Office("Tỉnh Bắc Kạn", "Bắc Kạn"),
        number="P06-2021-0001",
        product_code="06-061-01888-1-2021",
        product="Miến dong",
        producer="HTX Ví Dụ",
        place="Xã Hà Hiệu",
        stars=4,
        decision=Decision("01/QĐ-UBND", day),
        valid_from=day,
        valid_to=None,
    )

    keys = qr.keyring(path)

    address, _, token = signed_address(found, keys, "https://ocop.vn").partition("#")

    assert address == "https://ocop.vn/c/P06-2021-0001/"
    assert read_certificate(token, keys.public) == {
        "number": "P06-2021-0001",
        "product": "Miến dong",
        "producer": "HTX Ví Dụ",
        "stars": 4,
        "valid_from": "2021-02-25",
        "valid_to": "",
        "decision": "01/QĐ-UBND",
    }


def test_names_that_look_like_formulas_stay_text(book, run, out):
    book.product(1, '=HYPERLINK("http://x","y")', producer="@SUM(1)")
    book.file[w.PRODUCTS].cell(4, 3).data_type = "s"
    book.file[w.PRODUCTS].cell(4, 4).data_type = "s"

    assert run(book).exit_code == 0

    row = table_of(out / "xep-hang.xlsx")[0]
    assert (row["Sản phẩm"], row["Chủ thể"]) == ('=HYPERLINK("http://x","y")', "@SUM(1)")
    assert '=HYPERLINK("http://x","y")' in words_of(out / "bien-ban.docx")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_choice_of_levels_gives_the_totals_of_the_engine(tmp_path, data):
    edition = builtin_edition("qd1048")
    set_code = data.draw(st.sampled_from([c for c in edition.sheets if edition.usable(c)]))
    book = filled(sets=(set_code,), products=1)
    rules, chosen = book.rules(1), {}
    for member in range(5):
        answers = {
            leaf.code: data.draw(st.sampled_from(sorted(leaf.points))) for leaf in rules.leaves
        }
        answers = {k: v for k, v in answers.items() if applies(rules, k, answers)}
        for code in rules.by_code:
            book.cell(1, code, member).value = None
        book.fill(1, member, answers)
        chosen[f"TV{member + 1}"] = answers

    scores = read_scores(book.save(tmp_path / "any.xlsx"), edition)

    for code, sheet in scores.entries[0].sheets.items():
        assert dict(sheet.answers) == chosen[code]
        assert (
            scores.rules.score(set_code, sheet.answers).total
            == score(rules, chosen[code], bands=edition.bands).total
        )


def test_neither_django_nor_a_data_folder_is_needed(book, tmp_path):
    path = book.save(tmp_path / "diem.xlsx")
    script = (
        "import sys; from ocop.cli import main\n"
        f"main(['rank', {str(path)!r}, '--out', 'o'], standalone_mode=False)\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'django'))"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OCOP", "DJANGO"))}

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["diem.xlsx", "o"]


def test_council_roles_are_those_of_the_site():
    from ocop.evaluation.enums import CouncilRole

    assert list(ROLES) == CouncilRole.values


def test_the_key_and_address_are_those_of_the_settings(settings):
    assert settings.CERTIFICATE_KEY.name == command.KEY_FILE
    if "OCOP_URL" not in os.environ:
        assert settings.PUBLIC_URL == command.DEFAULT_SITE


def test_unused_rows_and_pages_are_left_out(run, out):
    book = filled(sets=("BSP-06", "BSP-04", "BSP-06", "BSP-11"))

    assert run(book).exit_code == 0
    assert [row["Mã"] for row in table_of(out / "xep-hang.xlsx")] == ["SP1", "SP2"]


def test_a_folder_of_ones_own_is_an_edition_too(run, tmp_path, out):
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in builtin_files("qd1048").items():
        folder.joinpath(name).write_text(text.replace("code: qd1048\n", "code: tinh-2021\n"))
    book = filled(edition=load_edition(folder))
    book.set_round({"Quy trình": "Quy trình theo Quyết định 1048/QĐ-TTg"})

    assert run(book, "--edition", folder).exit_code == 0
    assert json.loads((out / "ket-qua.json").read_text())["edition"] == "tinh-2021"
