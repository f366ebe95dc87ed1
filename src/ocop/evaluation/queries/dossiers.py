"""A dossier's checklist, what it lacks, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocop.rules import checklist
from ocop.rules.checklist import ChecklistItem

from ..models import Dossier, DossierPaper
from ..policy import dossiers_visible_to
from ..rulebook import rulebook


def dossier_list(user: Any) -> QuerySet[Dossier]:
    """Dossiers that a person sees: 1 query."""
    return dossiers_visible_to(user).select_related(
        "product", "producer", "producer__place", "round", "round__place"
    )


def checklist_of(dossier: Dossier) -> tuple[ChecklistItem, ...]:
    """The papers asked of this dossier."""
    rules = rulebook(dossier.round)
    sector = rules.sheet(dossier.set_code).sector
    return checklist.items_for(
        rules.process.criteria, dossier.producer.type, sector, dossier.purpose
    )


def proofs_of(dossier: Dossier) -> Mapping[str, tuple[ChecklistItem, ...]]:
    """Of each criterion of the dossier's sheet, the papers that help to prove it."""
    return rulebook(dossier.round).proofs(dossier.set_code, dossier.producer.type, dossier.purpose)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps a dossier from being handed in."""

    papers: tuple[ChecklistItem, ...]
    expired: tuple[DossierPaper, ...]
    criteria: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not (self.papers or self.expired or self.criteria)

    def texts(self) -> list[str]:
        language = get_language() or "vi"
        found = [item.name_in(language) for item in self.papers]
        found += [
            _("%(title)s đã hết hạn") % {"title": paper.evidence.title} for paper in self.expired
        ]
        if self.criteria:
            found.append(_("tự chấm %(n)d tiêu chí") % {"n": len(self.criteria)})
        return found


def papers_of(dossier: Dossier) -> list[DossierPaper]:
    """Papers used in a dossier: 1 query."""
    return list(dossier.papers.select_related("evidence", "evidence__file"))


def papers_for(
    code: str, used: list[DossierPaper], proofs: Mapping[str, tuple[ChecklistItem, ...]]
) -> list[DossierPaper]:
    """Of the papers of a dossier, those that speak for a criterion."""
    items = {item.code for item in proofs[code]}
    return [p for p in used if p.criterion == code or p.item_code in items]


def readiness(dossier: Dossier, papers: list[DossierPaper] | None = None) -> Readiness:
    """Required papers that no file covers, papers out of date, criteria not scored yet: 1 query. Samples are handed over
    at the office and are not asked for here."""
    papers = papers_of(dossier) if papers is None else papers
    have = {paper.item_code for paper in papers}
    lacking = tuple(
        i
        for i in checklist_of(dossier)
        if i.is_required and not i.is_physical and i.code not in have
    )
    expired = tuple(p for p in papers if (left := p.evidence.days_left()) is not None and left < 0)
    found = rulebook(dossier.round).score(dossier.set_code, dossier.answers, dossier.facts)
    return Readiness(lacking, expired, () if found.gates else found.missing)
