"""A draft that goes through a spreadsheet or an archive comes back as somebody changed it, or is refused."""

import io
import zipfile

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from ocop.core.models import AuditEntry
from ocop.criteria.imports import table_columns, table_reading
from ocop.rules.loading import parse_edition

from .editing import RICE, page, post, sheet_of, upload

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


# Spreadsheets.


def saved_by_another_tool(content, change=lambda book: None):
    """The same workbook after openpyxl has read and written it: styles and comments of ours do not matter."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def rice_sheet(book):
    return book["BSP-03"]


def add_two_criteria(book):
    sheet = rice_sheet(book)
    at = next(r[0].row for r in sheet.iter_rows() if r[1].value == "C.6")
    rows = []
    for number, points in ((1, 9), (2, 6)):
        rows.append(["Tiêu chí", f"C.6.{number}", f"6.{number}", points, "Màu", "Colour"])
        rows += [["Mức điểm", f"L{n}", None, p, "mức", "level"] for n, p in ((1, 0), (2, points))]
    sheet.insert_rows(at + 1, len(rows))
    for offset, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(at + offset, column, value)


def test_a_spreadsheet_that_nobody_changed_changes_nothing(admin, draft):
    content = admin.get(page(draft, "bang-tinh/")).content

    found = table_reading.read(io.BytesIO(saved_by_another_tool(content)), draft.files)

    assert (found.files, found.problems) == ({}, [])


def test_rice_is_completed_in_a_spreadsheet_seen_and_applied(admin, draft):
    content = admin.get(page(draft, f"phieu/{RICE}/bang-tinh/")).content

    answer = upload(admin, draft, ("gao.xlsx", saved_by_another_tool(content, add_two_criteria)))

    html = answer.content.decode()
    assert "Đưa vào bản nháp" in html
    assert "C.6.1 L2" in html
    assert sheet_of(draft)["complete"] is False
    post(admin, draft, "nhap/", apply="1")
    draft.refresh_from_db()
    assert parse_edition(draft.files).usable("BSP-03")
    assert draft.pending == {}
    assert AuditEntry.objects.order_by("-number").first().action == "criteria.edition.imported"


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (lambda s, at: s.cell(at["C.7.1"], 4, "hai"), "D{C.7.1} · Điểm", "phải là số nguyên"),
        (lambda s, at: s.cell(at["C.7.1"], 1, "Hàng"), "A{C.7.1} · Dòng", "phải là một trong"),
        (lambda s, at: s.cell(at["C.7.1"], 4, 3), "D{C.7.1} · Điểm", "nhưng mức cao nhất là 5"),
        (
            lambda s, at: setattr(s.cell(at["C.7.1"], 6), "value", None),
            "F{C.7.1} · Nội dung (tiếng Anh)",
            "phải là chữ",
        ),
        (lambda s, at: s.cell(at["C.8"], 4, 6), "D{C.8} · Điểm", "cộng lại 5 điểm, cần 6"),
        (lambda s, at: s.cell(at["C.7.1"], 1, "Mức điểm"), "A{C.7.1} · Dòng", "phải nằm dưới"),
        (lambda s, at: s.cell(at["C.8.1"], 2, "C.7.1"), "B{C.8.1} · Mã", "không thuộc"),
    ],
)
def test_a_wrong_cell_is_named_with_sheet_row_column_and_what_was_expected(
    admin, draft, change, place, words
):
    content = admin.get(page(draft, f"phieu/{RICE}/bang-tinh/")).content
    rows, before = {}, sheet_of(draft)

    def spoil(book):
        sheet = rice_sheet(book)
        rows.update({str(r[1].value): r[0].row for r in sheet.iter_rows()})
        change(sheet, rows)

    html = upload(
        admin, draft, ("gao.xlsx", saved_by_another_tool(content, spoil))
    ).content.decode()

    assert "BSP-03" in html
    for code in ("C.7.1", "C.8", "C.8.1"):
        place = place.replace(f"{{{code}}}", str(rows[code]))
    assert place in html
    assert words in html
    assert sheet_of(draft) == before


def test_a_new_set_comes_with_a_new_worksheet(admin, draft):
    def add_set(book):
        sheet = book.create_sheet("S99")
        for row in (
            [column.label for column in table_columns.COLUMNS],
            ["Bộ sản phẩm", "S99", None, None, "Hoa", "Flowers", "Thực phẩm", "Food"],
            *(
                ["Phần", code, None, points, "P", "P"]
                for code, points in (("A", 35), ("B", 25), ("C", 40))
            ),
        ):
            sheet.append(row)
        for at, code in ((4, "A"), (6, "B"), (8, "C")):
            sheet.insert_rows(at)
            points = sheet.cell(at - 1, 4).value
            for column, value in enumerate(["Đề mục", f"{code}.1", "1", points, "M", "S"], start=1):
                sheet.cell(at, column, value)

    content = admin.get(page(draft, "bang-tinh/")).content
    upload(admin, draft, ("ca-bo.xlsx", saved_by_another_tool(content, add_set)))
    post(admin, draft, "nhap/", apply="1")

    draft.refresh_from_db()
    edition = parse_edition(draft.files)
    assert edition.sheets["S99"].name == "Hoa"
    assert not edition.usable("S99")


def ods(rows):
    """The smallest OpenDocument spreadsheet, one table named BSP-03."""

    def cell(value):
        if value in (None, ""):
            return "<table:table-cell/>"
        kind = (
            f'office:value-type="float" office:value="{value}"'
            if isinstance(value, int)
            else 'office:value-type="string"'
        )
        return f"<table:table-cell {kind}><text:p>{str(value).replace('&', '&amp;').replace('<', '&lt;')}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
            f'<office:spreadsheet><table:table table:name="BSP-03">{body}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return output.getvalue()


def test_an_opendocument_spreadsheet_is_read_as_well(admin, draft):
    content = saved_by_another_tool(
        admin.get(page(draft, f"phieu/{RICE}/bang-tinh/")).content, add_two_criteria
    )
    rows = [list(row) for row in rice_sheet(openpyxl.load_workbook(io.BytesIO(content))).values]

    upload(admin, draft, ("gao.ods", ods(rows)))

    draft.refresh_from_db()
    assert draft.pending["problems"] == []
    assert yaml.safe_load(draft.pending["files"][f"{RICE}.yaml"])["complete"] is True


# Folders and archives.


def zipped(files):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


def test_a_whole_edition_comes_from_an_archive_of_a_folder(admin, draft):
    files = dict(draft.files)
    gone = files.pop("ruou-trang.yaml")
    index = yaml.safe_load(files["index.yaml"])
    index["sets"] = [e for e in index["sets"] if e["file"] != "ruou-trang.yaml"]
    files["index.yaml"] = yaml.safe_dump(index, allow_unicode=True)
    archive = zipped({f"bo/{name}": text for name, text in files.items()} | {"bo/README.md": "đọc"})

    html = upload(admin, draft, ("bo.zip", archive)).content.decode()

    assert "ruou-trang.yaml" in html
    assert gone
    post(admin, draft, "nhap/", apply="1")
    draft.refresh_from_db()
    assert "BSP-15" not in parse_edition(draft.files).sheets


def test_faults_of_an_import_are_shown_before_it_is_applied(admin, draft):
    text = draft.files[f"{RICE}.yaml"].replace("kind: single", "kind: double", 1)

    html = upload(
        admin, draft, (f"{RICE}.yaml", text.encode()), ("ghi-chu.yml", b"a: 1")
    ).content.decode()

    assert "kiểu của A.1.1 phải là một trong" in html
    assert "ghi-chu.yaml, dòng 1: không có trong danh sách bộ sản phẩm" in html
    post(admin, draft, "nhap/", apply="0")
    draft.refresh_from_db()
    assert (draft.pending, "ghi-chu.yaml" in draft.files) == ({}, False)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bo.zip", zipped({"../index.yaml": "a: 1"}), "đường dẫn không an toàn"),
        ("bo.zip", zipped({"/etc/x.yaml": "a: 1"}), "đường dẫn không an toàn"),
        ("bo.zip", zipped({"C:/x.yaml": "a: 1"}), "đường dẫn không an toàn"),
        ("bo.zip", zipped({"a.yaml": "0" * 30_000_000}), "không an toàn để mở"),
        ("bo.zip", zipped({f"a{n}.yaml": "a" for n in range(400)}), "quá nhiều tệp"),
        ("bo.zip", zipped({"a.yaml": "0" * 600_000}), "quá lớn"),
        ("bo.zip", zipped({"x/a.yaml": "a: 1", "y/a.yaml": "a: 1"}), "hai tệp cùng tên"),
        ("bo.zip", zipped({"a.txt": "a"}), "không có tệp .yaml nào"),
        ("bo.zip", b"PK\x03\x04hong", "bị hỏng"),
        ("bo.xlsx", b"PK\x03\x04hong", "bị hỏng"),
        ("bo.xlsx", b"khong phai", "không phải bảng tính"),
        ("a.exe", b"MZ", "Tệp a.exe không nhập được. Chỉ nhận .xlsx"),
        ("bo.csv", b"a,b", "Tệp bo.csv không nhập được. Chỉ nhận .xlsx"),
        ("bộ mới.yaml", b"a: 1", "phải không dấu, không khoảng trắng: bộ mới.yaml"),
        ("a.yaml", b"a: 1\nb: \xff\xfe", "Tệp a.yaml, dòng 2: không phải văn bản UTF-8"),
        ("a.yaml", "a: 1".encode("utf-16"), "Tệp a.yaml, dòng 1: không phải văn bản UTF-8"),
    ],
)
def test_a_dangerous_or_broken_upload_is_refused_with_a_sentence(
    admin, draft, name, content, words
):
    answer = admin.post(page(draft, "nhap/tep/"), {"files": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    draft.refresh_from_db()
    assert draft.pending == {}
