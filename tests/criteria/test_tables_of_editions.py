"""Star bands and sectors in an edition's spreadsheet, and spreadsheets checked on the command line."""

import io

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from ocop.cli import main
from ocop.core.spreadsheets import BrokenSpreadsheet
from ocop.criteria.imports import table_reading, table_writing
from ocop.rules.loading import builtin_files, parse_edition

WHOLE = dict(builtin_files("qd1048"))


def first_sets(files, number):
    """An edition of its first sets only, whose workbook is written and read in no time."""
    index = yaml.safe_load(files["index.yaml"])
    index["sets"] = index["sets"][:number]
    kept = {each["file"]: files[each["file"]] for each in index["sets"]}
    return {"index.yaml": yaml.safe_dump(index, allow_unicode=True, sort_keys=False), **kept}


FEW = first_sets(WHOLE, 2)


def changed(change=lambda book: None, files=FEW):
    """The workbook of an edition after another tool has changed it."""
    book = openpyxl.load_workbook(io.BytesIO(table_writing.workbook(files)))
    change(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def read(change=lambda book: None, files=FEW):
    return table_reading.read(io.BytesIO(changed(change, files)), files)


def applied(found, files=FEW):
    return parse_edition({**files, **found.files})


def put(sheet, cell, value):
    def change(book):
        book[sheet][cell].value = value

    return change


def test_bands_and_sectors_are_changed_in_the_spreadsheet():
    def change(book):
        book["Hạng sao"]["B4"].value = 55
        book["Hạng sao"]["C4"].value = "Đạt"
        book["Hạng sao"]["D4"].value = "Passed"
        book["Ngành"].append(["Hoa", "Flowers", "Sinh vật cảnh"])

    edition = applied(read(change))

    assert [(b.floor, b.ceiling) for b in edition.bands] == [
        (0, 30),
        (30, 55),
        (55, 70),
        (70, 90),
        (90, 100),
    ]
    assert (edition.bands[2].note, edition.bands[2].note_en) == ("Đạt", "Passed")
    last = edition.sectors[-1]
    assert (last.name, last.name_en, last.papers) == ("Hoa", "Flowers", "ornamental")
    assert len(edition.sectors) == 7


@pytest.mark.parametrize(
    ("change", "place", "expected"),
    [
        (put("Hạng sao", "A3", 4), "Hạng sao!A3 (Hạng (sao)): “4”", "hạng 1 đến 5 theo thứ tự"),
        (put("Hạng sao", "B2", 5), "Hạng sao!B2 (Từ (điểm)): “5”", "bắt đầu từ 0 điểm"),
        (put("Hạng sao", "B4", 20), "Hạng sao!B4 (Từ (điểm)): “20”", "phải lớn hơn hạng dưới"),
        (put("Hạng sao", "B6", 100), "Hạng sao!B6 (Từ (điểm)): “100”", "nhỏ hơn 100 điểm"),
        (put("Hạng sao", "B4", "năm mươi"), "Hạng sao!B4 (Từ (điểm))", "phải là số nguyên"),
        (put("Hạng sao", "B4", "=A1+1"), "Hạng sao!B4 (Từ (điểm))", "không được để trống"),
        (put("Hạng sao", "B4", 1e300), "Hạng sao!B4 (Từ (điểm))", "nhỏ hơn 100 điểm"),
        (lambda b: b["Hạng sao"].delete_rows(6), "Hạng sao!A6", "cần 5 dòng"),
        (lambda b: b["Hạng sao"].append([6, 95]), "Hạng sao!A7", "cần 5 dòng"),
        (put("Ngành", "B3", None), "Ngành!B3 (Ngành (tiếng Anh))", "không được để trống"),
        (put("Ngành", "A3", "Thực phẩm"), "Ngành!A3 (Ngành)", "đã có ở dòng 2"),
        (put("Ngành", "C3", "Kẹo"), "Ngành!C3 (Giấy tờ như): “Kẹo”", "phải là một trong"),
        (lambda b: b["Ngành"].delete_rows(2), "BSP-01!G2 (Ghi chú)", "ngành Thực phẩm không có"),
        (put("BSP-02", "B2", "BSP-01"), "BSP-02!B2 (Mã): “BSP-01”", "đã có ở trang “BSP-01”"),
        (put("Bộ tiêu chí", "A5", "Quyết định"), "Bộ tiêu chí!A5 (Dòng)", "đã có ở dòng 3"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_by_sheet_row_and_column(change, place, expected):
    found = read(change)

    told = [str(problem) for problem in found.problems]
    assert any(place in text and expected in text for text in told), told
    assert found.files == {} or "ngành" in expected


def test_a_wrong_row_is_told_once_and_not_again_for_all_that_stands_below_it():
    def spoil(book):
        book["BSP-01"]["D3"].value = "ba mươi"
        misplaced = next(r[0] for r in book["BSP-02"].iter_rows() if r[1].value == "A.1")
        misplaced.value = "Tiêu chí con"

    found = read(spoil)

    assert [str(problem).partition(" (")[0] for problem in found.problems] == [
        "BSP-01!D3",
        "BSP-02!A6",
    ]


def test_merged_cells_and_empty_worksheets_do_no_harm():
    def change(book):
        book["Hạng sao"].merge_cells("C2:C3")
        book.create_sheet("Trang mới")

    found = read(change)

    assert found.problems == []
    assert [band.note for band in applied(found).bands][1] == ""


def test_a_worksheet_without_headers_is_named():
    with pytest.raises(BrokenSpreadsheet, match="Trang “Nháp”: Không thấy dòng tiêu đề cột"):
        read(lambda book: book.create_sheet("Nháp").append(["gì", "đó"]))


def test_the_command_names_the_wrong_cells_of_a_workbook(tmp_path):
    (tmp_path / "bo.xlsx").write_bytes(changed(put("Hạng sao", "B4", "năm mươi")))
    (tmp_path / "hong.xlsx").write_bytes(b"khong phai bang tinh")
    (tmp_path / "~$bo.xlsx").write_bytes(b"")

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert answer.exit_code == 1
    assert answer.stderr.splitlines() == [
        f"FAULT {tmp_path}/bo.xlsx: Hạng sao!B4 (Từ (điểm)): “năm mươi” – phải là số nguyên",
        f"FAULT {tmp_path}/hong.xlsx: Tệp không phải bảng tính Excel hoặc LibreOffice đọc được.",
    ]


def test_the_command_reads_a_workbook_as_a_change_to_the_edition_beside_it(tmp_path):
    for name, text in FEW.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    change = put("Hạng sao", "B4", 55)
    (tmp_path / "bo.xlsx").write_bytes(changed(change))

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.output.count(" = 100, ") == 4
