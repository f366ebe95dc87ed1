"""A producer from its registration on: confirmed, changed, taking part or not."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit
from ocop.core.errors import Refused, stated
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.people.actions import notify, prove_by_hand, register_account, stored
from ocop.people.models import User
from ocop.people.policy import is_officer_over

from .. import policy, queries
from ..enums import ProducerState
from ..models import Producer, ProducerMember
from ..states import producer_moves
from .filed import require_unfiled


@use_case
def register(*, account: dict[str, Any], producer: dict[str, Any]) -> tuple[User, Producer]:
    """A producer signs up by itself; its commune confirms it. Returns the new account and the pending producer."""
    user = register_account(**account)
    pending = Producer.objects.create(**producer, state=ProducerState.PENDING)
    ProducerMember.objects.create(producer=pending, user=user)
    audit.record(
        user,
        "producers.producer.registered",
        pending,
        name=pending.name,
        place=pending.place.key,
    )
    _tell_officers(pending)
    return user, pending


def _tell_officers(producer: Producer) -> None:
    """That a registration waits for them."""
    notify(
        queries.officers_over(producer.place),
        kind="producers.registered",
        title=fill(gettext_lazy("Chủ thể mới chờ xác nhận: %(name)s"), name=producer.name),
        url=f"/chu-the/{producer.pk}/",
    )


@use_case
def create(*, actor: User, producer: Producer) -> Producer:
    """An officer enters a producer of the own area; it is confirmed by that."""
    require(policy.is_officer_of(actor, producer))
    producer.state = ProducerState.ACTIVE
    producer.organisation = producer.organisation and stored(
        producer.organisation, actor=actor, place=producer.place
    )
    producer.save()
    audit.record(actor, "producers.producer.created", producer, name=producer.name)
    return producer


@use_case
def change(*, actor: User, producer: Producer, version: int, fields: dict[str, Any]) -> Producer:
    """Change a producer's data; a registration that was not confirmed waits for its commune again. Raises StaleVersion when
    somebody else did meanwhile; Refused for what an office or a council has before it."""
    require(policy.can_edit(actor, producer))
    current = producer.locked(version=version)
    require_unfiled(current, fields, ("name", "type"), current.products.all())
    place = fields.get("place", current.place)
    was_confirmed = current.state in (ProducerState.ACTIVE, ProducerState.STOPPED)
    if was_confirmed and place != current.place:
        both = is_officer_over(actor, current.place) and is_officer_over(actor, place)
        if not both:
            raise Refused(
                _(
                    "Chủ thể đã được xác nhận: cán bộ phụ trách cả hai địa bàn mới đổi được địa bàn."
                ),
                fields=["place"],
            )
    if organisation := fields.get("organisation"):
        fields = fields | {"organisation": stored(organisation, actor=actor, place=place)}
    before = {name: str(getattr(current, name)) for name in fields}
    for name, value in fields.items():
        setattr(current, name, value)
    waits_again = current.state == ProducerState.REJECTED
    if waits_again:
        producer_moves.apply(current, to=ProducerState.PENDING)
        current.state_reason = ""
        _tell_officers(current)
    current.save()
    after = {name: str(value) for name, value in fields.items()}
    changed = {name: [before[name], after[name]] for name in fields if before[name] != after[name]}
    audit.record(
        actor, "producers.producer.changed", current, changed=changed, waits_again=waits_again
    )
    return current


@use_case
def decide_registration(
    *, actor: User, producer: Producer, confirmed: bool, reason: str = "", code: str = ""
) -> Producer:
    """The commune confirms a producer, or says why not; the producer is told.

    Raises Refused while nobody knows whether the login of who registered it is that person's own: then `code`, which the
    person tells the officer, shows it.
    """
    require(policy.can_confirm(actor, producer))
    if confirmed:
        _require_known(actor, producer, code)
    if not confirmed:
        reason = stated(reason, _("Nêu lý do không xác nhận để chủ thể biết phải sửa gì."))
    current = producer.locked()
    producer_moves.apply(current, to=ProducerState.ACTIVE if confirmed else ProducerState.REJECTED)
    current.state_reason = reason
    current.save()
    notify(
        [member.user for member in queries.members(current)],
        kind="producers.decided",
        title=gettext_lazy("Đăng ký của bạn đã được xác nhận")
        if confirmed
        else gettext_lazy("Đăng ký của bạn chưa được xác nhận"),
        body=current.state_reason,
        url=f"/chu-the/{current.pk}/",
    )
    audit.record(
        actor,
        "producers.producer.confirmed" if confirmed else "producers.producer.rejected",
        current,
        reason=reason,
    )
    return current


def _require_known(actor: User, producer: Producer, code: str) -> None:
    members = [member.user for member in queries.members(producer)]
    if not members or any(user.is_proven for user in members):
        return
    if not code:
        raise Refused(
            _("Người đăng ký chưa được xác nhận. Nhập mã sáu số hiện trên màn hình của họ."),
            fields=["code"],
        )
    prove_by_hand(actor=actor, user=members[0], code=code)


@use_case
def set_participation(
    *, actor: User, producer: Producer, takes_part: bool, reason: str = ""
) -> Producer:
    """A producer stops to take part, or comes back; its history and its certificates stay as they are."""
    require(policy.can_edit(actor, producer))
    if not takes_part:
        reason = stated(reason, _("Nêu lý do ngừng tham gia."))
    current = producer.locked()
    if takes_part and current.state != ProducerState.STOPPED:
        raise Refused(
            _("Không thực hiện được khi đang ở trạng thái “%(state)s”.")
            % {"state": current.get_state_display()}
        )
    producer_moves.apply(current, to=ProducerState.ACTIVE if takes_part else ProducerState.STOPPED)
    current.state_reason = reason.strip()
    current.save()
    verb = "resumed" if takes_part else "stopped"
    audit.record(actor, f"producers.producer.{verb}", current, reason=reason)
    return current
