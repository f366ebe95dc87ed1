"""`ocop places load` and its page: a decree's spreadsheet is checked whole, then written whole, and a second time nothing."""

import io
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner

from ocop.cli import main
from ocop.core.models import AuditEntry
from ocop.core.spreadsheets import OLE
from ocop.people.enums import Role
from ocop.places import imports
from ocop.places.changes import Tree
from ocop.places.enums import Level
from ocop.places.models import Place, Succession, TreeChange
from ocop.places.territory import present
from tests.people.factories import client_of, make_holder
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db

DAY = date(2031, 7, 1)
ACT = "12/NQ-VD"
URL = "/dia-ban/thay-doi/tai-len/"


@pytest.fixture
def units():
    """A province 98 with the district 981 and three communes of it, and a province 99 with one commune."""
    country = Place.objects.get(key="vn")
    north = make_place(Level.PROVINCE, under=country, key="98", code="98", short_name="Bắc")
    south = make_place(Level.PROVINCE, under=country, key="99", code="99", short_name="Nam")
    district = make_place(Level.DISTRICT, under=north, key="981", code="981", short_name="Giữa")
    for code, name in (("98101", "Một"), ("98102", "Hai"), ("98103", "Ba")):
        make_place(under=district, key=code, code=code, short_name=name)
    make_place(under=south, key="99101", code="99101", short_name="Xa")


def merger(**cells):
    """Communes Một and Hai become Xã Đôi."""
    row = {"on": DAY, "what": "Sáp nhập", "old": "98101; 98102", "new": "98101", "names": "Xã Đôi"}
    return row | {"document": ACT} | cells


def unit(**cells):
    row = {"code": "98109", "name": "Xã Chín", "parent": "981", "begins": DAY}
    return row | {"document": ACT} | cells


def book(*changes, units=()):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, columns, rows in (
        ("Thay đổi", imports.CHANGES, changes),
        ("Đơn vị mới", imports.UNITS, units),
    ):
        sheet = made.create_sheet(title)
        sheet.append([column.label for column in columns])
        for row in rows:
            sheet.append([row.get(column.key) for column in columns])
    content = io.BytesIO()
    made.save(content)
    content.seek(0)
    content.name = "nghi-quyet.xlsx"
    return content


def load(file, folder, *options):
    path = folder / getattr(file, "name", "nghi-quyet.xlsx")
    path.write_bytes(file.getvalue())
    return CliRunner().invoke(main, ["places", "load", str(path), *options])


def state(key):
    place = Place.objects.get(key=key)
    return place.name, place.parent.key, place.valid_from, place.valid_to


def followed(old):
    return set(Succession.objects.filter(old__key=old).values_list("new__key", "on"))


LAST = date(2031, 6, 30)


def test_a_merger_is_loaded_with_one_entry_for_each_change_and_a_second_time_not(units, tmp_path):
    rename = {"on": DAY, "what": "Đổi tên", "old": 98103, "names": "Xã Ba Bể Mới", "document": ACT}
    file = book(merger(), rename)
    entries = AuditEntry.objects.filter(action="places.tree.changed").count()

    looked = load(file, tmp_path, "--check")
    assert (looked.exit_code, followed("98101")) == (0, set())
    result = load(file, tmp_path)

    assert result.output == (
        f"{ACT}\tSáp nhập Xã Một, Xã Hai → Xã Đôi (01/07/2031)\n"
        f"{ACT}\tĐổi tên Xã Ba → Xã Ba Bể Mới (01/07/2031)\n"
        "2 changes loaded, 0 were there already.\n"
    )
    assert state("98101") == ("Xã Một", "981", None, LAST)
    assert state("98101@2031") == ("Xã Đôi", "981", DAY, None)
    assert followed("98102") == {("98101@2031", DAY)}
    assert followed("98103") == {("98103@2031", DAY)}
    assert AuditEntry.objects.filter(action="places.tree.changed").count() == entries + 2
    before = Place.objects.count(), Succession.objects.count(), TreeChange.objects.count()
    assert load(file, tmp_path).output == "0 changes loaded, 2 were there already.\n"
    assert before == (Place.objects.count(), Succession.objects.count(), TreeChange.objects.count())


def test_what_lies_below_a_unit_goes_along(units, tmp_path):
    row = merger(old="98; 99", new="99", names="Tỉnh Nam Bắc")

    assert "(+5)" in load(book(row), tmp_path).output

    assert state("981@2031") == ("Huyện Giữa", "99@2031", DAY, None)
    assert state("98101@2031") == ("Xã Một", "981@2031", DAY, None)
    assert state("99101@2031") == ("Xã Xa", "99@2031", DAY, None)
    seen = present(DAY)
    old, new = (Place.objects.get(key=key).pk for key in ("98101", "98101@2031"))
    assert seen.unit(old) == new


def test_districts_end_and_communes_that_a_row_names_go_their_own_way(units, tmp_path):
    """As on 1 July 2025: a district ends, two of its communes merge below the province, the third goes on there."""
    end = {"on": DAY, "what": "Kết thúc", "old": "981", "document": ACT}

    load(book(merger(names="Xã Đôi"), end), tmp_path)

    assert state("98101@2031") == ("Xã Đôi", "98", DAY, None)
    assert state("98103@2031") == ("Xã Ba", "98", DAY, None)
    assert (state("981")[3], followed("981")) == (LAST, set())


def test_rows_about_lower_units_fit_under_what_the_same_day_made_of_the_higher(units, tmp_path):
    """Two provinces merge; below, two communes merge and one is new, in a district that just goes along."""
    provinces = merger(old="98; 99", new="99", names="Tỉnh Nam Bắc")

    result = load(book(merger(), provinces, units=[unit()]), tmp_path)

    assert result.exit_code == 0, result.output
    assert state("981@2031") == ("Huyện Giữa", "99@2031", DAY, None)
    assert state("98101@2031") == ("Xã Đôi", "981@2031", DAY, None)
    assert state("98109") == ("Xã Chín", "981@2031", DAY, None)
    assert state("98103@2031") == ("Xã Ba", "981@2031", DAY, None)
    assert load(book(merger(), provinces, units=[unit()]), tmp_path).output.startswith("0 changes")


def test_a_split_goes_into_units_of_the_other_sheet_and_of_the_row(units, tmp_path):
    split = merger(what="Chia tách", old="98101", new="98101; 98109", names="Xã Một; Xã Chín")

    result = load(book(split, units=[unit()]), tmp_path)

    assert result.exit_code == 0, result.output
    assert followed("98101") == {("98101@2031", DAY), ("98109", DAY)}
    assert load(book(split, units=[unit()]), tmp_path).output.startswith("0 changes")


def test_a_csv_file_with_semicolons_does_as_well(units, tmp_path):
    head = ";".join(column.label for column in imports.CHANGES)
    line = f'01/07/2031;Sáp nhập;"98101,98102";98101;Xã Đôi;;{ACT}'
    file = io.BytesIO(f"\ufeff{head}\r\n{line}\r\n".encode())
    file.name = "nghi-quyet.csv"

    assert load(file, tmp_path).exit_code == 0
    assert state("98101@2031") == ("Xã Đôi", "981", DAY, None)


WRONG_CHANGES = [
    (merger(old="98101; 98777"), "C2 (Mã cũ): “98101; 98777”", "không có đơn vị mang mã 98777"),
    (merger(on="31/02/2031"), "A2 (Ngày hiệu lực)", "phải là ngày dạng dd/mm/yyyy"),
    (merger(on=date(3031, 1, 1)), "A2 (Ngày hiệu lực)", "ngày từ 02/9/1945"),
    (merger(what="Nhập vào"), "B2 (Loại thay đổi)", "phải là một trong: Sáp nhập"),
    (merger(names="Đôi"), "E2 (Tên mới)", "tên kèm loại"),
    (merger(names="Huyện Đôi"), "E2 (Tên mới)", "cùng cấp với đơn vị cũ"),
    (merger(new="98103", names="Xã Khác"), "D2 (Mã mới)", "mã 98103 đang là Xã Ba"),
    (merger(new="98555", names=""), "E2 (Tên mới)", "tên của đơn vị mang mã 98555"),
    (merger(new="98101; 98102"), "D2 (Mã mới)", "mã của đơn vị sau sáp nhập"),
    (merger(what="Chia tách"), "C2 (Mã cũ)", "một mã"),
    (merger(what="Kết thúc", old="98101"), "D2 (Mã mới)", "để trống"),
    (merger(parent="98103", new="98555"), "F2 (Mã cấp trên mới)", "cấp cao hơn"),
    (merger(parent="77"), "F2 (Mã cấp trên mới)", "không có đơn vị mang mã 77"),
    (merger(old="98101; 99101"), "F2 (Mã cấp trên mới)", "nay thuộc nhiều nơi"),
    (merger(old="98101; 981"), "C2 (Mã cũ)", "các đơn vị cùng cấp"),
    (merger(what="Chia tách", old="981", new="981; 982", names="Huyện G; Huyện H"), "C2", "Xã Ba"),
    (merger(document=""), "G2 (Số văn bản): ô trống", "không được để trống"),
]


@pytest.mark.parametrize(("row", "where", "expected"), WRONG_CHANGES)
def test_a_wrong_cell_is_named_and_nothing_is_written(units, tmp_path, row, where, expected):
    before = Place.objects.count()
    good = {"on": DAY, "what": "Đổi tên", "old": "99101", "names": "Xã Gần", "document": ACT}

    result = load(book(row, good), tmp_path)

    assert result.exit_code == 1
    assert f"Thay đổi!{where}" in result.output
    assert expected in result.output
    assert (Place.objects.count(), state("99101")[3]) == (before, None)


@pytest.mark.parametrize(
    ("row", "where", "expected"),
    [
        (unit(ends=LAST), "E2 (Đến hết ngày)", "ngày không trước ngày bắt đầu"),
        (unit(parent="777"), "C2 (Mã cấp trên)", "không có đơn vị mang mã 777"),
        (unit(code="98101"), "A2 (Mã đơn vị)", "mã này đang là của Xã Một"),
        (unit(code="981090"), "A2 (Mã đơn vị)", "mã 5 chữ số"),
        (unit(name="Chín"), "B2 (Tên đơn vị)", "tên kèm loại"),
        (unit(latitude="bắc"), "F2 (Vĩ độ)", "phải là số"),
    ],
)
def test_a_wrong_new_unit_is_named(units, tmp_path, row, where, expected):
    result = load(book(units=[row]), tmp_path)

    assert f"Đơn vị mới!{where}" in result.output
    assert expected in result.output


def test_rows_that_stand_there_twice_are_named(units, tmp_path):
    result = load(book(merger(), merger(), units=[unit(), unit()]), tmp_path)

    assert "Thay đổi!C3 (Mã cũ): “98101; 98102” – Xã Một đã có ở dòng 2" in result.output
    assert "Đơn vị mới!A3 (Mã đơn vị): “98109” – Xã Chín đã có ở dòng 2" in result.output


def test_noughts_that_excel_dropped_are_put_back(tmp_path):
    """66 is the district 066 where no unit 66 exists on the day, 2173 the commune 02173."""
    tree = Tree()

    assert [found.key for found in tree.named("2173", date(2019, 1, 1))] == ["02173"]
    assert {found.key for found in tree.named("66", date(2019, 1, 1))} == {"66", "066"}
    wrong = load(book(merger(on=date(2019, 1, 1), old=66, new="")), tmp_path).output
    assert "mã viết đủ số 0, dạng chữ: 66 (Tỉnh Đắk Lắk) / 066 (Huyện Na Rì)" in wrong


def test_a_unit_whose_end_is_known_already_is_not_changed_by_a_file(tmp_path):
    row = merger(on=date(2019, 6, 1), old="02173", what="Đổi tên", new="", names="Xã Mới")

    assert "Xã Côn Minh đã ghi kết thúc ngày 30/06/2025" in load(book(row), tmp_path).output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp không phải bảng tính"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "Tệp có mật khẩu"),
        (book().getvalue(), "Không thấy dòng nào"),
    ],
)
def test_a_file_that_says_nothing_is_refused_with_the_reason(tmp_path, content, said):
    result = load(io.BytesIO(content), tmp_path)

    assert (result.exit_code, said in result.output) == (1, True)


@pytest.mark.parametrize("url", [URL, "/dia-ban/ranh-gioi/tai-len/"])
def test_a_page_that_takes_a_file_asks_for_it_and_blames_nobody_yet(url):
    page = client_of(make_holder(Role.ADMINISTRATOR, Place.objects.get(key="vn")))

    assert page.get(url).context["form"].errors == {}


def test_the_page_shows_the_changes_and_writes_them_when_that_is_agreed_to(units):
    page = client_of(make_holder(Role.ADMINISTRATOR, Place.objects.get(key="vn")))

    wrong = page.post(URL, {"file": book(merger(old="98777")), "do": "keep"})
    assert "không có đơn vị mang mã 98777" in wrong.content.decode()
    shown = page.post(URL, {"file": book(merger()), "do": "show"})
    assert "Sáp nhập Xã Một, Xã Hai → Xã Đôi" in shown.content.decode()
    assert followed("98101") == set()
    [(_upload, token)] = shown.context["form"].fields["file"].widget.kept
    done = page.post(URL, {"file_kept": token, "do": "keep"}, follow=True)

    assert "Đã ghi 1 thay đổi" in done.content.decode()
    assert f"{ACT}: Sáp nhập Xã Một, Xã Hai → Xã Đôi (01/07/2031)" in done.content.decode()
    assert followed("98101") == {("98101@2031", DAY)}
