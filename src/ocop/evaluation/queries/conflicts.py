"""Conflicts of interest that the system's own data shows."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.core.search import fold
from ocop.people.models import Appointment, Organisation
from ocop.producers.models import Producer, ProducerMember

from ..models import CouncilMember, Track

SHORT_FORMS = {"htx": "hop tac xa", "tht": "to hop tac", "cty": "cong ty", "hkd": "ho kinh doanh"}


@dataclass(frozen=True, slots=True)
class Known:
    """What ties are looked for in: who ever acted for which producer, and where people work today.

    employers: organisations of a member, by the seat. colleagues: organisations of those who act for a producer now, by the
    producer. An organisation stands there with its successor, so that a merger hides nothing.
    """

    acted: set[tuple[int, int]]
    employers: dict[int, set[Organisation]]
    colleagues: dict[int, set[Organisation]]


def links(
    members: Sequence[CouncilMember], tracks: Sequence[Track]
) -> dict[tuple[CouncilMember, Track], str]:
    """What ties members to products: 4 queries. One who acts or acted for the producer, works there or beside one who acts for
    it, bears the name of its representative, or has its telephone or e-mail address."""
    known = _known(members, {track.dossier.producer_id for track in tracks})
    return {
        (member, track): reason
        for member in members
        for track in tracks
        if (reason := _link(member, track.dossier.producer, known))
    }


def _known(members: Sequence[CouncilMember], producers: Collection[int]) -> Known:
    today = clock.today()
    acting = ProducerMember.objects.filter(producer__in=producers)
    acted = set(acting.values_list("user_id", "producer_id"))
    now = set(
        acting.filter(Q(until=None) | Q(until__gte=today)).values_list("user_id", "producer_id")
    )
    people = {member.user_id for member in members} | {user for user, _producer in now}
    posts = set(
        Appointment.objects.in_force(today)
        .filter(user__in=people, organisation__isnull=False)
        .values_list("user_id", "organisation_id")
    )
    named = {pk for _user, pk in posts} | {m.organisation_id for m in members if m.organisation_id}
    rows = Organisation.objects.select_related("successor").in_bulk(named)

    def at(keys: set[int | None]) -> set[Organisation]:
        found = {rows[key] for key in keys if key is not None}
        return found | {row.successor for row in found if row.successor is not None}

    def held(by: int) -> set[int | None]:
        return {pk for user, pk in posts if user == by}

    return Known(
        acted=acted,
        employers={m.pk: at({m.organisation_id, *held(m.user_id)}) for m in members},
        colleagues={
            pk: at({row for user, producer in now if producer == pk for row in held(user)})
            for pk in producers
        },
    )


def _link(member: CouncilMember, producer: Producer, known: Known) -> str:
    """What ties a member to a producer, "" for nothing."""
    user = member.user
    if (user.pk, producer.pk) in known.acted:
        return _("Là thành viên của chủ thể")
    employers = known.employers[member.pk]
    if any(_is_producer(row, producer) for row in employers):
        return _("Công tác tại chủ thể")
    if employers & known.colleagues[producer.pk]:
        return _("Cùng cơ quan với người của chủ thể")
    if producer.representative and fold(producer.representative) == fold(user.full_name):
        return _("Trùng họ tên với người đại diện của chủ thể")
    reached = {_digits(producer.phone), producer.email.lower()} - {""}
    if reached & {_digits(user.phone), _digits(user.login), user.email.lower(), user.login}:
        return _("Trùng số điện thoại hoặc e-mail với chủ thể")
    return ""


def _is_producer(row: Organisation, producer: Producer) -> bool:
    """Whether an organisation is the producer's: the one that it says it belongs to, or the producer itself, written down as
    somebody's employer under its name."""
    if row.pk == producer.organisation_id:
        return True
    return _plain(producer.name) in {_plain(row.name), _plain(row.short_name)}


def _plain(name: str) -> str:
    return " ".join(SHORT_FORMS.get(word, word) for word in re.findall(r"\w+", fold(name)))


def _digits(text: str) -> str:
    """A telephone number as its digits, +84 as 0; "" for anything else."""
    digits = re.sub(r"[ .]", "", text)
    digits = "0" + digits[3:] if digits.startswith("+84") else digits
    return digits if digits.isdigit() else ""
