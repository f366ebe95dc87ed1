"""A filled workbook to try the command with, under each decision that comes with the system."""

import json

import pytest

from ocop.rules.loading import builtin_codes


@pytest.mark.parametrize("code", builtin_codes())
def test_an_example_of_each_edition_is_ranked_at_once(run, tmp_path, code):
    made = run("--example", "vi-du.xlsx", "--edition", code)
    ranked = run("vi-du.xlsx", "--out", "ket-qua")

    assert (made.exit_code, ranked.exit_code) == (0, 0), made.stderr + ranked.stderr
    record = json.loads((tmp_path / "ket-qua/ket-qua.json").read_text())
    assert record["edition"] == code
    assert record["results"][0]["stars"] == 5
    assert all(row["reasons"] for row in record["results"])
    assert "kết quả là dự thảo" in ranked.output


def test_without_an_edition_the_example_is_of_the_newest(run):
    assert "4 sản phẩm ví dụ, bộ tiêu chí qd26" in run("--example", "vi-du.xlsx").output


def test_an_example_of_chosen_sets_has_as_many_products(run):
    answer = run("--example", "vi-du.xlsx", "--set", "S11:2", "--set", "S26:1")

    assert "3 sản phẩm ví dụ" in answer.output
    assert run("vi-du.xlsx", "--out", "ket-qua").exit_code == 0


def test_an_example_does_not_take_the_place_of_a_file(run, tmp_path):
    (tmp_path / "vi-du.xlsx").write_text("của tôi")

    answer = run("--example", "vi-du.xlsx")

    assert (answer.exit_code, "Đã có tệp" in answer.stderr) == (1, True)
    assert (tmp_path / "vi-du.xlsx").read_text() == "của tôi"
