"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from ocop.criteria.actions.editions import inferred_requirements
from ocop.rules.loading import INDEX

Things = dict[str, Any]


def sound(t: Things) -> Any:
    """The draft edition with its own code in its files, so that nothing is wrong."""
    edition = t["edition"]
    files = edition.files
    edition.files = {
        **files,
        INDEX: files[INDEX].replace("code: qd1048", f"code: {edition.code}", 1),
    }
    edition.save()
    return edition


def dated(t: Things) -> Any:
    """The draft process with its first day, so that nothing is wrong."""
    t["process"].content["in_force_from"] = "2040-01-01"
    t["process"].save()
    return t["process"]


def proposed(t: Things) -> Any:
    t["edition"].pending = {"source": "a.zip", "files": {"a.yaml": "x"}, "problems": []}
    t["edition"].save()
    return t["edition"]


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "criteria.actions.editions.draft": lambda t: {
        "actor": t["administrator"],
        "based_on": t["edition"],
        "code": "moi",
        "name": "Mới",
    },
    "criteria.actions.editions.change_files": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
        "files": {"a.yaml": "x"},
        "version": t["edition"].version,
    },
    "criteria.actions.editions.publish": lambda t: {
        "actor": t["administrator"],
        "edition": sound(t),
    },
    "criteria.actions.editions.confirm_requirement": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
        "requirement": inferred_requirements(t["edition"])[0][0].id,
        "confirmed": True,
    },
    "criteria.actions.editions.propose": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
        "source": "a.zip",
        "files": {"a.yaml": "x"},
    },
    "criteria.actions.editions.settle_proposal": lambda t: {
        "actor": t["administrator"],
        "edition": proposed(t),
        "version": t["edition"].version,
        "apply": True,
    },
    "criteria.actions.editions.discard": lambda t: {
        "actor": t["administrator"],
        "edition": t["edition"],
    },
    "criteria.actions.processes.draft": lambda t: {
        "actor": t["administrator"],
        "code": "moi",
        "based_on": "qd148",
    },
    "criteria.actions.processes.change": lambda t: {
        "actor": t["administrator"],
        "process": t["process"],
        "content": t["process"].content,
        "version": t["process"].version,
    },
    "criteria.actions.processes.publish": lambda t: {
        "actor": t["administrator"],
        "process": dated(t),
    },
    "criteria.actions.processes.discard": lambda t: {
        "actor": t["administrator"],
        "process": t["process"],
    },
}
