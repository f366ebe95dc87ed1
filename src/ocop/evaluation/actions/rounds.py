"""Rounds and their councils."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import Refused, stated
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill, named, sentences
from ocop.criteria.rulebook import process, usable_sets
from ocop.people import policy as people
from ocop.people.actions import notify, require_proven, stored
from ocop.people.models import Organisation, User
from ocop.people.queries import post_of

from .. import policy
from ..enums import BEFORE_SCORING, OPEN_TRACKS, CouncilRole, RoundState, SessionState, TrackState
from ..models import Attendance, Conflict, Council, CouncilMember, Round, ScoreSheet, Session, Track
from ..queries.results import quorum_reasons
from ..queries.rounds import open_rounds_above
from ..rulebook import rulebook
from ..states import round_moves, session_moves, track_moves
from .conflicts import find_conflicts

MOST_NAMED = 8


@use_case
def open_round(*, actor: User, round: Round) -> Round:
    """Set up a round at a place; the rules are fixed from now on."""
    require(people.is_officer_over(actor, round.place))
    if not usable_sets(round.edition):
        raise Refused(
            _("Bộ tiêu chí này chưa có phiếu chấm điểm hoàn chỉnh nào."), fields=["edition"]
        )
    round.level = round.place.level
    rules = process(round.process_code)
    if round.receives_from < rules.in_force_from:
        raise Refused(
            _("Quy trình này có hiệu lực từ %(day)s, sau ngày bắt đầu nhận hồ sơ.")
            % {"day": f"{rules.in_force_from:%d/%m/%Y}"},
            fields=["process_code"],
        )
    if wrong := rules.wrong_settings(round.settings):
        raise Refused(_("Quy trình không cho chọn giá trị này."), fields=list(wrong))
    round.edition_digest = round.edition.digest
    round.confirmed_requirements = round.edition.confirmed_requirements
    if rulebook(round).process.level(round.level) is None:
        raise Refused(
            _("Theo quy trình này, cấp của địa bàn không đánh giá."), fields=["process_code"]
        )
    if round.upper is not None:
        require_upper(round, round.upper)
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


def require_upper(round: Round, upper: Round) -> None:
    """A round to which dossiers may go: of the next level above, still receiving, and by the same rules."""
    rules = rulebook(round).process
    following, own = rules.above(round.level), rulebook(upper).process.level(upper.level)
    if not open_rounds_above([round.place]).filter(pk=upper.pk).exists() or following is None:
        raise Refused(_("Chọn đợt của cấp trên còn nhận hồ sơ."), fields=["upper"])
    if own is None or own.level != following.level:
        raise Refused(
            _("Theo quy trình của đợt này, hồ sơ chuyển lên cấp %(level)s. Chọn đợt của cấp đó.")
            % {"level": named(following).lower()},
            fields=["upper"],
        )
    require_same_rules(round, upper)


def require_same_rules(round: Round, upper: Round) -> None:
    """Self-score and evidence of a dossier answer one edition's sheet: the council above scores by the same edition, and
    by the process of the round below or one that came after it for the same criteria (148/QĐ-TTg, amended by 1489)."""
    rules, above = rulebook(round).process, rulebook(upper).process
    if upper.edition_id != round.edition_id:
        ours, theirs = round.edition.short_name, upper.edition.short_name
        said = _(
            "%(upper)s chấm theo bộ tiêu chí khác (%(theirs)s; đợt này: %(ours)s). Chọn đợt cùng bộ tiêu chí, hoặc để trống rồi gửi hồ sơ bằng tờ trình."
        )
    elif above.code != rules.code and (
        above.criteria != rules.criteria or above.in_force_from < rules.in_force_from
    ):
        ours, theirs = named(rules), named(above)
        said = _(
            "%(upper)s theo quy trình khác (%(theirs)s; đợt này: %(ours)s). Chọn đợt cùng quy trình, hoặc để trống rồi gửi hồ sơ bằng tờ trình."
        )
    else:
        return
    raise Refused(said % {"upper": upper, "theirs": theirs, "ours": ours}, fields=["upper"])


@use_case
def move_round(*, actor: User, round: Round, to: str) -> Round:
    """Take a round to its next step: receive dossiers, score, conclude, publish."""
    require(policy.runs_round(actor, round))
    current = round.locked()
    if to == RoundState.PUBLISHED:
        raise Refused(_("Đợt được công bố khi quyết định có hiệu lực."))
    if to == RoundState.SCORING:
        _start_scoring(actor, current)
    if to == RoundState.CONCLUDED:
        if current.state == RoundState.RECEIVING and has_council(current):
            raise Refused(_("Hội đồng chưa chấm. Bắt đầu chấm điểm trước."))
        _require_all_concluded(current)
    round_moves.apply(current, to=to)
    current.save()
    audit.record(actor, f"evaluation.round.{to}", current)
    return current


def has_council(round: Round) -> bool:
    """Whether a council scores at the round's level; where none does, the place assesses (Decision 1489/QĐ-TTg)."""
    rule = rulebook(round).process.level(round.level)
    return rule is not None and rule.has_council


def _require_all_concluded(round: Round) -> None:
    names = [
        str(t.dossier.product)
        for t in round.tracks.filter(state__in=OPEN_TRACKS)
        .select_related("dossier__product")
        .order_by("position", "pk")
    ]
    if names:
        first = "; ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
        raise Refused(
            _(
                "Còn %(n)d sản phẩm chưa kết luận: %(names)s. Kết luận hoặc trả lại từng sản phẩm trước."
            )
            % {"n": len(names), "names": first}
        )


@use_case
def set_up_council(
    *, actor: User, round: Round, decision_number: str, decision_date: date
) -> Council:
    """Write down by which decision the round's council stands; again, to correct it."""
    require(policy.runs_round(actor, round))
    council, _made = Council.objects.update_or_create(
        round=round, defaults={"decision_number": decision_number, "decision_date": decision_date}
    )
    audit.record(
        actor, "evaluation.council.set_up", council, number=decision_number, date=decision_date
    )
    return council


@use_case
def seat(
    *,
    actor: User,
    council: Council,
    user: User,
    role: str,
    position: str = "",
    organisation: Organisation | None = None,
) -> CouncilMember:
    """Give a person a seat; who votes follows from the role and the process. Without post and organisation the seat has those
    of the person's appointment."""
    require(policy.runs_round(actor, council.round))
    _require_before_scoring(council.round)
    require_proven(user)
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
    rules = rulebook(council.round).process
    votes = role != CouncilRole.SUPPORT and (
        role != CouncilRole.SECRETARY or bool(rules.value("secretary_votes"))
    )
    post = None if position or organisation else post_of(user.login, at=council.round.place)
    if post is not None:
        position, organisation = post.position, post.organisation
    member = CouncilMember.objects.create(
        council=council,
        user=user,
        role=role,
        votes=votes,
        order=list(CouncilRole.values).index(role) * 10 + council.members.count(),
        position=position,
        organisation=organisation and stored(organisation, actor=actor, place=council.round.place),
    )
    notify(
        [user],
        kind="evaluation.seated",
        title=fill(gettext_lazy("Bạn được cử vào %(council)s"), council=council),
        url=f"/danh-gia/dot/{council.round_id}/",
    )
    audit.record(actor, "evaluation.council.seated", member, user=user.pk, role=role, votes=votes)
    return member


@use_case
def unseat(*, actor: User, member: CouncilMember) -> None:
    """Take a person out of the council, until it begins to score."""
    require(policy.runs_round(actor, member.council.round))
    _require_before_scoring(member.council.round)
    audit.record(actor, "evaluation.council.unseated", member, user=member.user_id)
    member.delete()


def _require_before_scoring(round: Round) -> None:
    if round.state not in BEFORE_SCORING:
        raise Refused(_("Đợt đã bắt đầu chấm, không đổi thành viên được nữa."))


def council_faults(round: Round) -> list[str]:
    """What the council lacks before it may score: 2 queries. Sizes are settings of the process, not law."""
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
    if not has_council(round):
        raise Refused(_("Cấp này không có hội đồng: đánh giá từng hồ sơ rồi chuyển lên cấp trên."))
    if found := council_faults(round):
        raise Refused(" ".join(found))
    tracks = list(
        round.tracks.filter(state__in=(TrackState.WAITING, TrackState.SCORING)).select_related(
            "dossier", "dossier__producer"
        )
    )
    if not tracks:
        raise Refused(_("Chưa có hồ sơ nào được tiếp nhận. Kiểm tra và tiếp nhận hồ sơ trước."))
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
        title=fill(gettext_lazy("Có %(n)d sản phẩm chờ bạn chấm"), n=len(tracks)),
        url="/danh-gia/phieu/",
    )


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
    _require_all_concluded(session.council.round)
    session_moves.apply(current, to=SessionState.CLOSED)
    current.closed_at = clock.now()
    current.remarks = remarks.strip()
    current.save()
    audit.record(actor, "evaluation.session.closed", current)
    return current
