"""What is done with producers, products and papers."""

from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit
from ocop.core.errors import Refused, stated
from ocop.core.files import EVIDENCE, IMAGES, plain_name, store
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.people.actions import notify, register_account
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.rules import checklist

from . import policy
from .enums import ProducerState
from .models import Evidence, Producer, ProducerMember, Product, ProductPicture
from .states import producer_moves


@use_case
def register(*, account: dict[str, Any], producer: dict[str, Any]) -> tuple[User, Producer]:
    """A producer signs up by itself; its commune confirms it. Returns the new account and the pending producer."""
    user = register_account(**account)
    made = Producer.objects.create(**producer, state=ProducerState.PENDING)
    ProducerMember.objects.create(producer=made, user=user)
    audit.record(user, "producers.producer.registered", made, name=made.name, place=made.place.key)
    notify(
        officers_over(made.place),
        kind="producers.registered",
        title=fill(gettext_lazy("Chủ thể mới chờ xác nhận: %(name)s"), name=made.name),
        url=f"/chu-the/{made.pk}/",
    )
    return user, made


def officers_over(place: Any) -> list[User]:
    """Officers of a place; where it has none, of the nearest place above: at most one query a level."""
    while place is not None:
        found = list(
            User.objects.filter(
                appointments__role=Role.OFFICER,
                appointments__place=place,
                appointments__until=None,
                is_active=True,
            ).distinct()
        )
        if found:
            return found
        place = place.parent
    return []


@use_case
def create(*, actor: User, producer: Producer) -> Producer:
    """An officer enters a producer of the own area; it is confirmed by that."""
    require(policy.is_officer_of(actor, producer))
    producer.state = ProducerState.ACTIVE
    producer.save()
    audit.record(actor, "producers.producer.created", producer, name=producer.name)
    return producer


@use_case
def change(*, actor: User, producer: Producer, version: int, fields: dict[str, Any]) -> Producer:
    """Change a producer's data. Raises StaleVersion when somebody else did meanwhile."""
    require(policy.can_edit(actor, producer))
    current = producer.locked(version=version)
    before = {name: str(getattr(current, name)) for name in fields}
    for name, value in fields.items():
        setattr(current, name, value)
    current.save()
    after = {name: str(value) for name, value in fields.items()}
    changed = {name: [before[name], after[name]] for name in fields if before[name] != after[name]}
    audit.record(actor, "producers.producer.changed", current, changed=changed)
    return current


@use_case
def decide_registration(
    *, actor: User, producer: Producer, confirmed: bool, reason: str = ""
) -> Producer:
    """The commune confirms a producer, or says why not; the producer is told."""
    require(policy.can_confirm(actor, producer))
    if not confirmed:
        reason = stated(reason, _("Nêu lý do không xác nhận để chủ thể biết phải sửa gì."))
    current = producer.locked()
    producer_moves.apply(current, to=ProducerState.ACTIVE if confirmed else ProducerState.REJECTED)
    current.state_reason = reason
    current.save()
    notify(
        User.objects.filter(memberships__producer=current),
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


@use_case
def save_product(*, actor: User, product: Product, version: int | None = None) -> Product:
    """Enter or change a product. Raises StaleVersion when somebody else changed it meanwhile."""
    require(policy.can_edit(actor, product.producer))
    is_new = product.pk is None
    if not is_new:
        product.version = product.locked(version=version).version
    product.save()
    audit.record(
        actor,
        "producers.product.created" if is_new else "producers.product.changed",
        product,
        name=product.name,
    )
    return product


@use_case
def save_detail(*, actor: User, producer: Producer, detail: Any) -> Any:
    """Add a year's figures, a link of the value chain or a title of intellectual property."""
    require(policy.can_edit(actor, producer))
    detail.save()
    audit.record(actor, f"producers.{detail._meta.model_name}.added", detail, producer=producer.pk)
    return detail


@use_case
def remove_detail(*, actor: User, producer: Producer, detail: Any) -> None:
    require(policy.can_edit(actor, producer))
    audit.record(actor, f"producers.{detail._meta.model_name}.removed", detail, text=str(detail))
    detail.delete()


@use_case
def add_picture(
    *, actor: User, product: Product, upload: BinaryIO, caption: str = ""
) -> ProductPicture:
    require(policy.can_edit(actor, product.producer))
    picture = ProductPicture.objects.create(
        product=product,
        file=store(upload, kinds=IMAGES),
        caption=caption,
        position=product.pictures.count(),
    )
    audit.record(actor, "producers.picture.added", picture, product=product.pk)
    return picture


@use_case
def add_evidence(
    *,
    actor: User,
    evidence: Evidence,
    upload: BinaryIO,
    file_name: str,
    replaces: Evidence | None = None,
) -> Evidence:
    """Put a paper into the library; `replaces` makes it the new version of one that stays where it was used."""
    require(policy.can_edit(actor, evidence.producer))
    if checklist.item(evidence.item_code) is None:
        raise Refused(_("Loại giấy tờ này không có trong danh mục hồ sơ."), fields=["item_code"])
    evidence.file = store(upload, kinds=EVIDENCE)
    evidence.file_name = plain_name(file_name)[:200]
    evidence.added_by = actor
    evidence.save()
    if replaces is not None:
        old = replaces.locked()
        if not old.is_current or old.producer_id != evidence.producer_id:
            raise Refused(_("Giấy tờ này đã có bản mới hơn."))
        old.superseded_by = evidence
        old.save()
    audit.record(
        actor,
        "producers.evidence.added",
        evidence,
        item=evidence.item_code,
        sha256=evidence.file_id,
        replaces=replaces.pk if replaces else None,
    )
    return evidence
