"""Who scores which product: conflicts of interest, members excused, sheets handed out again."""

import re

from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused, stated
from ocop.core.rights import require
from ocop.core.search import fold
from ocop.core.transactions import use_case
from ocop.people.models import User
from ocop.producers.models import Producer, ProducerMember

from .. import policy
from ..enums import ConflictSource, SheetState, TrackState
from ..models import Conflict, CouncilMember, Round, ScoreSheet, Track

SHORT_FORMS = {"htx": "hop tac xa", "tht": "to hop tac", "cty": "cong ty", "hkd": "ho kinh doanh"}


def find_conflicts(round: Round, members: list[CouncilMember], tracks: list[Track]) -> None:
    """Conflicts of interest that the system's own data shows: 4 queries.

    A member who acts or acted for the producer, works there, bears the name of its representative, or has its
    telephone or e-mail address. The secretary lifts one that was found wrongly, with a reason.
    """
    acting = set(
        ProducerMember.objects.filter(
            user__in=[m.user_id for m in members],
            producer__in=[t.dossier.producer_id for t in tracks],
        ).values_list("user_id", "producer_id")
    )
    known = set(Conflict.objects.filter(track__in=tracks).values_list("member_id", "track_id"))
    known |= set(ScoreSheet.objects.filter(track__in=tracks).values_list("member_id", "track_id"))
    found = [
        Conflict(member=member, track=track, source=ConflictSource.FOUND, reason=reason)
        for member in members
        for track in tracks
        if (member.pk, track.pk) not in known
        and (reason := _link(member, track.dossier.producer, acting))
    ]
    Conflict.objects.bulk_create(found, ignore_conflicts=True)


def _link(member: CouncilMember, producer: Producer, acting: set[tuple[int, int]]) -> str:
    """What ties a member to a producer, "" for nothing."""
    user = member.user
    if (user.pk, producer.pk) in acting:
        return _("Là thành viên của chủ thể")
    employers = {member.organisation, *(a.organisation for a in user.appointments_now)}
    if _plain(producer.name) in {_plain(name) for name in employers if name}:
        return _("Công tác tại chủ thể")
    if producer.representative and fold(producer.representative) == fold(user.full_name):
        return _("Trùng họ tên với người đại diện của chủ thể")
    reached = {_digits(producer.phone), producer.email.lower()} - {""}
    if reached & {_digits(user.phone), _digits(user.login), user.email.lower(), user.login}:
        return _("Trùng số điện thoại hoặc e-mail với chủ thể")
    return ""


def _plain(name: str) -> str:
    return " ".join(SHORT_FORMS.get(word, word) for word in re.findall(r"\w+", fold(name)))


def _digits(text: str) -> str:
    """A telephone number as its digits, +84 as 0; "" for anything else."""
    digits = re.sub(r"[ .]", "", text)
    digits = "0" + digits[3:] if digits.startswith("+84") else digits
    return digits if digits.isdigit() else ""


@use_case
def declare_conflict(*, actor: User, track: Track, reason: str) -> Conflict:
    """A member says that a product concerns them: the sheet is taken away, what was scored is not counted."""
    member = CouncilMember.objects.filter(council__round=track.round_id, user=actor).first()
    require(member is not None)
    conflict = _bar(track, member, ConflictSource.DECLARED, reason)
    audit.record(actor, "evaluation.conflict.declared", conflict, track=track.pk, reason=reason)
    return conflict


@use_case
def excuse(*, actor: User, sheet: ScoreSheet, reason: str) -> Conflict:
    """The secretary takes an unsigned sheet away from a member who cannot score, so that the product can go on."""
    track = sheet.track
    require(policy.is_secretary_of(actor, track.round))
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
