"""Who acts for a producer: invited by a link, given a role, ended."""

from typing import Any

from django.utils.translation import gettext as _

from ocop.core import audit, clock
from ocop.core.errors import Refused
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people import actions as people
from ocop.people import grants
from ocop.people.models import User

from .. import policy
from ..enums import MemberRole
from ..models import Producer, ProducerMember


def invite(
    *, actor: User, producer: Producer, full_name: str, login: str, role: str
) -> tuple[Any, str]:
    """Invite somebody to act for the producer; returns the invitation and the secret of its link."""
    require(policy.manages_members(actor, producer))
    if ProducerMember.objects.filter(
        producer=producer, user__login=login.strip().lower(), until=None
    ).exists():
        raise Refused(_("Người này đã tham gia."), fields=["login"])
    return people.invite(
        actor=actor,
        full_name=full_name,
        login=login,
        grant={"kind": "producers.member", "id": producer.pk, "role": role},
    )


def _join(user: User, grant: dict[str, Any]) -> str:
    """The invited person acts for the producer from now on."""
    member, _made = ProducerMember.objects.update_or_create(
        producer_id=grant["id"],
        user=user,
        defaults={"role": grant["role"], "since": clock.today(), "until": None},
    )
    audit.record(user, "producers.member.joined", member.producer, role=member.role)
    return f"/chu-the/{member.producer_id}/"


def _may_invite(inviter: User, grant: dict[str, Any]) -> bool:
    producer = Producer.objects.select_related("place").get(pk=grant["id"])
    return policy.manages_members(inviter, producer)


grants.register("producers.member", _join, _may_invite)


def prove(*, actor: User, member: ProducerMember, code: str) -> None:
    """An officer of the producer's area makes sure that a person is who the login says."""
    require(policy.is_officer_of(actor, member.producer))
    people.prove_by_hand(actor=actor, user=member.user, code=code)


@use_case
def change(*, actor: User, member: ProducerMember, role: str) -> ProducerMember:
    """Give a person who acts for a producer another role, or none ("" ends it); one manager always stays."""
    producer = member.producer.locked()  # else two managers could end each other at once
    require(policy.manages_members(actor, producer))
    member = producer.members.select_related("user").get(pk=member.pk, until=None)
    others = producer.members.filter(until=None, role=MemberRole.MANAGER).exclude(pk=member.pk)
    if role != MemberRole.MANAGER and member.role == MemberRole.MANAGER and not others.exists():
        raise Refused(_("Chủ thể cần ít nhất một người đại diện. Giao việc cho người khác trước."))
    if role:
        member.role = role
    else:
        member.until = clock.today()
    member.save()
    audit.record(
        actor,
        "producers.member.changed" if role else "producers.member.ended",
        producer,
        person=str(member.user),
        role=role,
    )
    return member
