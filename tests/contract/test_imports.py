"""Imports go one way: down the list of rooms, and inside a room and between rooms down the list of its files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ocop

SOURCE = Path(ocop.__file__).parent
ROOMS = [
    "portal",
    "evaluation",
    "dossiers",
    "certificates",
    "producers",
    "criteria",
    "stationery",
    "measures",
    "people",
    "places",
    "rank",
    "official",
    "core",
    "documents",
    "rules",
]
APPS = ROOMS[: ROOMS.index("rank")]

# The files of an app from the bottom up: each may import those before it, of its own app or of one below.
FILES = [
    *(
        "enums",
        "own_templates",
        "kept_roles",
        "proof",
        "states",
        "models",
        "grants",
        "territory",
        "rulebook",
    ),
    *("sets", "scenes", "offices", "changes", "shapes", "outlines", "sketch", "maps"),
    *("areas", "definitions", "counting", "suppression", "moments"),
    *("policy", "followers", "queries", "tables", "command", "fields", "facts", "heirs"),
    *("filters", "words"),
    *("printing", "working_days", "reminding", "sheet_inputs", "actions", "imports", "forms"),
    *("measures", "charts", "sheet_html", "autosave", "papers"),
    *("reminders", "jobs", "work", "desk", "panels", "attachments", "follows", "menu", "doctor"),
    "demo",
    *("sessions", "backends", "middleware", "lockout", "templatetags", "views", "urls", "apps"),
]
# What is an app's own affair.
CLOSED = {
    *("imports", "papers", "attachments", "follows", "reminders", "jobs", "menu", "doctor"),
    *("templatetags", "views", "urls", "apps"),
}


def modules(folder: str) -> Iterator[Path]:
    return (p for p in (SOURCE / folder).rglob("*.py") if "migrations" not in p.parts)


def imports(path: Path) -> set[tuple[str, str]]:
    """(room, file) of every module of ours that a module imports; the file is "" for a room itself."""
    package = ["ocop", *path.relative_to(SOURCE).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {
            tuple([*name.split("."), "", ""][1:3]) for name in names if name.startswith("ocop.")
        }
    return found


def told(path: Path, room: str, file: str) -> str:
    return f"{path.relative_to(SOURCE)} imports {room}.{file}".rstrip(".")


def test_rooms_import_only_rooms_below_them():
    wrong = [
        told(path, other, file)
        for number, room in enumerate(ROOMS)
        for path in modules(room)
        for other, file in imports(path)
        if other in ROOMS[:number]
    ]

    assert wrong == []


def test_every_file_of_an_app_has_its_place():
    kinds = {
        path.relative_to(SOURCE).with_suffix("").parts[1] for app in APPS for path in modules(app)
    }

    assert kinds - {"__init__"} - set(FILES) == set()


def test_files_import_only_files_below_them():
    wrong = []
    for app in APPS:
        for path in modules(app):
            kind = path.relative_to(SOURCE).with_suffix("").parts[1]
            if kind in FILES:
                allowed = FILES[: FILES.index(kind) + 1]
                wrong += [
                    told(path, other, file)
                    for other, file in imports(path)
                    if other in APPS and file in FILES and file not in allowed
                ]

    assert wrong == []


def test_apps_meet_at_their_open_files():
    wrong = [
        told(path, other, file)
        for app in APPS
        for path in modules(app)
        for other, file in imports(path)
        if other in APPS and other != app and file in CLOSED
    ]

    assert wrong == []


def test_rules_and_papers_know_no_framework():
    for room in ("rules", "documents", "official", "rank"):
        for path in modules(room):
            text = path.read_text(encoding="utf-8").lower()
            assert not re.search(r"^\s*(from|import) django", text, re.M), path
