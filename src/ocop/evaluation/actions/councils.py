"""Councils: set up, seated, complete enough to score."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.dossiers.enums import BEFORE_SCORING, RoundState
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import has_council, rulebook
from ocop.people.actions import notify, require_proven, stored
from ocop.people.models import Organisation, User
from ocop.people.queries import post_of

from .. import policy
from ..enums import OPEN_TRACKS, CouncilRole, TrackState
from ..models import Conflict, Council, CouncilMember, ScoreSheet
from ..states import track_moves
from .conflicts import find_conflicts

MOST_NAMED = 8


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


def follow_move(actor: User, round: Round, to: str) -> None:
    """What a council asks before its round takes a step, and does as it begins to score."""
    if to == RoundState.PUBLISHED:
        raise Refused(_("Đợt được công bố khi quyết định có hiệu lực."))
    if to == RoundState.SCORING:
        _start_scoring(actor, round)
    if to == RoundState.CONCLUDED:
        if round.state == RoundState.RECEIVING and has_council(round):
            raise Refused(_("Hội đồng chưa chấm. Bắt đầu chấm điểm trước."))
        require_all_concluded(round)


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


def require_all_concluded(round: Round) -> None:
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
