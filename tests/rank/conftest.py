"""A real workbook of a round, filled in as a secretary would, and the real command."""

import io
from datetime import date, time
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from ocop.cli import main
from ocop.core.spreadsheets import letter
from ocop.documents import marks
from ocop.rank import workbook as w
from ocop.rank.template import write_template
from ocop.rules.loading import builtin_edition

MEMBERS = ["Ma Văn Một", "Hoàng Thị Hai", "Nông Văn Ba", "Triệu Thị Bốn", "Lường Văn Năm"]
ROUND = {
    "Cấp": "Tỉnh",
    "Đơn vị": "Tỉnh Bắc Kạn",
    "Năm": 2021,
    "Đợt số": 1,
    "Số quyết định thành lập Hội đồng": "99/QĐ-UBND",
    "Ngày quyết định thành lập": date(2021, 1, 15),
    "Ngày họp": date(2021, 2, 8),
    "Giờ bắt đầu": time(8, 0),
    "Giờ kết thúc": "16:30",
    "Địa điểm họp": "Phòng họp tầng 3, trụ sở UBND tỉnh",
    "Số quyết định": "0123/QĐ-UBND",
    "Ngày ký quyết định": "25/02/2021",
    "Họ tên người ký": "Nguyễn Văn Ký",
    "Mã đơn vị": "06",
    "Mã tỉnh": "06",
}


@cache
def written(edition, sets, members):
    return write_template(edition, sets, members=members)


class Book:
    """The template of two sets, filled in cell by cell; saved by openpyxl, another writer than ours."""

    def __init__(self, sets=("BSP-06", "BSP-04"), members=5, edition=None):
        self.edition = edition or builtin_edition("qd1048")
        self.sets = sets
        content = written(self.edition, tuple(sets), members)
        self.file = openpyxl.load_workbook(io.BytesIO(content))

    def page(self, product):
        return self.file[w.product_sheet(f"SP{product}", self.sets[product - 1])]

    def rules(self, product):
        return self.edition.sheets[self.sets[product - 1]]

    def set_round(self, values):
        for label, value in values.items():
            self.round_cell(label).value = value

    def round_cell(self, label):
        sheet = self.file[w.ROUND]
        return next(row[1] for row in sheet.iter_rows() if str(row[0].value).rstrip(" *") == label)

    def cell(self, product, key, member):
        """The cell of a criterion, a fact or the conflict row in a member's column."""
        page = self.page(product)
        row = next(n for n in range(6, page.max_row + 1) if page.cell(n, 1).value == key)
        return page.cell(row, w.FIRST_MEMBER + 1 + member)

    def seat(self, number, name, role="Ủy viên", present="Có"):
        values = {2: name, 3: role, 4: "Chuyên viên", 5: "Sở Nông nghiệp", 6: present}
        self.row(w.COUNCIL, number, values)

    def product(self, number, name, producer="HTX Ví Dụ"):
        values = {3: name, 4: producer, 5: "Xã Hà Hiệu", 6: "Huyện Ba Bể"}
        self.row(w.PRODUCTS, number, values | {8: "01888", 9: "061"})

    def row(self, sheet, number, values):
        for column, value in values.items():
            self.file[sheet].cell(3 + number, column).value = value

    def fill(self, product, member, answers):
        """Answers of a member: level codes, as the list shows them."""
        rules = self.rules(product)
        for code, answer in answers.items():
            shown = next(o for o in w.options(rules.leaf(code)) if o.startswith(f"{answer} "))
            self.cell(product, code, member).value = shown

    def save(self, path):
        self.file.save(path)
        return Path(path)


def best(rules, *, below=0):
    """Answers with the best level of each criterion, and the next lower one in the first `below` of them."""
    answers = {}
    for leaf in rules.leaves:
        levels = sorted(leaf.choices, key=lambda level: level.points)
        answers[leaf.code] = levels[-1].code
    for leaf in [leaf for leaf in rules.leaves if len(leaf.levels) > 2][:below]:
        answers[leaf.code] = leaf.levels[-2].code
    return answers


def filled(*, products=2, **options):
    """Products, five members (the chair first) and a secretary who does not score, all answers in."""
    book = Book(members=6, **options)
    book.set_round(ROUND)
    for number, name in enumerate(MEMBERS, start=1):
        book.seat(number, name, role="Chủ tịch" if number == 1 else "Ủy viên")
    book.seat(6, "Bàn Thị Sáu", role="Thư ký")
    for number, name in enumerate(("Miến dong Ví Dụ", "Mật ong Ví Dụ")[:products], start=1):
        book.product(number, name)
        for member in range(5):
            book.fill(number, member, best(book.rules(number), below=3 * number + member % 3))
    return book


@pytest.fixture(autouse=True)
def without_a_server(monkeypatch):
    """The command knows of no installation, and so of no mark on its papers."""
    monkeypatch.setattr(marks, "of_installation", str)


@pytest.fixture
def book():
    return filled()


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run(book or arguments) is the command's result; it works in a folder of its own, without data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OCOP_DATA", str(tmp_path / "no-data"))

    def command(*arguments):
        if isinstance(arguments[0], Book):
            path = arguments[0].save(tmp_path / "diem.xlsx")
            arguments = (path, "--out", "ket-qua", *arguments[1:])
        return CliRunner().invoke(main, ["rank", *map(str, arguments)])

    return command


@pytest.fixture
def out(tmp_path):
    return tmp_path / "ket-qua"


def address(cell):
    """ "E12" of an openpyxl cell."""
    return f"{letter(cell.column - 1)}{cell.row}"
