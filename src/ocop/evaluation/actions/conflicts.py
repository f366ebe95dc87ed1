"""Who scores which product: conflicts of interest, members excused, sheets handed out again."""

from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import NotYours, Refused, stated
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.dossiers.models import Round
from ocop.people.models import User

from .. import policy
from ..enums import ConflictSource, SheetState, TrackState
from ..models import Conflict, CouncilMember, ScoreSheet, Track
from ..queries.conflicts import links


def find_conflicts(round: Round, members: list[CouncilMember], tracks: list[Track]) -> None:
    """Conflicts of interest that the system's own data shows: 7 queries.

    The secretary lifts one that was found wrongly, with a reason.
    """
    known = set(Conflict.objects.filter(track__in=tracks).values_list("member_id", "track_id"))
    known |= set(ScoreSheet.objects.filter(track__in=tracks).values_list("member_id", "track_id"))
    found = [
        Conflict(member=member, track=track, source=ConflictSource.FOUND, reason=reason)
        for (member, track), reason in links(members, tracks).items()
        if (member.pk, track.pk) not in known
    ]
    Conflict.objects.bulk_create(found, ignore_conflicts=True)


@use_case
def declare_conflict(*, actor: User, track: Track, reason: str) -> Conflict:
    """A member says that a product concerns them: the sheet is taken away, what was scored is not counted."""
    member = CouncilMember.objects.filter(council__round=track.round_id, user=actor).first()
    if member is None:
        raise NotYours
    conflict = _bar(track, member, ConflictSource.DECLARED, reason)
    audit.record(actor, "evaluation.conflict.declared", conflict, track=track.pk, reason=reason)
    return conflict


@use_case
def excuse(*, actor: User, sheet: ScoreSheet, reason: str) -> Conflict:
    """The secretary takes an unsigned sheet away from a member who cannot score, so that the product can go on."""
    require(policy.is_secretary_of(actor, sheet.track.round))
    track = sheet.track.locked()
    if track.sheets_expected == 1:
        raise Refused(_("Đây là phiếu cuối cùng của sản phẩm."))
    conflict = _bar(track, sheet.member, ConflictSource.EXCUSED, reason)
    audit.record(
        actor,
        "evaluation.member.excused",
        conflict,
        track=track.pk,
        member=sheet.member_id,
        reason=reason,
    )
    return conflict


def _bar(track: Track, member: CouncilMember, source: str, reason: str) -> Conflict:
    """A member does not score a product from now on."""
    reason = stated(reason, _("Nêu lý do."), most=300)
    current = track.locked()
    if current.concluded_at is not None:
        raise Refused(_("Sản phẩm đã kết luận."))
    sheet = ScoreSheet.objects.filter(track=current, member=member).first()
    if sheet is not None and sheet.state == SheetState.SIGNED:
        raise Refused(_("Phiếu đã ký; nhờ thư ký mở lại trước khi khai."))
    conflict, _made = Conflict.objects.get_or_create(
        member=member, track=current, defaults={"source": source, "reason": reason}
    )
    if sheet is not None:
        sheet.delete()
        current.sheets_expected -= 1
        current.save()
    return conflict


@use_case
def lift(*, actor: User, conflict: Conflict, reason: str) -> None:
    """The secretary lets a member score after all: wrongly found, or back again. What a member declared stands."""
    round = conflict.track.round
    require(policy.is_secretary_of(actor, round))
    if conflict.source == ConflictSource.DECLARED:
        raise Refused(_("Thành viên tự khai; không bỏ được."))
    reason = stated(reason, _("Nêu lý do."))
    current = conflict.track.locked()
    if current.state != TrackState.SCORING:
        raise Refused(_("Chỉ giao lại phiếu khi sản phẩm đang chấm."))
    audit.record(
        actor,
        "evaluation.conflict.lifted",
        current,
        member=conflict.member_id,
        found=conflict.reason,
        reason=reason,
    )
    member = conflict.member
    conflict.delete()
    if member.votes:
        ScoreSheet.objects.create(track=current, member=member)
        current.sheets_expected += 1
        current.save()
