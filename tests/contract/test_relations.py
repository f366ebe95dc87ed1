"""No room reaches up: not by an import, nor by the relations that Django makes of a room's tables to those above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignObjectRel

from .test_imports import APPS, ROOMS, SOURCE, modules


def relations_up() -> dict[str, set[str]]:
    """Room → names by which its models lead to tables of rooms above it: "dossiers" of a product."""
    found: dict[str, set[str]] = {}
    for room in [*APPS, "core"]:
        names = {
            name
            for model in apps.get_app_config(room).get_models()
            for relation in model._meta.get_fields(include_hidden=False)
            if isinstance(relation, ForeignObjectRel)
            and ROOMS.index(relation.related_model._meta.app_label) < ROOMS.index(room)
            for name in (relation.get_accessor_name(), relation.name)
            if name
        }
        own = {
            f.name
            for m in apps.get_app_config(room).get_models()
            for f in m._meta.get_fields()
            if not isinstance(f, ForeignObjectRel)
        }
        found[room] = names - own
    return found


def names_used(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of every attribute, keyword and lookup that a module speaks of."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield from ((node.value.lineno, part) for part in node.arg.split("__"))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.replace("_", "").isalnum()
        ):
            yield from (
                (node.lineno, part) for part in node.value.split("__") if "__" in node.value
            )


def test_no_room_asks_the_tables_of_rooms_above_it():
    up = relations_up()
    wrong = [
        f"{path.relative_to(SOURCE)}:{line} {name}"
        for room, names in up.items()
        for path in modules(room)
        for line, name in names_used(path)
        if name in names
    ]

    assert up["producers"] >= {"dossiers", "certificates"}
    assert wrong == []
