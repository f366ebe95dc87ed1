"""Spreadsheets: numbers and dates as Vietnamese officers write them, wrong cells named, formulas harmless."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.core.spreadsheets import (
    BrokenSpreadsheet,
    Column,
    read_rows,
    template,
    value_of,
    write_csv,
    write_table,
)

COLUMNS = [
    Column("name", "Tên sản phẩm", required=True),
    Column("price", "Giá bán", kind="whole"),
    Column("weight", "Khối lượng", kind="decimal"),
    Column("since", "Từ ngày", kind="date"),
    Column("is_new", "Mới", kind="yes_no"),
    Column("type", "Loại", choices={"Hợp tác xã": "coop", "Doanh nghiệp": "firm"}),
]
HEAD = [column.label for column in COLUMNS]


def sheet_of(*rows, row=1, column=1) -> io.BytesIO:
    book = openpyxl.Workbook()
    for down, cells in enumerate(rows):
        for across, value in enumerate(cells):
            book.active.cell(row + down, column + across, value)
    output = io.BytesIO()
    book.save(output)
    return output


def test_typed_values_come_from_excel_cells_and_from_text():
    file = sheet_of(
        HEAD,
        ["Miến dong", 35000, 0.5, datetime(2021, 2, 8), "Có", "hop tac xa"],
        ["Mật ong", "35.000", "1.234,5", "08/02/2021", "không", "Doanh nghiệp"],
    )

    first, second = read_rows(file, COLUMNS)

    day = date(2021, 2, 8)
    assert list(first.values.values()) == ["Miến dong", 35000, Decimal("0.5"), day, True, "coop"]
    assert list(second.values.values()) == [
        "Mật ong", 35000, Decimal("1234.5"), day, False, "firm",
    ]  # fmt: skip
    assert first.problems == second.problems == ()


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("price", "1.5"),
        ("price", "12.34.567"),
        ("price", "-3"),
        ("price", "ba"),
        ("weight", "1.5"),
        ("weight", "NaN"),
        ("weight", "Infinity"),
        ("weight", "1,5,2"),
        ("since", "31/02/2020"),
        ("is_new", "có lẽ"),
        ("type", "Khác"),
        ("name", " "),
    ],
)
def test_what_could_be_misread_is_refused_with_what_was_expected(key, text):
    with pytest.raises(ValueError, match=r"phải|không được"):
        value_of(text, next(column for column in COLUMNS if column.key == key))


@given(st.integers(min_value=0, max_value=10**12))
def test_whole_numbers_read_the_same_with_and_without_points(number):
    column = Column("price", "Giá", kind="whole")

    assert value_of(f"{number:,}".replace(",", "."), column) == number
    assert value_of(str(number), column) == number
    assert value_of(float(number), column) == number


def test_a_wrong_cell_is_named_where_excel_shows_it():
    file = sheet_of(HEAD, ["Miến dong"], ["Mật ong", "nhiều"], row=4, column=3)

    problem = [p for row in read_rows(file, COLUMNS) for p in row.problems]

    assert [str(p) for p in problem] == ["Sheet!D6 (Giá bán): “nhiều” – phải là số nguyên"]


def test_empty_rows_are_passed_over_and_columns_stand_in_any_order():
    file = sheet_of(
        ["Giá bán", "Ghi chú", "TEN SAN PHAM *"], [], [1000, "x", "Chè"], [None, "", ""]
    )

    rows = list(read_rows(file, COLUMNS))

    assert [(r.number, r.values["name"], r.values["price"]) for r in rows] == [(3, "Chè", 1000)]


def test_a_missing_required_column_is_named():
    with pytest.raises(BrokenSpreadsheet, match=r"Thiếu cột: Tên sản phẩm\."):
        list(read_rows(sheet_of(["Giá bán", "Khối lượng"], [1, 2]), COLUMNS))


@pytest.mark.parametrize("raw", [b"", b"not a spreadsheet", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_a_file_that_is_no_spreadsheet_is_refused_with_a_sentence(raw):
    with pytest.raises(BrokenSpreadsheet, match=r"Tệp"):
        list(read_rows(io.BytesIO(raw), COLUMNS))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (30 * 2**20))

    with pytest.raises(BrokenSpreadsheet, match="không an toàn"):
        list(read_rows(bomb, COLUMNS))


def test_the_template_can_be_filled_in_and_read_back():
    book = openpyxl.load_workbook(io.BytesIO(template(COLUMNS, sheet_name="Sản phẩm")))
    book["Sản phẩm"].append(["Chè", 1000, 1.5, "01/02/2021", "Có", "Hợp tác xã"])
    output = io.BytesIO()
    book.save(output)

    (row,) = read_rows(output, COLUMNS)

    assert row.problems == ()
    assert row.values["type"] == "coop"


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


def test_exported_text_is_never_a_formula():
    book = openpyxl.load_workbook(
        io.BytesIO(write_table(["Tên"], [[f] for f in FORMULAS], sheet_name="Xuất"))
    )
    cells = [cell for (cell,) in book.active.iter_rows(min_row=2)]

    assert len(cells) == len(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}


WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=40
)
CELLS = st.one_of(
    WORDS,
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**6), 10**6, places=2),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_table_is_read_back_as_it_was_written(rows):
    book = openpyxl.load_workbook(io.BytesIO(write_table(["Một", "Hai"], rows, sheet_name="Xuất")))

    read = list(book.active.iter_rows(min_row=2, values_only=True))

    assert [[shown_again(cell) for cell in row] for row in read] == [
        [expected(value) for value in row] for row in rows
    ]


def shown_again(cell):
    if isinstance(cell, datetime):
        return cell.date()
    return "" if cell is None else cell


def expected(value):
    return float(value) if isinstance(value, Decimal) else value


def test_a_table_keeps_head_widths_and_the_look_of_days():
    made = write_table(["Ngày", "Có ở đây"], [[date(2019, 12, 2), True]], sheet_name="Xuất")
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active

    assert [cell.value for cell in sheet[1]] == ["Ngày", "Có ở đây"]
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet["A2"].number_format == "dd/mm/yyyy"
    assert (sheet["A2"].value, sheet["B2"].value) == (datetime(2019, 12, 2), "Có")


def test_csv_opens_in_excel_and_its_text_is_never_a_formula():
    text = write_csv(["Tên", "Giá"], [["=1+1", -5], ["Miến dong", 35000]])

    assert text == "\ufeffTên,Giá\r\n'=1+1,-5\r\nMiến dong,35000\r\n"
