"""What is wrong is named by sheet, row and column, all of it at once, and nothing is written."""

import json
import re
import shutil
import signal
import subprocess
import sys
from datetime import date

import openpyxl
import pytest

from ocop.core.spreadsheets import letter
from ocop.rank import workbook as w
from ocop.rules.loading import builtin_files, load_edition

from .conftest import address, best, filled


def round_value(label, value):
    def change(book):
        cell = book.round_cell(label)
        cell.value = value
        return f"{w.ROUND}!{address(cell)}"

    return change


def in_table(sheet, row, column, value):
    def change(book):
        book.row(sheet, row, {column: value})
        return f"{sheet}!{letter(column - 1)}{row + 3}"

    return change


def in_page(key, member, value):
    def change(book):
        cell = book.cell(1, key, member)
        cell.value = value
        return f"SP1 BSP-06!{address(cell)}"

    return change


def untold_points(book):
    """Points for a criterion that is scored only when another one reaches its level."""
    rules = book.rules(1)
    code, (condition, *_) = next(iter(rules.conditions.items()))
    book.cell(1, condition.criteria[0], 0).value = rules.leaf(condition.criteria[0]).levels[0].code
    return f"SP1 BSP-06!{address(book.cell(1, code, 0))}"


def nameless_member(book):
    book.row(w.COUNCIL, 5, dict.fromkeys(range(2, 9)))
    return f"SP1 BSP-06!{address(book.cell(1, 'KC', 4)).replace('8', '5')}"


def scoring_secretary(book):
    book.fill(1, 5, best(book.rules(1)))
    return f"SP1 BSP-06!{letter(w.FIRST_MEMBER + 5)}5"


def answers_beside_a_conflict(book):
    book.cell(1, "KC", 4).value = "Có"
    return f"SP1 BSP-06!{address(book.cell(1, 'A.1.1', 4))}"


def nameless_product(book):
    book.row(w.PRODUCTS, 1, dict.fromkeys(range(3, 11)))
    return "SP1 BSP-06!A1"


def page_gone(book):
    del book.file["SP1 BSP-06"]
    return f"{w.PRODUCTS}!A4"


def unknown_line(book):
    cell = book.cell(1, "A.1.1", 0)
    book.page(1).cell(cell.row, 1).value = "A.9.9"
    return f"SP1 BSP-06!A{cell.row}"


WRONG = {
    "text for a number": (round_value("Năm", "hai nghìn"), "phải là số nguyên"),
    "no date": (round_value("Ngày họp", "mồng tám"), "phải là ngày dạng dd/mm/yyyy"),
    "no time": (round_value("Giờ bắt đầu", "sáng"), "phải là giờ dạng 08:00"),
    "unknown level": (round_value("Cấp", "Thôn"), "phải là một trong: Huyện, Tỉnh"),
    "place left out": (round_value("Đơn vị", None), "không được để trống"),
    "another edition": (round_value("Bộ tiêu chí", "tinh-2021"), "không phải qd26"),
    "an edition that changed": (round_value("Dấu bản tiêu chí", "00"), "lập tệp mẫu mới"),
    "a process not in force": (
        round_value("Ngày quyết định thành lập", date(2019, 1, 15)),
        "có hiệu lực từ 21/08/2019 đến 23/02/2023",
    ),
    "signed before the session": (
        round_value("Ngày ký quyết định", date(2021, 2, 1)),
        "phải sau ô “Ngày họp”",
    ),
    "a number without its day": (
        round_value("Ngày ký quyết định", None),
        "phải điền khi đã có số",
    ),
    "a place's code": (round_value("Mã đơn vị", "6A"), "phải là mã 2 chữ số"),
    "unknown role": (in_table(w.COUNCIL, 2, 3, "Khách"), "phải là một trong: Chủ tịch"),
    "present or not": (in_table(w.COUNCIL, 2, 6, "Chắc"), "phải là Có hoặc Không"),
    "a member twice": (in_table(w.COUNCIL, 2, 1, "TV1"), "mã bị lặp"),
    "a member without a name": (in_table(w.COUNCIL, 2, 2, None), "không được để trống"),
    "product without producer": (in_table(w.PRODUCTS, 1, 4, None), "không được để trống"),
    "product without its code": (in_table(w.PRODUCTS, 1, 8, None), "khi in giấy chứng nhận"),
    "a commune's code": (in_table(w.PRODUCTS, 1, 8, "Hà Hiệu"), "phải là mã 5 chữ số"),
    "another set": (in_table(w.PRODUCTS, 1, 2, "BSP-99"), "không có phiếu đầy đủ"),
    "unknown answer": (in_page("A.1.1", 0, "L9"), "phải là một trong: L1, L2"),
    "points for an answer": (in_page("A.1.1", 1, 3), "phải là một trong: L1, L2"),
    "unknown conflict": (in_page("KC", 0, "chắc"), "phải là Có hoặc bỏ trống"),
    "unknown fact": (in_page("X1", 0, "chắc"), "phải là Có hoặc bỏ trống"),
    "a sheet of nobody": (nameless_member, "TV5 chưa có tên ở trang “Hội đồng”"),
    "a sheet of one who has no vote": (scoring_secretary, "TV6 không chấm điểm"),
    "answers beside a conflict": (answers_beside_a_conflict, "có xung đột lợi ích"),
    "answers of no product": (nameless_product, "SP1 chưa có tên ở trang “Sản phẩm”"),
    "a page that is gone": (page_gone, "thiếu trang chấm điểm “SP1 BSP-06”"),
    "a criterion that is gone": (unknown_line, "không có mã này"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_cell_is_named_and_nothing_is_written(name, run, out, book, tmp_path):
    change, expected = WRONG[name]
    place = change(book)

    answer = run(book)

    assert answer.exit_code == 1
    assert [line for line in answer.stderr.splitlines() if place in line and expected in line]
    assert [p.name for p in tmp_path.iterdir()] == ["diem.xlsx"]


def read_conditions(folder):
    """The edition in a folder, its conditions read in the decree."""
    folder.mkdir()
    for name, text in builtin_files("qd1048").items():
        (folder / name).write_text(
            re.sub(
                r"(type: applies_if\n.*\n.*\n) +source: inferred\n +source_note: .*\n", r"\1", text
            ),
            encoding="utf-8",
        )
    return folder


def test_points_that_a_condition_takes_away_are_named(run, tmp_path, out):
    folder = read_conditions(tmp_path / "bo")
    book = filled(edition=load_edition(folder))
    place = untold_points(book)

    answer = run(book, "--edition", folder)

    assert answer.exit_code == 1
    assert place in answer.stderr
    assert "chưa đạt điều kiện ở B.5.1" in answer.stderr
    assert not out.exists()


def test_points_that_an_unconfirmed_condition_may_take_away_count_with_a_hint(run, book, out):
    untold_points(book)

    answer = run(book)

    assert answer.exit_code == 0
    table = openpyxl.load_workbook(out / "xep-hang.xlsx").active
    hints = [str(cell.value) for row in table.iter_rows() for cell in row]
    assert any("tiêu chí 5.2 chỉ chấm nếu tiêu chí 5.1 đạt từ 2 điểm" in hint for hint in hints)


def test_all_wrong_cells_are_named_at_once(run, book):
    places = [change(book) for change, _ in (WRONG["text for a number"], WRONG["unknown answer"])]
    places.append(in_table(w.COUNCIL, 2, 6, "Chắc")(book))

    lines = run(book).stderr.splitlines()

    assert lines[0] == "3 ô cần sửa, chưa ghi gì:"
    assert [line.split(" (")[0].strip() for line in lines[1:]] == [places[0], places[2], places[1]]


def test_a_council_needs_its_chair_and_its_secretary(run, book):
    book.row(w.COUNCIL, 1, {3: "Ủy viên"})
    book.row(w.COUNCIL, 6, {3: "Chủ tịch"})
    book.row(w.COUNCIL, 2, {3: "Chủ tịch"})

    answer = run(book)

    assert "đúng một Chủ tịch, đang có 2" in answer.stderr
    assert "đúng một Thư ký, đang có 0" in answer.stderr


def absent(book):
    for row in (1, 2):
        book.row(w.COUNCIL, row, {6: "Không"})


def far_apart(book):
    for leaf in book.rules(1).leaves[:8]:
        book.cell(1, leaf.code, 0).value = leaf.choices[0].code


def half_filled(book):
    book.cell(1, "A.1.1", 2).value = None


def not_handed_in(book):
    for code in book.rules(1).by_code:
        book.cell(1, code, 2).value = None


def disputed(book):
    book.cell(1, "X1", 0).value = "Có"


@pytest.mark.parametrize(
    ("change", "sentence", "products"),
    [
        (absent, "Chủ tịch hội đồng vắng mặt.", ["SP1", "SP2"]),
        (absent, "có mặt 3/5, cần ít nhất 4", ["SP1", "SP2"]),
        (far_apart, "quá mức 10: hội đồng phải thảo luận", ["SP1"]),
        (half_filled, "Phiếu của Nông Văn Ba (TV3) còn thiếu mức: A.1.1 (ô G11).", ["SP1"]),
        (not_handed_in, "Chưa có phiếu của Nông Văn Ba (TV3).", ["SP1"]),
        (disputed, "1 trên 5 thành viên ghi nhận lý do dừng chấm hoặc loại", ["SP1"]),
    ],
)
def test_products_that_cannot_be_concluded_are_named_with_the_reason(
    change, sentence, products, run, book, tmp_path
):
    change(book)

    answer = run(book)

    assert answer.exit_code == 1
    assert [line.split()[0] for line in answer.stderr.splitlines() if sentence in line] == products
    assert [p.name for p in tmp_path.iterdir()] == ["diem.xlsx"]


def test_a_folder_with_other_files_is_left_alone(run, book, out):
    out.mkdir()
    out.joinpath("don.txt").write_text("của tôi")

    answer = run(book, "--force")

    assert answer.exit_code == 1
    assert [(p.name, p.read_text()) for p in out.iterdir()] == [("don.txt", "của tôi")]


def test_earlier_results_are_replaced_only_with_force(run, book, out):
    run(book)
    before = out.joinpath("ket-qua.json").read_bytes()
    book.cell(1, "A.1.1", 0).value = "L1"

    refused = run(book)
    same = out.joinpath("ket-qua.json").read_bytes()
    replaced = run(book, "--force")

    assert (refused.exit_code, same) == (1, before)
    assert "--force" in refused.stderr
    assert replaced.exit_code == 0
    assert out.joinpath("ket-qua.json").read_bytes() != before
    assert [p.name for p in out.parent.glob(".*")] == []


def test_a_paper_that_somebody_edited_is_never_replaced(run, book, out):
    run(book)
    out.joinpath("bien-ban.docx").write_bytes(b"edited")

    answer = run(book, "--force")

    assert answer.exit_code == 1
    assert "bien-ban.docx" in answer.stderr
    assert out.joinpath("bien-ban.docx").read_bytes() == b"edited"


# `ocop rank`, which dies as it writes its third file.
KILLED = """
import os, signal, sys

def die(event, details, written=[]):
    if event == "open" and ".dang-ghi" in str(details[0]):
        written.append(details[0])
        if len(written) == 3:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die)
from ocop.cli import main
main(["rank", sys.argv[1], "--out", sys.argv[2]])
"""


def test_a_run_that_is_killed_leaves_nothing_in_the_folder(run, book, out, tmp_path):
    path = book.save(tmp_path / "diem.xlsx")
    making = tmp_path / ".ket-qua.dang-ghi"
    process = subprocess.run([sys.executable, "-c", KILLED, path, out], cwd=tmp_path)

    assert process.returncode == -signal.SIGKILL
    assert making.exists()
    assert not out.exists()
    assert run(path, "--out", out).exit_code == 0
    assert "files" in json.loads(out.joinpath("ket-qua.json").read_text())
    assert not making.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(run, tmp_path, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    answer = run(path, "--out", "o")

    assert (answer.exit_code, len(answer.stderr.splitlines())) == (1, 1)
    assert not (tmp_path / "o").exists()


def test_any_other_workbook_is_told_which_pages_it_lacks(run, tmp_path):
    openpyxl.Workbook().save(tmp_path / "x.xlsx")

    answer = run(tmp_path / "x.xlsx", "--out", "o")

    assert answer.exit_code == 1
    assert "Thiếu trang “Đợt đánh giá”, “Hội đồng”, “Sản phẩm”" in answer.stderr


def test_a_key_that_is_none_is_refused(run, book, tmp_path):
    (tmp_path / "key.pem").write_text("not a key")

    answer = run(book, "--key", tmp_path / "key.pem")

    assert (answer.exit_code, len(answer.stderr.splitlines())) == (1, 1)
    assert not (tmp_path / "ket-qua").exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_gives_the_same_results(run, tmp_path, out):
    path = filled().save(tmp_path / "diem.xlsx")
    run(path, "--out", out)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved", path],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip

    answer = run(tmp_path / "saved" / "diem.xlsx", "--out", tmp_path / "again")

    assert (answer.exit_code, answer.stderr) == (0, "")
    ours, theirs = (
        json.loads((folder / "ket-qua.json").read_text())["results"]
        for folder in (out, tmp_path / "again")
    )
    assert ours == theirs
