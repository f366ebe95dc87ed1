"""Nobody asks the machine for the time but `core.clock`: a rehearsal's calendar moves for all or for none."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ocop

SOURCE = Path(ocop.__file__).parent
TESTS = Path(__file__).parent.parent
ASKING = {
    "timezone": {"now", "localdate", "localtime"},
    "date": {"today"},
    "datetime": {"now", "today", "utcnow"},
}
ONLY_WITHOUT = {"localtime"}
"""These ask for the time only where they are given none."""
DATABASE_S_OWN = {"Now"}
MAY_ASK = {
    SOURCE / "core" / "clock.py": "it is the clock",
    TESTS / "core" / "test_clock.py": "it compares the clock with the machine",
    Path(__file__): "it names what it forbids",
}


def asks(tree: ast.AST) -> Iterator[int]:
    """Lines that ask the machine or the database for the time."""
    given = {
        node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 0
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
            is_given = node.attr in ONLY_WITHOUT and node in given
            if node.attr in ASKING.get(owner, ()) and not is_given:
                yield node.lineno
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield node.value.lineno
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            module = (node.module or "").rpartition(".")[2]
            if names & (ASKING.get(module, set()) | DATABASE_S_OWN):
                yield node.lineno


@pytest.mark.parametrize(
    ("line", "is_asking"),
    [
        ("timezone.now()", True),
        ("F(default=timezone.localdate)", True),
        ("django.utils.timezone.now()", True),
        ("timezone.localtime()", True),
        ("timezone.localtime(at)", False),
        ("datetime.date.today()", True),
        ("datetime.now(UTC)", True),
        ("F(auto_now_add=True)", True),
        ("from django.utils.timezone import now", True),
        ("from django.db.models.functions import Now", True),
        ("clock.now()", False),
        ("clock.today", False),
    ],
)
def test_what_asks_is_found(line, is_asking):
    assert bool(list(asks(ast.parse(line)))) is is_asking


@pytest.mark.parametrize("root", [SOURCE, TESTS], ids=["source", "tests"])
def test_nobody_asks_but_the_clock(root):
    found = [
        f"{path.relative_to(root)}:{line}"
        for path in sorted(root.rglob("*.py"))
        if path not in MAY_ASK and "migrations" not in path.parts
        for line in asks(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_no_template_asks():
    assert [
        f"{path.name}"
        for path in SOURCE.rglob("*.html")
        if re.search(r"{%\s*now\b", path.read_text(encoding="utf-8"))
    ] == []
