"""Each edition that comes with the product, whole: what a room tries with two sets holds for all of them."""

import io

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from ocop.cli import main
from ocop.criteria.imports import table_reading, table_writing
from ocop.rules.facts import source_note_in
from ocop.rules.loading import builtin_files

BUILTIN = ("qd1048", "qd148", "qd26")


@pytest.mark.parametrize("code", BUILTIN)
def test_its_workbook_that_nobody_changed_changes_nothing(code):
    files, saved = dict(builtin_files(code)), io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(table_writing.workbook(files))).save(saved)

    found = table_reading.read(saved, files)

    assert (found.files, found.problems) == ({}, [])


def test_the_command_checks_a_whole_workbook(tmp_path):
    (tmp_path / "bo.xlsx").write_bytes(table_writing.workbook(dict(builtin_files("qd1048"))))

    answer = CliRunner().invoke(main, ["rules", "check", str(tmp_path)])

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.output.count(" = 100, ") == 26
    assert answer.output.startswith("qd1048: ")


def test_every_note_is_known_in_vietnamese():
    def notes(node):
        if isinstance(node, dict):
            yield from [node["source_note"]] if node.get("source_note") else []
            yield from [told["note"] for told in node.get("inferences", ())]
            for value in node.values():
                yield from notes(value)
        elif isinstance(node, list):
            for value in node:
                yield from notes(value)

    found = {
        note
        for code in BUILTIN
        for text in builtin_files(code).values()
        for note in notes(yaml.safe_load(text))
    }

    assert found
    assert [note for note in found if source_note_in(note, "vi") == note] == []
