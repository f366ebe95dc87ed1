"""The smallest councils, products before them and sheets, for tests that show their own world.

Rows are put straight into the state that is wanted; what actions do is tested where they are.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ocop.core import clock
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import assessed_criteria
from ocop.evaluation.actions import sheets
from ocop.evaluation.enums import (
    CouncilRole,
    Finding,
    RevisionKind,
    SessionState,
    SheetState,
    TrackState,
)
from ocop.evaluation.models import (
    Assessment,
    Attendance,
    Council,
    CouncilMember,
    Decision,
    ScoreSheet,
    Session,
    SheetRevision,
    Track,
)
from ocop.people.models import User
from ocop.places.models import Place
from tests.criteria.factories import answers
from tests.dossiers.factories import make_dossier, make_round
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

VOTES = (CouncilRole.CHAIR, CouncilRole.MEMBER)


def make_council(round: Round, members: Iterable[tuple[User, str]] = ()) -> Council:
    """The council of a round, with people and their roles in it."""
    council = Council.objects.create(
        round=round, decision_number="1/QĐ", decision_date=date(2019, 1, 1)
    )
    for user, role in members:
        make_seat(council, user, role)
    return council


def make_seat(
    council: Council, user: User, role: str = CouncilRole.MEMBER, **fields: Any
) -> CouncilMember:
    """The next seat: chair and members score."""
    fields = {"votes": role in VOTES, "order": council.members.count(), **fields}
    return CouncilMember.objects.create(council=council, user=user, role=role, **fields)


def make_session(council: Council, state: str = SessionState.PLANNED) -> Session:
    """The meeting of a council; once it was opened everybody has signed in."""
    session = Session.objects.create(
        council=council, starts_at=clock.now(), venue="Hội trường", state=state
    )
    if state != SessionState.PLANNED:
        for seat in council.members.all():
            Attendance.objects.create(session=session, member=seat, recorded_by=seat.user)
    return session


def make_track(
    dossier: Dossier,
    state: str = TrackState.SCORING,
    *,
    round: Round | None = None,
    **fields: Any,
) -> Track:
    """A product before the council of its dossier's round, or of another; sheets are expected of all who score."""
    round = round or dossier.round
    expected = CouncilMember.objects.filter(council__round=round, votes=True).count()
    fields = {"level": round.level, "sheets_expected": expected, **fields}
    return Track.objects.create(dossier=dossier, round=round, state=state, **fields)


def make_concluded(
    place: Place, *, stars: int = 4, points: int = 78, again: Track | None = None
) -> tuple[Track, Decision]:
    """A product of the place that its council has concluded, and the draft of the decision; again: the same in a later round."""
    round = make_round(place, RoundState.CONCLUDED)
    if again:
        dossier = again.dossier
    else:
        commune = make_place(under=make_place("district", under=place))
        dossier = make_dossier(round, make_product(make_producer(commune)), DossierState.ACCEPTED)
    track = make_track(
        dossier,
        TrackState.CONCLUDED,
        round=round,
        points_sum=points,
        sheets_counted=1,
        mean_total=points,
        stars=stars,
        concluded_at=clock.now(),
    )
    return track, Decision.objects.create(round=round)


def make_sheet(track: Track, seat: CouncilMember, share: float | None = None) -> ScoreSheet:
    """A member's sheet, signed at a share of each scale, or open and empty."""
    sheet = ScoreSheet(track=track, member=seat)
    if share is None:
        sheet.save()
        return sheet
    score(sheet, share)
    sheet.state, sheet.signed_at = SheetState.SIGNED, clock.now()
    sheet.save()
    track.sheets_signed += 1
    track.save()
    SheetRevision.objects.create(
        sheet=sheet,
        kind=RevisionKind.SIGNED,
        answers=sheet.answers,
        total=sheet.total,
        by=seat.user,
    )
    return sheet


def score(sheet: ScoreSheet, share: float) -> None:
    """Fill a sheet in at a share of each scale, without saving it."""
    sheet.answers = answers(share, sheet.track.dossier.set_code)
    sheets.keep_totals(sheet)


def make_assessment(track: Track, by: User) -> Assessment:
    """What a commune says of a product, everything met."""
    met = {c["code"]: [Finding.MET, "Có căn cứ"] for c in assessed_criteria(track.round)}
    return Assessment.objects.create(track=track, findings=met, assessed_by=by)
