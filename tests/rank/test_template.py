"""The empty workbook: its fields, its lists, and the commands that are refused."""

import openpyxl
import pytest

from ocop.rank import workbook as w
from ocop.rules.loading import builtin_files

from .conftest import Book

# The template.


def test_headings_are_locked_and_fields_are_open():
    book = Book(members=3)

    for sheet in (w.ROUND, w.COUNCIL, w.PRODUCTS, "SP1 BSP-06"):
        assert book.file[sheet].protection.sheet
    assert book.round_cell("Bộ tiêu chí").protection.locked
    assert not book.round_cell("Đơn vị").protection.locked
    assert not book.cell(1, "A.1.1", 2).protection.locked
    assert book.page(1).cell(9, 2).protection.locked


def test_every_criterion_of_every_usable_set_offers_all_its_levels(run, tmp_path):
    assert run("--template", "t.xlsx", "--edition", "qd1048", "--members", "2").exit_code == 0

    file = openpyxl.load_workbook(tmp_path / "t.xlsx")
    pages = [s for s in file.worksheets if str(s["A1"].value).startswith(w.TITLE)]
    assert len(pages) == 26
    for page in pages:
        set_code = page.title.split()[1]
        lists = {
            str(v.sqref).split(":")[0]: v.formula1.replace("$", "").split("!")[1]
            for v in page.data_validations.dataValidation
            if f"Mức {set_code}" in v.formula1
        }
        rules = Book(sets=(set_code,), members=2).rules(1)
        for row in range(9, page.max_row + 1):
            if leaf := rules.by_code.get(page.cell(row, 1).value):
                area = file[f"Mức {set_code}"][lists[f"E{row}"]]
                assert [cell.value for (cell,) in area] == w.options(leaf)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--edition", "qd148", "--set", "S11"), "Phiếu của S11 chưa đầy đủ"),
        (("--set", "BSP-06"), "Phiếu của BSP-06 không có trong qd26"),
        (("--set", "S06:nhiều"), "ví dụ S06:8"),
        (("--set", "S06:500"), "tối đa 200"),
        (("--edition", "qd999"), "Có sẵn: qd1048, qd148, qd26"),
    ],
)
def test_a_template_that_cannot_be_is_refused_with_a_sentence(run, arguments, sentence, tmp_path):
    answer = run("--template", "t.xlsx", *arguments)

    assert (answer.exit_code, sentence in answer.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_faulty_edition_is_named_with_file_and_line(run, tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in builtin_files("qd1048").items():
        folder.joinpath(name).write_text(text.replace("max_points: 35", "max_points: 34"))

    answer = run("--template", "t.xlsx", "--edition", folder)

    assert answer.exit_code == 1
    assert f"  {folder}/index.yaml:" in answer.stderr


def test_a_template_never_replaces_a_file(run, tmp_path):
    (tmp_path / "t.xlsx").write_text("mine")

    assert run("--template", "t.xlsx").exit_code == 1
    assert (tmp_path / "t.xlsx").read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--out", "o"),
        ("--template", "t.xlsx", "--out", "o"),
        ("--template", "t.xlsx", "--example", "v.xlsx"),
    ],
)
def test_half_a_command_is_explained(run, arguments):
    answer = run(*arguments) if arguments else run("--force")

    assert answer.exit_code == 2
    assert "--template FILE.xlsx" in answer.stderr
