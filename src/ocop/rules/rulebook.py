"""What one round scores and decides by: criteria, process, and the requirements that were confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .checklist import ChecklistItem, is_evidence_for, items_for
from .deciding import Attendance, Ballot, Result, decide
from .facts import condition_words, words
from .model import Band, Edition, Sheet
from .pathway import Pathway, next_star
from .processes import Process
from .scoring import Score, answered, asked, met, score


@dataclass(frozen=True, slots=True)
class Filled:
    """A member's filled sheet: level codes by criterion, and the facts that the member confirmed."""

    member: str
    answers: Mapping[str, str]
    facts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one round, its own settings in place of the process's."""

    edition: Edition
    process: Process
    confirmed: frozenset[str]

    def sheet(self, set_code: str) -> Sheet:
        return self.edition.sheets[set_code]

    @property
    def bands(self) -> Sequence[Band]:
        return self.edition.bands

    def score(
        self, set_code: str, answers: Mapping[str, str], facts: Collection[str] = ()
    ) -> Score:
        return score(
            self.sheet(set_code),
            answers,
            bands=self.bands,
            facts=frozenset(facts),
            confirmed=self.confirmed,
        )

    def decide(
        self,
        set_code: str,
        sheets: Sequence[Filled],
        *,
        level: str,
        attendance: Attendance | None = None,
        agreed: Mapping[str, str] | None = None,
    ) -> Result:
        """What the members' sheets of a product amount to at a level; see `deciding.decide`. agreed: the levels that the
        council stated in its minutes, by criterion."""
        scores = {s.member: self.score(set_code, s.answers, s.facts) for s in sheets}
        return self.decide_scored(
            set_code, scores, level=level, attendance=attendance, agreed=agreed
        )

    def decide_scored(
        self,
        set_code: str,
        scores: Mapping[str, Score],
        *,
        level: str,
        attendance: Attendance | None = None,
        agreed: Mapping[str, str] | None = None,
    ) -> Result:
        """The same for sheets that have been scored already, by member."""
        sheet, stated = self.sheet(set_code), agreed or {}
        return decide(
            [
                Ballot(
                    member,
                    found.total,
                    found.unmet,
                    frozenset(found.gates),
                    frozenset(found.doubts),
                    frozenset(found.open_conditions),
                )
                for member, found in scores.items()
            ],
            process=self.process,
            level=level,
            bands=self.bands,
            requirements=sheet.requirements,
            confirmed=self.confirmed,
            attendance=attendance,
            words=self.rule_words(set_code),
            agreed={
                rule.id: met(sheet, rule, stated)
                for rule in sheet.requirements
                if rule.criteria[0] in stated
            },
        )

    def pathway(
        self, set_code: str, answers: Mapping[str, str], facts: Collection[str] = ()
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
        return _proofs(self.edition, set_code, self.process.criteria, producer_type, purpose)

    def rule_words(self, set_code: str) -> dict[str, tuple[str, str]]:
        """What the gates, knock-outs and conditions of a sheet say, by id, in both languages."""
        sheet = self.sheet(set_code)
        gates = [rule for rule in sheet.all_rules if rule.kind in ("gate", "disqualify")]
        conditions = [rule for rules in sheet.conditions.values() for rule in rules]
        return {rule.id: (words(rule), words(rule, "en")) for rule in gates} | {
            rule.id: condition_words(sheet, rule) for rule in conditions
        }

    def asked(self, set_code: str, answers: Mapping[str, str]) -> int:
        """How many criteria a full sheet has to answer, by the answers so far."""
        return asked(self.sheet(set_code), answers, self.confirmed)

    def answered(self, set_code: str, answers: Mapping[str, str]) -> int:
        """How many of those have an answer."""
        return answered(self.sheet(set_code), answers, self.confirmed)


@lru_cache(maxsize=512)
def _proofs(
    edition: Edition, set_code: str, criteria: str, producer_type: str, purpose: str
) -> Mapping[str, tuple[ChecklistItem, ...]]:
    sheet = edition.sheets[set_code]
    items = items_for(criteria, producer_type, sheet.papers, purpose)
    return {
        leaf.code: tuple(item for item in items if is_evidence_for(item, sheet, leaf))
        for leaf in sheet.leaves
    }
