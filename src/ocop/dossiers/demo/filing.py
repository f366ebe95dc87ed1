"""Dossiers of the demo, taken as far as is wanted by the actions that people use."""

from ocop.people.models import User
from ocop.producers.models import Evidence, Product

from ..actions import dossiers
from ..enums import DossierState, Purpose, Verdict
from ..models import Dossier, Round
from ..queries.dossiers import checklist_of
from ..rulebook import rulebook
from .answers import at_share

SELF_SCORED_SHARE = 0.75
FIRST_PAPERS = ("HS01", "HS04")
RETURNED_FOR = ("HS02", "HS23")
"""The paper with the plan for sales: which of them, the edition says."""


def file(
    product: Product, round: Round, *, owner: User, officer: User, to: str = DossierState.ACCEPTED
) -> Dossier:
    """A product's dossier as it is in a state. owner: who writes it, officer: who receives it.

    The self-score is put in as a whole and saved by its last choice, as from a page that was filled in without a network.
    """
    dossier = dossiers.start(actor=owner, product=product, round=round, purpose=Purpose.NEW)
    dossier = _score_oneself(owner, dossier)
    _attach(owner, dossier, FIRST_PAPERS if to == DossierState.DRAFT else None)
    if to == DossierState.DRAFT:
        return dossier
    dossier = dossiers.submit(actor=owner, dossier=dossier)
    return dossier if to == DossierState.SUBMITTED else receive(dossier, officer=officer, to=to)


def receive(dossier: Dossier, *, officer: User, to: str = DossierState.ACCEPTED) -> Dossier:
    """What the office does with a dossier that was handed in."""
    begins, lacks = to == DossierState.CHECKING, to == DossierState.RETURNED
    _check(officer, dossier, only_first=begins, wrong=lacks)
    if begins:
        return Dossier.objects.get(pk=dossier.pk)
    act = dossiers.return_for_completion if lacks else dossiers.accept
    return act(actor=officer, dossier=dossier)


def _score_oneself(owner: User, dossier: Dossier) -> Dossier:
    leaves = rulebook(dossier.round).sheet(dossier.set_code).leaves
    dossier.answers = at_share(leaves, SELF_SCORED_SHARE)
    dossier.save(update_fields=["answers"])
    code, level = next(iter(dossier.answers.items()))
    return dossiers.save_field(
        actor=owner, dossier=dossier, field=f"a:{code}", value=level, was=level
    )


def _attach(owner: User, dossier: Dossier, only: tuple[str, ...] | None) -> None:
    asked = {item.code for item in checklist_of(dossier)}
    for paper in Evidence.objects.filter(producer=dossier.producer, item_code__in=asked):
        if only is None or paper.item_code in only:
            dossiers.attach(actor=owner, dossier=dossier, evidence=paper, item_code=paper.item_code)


def _check(officer: User, dossier: Dossier, *, only_first: bool, wrong: bool) -> None:
    """What the office finds of each paper that is asked for."""
    required = [item for item in checklist_of(dossier) if item.is_required]
    codes = [item.code for item in required]
    lacking = next(code for code in RETURNED_FOR if code in codes)
    for code in codes[:1] if only_first else codes:
        lacks = wrong and code == lacking
        dossiers.check_paper(
            actor=officer,
            dossier=dossier,
            item_code=code,
            verdict=Verdict.WRONG if lacks else Verdict.FINE,
            reason="Thiếu kế hoạch tiêu thụ (minh hoạ)." if lacks else "",
        )
