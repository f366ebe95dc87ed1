"""What the room puts into the world of the contract tests."""

from collections.abc import Sequence
from itertools import count

from ocop.core import clock
from ocop.core.models import Attachment
from ocop.dossiers.enums import DossierState
from ocop.dossiers.models import Round
from ocop.evaluation.enums import ConflictSource, CouncilRole, SessionState, TrackState
from ocop.evaluation.models import (
    Appraisal,
    Conflict,
    CouncilMember,
    Decision,
    Discussion,
    PaperEntry,
    Track,
)
from ocop.people.models import User
from tests.contract.sides import Side
from tests.core.factories import stored_picture
from tests.criteria.factories import answers
from tests.dossiers.things import dossier_in
from tests.evaluation.factories import (
    make_assessment,
    make_council,
    make_session,
    make_sheet,
    make_track,
)

_shades = count(1)


def begin(side: Side) -> None:
    things = side.things
    meets(things["receiving"], SessionState.PLANNED, side.seats)
    meets(things["scoring"], SessionState.OPEN, side.seats)
    meets(things["concluded"], SessionState.CLOSED, side.seats)
    meets(things["upper"], SessionState.OPEN, [(side.upper_member, CouncilRole.MEMBER)])
    things["decision"] = Decision.objects.create(round=things["concluded"])
    chair = side.seats[0][0]
    things["seat"] = things["receiving"].council.members.get(user=chair)
    things["attending"] = things["scoring"].council.members.get(user=chair)


def meets(round: Round, session: str, seats: Sequence[tuple[User, str]]) -> None:
    make_session(make_council(round, seats), session)


def grow(side: Side) -> None:
    scoring(side)
    assessed_by_the_commune(side)
    concluded(side)
    signed_decision(side)


def signed_decision(side: Side) -> None:
    """The session, and a scan of the decision, each time another one."""
    things = side.things
    things["meeting"] = things["concluded"].council.session
    things["attachment"] = Attachment.objects.create(
        thing=things["decision"],
        kind="scan",
        file=stored_picture(next(_shades)),
        file_name="quyet-dinh.png",
        added_by=side.officer,
    )


def voting(round: Round) -> list[CouncilMember]:
    return list(round.council.members.filter(votes=True))


def scoring(side: Side) -> None:
    """A product that all have scored but the last, whose sheet the secretary types from paper."""
    things = side.things
    things["accepted"] = dossier_in(side, "scoring", DossierState.ACCEPTED)
    track = things["track"] = make_track(things["accepted"])
    *signing, last = voting(things["scoring"])
    for number, seat in enumerate(signing):
        things["signed"] = make_sheet(track, seat, 0.4 + number / 10)
    things["open"] = make_sheet(track, last)
    for number in (1, 2):
        PaperEntry.objects.create(
            sheet=things["open"],
            number=number,
            answers=answers(0.2 * number),
            is_done=True,
            typed_by=side.officer,
        )
    things["conflict"] = Conflict.objects.create(
        member=things["scoring"].council.members.last(),
        track=track,
        source=ConflictSource.FOUND,
        reason="Trùng số điện thoại với chủ thể",
    )
    things["appraisal"] = Appraisal.objects.create(
        track=track, answers={"A.1.1": "L1"}, notes={"A.1.1": "Đủ hoá đơn"}, papers="Đủ"
    )
    Discussion.objects.create(track=track, by=side.officer, text="Bao bì cần sửa.")


def assessed_by_the_commune(side: Side) -> None:
    for name, state in (("assessing", TrackState.WAITING), ("assessed", TrackState.PASSED_UP)):
        received = dossier_in(side, "communes", DossierState.ACCEPTED)
        side.things[name] = make_track(received, state)
        make_assessment(side.things[name], side.officer)


def concluded(side: Side) -> None:
    """A product that was not ranked, and one of three stars that the council above scores."""
    things, seats = side.things, voting(side.things["concluded"])
    known = dossier_in(side, "concluded", DossierState.ACCEPTED)
    things["settled"] = make_track(known, TrackState.NOT_RANKED, concluded_at=clock.now())
    for seat in seats:
        make_sheet(things["settled"], seat, 0.1)
    done = dossier_in(side, "concluded", DossierState.ACCEPTED)
    result = things["result"] = make_track(done, TrackState.CONCLUDED)
    give_three_stars(result, seats)
    things["above"] = make_track(done, round=things["upper"])
    make_sheet(things["above"], things["upper"].council.members.get())
    Discussion.objects.create(track=result, by=side.officer, text="Bao bì cần sửa.")


def give_three_stars(track: Track, seats: Sequence[CouncilMember]) -> None:
    totals = [make_sheet(track, seat, 0.6 + number / 20).total for number, seat in enumerate(seats)]
    track.points_sum, track.sheets_counted = sum(totals), len(totals)
    track.mean_total = sum(totals) / len(totals)
    track.stars, track.spread = 3, max(totals) - min(totals)
    track.concluded_at = clock.now()
    track.save()
