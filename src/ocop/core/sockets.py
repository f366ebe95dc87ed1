"""How rooms plug in: by the names of their files, as Django finds `models.py`.

A room that has a `menu.py` has entries in the menu, one that has a `doctor.py` is looked into by `ocop doctor`, and so
on; nothing that exists is edited for it. `docs/sockets.md` lists what plugs in where.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import AppConfig, apps

AT_START = (
    *("states", "words", "menu", "work", "panels"),
    *("measures", "papers", "follows", "reminders", "jobs"),
)
"""Files that register what they hold when they are read, once every room's models are known."""
ON_DEMAND = ("doctor", "demo")
"""Files that are read by who needs them, so that a server at rest does without."""


class Room(AppConfig):
    """An app of ours: its files are found by their names.

    Its `apps.py` names it `sockets.Room`: of a class imported by its own name Django could not tell which one is meant.
    """


def rooms() -> list[str]:
    """Packages of the installed rooms, the lowest first, as the settings order them."""
    return [config.name for config in apps.get_app_configs() if isinstance(config, Room)]


def plugged(socket: str) -> Iterator[ModuleType]:
    """The file of that name of each room that has one, the lowest room first."""
    for room in rooms():
        if find_spec(f"{room}.{socket}") is not None:
            yield import_module(f"{room}.{socket}")


def plug_in() -> None:
    """Read what registers itself."""
    for socket in AT_START:
        for _module in plugged(socket):
            pass
