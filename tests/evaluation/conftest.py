"""The demo's district round that is being scored: three products, six members, two of whom still have to sign."""

import pytest

from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.evaluation.actions import sessions, sheets
from ocop.evaluation.models import ScoreSheet, Track

from .concluding import conclude

AROUND = (
    "member__user",
    "track__round__place",
    "track__dossier__product",
    "track__dossier__producer__place",
)


@pytest.fixture
def scoring_round(db):
    return Round.objects.select_related("place", "council__session").get(state="scoring")


@pytest.fixture
def product(scoring_round):
    """product() is the first product of the round as it stands now, product(1) the second."""

    def nth(number: int = 0) -> Track:
        order = scoring_round.tracks.select_related(
            "round__place", "dossier__product", "dossier__producer__place"
        )
        return order.order_by("position")[number]

    return nth


@pytest.fixture
def sheet_of(person):
    """sheet_of(track, "uyvien1") is that member's sheet of a product as it stands now."""

    def find(track: Track, name: str) -> ScoreSheet:
        return ScoreSheet.objects.select_related(*AROUND).get(
            track=track, member__user=person(name)
        )

    return find


def levels_at(track: Track, share: float) -> dict[str, str]:
    """Of every criterion the level at a share of its scale, counted by points."""
    found = {}
    for leaf in rulebook(track.round).sheet(track.dossier.set_code).leaves:
        order = sorted(leaf.choices, key=lambda level: level.points)
        found[leaf.code] = order[round(share * (len(order) - 1))].code
    return found


@pytest.fixture
def sign(sheet_of):
    """sign(track, "uyvien1", 0.7): the member fills the sheet in at that share of each scale and signs it."""

    def signed(track: Track, name: str, share: float) -> ScoreSheet:
        sheet = sheet_of(track, name)
        sheet.answers = levels_at(track, share)
        sheets.keep_totals(sheet)
        sheet.save()
        return sheets.sign(actor=sheet.member.user, sheet=sheet)

    return signed


@pytest.fixture
def everybody_present(scoring_round):
    session = scoring_round.council.session
    for member in scoring_round.council.members.select_related("user"):
        sessions.sign_attendance(actor=member.user, session=session, member=member)
    return session


@pytest.fixture
def concluded(db):
    """concluded("06", "qd1048", 4, 78) is a product concluded at a place, and its decision."""
    return conclude
