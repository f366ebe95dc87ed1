"""The rules that a round was opened under, from the database to the engine.

Editions are parsed once a process and kept by digest: a published edition never changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ocop.rules import model as rules
from ocop.rules.checklist import ChecklistItem, is_evidence_for, items_for
from ocop.rules.facts import words
from ocop.rules.loading import parse_edition
from ocop.rules.pathway import Pathway, next_star
from ocop.rules.processes import Process, process
from ocop.rules.scoring import Score, score

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


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What one round scores and decides by."""

    edition: rules.Edition
    process: Process
    confirmed: frozenset[str]

    def sheet(self, set_code: str) -> rules.Sheet:
        return self.edition.sheets[set_code]

    @property
    def bands(self) -> Sequence[rules.Band]:
        return self.edition.bands

    def score(self, set_code: str, answers: dict[str, str], facts: Sequence[str] = ()) -> Score:
        return score(
            self.sheet(set_code),
            answers,
            bands=self.bands,
            facts=frozenset(facts),
            confirmed=self.confirmed,
        )

    def pathway(
        self, set_code: str, answers: dict[str, str], facts: Sequence[str] = ()
    ) -> Pathway | None:
        return next_star(
            self.sheet(set_code),
            answers,
            bands=self.bands,
            facts=frozenset(facts),
            confirmed=self.confirmed,
        )

    def proofs(
        self, set_code: str, producer_type: str, purpose: str
    ) -> Mapping[str, tuple[ChecklistItem, ...]]:
        """Of each criterion, the papers of the checklist that help to prove it."""
        return _proofs(self.edition.digest, set_code, self.process.criteria, producer_type, purpose)

    def gate_words(self, set_code: str) -> dict[str, tuple[str, str]]:
        gates = [
            rule for rule in self.sheet(set_code).all_rules if rule.kind in ("gate", "disqualify")
        ]
        return {rule.id: (words(rule), words(rule, "en")) for rule in gates}


@lru_cache(maxsize=512)
def _proofs(
    digest: str, set_code: str, criteria: str, producer_type: str, purpose: str
) -> Mapping[str, tuple[ChecklistItem, ...]]:
    sheet = _parsed[digest][0].sheets[set_code]
    items = items_for(criteria, producer_type, sheet.sector, purpose)
    return {
        leaf.code: tuple(item for item in items if is_evidence_for(item, sheet, leaf))
        for leaf in sheet.leaves
    }


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
