"""`ocop measures`: columns that stay, files, and a sentence for what cannot be answered."""

import csv
import io

import pytest
from click.testing import CliRunner

from ocop.cli import main
from ocop.core.spreadsheets import open_workbook
from ocop.measures.definitions import all_measures

from .world import CAO_BANG

pytestmark = [pytest.mark.django_db, pytest.mark.country]
NAME, UNIT = "Sản phẩm từ 3 sao trở lên còn hiệu lực", "sản phẩm"
CODE = "certificates.products_in_force"


def run(*arguments: str):
    return CliRunner().invoke(main, ["measures", *arguments])


def printed(*arguments: str) -> list[list[str]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return [line.split("\t") for line in result.output.splitlines()]


def asked(*arguments: str, period: str = "2019") -> tuple[str, ...]:
    return (*arguments, "--place", CAO_BANG, "--period", period)


def test_a_figure_is_a_line_of_code_name_unit_and_value(province):
    assert printed(*asked("A04", "a11", period="2022")) == [
        ["code", "name", "unit", "value"],
        [CODE, NAME, UNIT, "1"],
        ["certificates.renewal_rate", "Tỷ lệ công nhận lại", "%", "0.0"],
    ]


def test_what_is_not_recorded_has_no_value(province):
    assert printed(*asked("A11"))[1][3] == ""


def test_parts_follow_their_figure(province):
    assert printed(*asked(CODE), "--by", "star") == [
        ["code", "name", "unit", "value", "part", "part_name"],
        [CODE, NAME, UNIT, "4", "", ""],
        [CODE, NAME, UNIT, "0", "5", "5 ★"],
        [CODE, NAME, UNIT, "2", "4", "4 ★"],
        [CODE, NAME, UNIT, "2", "3", "3 ★"],
    ]


def test_places_are_named_by_their_codes(province):
    one, _two, three = (commune.district for commune in province.communes)

    rows = printed(*asked("A04"), "--by", "place")

    assert {tuple(row[3:]) for row in rows[2:] if row[3] != "0"} == {
        ("3", one.key, str(one)),
        ("1", three.key, str(three)),
    }


def test_todays_units_are_communes_where_districts_have_ended(province):
    rows = printed(*asked("A04"), "--by", "place", "--as-of-today-units")

    assert sum(int(row[3]) for row in rows[2:]) == 4
    assert all(row[4].endswith("@2025") or row[4] == "-" for row in rows[2:])


def test_without_codes_every_figure_of_the_period_is_printed(province):
    codes = {row[0] for row in printed(*asked(period="2026"))[1:]}

    assert codes == {m.code for m in all_measures()} - {"evaluation.assessed_by_districts"}


def test_without_a_place_it_says_which_figures_there_are(db):
    rows = printed()

    assert rows[0] == ["code", "name", "unit", "indicator", "by"]
    assert [CODE, NAME, UNIT, "A04", "place star potential_5 group producer_type"] in rows
    assert len(rows) == len(all_measures()) + 1


def test_a_file_holds_the_same_as_the_screen(province, tmp_path):
    for name in ("so.csv", "so.xlsx"):
        result = run(*asked("A04"), "--by", "star", "--out", str(tmp_path / name))
        assert result.output == f"{tmp_path / name}: 4 rows.\n"

    text = (tmp_path / "so.csv").read_bytes().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[:2] == [
        ["code", "name", "unit", "value", "part", "part_name"],
        [CODE, NAME, UNIT, "4", "", ""],
    ]
    with open(tmp_path / "so.xlsx", "rb") as file:
        sheet = open_workbook(file).get_sheet_by_index(0).to_python()
    assert sheet[:2] == [
        ["Mã", "Chỉ tiêu", "Đơn vị", "Giá trị", "Phần", "Tên phần"],
        [CODE, NAME, UNIT, 4.0, "", ""],
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (asked("A99"), "No figure has the code A99. `ocop measures` lists those that there are."),
        (("A04", "--place", "zz", "--period", "2019"), "No place has the code zz."),
        (("A04", "--period", "2019"), "Which place? Give its code: --place 06, or vn"),
        (("A04", "--place", "06"), "Which period? --period 2019, 2019-Q4"),
        (asked("A04", period="2019-Q7"), "A quarter is 1 to 4, written like 2019-Q4."),
        (asked("A04", "A11"), "certificates.renewal_rate: not parted by potential_5."),
        (asked("A04"), "so.txt: give a file that ends in .xlsx or .csv."),
    ],
)
def test_what_cannot_be_answered_gets_a_sentence(db, tmp_path, arguments, sentence):
    more = {"certif": ["--by", "potential_5"], "so.txt": ["--out", str(tmp_path / "so.txt")]}

    result = run(*arguments, *more.get(sentence[:6], []))

    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {sentence}")
