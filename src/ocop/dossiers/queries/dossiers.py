"""A dossier's checklist, what it lacks, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.core.compiled import Select
from ocop.core.handing.pages import Demand
from ocop.core.words import named
from ocop.places.queries import unit_of
from ocop.producers.models import Evidence, Producer
from ocop.rules import checklist
from ocop.rules.checklist import ChecklistItem
from ocop.rules.model import Criterion
from ocop.rules.pathway import Improvement, Pathway

from ..enums import BEFORE_SCORING, DossierState, Purpose, Verdict
from ..models import Dossier, DossierPaper, PaperCheck, Round
from ..policy import dossiers_visible_to
from ..rulebook import rulebook


def dossier_list(user: Any) -> QuerySet[Dossier]:
    """Dossiers that a person sees: 1 query."""
    return dossiers_visible_to(user).select_related(
        "product", "producer", "producer__place", "round", "round__place"
    )


def rounds_to_file_in(producer: Producer) -> QuerySet[Round]:
    """Rounds that a producer's dossier may be started in: 1 query, 2 more for a place that is gone. Of rounds that pass on to one another the lowest."""
    place = producer.place
    above = {key for unit in (place, unit_of(place, clock.today())) for key in unit.path.split("/")}
    taking = Round.objects.filter(state__in=BEFORE_SCORING, place__key__in=above)
    lowest = taking.exclude(lowers__in=taking)
    return lowest.select_related("place", "edition").defer("edition__files")


def checklist_of(dossier: Dossier) -> tuple[ChecklistItem, ...]:
    """The papers asked of this dossier."""
    rules = rulebook(dossier.round)
    goods = rules.sheet(dossier.set_code).papers
    return checklist.items_for(
        rules.process.criteria, dossier.producer.type, goods, dossier.purpose
    )


def proofs_of(dossier: Dossier) -> Mapping[str, tuple[ChecklistItem, ...]]:
    """Of each criterion of the dossier's sheet, the papers that help to prove it."""
    return rulebook(dossier.round).proofs(dossier.set_code, dossier.producer.type, dossier.purpose)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps a dossier from being handed in."""

    demands: tuple[ChecklistItem, ...]
    papers: tuple[ChecklistItem, ...]
    expired: tuple[DossierPaper, ...]
    criteria: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not (self.demands or self.papers or self.expired or self.criteria)

    def texts(self) -> list[str]:
        found = [
            _("%(name)s: nơi nhận yêu cầu sửa") % {"name": named(item)} for item in self.demands
        ]
        found += [named(item) for item in self.papers]
        found += [
            _("%(title)s đã hết hạn") % {"title": paper.evidence.title} for paper in self.expired
        ]
        if self.criteria:
            found.append(_("tự chấm %(n)d tiêu chí") % {"n": len(self.criteria)})
        return found


def evidence_by_item(papers: list[DossierPaper]) -> dict[str, list[int]]:
    """Of each item of the checklist, the keys of the papers used for it, sorted."""
    found: dict[str, list[int]] = {}
    for paper in papers:
        found.setdefault(paper.item_code, []).append(paper.evidence_id)
    return {code: sorted(keys) for code, keys in found.items()}


_papers = Select(
    lambda dossier: DossierPaper.objects.filter(dossier=dossier).select_related("evidence__file"),
    dossier=DossierPaper._meta.get_field("dossier"),
)


def papers_of(dossier: Dossier) -> list[DossierPaper]:
    """Papers used in a dossier: 1 query."""
    papers = _papers.rows(dossier=dossier.pk)
    for paper in papers:
        paper.dossier = dossier
    return papers


def library_of(dossier: Dossier) -> QuerySet[Evidence]:
    """Papers that the dossier may use, shared ones of its producer and those of its product: 1 query."""
    return dossier.producer.evidence.current().filter(Q(product=None) | Q(product=dossier.product))


def papers_for(
    code: str, used: list[DossierPaper], proofs: Mapping[str, tuple[ChecklistItem, ...]]
) -> list[DossierPaper]:
    """Of the papers of a dossier, those that speak for a criterion."""
    items = {item.code for item in proofs[code]}
    return [p for p in used if p.criterion == code or p.item_code in items]


def readiness(dossier: Dossier, papers: list[DossierPaper] | None = None) -> Readiness:
    """What the office asked and nobody has answered or mended, required papers that no file covers, papers out of date,
    criteria not scored yet: 1 query, none with the papers given, and 1 for a dossier that was returned. Samples are
    handed over at the office and are asked for here only where it says that they are missing."""
    papers = papers_of(dossier) if papers is None else papers
    have = evidence_by_item(papers)
    asked = checklist_of(dossier)
    unmet: set[str] = set()
    if dossier.state == DossierState.RETURNED:
        checks = dossier.checks.filter(submission=dossier.submission)
        unmet = {c.item_code for c in checks if c.is_open(have.get(c.item_code, []))}
    demands = tuple(i for i in asked if i.code in unmet)
    lacking = tuple(
        i
        for i in asked
        if i.is_required and not i.is_physical and i.code not in have and i.code not in unmet
    )
    expired = tuple(p for p in papers if (left := p.evidence.days_left()) is not None and left < 0)
    found = rulebook(dossier.round).score(dossier.set_code, dossier.answers, dossier.facts)
    return Readiness(demands, lacking, expired, found.unanswered)


def demand_on(dossier: Dossier, item_code: str) -> PaperCheck | None:
    """What the office asks of a paper of a returned dossier: 1 query, none for another dossier."""
    if dossier.state != DossierState.RETURNED:
        return None
    asked = dossier.checks.filter(submission=dossier.submission, item_code=item_code)
    return asked.exclude(verdict=Verdict.FINE).first()


def same_criteria(previous: Dossier, dossier: Dossier) -> frozenset[str]:
    """Criteria that are word for word those of the dossier before; none under another edition or another set, where
    scores do not carry over (process.md 1.1)."""
    old, new = rulebook(previous.round), rulebook(dossier.round)
    if old.edition.code != new.edition.code or previous.set_code != dossier.set_code:
        return frozenset()
    before = old.sheet(previous.set_code).by_code
    return frozenset(
        c for c, leaf in new.sheet(dossier.set_code).by_code.items() if before.get(c) == leaf
    )


def usable_now(evidence: Evidence, dossier: Dossier) -> Evidence | None:
    """A paper of an earlier dossier in its newest version, in the library of the dossier's producer: where the product
    changed hands, its copy there. None when it has expired or the producer has no such paper."""
    while evidence.superseded_by is not None:
        evidence = evidence.superseded_by
    if evidence.producer_id != dossier.producer_id:
        copy = dossier.producer.evidence.current().filter(file=evidence.file_id).first()
        if copy is None:
            return None
        evidence = copy
    left = evidence.days_left()
    return evidence if left is None or left >= 0 else None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a renewal or an upgrade must do anew since the dossier before, and what it took over."""

    lapsed: tuple[DossierPaper, ...]
    newer: tuple[DossierPaper, ...]
    criteria: tuple[Criterion, ...]
    answered: int
    other_edition: bool


def changes_since(dossier: Dossier, papers: list[DossierPaper]) -> Changes | None:
    """Papers of the last dossier that lapsed and that nothing replaces here, papers taken in a newer version, criteria
    that are to be answered anew: 1 query, and 1 a version of a replaced paper. None for a first dossier."""
    if dossier.previous is None or dossier.purpose == Purpose.NEW:
        return None
    previous = cast(Dossier, dossier.previous)
    same = same_criteria(previous, dossier)
    used = {paper.evidence_id for paper in papers}
    covered = {paper.item_code for paper in papers}
    before = {p.evidence_id: p for p in previous.papers.select_related("evidence")}
    lapsed, newer = [], []
    for paper in before.values():
        now = usable_now(paper.evidence, dossier)
        if now is None and paper.item_code not in covered:
            lapsed.append(paper)
        elif now is not None and now.pk != paper.evidence_id and now.pk in used:
            newer.append(paper)
    book = rulebook(dossier.round)
    sheet = book.sheet(dossier.set_code)
    old, new = previous.round.edition_id, dossier.round.edition_id
    return Changes(
        tuple(lapsed),
        tuple(newer),
        tuple(c for c in sheet.leaves if c.code not in same and c.code not in dossier.answers),
        book.answered(dossier.set_code, dossier.answers),
        old != new,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One improvement on the way to the next star, with the papers that prove it: those here and those still to get."""

    improvement: Improvement
    have: tuple[ChecklistItem, ...]
    lacking: tuple[ChecklistItem, ...]


def steps_of(dossier: Dossier, pathway: Pathway | None, papers: list[DossierPaper]) -> list[Step]:
    """The improvements of a pathway, easiest first, with their papers: no query."""
    if pathway is None:
        return []
    proofs, covered = proofs_of(dossier), {paper.item_code for paper in papers}
    proved = {paper.criterion for paper in papers}
    return [
        Step(
            improvement,
            tuple(i for i in proofs[improvement.criterion] if i.code in covered),
            tuple(
                i
                for i in proofs[improvement.criterion]
                if not i.is_physical
                and i.code not in covered
                and improvement.criterion not in proved
            ),
        )
        for improvement in pathway.improvements
    ]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """An item of the checklist as the receiving office sees it: papers now, its finding of now and of the hand-in
    before, papers that came and went since then."""

    item: ChecklistItem
    papers: list[DossierPaper]
    check: PaperCheck | None
    before: PaperCheck | None
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_to_mend(self) -> bool:
        """The office found it missing or wrong, its papers are still the same and nobody has answered."""
        return self.check is not None and self.check.is_open(
            sorted(p.evidence_id for p in self.papers)
        )

    @property
    def is_to_check(self) -> bool:
        return self.check is None or not self.check.is_carried


def check_rows(dossier: Dossier, papers: list[DossierPaper]) -> list[CheckRow]:
    """Items that are asked of the dossier or that a paper covers, with the findings: 2 queries."""
    by_item: dict[str, list[DossierPaper]] = {}
    for paper in papers:
        by_item.setdefault(paper.item_code, []).append(paper)
    checks = {(c.submission, c.item_code): c for c in dossier.checks.select_related("checked_by")}
    looked_at = {pk for check in checks.values() for pk in check.evidence}
    titles = dict(Evidence.objects.filter(pk__in=looked_at).values_list("pk", "title"))
    rows = []
    for item in checklist_of(dossier):
        used = by_item.get(item.code, [])
        check = checks.get((dossier.submission, item.code))
        before = checks.get((dossier.submission - 1, item.code))
        was, now = set(before.evidence if before else ()), {p.evidence_id for p in used}
        rows.append(
            CheckRow(
                item,
                used,
                check,
                before,
                tuple(p.evidence.title for p in used if p.evidence_id not in was) if before else (),
                tuple(titles.get(pk, "") for pk in sorted(was - now)),
            )
        )
    return rows


def demands_in(rows: list[CheckRow]) -> list[Demand]:
    """What the office asks of a dossier, by its rows: no query."""
    return [
        Demand(row.item.code, named(row.item), row.check, is_mended=not row.is_to_mend)
        for row in rows
        if row.check is not None and row.check.is_demand
    ]


def progress(dossier: Dossier, papers: list[DossierPaper] | None = None) -> dict[str, Any]:
    """What a dossier would score, what it lacks, how to the next star: 1 query, none with its papers given."""
    book = rulebook(dossier.round)
    sheet = book.sheet(dossier.set_code)
    pathway = book.pathway(dossier.set_code, dossier.answers, dossier.facts)
    used = papers_of(dossier) if papers is None else papers
    return {
        "dossier": dossier,
        "sheet": sheet,
        "score": book.score(dossier.set_code, dossier.answers, dossier.facts),
        "readiness": readiness(dossier, used),
        "leaves_count": book.asked(dossier.set_code, dossier.answers),
        "pathway": pathway,
        "steps": steps_of(dossier, pathway, used),
    }


def expired_in(dossiers: list[Dossier]) -> QuerySet[DossierPaper]:
    """Papers in some dossiers that have expired or expire within 30 days: 1 query."""
    soon = clock.today() + timedelta(days=30)
    return DossierPaper.objects.filter(
        dossier__in=dossiers, evidence__expires_on__lte=soon
    ).select_related("evidence", "dossier")
