"""Imports between rooms go one way: down the list of docs/architecture.md."""

import ast
from pathlib import Path

import ocop

ROOMS = [
    "portal",
    "evaluation",
    "producers",
    "people",
    "places",
    "rank",
    "official",
    "core",
    "rules",
]
SOURCE = Path(ocop.__file__).parent


def imported_rooms(path: Path) -> set[str]:
    package = ("ocop", *path.relative_to(SOURCE).parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            names = [f"{base}.{node.module or ''}".strip(".") if node.level else node.module or ""]
        found |= {name.split(".")[1] for name in names if name.startswith("ocop.")}
    return found & set(ROOMS)


def test_rooms_import_only_rooms_below_them():
    wrong = []
    for number, room in enumerate(ROOMS):
        for path in (SOURCE / room).rglob("*.py"):
            wrong += [
                f"{path.relative_to(SOURCE)} imports {above}"
                for above in imported_rooms(path) & set(ROOMS[:number])
            ]

    assert wrong == []


def test_the_rules_know_no_framework():
    for path in (SOURCE / "rules").rglob("*.py"):
        assert "django" not in path.read_text(encoding="utf-8").lower().replace("no django", ""), (
            path.name
        )
