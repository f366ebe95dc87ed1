"""What the room puts into the world of the contract tests."""

from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier, PaperCheck, Round
from tests.contract.sides import Side
from tests.dossiers.factories import make_dossier, make_round
from tests.producers.factories import make_paper, make_product


def begin(side: Side) -> None:
    things, district = side.things, side.commune.district
    things["receiving"] = make_round(district, RoundState.RECEIVING)
    things["scoring"] = make_round(district, RoundState.SCORING)
    things["concluded"] = make_round(district, RoundState.CONCLUDED)
    things["upper"] = make_round(side.commune.province, RoundState.SCORING)
    things["communes"] = make_round(side.commune, process_code="qd148-2025")
    for round in ("receiving", "scoring", "concluded"):
        draft_of_the_rival(side, things[round])


def draft_of_the_rival(side: Side, round: Round) -> None:
    rival = side.things["rival"]
    paper = make_paper(rival, file=side.file, added_by=side.rival)
    draft = make_dossier(round, make_product(rival))
    draft.papers.create(evidence=paper, item_code="HS02")


def grow(side: Side) -> None:
    things = side.things
    things["draft"] = dossier_in(side, "receiving", DossierState.DRAFT)
    things["used"] = things["draft"].papers.get()
    things["handed_in"] = dossier_in(side, "receiving", DossierState.SUBMITTED)
    PaperCheck.objects.create(
        dossier=things["handed_in"],
        submission=1,
        item_code="HS02",
        verdict="fine",
        checked_by=side.officer,
    )


def dossier_in(side: Side, round: str, state: str) -> Dossier:
    """A dossier of a new product of the owner's, with a paper."""
    dossier = make_dossier(side.things[round], make_product(side.things["producer"]), state)
    dossier.papers.create(evidence=side.things["paper"], item_code="HS02")
    return dossier
