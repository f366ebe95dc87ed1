"""The rules that a round was opened under, from the database to the engine.

Editions are parsed once a process and kept by digest: a published edition never changes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ocop.rules import model as rules
from ocop.rules.loading import parse_edition
from ocop.rules.processes import Process, process
from ocop.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from .models import Edition, Round

_parsed: dict[str, tuple[rules.Edition, frozenset[str]]] = {}


def parsed(edition_id: int, digest: str) -> tuple[rules.Edition, frozenset[str]]:
    """An edition and the requirements confirmed in it: 1 query for the first request of a process, then none."""
    if digest not in _parsed:
        from .models import Edition

        stored = Edition.objects.get(pk=edition_id)
        _parsed[digest] = parse_edition(stored.files), frozenset(stored.confirmed_requirements)
    return _parsed[digest]


def forget(digest: str) -> None:
    """Confirming a requirement changes what an edition decides, though not its sheets."""
    _parsed.pop(digest, None)


def rulebook(round: Round) -> Rulebook:
    """The rules of a round, its own settings in place of the process's."""
    edition, confirmed = parsed(round.edition_id, round.edition_digest)
    return Rulebook(
        edition, _process(round.process_code, tuple(sorted(round.settings.items()))), confirmed
    )


@lru_cache(maxsize=64)
def _process(code: str, settings: tuple[tuple[str, Any], ...]) -> Process:
    return process(code).with_settings(dict(settings))


def usable_sets(edition: Edition) -> set[str]:
    found, _confirmed = parsed(edition.pk, edition.digest)
    return {code for code in found.sheets if found.usable(code)}
