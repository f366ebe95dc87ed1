"""Editions and processes from the database to the engine.

Editions are parsed once a process and kept by digest: a published edition never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ocop.rules import model as rules
from ocop.rules.loading import read_published
from ocop.rules.processes import (
    Process,
    builtin_contents,
    builtin_processes,
    in_order,
    process_from,
)

from .enums import EditionState
from .models import Edition, ProcessEdition

_parsed: dict[str, rules.Edition] = {}


def parsed(edition_id: int, digest: str) -> rules.Edition:
    """A published edition: 1 query for the first request of a process, then none."""
    if digest not in _parsed:
        _parsed[digest] = read_published(Edition.objects.get(pk=edition_id).files)
    return _parsed[digest]


@lru_cache(maxsize=64)
def process_with(code: str, settings: tuple[tuple[str, Any], ...]) -> Process:
    """A process edition with a round's own choices, (name, value) sorted by name."""
    return process(code).with_settings(dict(settings))


@lru_cache(maxsize=64)
def process(code: str) -> Process:
    """A process edition that rounds may name, which never changes: 1 query for one made here, once a process.

    Raises KeyError.
    """
    content = builtin_contents().get(code)
    if content is None:
        found = ProcessEdition.objects.filter(code=code, state=EditionState.PUBLISHED).first()
        if found is None:
            raise KeyError(code)
        read = read_process(found.content)
        if read is None:
            raise KeyError(code)
        return read
    return process_from(content)


def processes() -> tuple[Process, ...]:
    """All process editions that can be read, built in and published here, oldest first: 1 query.

    `ocop doctor` and the list of processes name those published here that have faults.
    """
    own = ProcessEdition.objects.filter(state=EditionState.PUBLISHED)
    read = (read_process(edition.content) for edition in own)
    return in_order([*builtin_processes(), *(found for found in read if found is not None)])


def read_process(content: Mapping[str, Any]) -> Process | None:
    """A process published here, even where checks have become stricter since; None where it cannot be read at all."""
    try:
        return process_from(content)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def published_editions() -> list[tuple[str, rules.Edition]]:
    """(code, edition) of all that were published, in that order: 1 query."""
    found = Edition.objects.filter(state=EditionState.PUBLISHED).order_by("published_at", "pk")
    rows = found.values_list("code", "pk", "digest")
    return [(code, parsed(pk, digest)) for code, pk, digest in rows]


def usable_sets(edition: Edition) -> set[str]:
    found = parsed(edition.pk, edition.digest)
    return {code for code in found.sheets if found.usable(code)}
