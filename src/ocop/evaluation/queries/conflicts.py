"""Conflicts of interest that the system's own data shows."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from ocop.core.search import fold
from ocop.producers.models import Producer, ProducerMember

from ..models import CouncilMember, Track

SHORT_FORMS = {"htx": "hop tac xa", "tht": "to hop tac", "cty": "cong ty", "hkd": "ho kinh doanh"}


def links(
    members: Sequence[CouncilMember], tracks: Sequence[Track]
) -> dict[tuple[CouncilMember, Track], str]:
    """What ties members to products: 1 query. One who acts or acted for the producer, works there, bears the name of
    its representative, or has its telephone or e-mail address."""
    acting = set(
        ProducerMember.objects.filter(
            user__in=[m.user_id for m in members],
            producer__in=[t.dossier.producer_id for t in tracks],
        ).values_list("user_id", "producer_id")
    )
    return {
        (member, track): reason
        for member in members
        for track in tracks
        if (reason := _link(member, track.dossier.producer, acting))
    }


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
