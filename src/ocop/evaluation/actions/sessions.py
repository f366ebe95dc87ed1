"""The session of a council: planned, attended, its order, its end."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import Refused, stated
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill, sentences
from ocop.dossiers.models import Round
from ocop.people.actions import notify
from ocop.people.models import User

from .. import policy
from ..enums import SessionState
from ..models import Attendance, Council, CouncilMember, Session, Track
from ..queries.results import quorum_reasons
from ..states import session_moves
from .councils import require_all_concluded


@use_case
def plan_session(*, actor: User, council: Council, starts_at: datetime, venue: str) -> Session:
    """Say when and where the council meets, or say it anew; everybody in it is told."""
    require(policy.runs_round(actor, council.round))
    session, _made = Session.objects.update_or_create(
        council=council, defaults={"starts_at": starts_at, "venue": venue}
    )
    notify(
        User.objects.filter(seats__council=council),
        kind="evaluation.session",
        title=fill(gettext_lazy("Lịch họp %(council)s"), council=council),
        body=f"{timezone.localtime(starts_at):%H:%M %d/%m/%Y}, {venue}",
        url=f"/danh-gia/dot/{council.round_id}/phien-hop/",
    )
    audit.record(actor, "evaluation.session.planned", session, starts_at=starts_at, venue=venue)
    return session


@use_case
def sign_attendance(*, actor: User, session: Session, member: CouncilMember) -> Attendance:
    """A member signs in, or the secretary records it; the first one opens the session."""
    require(member.user_id == actor.pk or policy.runs_round(actor, session.council.round))
    if member.council_id != session.council_id:
        raise Refused(_("Người này không thuộc hội đồng."))
    current = session.locked()
    if current.state == SessionState.CLOSED:
        raise Refused(_("Phiên họp đã kết thúc."))
    if current.state == SessionState.PLANNED:
        session_moves.apply(current, to=SessionState.OPEN)
        current.opened_at = clock.now()
        current.save()
    attendance, _made = Attendance.objects.get_or_create(
        session=current, member=member, defaults={"recorded_by": actor}
    )
    audit.record(actor, "evaluation.attendance.signed", attendance, member=member.pk)
    return attendance


@use_case
def withdraw_attendance(
    *, actor: User, session: Session, member: CouncilMember, reason: str
) -> None:
    """Take back what was recorded by mistake, until the session is closed; the quorum is counted anew."""
    require(policy.leads_round(actor, session.council.round))
    reason = stated(reason, _("Nêu lý do bỏ điểm danh."))
    current = session.locked()
    if current.state == SessionState.CLOSED:
        raise Refused(_("Phiên họp đã kết thúc."))
    attendance = current.attendances.filter(member=member).first()
    if attendance is None:
        raise Refused(_("Người này chưa được ghi có mặt."))
    audit.record(
        actor,
        "evaluation.attendance.withdrawn",
        attendance,
        member=member.pk,
        signed_at=attendance.signed_at,
        recorded_by=attendance.recorded_by_id,
        reason=reason,
    )
    attendance.delete()


@use_case
def reorder(*, actor: User, round: Round, track: Track, to: int) -> None:
    """Give a product another place in the order of the session, counted from 1."""
    require(policy.runs_round(actor, round))
    order = list(round.tracks.order_by("position", "pk"))
    moved = next(t for t in order if t.pk == track.pk)
    order.remove(moved)
    order.insert(max(0, to - 1), moved)
    for number, each in enumerate(order, start=1):
        Track.objects.filter(pk=each.pk).exclude(position=number).update(position=number)
    audit.record(
        actor,
        "evaluation.session.reordered",
        round,
        track=track.pk,
        position=order.index(moved) + 1,
    )


@use_case
def close_session(*, actor: User, session: Session, remarks: str = "") -> Session:
    """End the session. Quorum is asked for first: three quarters of the members, the chair among them, where the
    process says so; and every product must be concluded."""
    require(policy.runs_round(actor, session.council.round))
    current = session.locked()
    if lacking := quorum_reasons(session.council.round):
        raise Refused(sentences(lacking))
    require_all_concluded(session.council.round)
    session_moves.apply(current, to=SessionState.CLOSED)
    current.closed_at = clock.now()
    current.remarks = remarks.strip()
    current.save()
    audit.record(actor, "evaluation.session.closed", current)
    return current
