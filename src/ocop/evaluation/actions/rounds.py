"""Rounds and their councils."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people import policy as people
from ocop.people.actions import notify
from ocop.people.models import User
from ocop.producers.models import ProducerMember

from .. import policy
from ..enums import ConflictSource, CouncilRole, RoundState, SessionState, SheetState, TrackState
from ..models import Attendance, Conflict, Council, CouncilMember, Round, ScoreSheet, Session, Track
from ..rulebook import rulebook, usable_sets
from ..states import round_moves, session_moves, track_moves


@use_case
def open_round(*, actor: User, round: Round) -> Round:
    """Set up a round at a place; the rules are fixed from now on."""
    require(people.is_officer_over(actor, round.place))
    if not usable_sets(round.edition):
        raise Refused(
            _("Bộ tiêu chí này chưa có phiếu chấm điểm hoàn chỉnh nào."), fields=["edition"]
        )
    round.level = round.place.level
    round.edition_digest = round.edition.digest
    rule = rulebook(round).process.level(round.level)
    if rule is None or not rule.has_council:
        raise Refused(
            _("Theo quy trình này, cấp của địa bàn không có hội đồng."), fields=["process_code"]
        )
    round.save()
    audit.record(
        actor,
        "evaluation.round.opened",
        round,
        place=round.place.key,
        edition=round.edition.code,
        digest=round.edition_digest,
        process=round.process_code,
        settings=round.settings,
    )
    return round


@use_case
def move_round(*, actor: User, round: Round, to: str) -> Round:
    """Take a round to its next step: receive dossiers, score, conclude, publish."""
    require(policy.runs_round(actor, round))
    current = round.locked()
    if to == RoundState.SCORING:
        _start_scoring(actor, current)
    if (
        to == RoundState.CONCLUDED
        and current.tracks.filter(
            state__in=(TrackState.WAITING, TrackState.SCORING, TrackState.RECONCILING)
        ).exists()
    ):
        raise Refused(_("Còn sản phẩm chưa kết luận."))
    round_moves.apply(current, to=to)
    current.save()
    audit.record(actor, f"evaluation.round.{to}", current)
    return current


@use_case
def set_up_council(
    *, actor: User, round: Round, decision_number: str, decision_date: date
) -> Council:
    require(policy.runs_round(actor, round))
    council, _made = Council.objects.update_or_create(
        round=round, defaults={"decision_number": decision_number, "decision_date": decision_date}
    )
    audit.record(
        actor, "evaluation.council.set_up", council, number=decision_number, date=decision_date
    )
    return council


@use_case
def seat(*, actor: User, council: Council, user: User, role: str, **fields: Any) -> CouncilMember:
    """Give a person a seat; who votes follows from the role and the process."""
    require(policy.runs_round(actor, council.round))
    _require_before_scoring(council.round)
    if council.members.filter(user=user).exists():
        raise Refused(_("Người này đã có trong hội đồng."), fields=["login"])
    if (
        role in (CouncilRole.CHAIR, CouncilRole.SECRETARY)
        and council.members.filter(role=role).exists()
    ):
        raise Refused(
            _("Hội đồng đã có %(role)s.") % {"role": CouncilRole(role).label.lower()},
            fields=["role"],
        )
    process = rulebook(council.round).process
    votes = role != CouncilRole.SUPPORT and (
        role != CouncilRole.SECRETARY or bool(process.value("secretary_votes"))
    )
    member = CouncilMember.objects.create(
        council=council,
        user=user,
        role=role,
        votes=votes,
        order=list(CouncilRole.values).index(role) * 10 + council.members.count(),
        **fields,
    )
    notify(
        [user],
        kind="evaluation.seated",
        title=_("Bạn được cử vào %(council)s") % {"council": council},
        url=f"/danh-gia/dot/{council.round_id}/",
    )
    audit.record(actor, "evaluation.council.seated", member, user=user.pk, role=role, votes=votes)
    return member


@use_case
def unseat(*, actor: User, member: CouncilMember) -> None:
    require(policy.runs_round(actor, member.council.round))
    _require_before_scoring(member.council.round)
    audit.record(actor, "evaluation.council.unseated", member, user=member.user_id)
    member.delete()


def _require_before_scoring(round: Round) -> None:
    if round.state not in (RoundState.PREPARING, RoundState.RECEIVING):
        raise Refused(_("Đợt đã bắt đầu chấm, không đổi thành viên được nữa."))


def council_faults(round: Round) -> list[str]:
    """What the council lacks before it may score: 1 query. Sizes are settings of the process, not law."""
    council = Council.objects.filter(round=round).first()
    if council is None:
        return [_("Chưa thành lập hội đồng.")]
    process, members = rulebook(round).process, list(council.members.all())
    voters = [m for m in members if m.votes]
    found = []
    for role in (CouncilRole.CHAIR, CouncilRole.SECRETARY):
        if not any(m.role == role for m in members):
            found.append(_("Hội đồng chưa có %(role)s.") % {"role": role.label.lower()})
    low, high = process.value("council_min"), process.value("council_max")
    if not low <= len(voters) <= high:
        found.append(
            _("Hội đồng có %(n)d người chấm; cấu hình cần từ %(low)d đến %(high)d.")
            % {"n": len(voters), "low": low, "high": high}
        )
    return found


def _start_scoring(actor: User, round: Round) -> None:
    """Hand a blank sheet to every voting member for every accepted product, save where there is a conflict of interest."""
    if found := council_faults(round):
        raise Refused(" ".join(found))
    tracks = list(
        round.tracks.filter(state__in=(TrackState.WAITING, TrackState.SCORING)).select_related(
            "dossier", "dossier__producer"
        )
    )
    if not tracks:
        raise Refused(_("Chưa có hồ sơ nào được tiếp nhận."))
    members = list(round.council.members.filter(votes=True).select_related("user"))
    find_conflicts(round, members, tracks)
    barred = set(Conflict.objects.filter(track__in=tracks).values_list("member_id", "track_id"))
    ScoreSheet.objects.bulk_create(
        [
            ScoreSheet(track=t, member=m)
            for t in tracks
            for m in members
            if (m.pk, t.pk) not in barred
        ],
        ignore_conflicts=True,
    )
    for number, track in enumerate(sorted(tracks, key=lambda t: (t.position, t.pk)), start=1):
        track.position = number
        track.sheets_expected = sum((m.pk, track.pk) not in barred for m in members)
        if track.state == TrackState.WAITING:
            track_moves.apply(track, to=TrackState.SCORING)
        track.save()
    notify(
        [m.user for m in members],
        kind="evaluation.scoring",
        title=_("Có %(n)d sản phẩm chờ bạn chấm") % {"n": len(tracks)},
        url="/danh-gia/phieu/",
    )


def find_conflicts(round: Round, members: list[CouncilMember], tracks: list[Track]) -> None:
    """Conflicts of interest that the system's own data shows: 2 queries.

    A member who acts for the producer, or whose organisation is the producer itself.
    """
    acting = set(
        ProducerMember.objects.filter(
            user__in=[m.user_id for m in members],
            producer__in=[t.dossier.producer_id for t in tracks],
        ).values_list("user_id", "producer_id")
    )
    found = []
    for member in members:
        for track in tracks:
            producer = track.dossier.producer
            if (member.user_id, producer.pk) in acting:
                reason = _("Là thành viên của chủ thể")
            elif (
                member.organisation
                and member.organisation.strip().lower() == producer.name.strip().lower()
            ):
                reason = _("Công tác tại chủ thể")
            else:
                continue
            found.append(
                Conflict(member=member, track=track, source=ConflictSource.FOUND, reason=reason)
            )
    Conflict.objects.bulk_create(found, ignore_conflicts=True)


@use_case
def declare_conflict(*, actor: User, track: Track, reason: str) -> Conflict:
    """A member says that a product concerns them: the sheet is taken away, what was scored is not counted."""
    member = CouncilMember.objects.filter(council__round=track.round_id, user=actor).first()
    require(member is not None)
    if not reason.strip():
        raise Refused(_("Nêu lý do."), fields=["reason"])
    current = track.locked()
    sheet = ScoreSheet.objects.filter(track=current, member=member).first()
    if sheet is not None and sheet.state == SheetState.SIGNED:
        raise Refused(_("Phiếu đã ký; nhờ thư ký mở lại trước khi khai."))
    conflict, _made = Conflict.objects.get_or_create(
        member=member,
        track=current,
        defaults={"source": ConflictSource.DECLARED, "reason": reason.strip()},
    )
    if sheet is not None:
        sheet.delete()
        current.sheets_expected -= 1
        current.save()
    audit.record(actor, "evaluation.conflict.declared", conflict, track=current.pk, reason=reason)
    return conflict


@use_case
def plan_session(*, actor: User, council: Council, starts_at: datetime, venue: str) -> Session:
    require(policy.runs_round(actor, council.round))
    session, _made = Session.objects.update_or_create(
        council=council, defaults={"starts_at": starts_at, "venue": venue}
    )
    notify(
        User.objects.filter(seats__council=council),
        kind="evaluation.session",
        title=_("Lịch họp %(council)s") % {"council": council},
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
        current.opened_at = timezone.now()
        current.save()
    attendance, _made = Attendance.objects.get_or_create(
        session=current, member=member, defaults={"recorded_by": actor}
    )
    audit.record(actor, "evaluation.attendance.signed", attendance, member=member.pk)
    return attendance


@use_case
def reorder(*, actor: User, round: Round, track: Track, up: bool) -> None:
    """Move a product one place up or down in the order of the session."""
    require(policy.runs_round(actor, round))
    order = list(round.tracks.order_by("position", "pk"))
    at = next(i for i, t in enumerate(order) if t.pk == track.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    for number, moved in enumerate(order, start=1):
        Track.objects.filter(pk=moved.pk).exclude(position=number).update(position=number)
    audit.record(actor, "evaluation.session.reordered", round, track=track.pk, position=other + 1)


@use_case
def close_session(*, actor: User, session: Session, remarks: str = "") -> Session:
    """End the session. Quorum is asked for first: three quarters of the members, the chair among them, where the
    process says so; and every product must be concluded."""
    require(policy.runs_round(actor, session.council.round))
    from .results import quorum_reasons

    current = session.locked()
    if lacking := quorum_reasons(session.council.round):
        raise Refused(" ".join(reason.text() for reason in lacking))
    if session.council.round.tracks.filter(
        state__in=(TrackState.WAITING, TrackState.SCORING, TrackState.RECONCILING)
    ).exists():
        raise Refused(_("Còn sản phẩm chưa kết luận."))
    session_moves.apply(current, to=SessionState.CLOSED)
    current.closed_at = timezone.now()
    current.remarks = remarks.strip()
    current.save()
    audit.record(actor, "evaluation.session.closed", current)
    return current
