"""What each room says of itself for the contract tests, in `tests/<room>/`: rights, statements, audited use cases, things."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from .test_imports import ROOMS

TESTS = Path(__file__).parent.parent


def told_in(name: str) -> Iterator[Any]:
    """The contents of a YAML file of that name, of each room that has one."""
    for path in sorted(TESTS.glob(f"*/{name}")):
        if path.parent.name != "contract":
            yield yaml.safe_load(path.read_text(encoding="utf-8"))


def modules(name: str) -> Iterator[ModuleType]:
    """The test module of that name, of each room that has one, from the lowest room up."""
    rooms = [path.parent.name for path in TESTS.glob(f"*/{name}.py")]
    for room in sorted(rooms, key=lambda room: (-ROOMS.index(room), room)):
        yield import_module(f"tests.{room}.{name}")
