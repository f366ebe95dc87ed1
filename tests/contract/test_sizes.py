"""What does not fit a few screens is parted by subject, and no line of a page has to be scrolled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "frontend", "scripts", "bench", "tests")
KINDS = {".py", ".js", ".mjs", ".css", ".sh", ".lua", ".html"}
MADE_BY_TOOLS = {"node_modules", "static", "migrations", "__pycache__"}
MOST_LINES, LONGEST_LINE = 400, 200


def ours() -> Iterator[Path]:
    """Files that people write, without what npm, the bundler and Django make."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in KINDS and not MADE_BY_TOOLS & set(path.relative_to(ROOT).parts):
                yield path


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_there_is_something_to_measure():
    assert {path.suffix for path in ours()} == KINDS


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_file_is_longer_than_a_reader_keeps_in_mind(folder):
    long = {
        path.relative_to(ROOT).as_posix(): len(lines(path))
        for path in ours()
        if path.is_relative_to(ROOT / folder) and len(lines(path)) > MOST_LINES
    }

    assert long == {}


def test_no_line_of_a_template_is_longer_than_two_hundred_characters():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ours()
        if path.suffix == ".html"
        for number, line in enumerate(lines(path), start=1)
        if len(line) > LONGEST_LINE
    ]

    assert long == []
