"""What is done with producers, products and papers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, documents
from ocop.core.errors import Refused, stated
from ocop.core.files import EVIDENCE, IMAGES, PDF, kind_of, plain_name, store, store_bytes
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill
from ocop.people import grants, reminders
from ocop.people.actions import invite, notify, prove_by_hand, register_account
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.policy import is_officer_over
from ocop.rules import checklist

from . import hooks, policy, queries
from .enums import MemberRole, ProducerState
from .models import (
    WARN_DAYS,
    Evidence,
    Producer,
    ProducerMember,
    Product,
    ProductPicture,
    ProductTransfer,
)
from .states import producer_moves

PAPER = "producers.paper_expires"
MOST_NAMED = 3


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


def people_of(producer: Producer) -> list[User]:
    """Who is told of a producer's matters: those who act for it, or its commune's officers where nobody does."""
    members = User.objects.filter(
        memberships__producer=producer, memberships__until=None, is_active=True
    )
    return list(members.distinct()) or officers_over(producer.place)


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
    """Change a producer's data. Raises StaleVersion when somebody else did meanwhile; Refused for what an office or a
    council has before it."""
    require(policy.can_edit(actor, producer))
    current = producer.locked(version=version)
    _require_unfiled(current, fields, ("name", "type"), current.products.all())
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
    before = {name: str(getattr(current, name)) for name in fields}
    for name, value in fields.items():
        setattr(current, name, value)
    current.save()
    after = {name: str(value) for name, value in fields.items()}
    changed = {name: [before[name], after[name]] for name in fields if before[name] != after[name]}
    audit.record(actor, "producers.producer.changed", current, changed=changed)
    return current


def _require_unfiled(
    before: Producer | Product,
    now: Mapping[str, Any],
    fixed: Iterable[str],
    products: QuerySet[Product],
) -> None:
    wrong = [name for name in fixed if name in now and now[name] != getattr(before, name)]
    if wrong and hooks.are_assessed(products):
        labels = ", ".join(str(before._meta.get_field(name).verbose_name) for name in wrong)
        raise Refused(
            _(
                "Sản phẩm đang được đánh giá theo hồ sơ đã nộp. Đến khi có kết quả, giữ nguyên: %(what)s."
            )
            % {"what": labels},
            fields=wrong,
        )


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


def prove_member(*, actor: User, member: ProducerMember, code: str) -> None:
    """An officer of the producer's area makes sure that a person is who the login says."""
    require(policy.is_officer_of(actor, member.producer))
    prove_by_hand(actor=actor, user=member.user, code=code)


@use_case
def set_participation(
    *, actor: User, producer: Producer, takes_part: bool, reason: str = ""
) -> Producer:
    """A producer stops to take part, or comes back; its history and its certificates stay as they are."""
    require(policy.can_edit(actor, producer))
    if not takes_part and not reason.strip():
        raise Refused(_("Nêu lý do ngừng tham gia."), fields=["reason"])
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


def invite_member(
    *, actor: User, producer: Producer, full_name: str, login: str, role: str
) -> tuple[Any, str]:
    """Invite somebody to act for the producer; returns the invitation and the secret of its link."""
    require(policy.manages_members(actor, producer))
    if ProducerMember.objects.filter(
        producer=producer, user__login=login.strip().lower(), until=None
    ).exists():
        raise Refused(_("Người này đã tham gia."), fields=["login"])
    return invite(
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
        defaults={"role": grant["role"], "since": timezone.localdate(), "until": None},
    )
    audit.record(user, "producers.member.joined", member.producer, role=member.role)
    return f"/chu-the/{member.producer_id}/"


def _may_invite(inviter: User, grant: dict[str, Any]) -> bool:
    producer = Producer.objects.select_related("place").get(pk=grant["id"])
    return policy.manages_members(inviter, producer)


grants.register("producers.member", _join, _may_invite)


@use_case
def change_member(*, actor: User, member: ProducerMember, role: str) -> ProducerMember:
    """Give a person who acts for a producer another role, or none ("" ends it); one manager always stays."""
    require(policy.manages_members(actor, member.producer))
    others = member.producer.members.filter(until=None, role=MemberRole.MANAGER).exclude(
        pk=member.pk
    )
    if role != MemberRole.MANAGER and member.role == MemberRole.MANAGER and not others.exists():
        raise Refused(_("Chủ thể cần ít nhất một người đại diện. Giao việc cho người khác trước."))
    if role:
        member.role = role
    else:
        member.until = timezone.localdate()
    member.save()
    audit.record(
        actor,
        "producers.member.changed" if role else "producers.member.ended",
        member.producer,
        person=str(member.user),
        role=role,
    )
    return member


@use_case
def save_product(*, actor: User, product: Product, version: int | None = None) -> Product:
    """Enter or change a product. Raises StaleVersion when somebody else changed it meanwhile; Refused for what an office or
    a council has before it."""
    require(policy.can_edit(actor, product.producer))
    if product.pk is None:
        product.save()
        audit.record(actor, "producers.product.created", product, name=product.name)
        return product
    before = product.locked(version=version)
    fields = [field.name for field in product._meta.concrete_fields if field.editable]
    now = {name: getattr(product, name) for name in fields}
    _require_unfiled(before, now, ("name", "set_code"), Product.objects.filter(pk=product.pk))
    product.version = before.version
    product.save()
    changed = {
        name: [str(old), str(value)]
        for name, value in now.items()
        if (old := getattr(before, name)) != value
    }
    audit.record(actor, "producers.product.changed", product, name=product.name, changed=changed)
    return product


@use_case
def set_product_active(*, actor: User, product: Product, active: bool, reason: str = "") -> Product:
    """A product is no longer made, or is made again; a certificate in force is not touched by that."""
    require(policy.can_edit(actor, product.producer))
    if not active and not reason.strip():
        raise Refused(_("Nêu lý do ngừng sản xuất."), fields=["reason"])
    current = product.locked()
    current.is_active, current.stop_reason = active, reason.strip()
    current.save()
    verb = "resumed" if active else "stopped"
    audit.record(actor, f"producers.product.{verb}", current, reason=reason)
    return current


@use_case
def transfer_product(
    *, actor: User, product: Product, taker: Producer, on: date, reason: str, act: str
) -> ProductTransfer:
    """An officer over both hands a product from one producer to another: a household became a company.

    Its certificates go with it; papers of the product alone are copied into the taker's library. Raises Refused while
    a dossier of it is under way.
    """
    require(policy.is_officer_of(actor, product.producer) and policy.is_officer_of(actor, taker))
    current = product.locked()
    giver = current.producer
    if taker.pk == giver.pk:
        raise Refused(_("Chọn một chủ thể khác."), fields=["taker"])
    if taker.state != ProducerState.ACTIVE:
        raise Refused(_("Chủ thể nhận chưa được xác nhận hoặc đã ngừng tham gia."))
    if on > timezone.localdate():
        raise Refused(_("Ngày chuyển không được sau hôm nay."), fields=["on"])
    if taker.products.filter(name=current.name).exists():
        raise Refused(_("Chủ thể nhận đã có sản phẩm mang tên này."))
    transfer = ProductTransfer.objects.create(
        product=current, giver=giver, taker=taker, on=on, reason=reason, act=act, by=actor
    )
    current.producer = taker
    current.save()
    for paper in Evidence.objects.current().filter(product=current, producer=giver):
        paper.pk, paper.producer, paper._state.adding = None, taker, True
        paper.save()
        _plan(paper)
    hooks.follow_transfer(transfer)
    notify(
        [*people_of(giver), *people_of(taker)],
        kind="producers.transfer",
        title=fill(
            gettext_lazy("Sản phẩm %(product)s chuyển sang %(taker)s"), product=current, taker=taker
        ),
        body=reason,
        url=f"/chu-the/san-pham/{current.pk}/",
    )
    audit.record(
        actor,
        "producers.product.transferred",
        current,
        giver=giver.name,
        taker=taker.name,
        on=on,
        reason=reason,
        act=act,
    )
    return transfer


@use_case
def save_detail(*, actor: User, producer: Producer, detail: Any) -> Any:
    """Add or change a year's figures, a link of the value chain, a title of intellectual property."""
    require(policy.can_edit(actor, producer))
    verb = "added" if detail.pk is None else "changed"
    detail.save()
    audit.record(
        actor,
        f"producers.{detail._meta.model_name}.{verb}",
        detail,
        producer=producer.pk,
        text=str(detail),
    )
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
def put_picture_first(*, actor: User, picture: ProductPicture) -> None:
    """The picture by which the product is shown in lists and to the public."""
    require(policy.can_edit(actor, picture.product.producer))
    others = picture.product.pictures.exclude(pk=picture.pk)
    ordered = [picture, *others]
    for position, each in enumerate(ordered):
        each.position = position
    ProductPicture.objects.bulk_update(ordered, ["position"])
    audit.record(actor, "producers.picture.put_first", picture, product=picture.product_id)


@use_case
def add_evidence(
    *,
    actor: User,
    evidence: Evidence,
    uploads: Sequence[Any],
    replaces: Evidence | None = None,
) -> Evidence:
    """Put a paper into the library; several pictures become one PDF. `replaces` makes it the new version of one that
    stays where it was handed in; what is still being written takes the new one."""
    require(policy.can_edit(actor, evidence.producer))
    if checklist.item(evidence.item_code) is None:
        raise Refused(_("Loại giấy tờ này không có trong danh mục hồ sơ."), fields=["item_code"])
    evidence.file, name = _one_file(uploads)
    evidence.file_name = plain_name(name)[:200]
    evidence.added_by = actor
    evidence.save()
    _plan(evidence)
    if replaces is not None:
        _supersede(replaces.locked(), evidence)
    audit.record(
        actor,
        "producers.evidence.added",
        evidence,
        item=evidence.item_code,
        sha256=evidence.file_id,
        replaces=replaces.pk if replaces else None,
    )
    return evidence


def _supersede(old: Evidence, new: Evidence) -> None:
    if not old.is_current or old.producer_id != new.producer_id:
        raise Refused(_("Giấy tờ này đã có bản mới hơn."))
    old.superseded_by = new
    old.save()
    reminders.forget(PAPER, old.pk)
    hooks.follow_replacement(old, new)


def _one_file(uploads: Sequence[Any]) -> tuple[Any, str]:
    """What was uploaded as one stored file that can be read and printed, and its name."""
    if len(uploads) == 1:
        return store(uploads[0], kinds=EVIDENCE), uploads[0].name
    for upload in uploads:
        if kind_of(upload) not in EVIDENCE:
            raise Refused(_("“%(name)s” không phải ảnh hay PDF.") % {"name": upload.name})
    stem = uploads[0].name.rsplit(".", 1)[0]
    return store_bytes(documents.join(uploads), kinds=(PDF,)), f"{stem}.pdf"


@use_case
def change_evidence(
    *, actor: User, evidence: Evidence, version: int, fields: dict[str, Any]
) -> Evidence:
    """Correct what was written about a paper; the file stays. Of a paper that was handed in the correction is a new version,
    for the old one stays what the office and the council look at. Returns the paper that holds the correction. Raises
    StaleVersion when somebody else changed it meanwhile."""
    require(policy.can_edit(actor, evidence.producer))
    current = evidence.locked(version=version)
    before = {name: getattr(current, name) for name in fields}
    was = current.pk
    is_filed = any(use.is_filed for use in hooks.uses_of(current))
    if is_filed and not current.is_current:
        raise Refused(_("Giấy tờ này đã có bản mới hơn."))
    for name, value in fields.items():
        setattr(current, name, value)
    if is_filed:
        current.pk, current.added_by, current._state.adding = None, actor, True
    current.save()
    if is_filed:
        _supersede(Evidence.objects.select_for_update().get(pk=was), current)
        _plan(current)
    elif current.is_current and current.expires_on != before.get("expires_on", current.expires_on):
        _plan(current)
    changed = {n: [str(before[n]), str(v)] for n, v in fields.items() if before[n] != v}
    audit.record(
        actor,
        "producers.evidence.changed",
        current,
        changed=changed,
        replaces=was if is_filed else None,
    )
    return current


@use_case
def remove_evidence(*, actor: User, evidence: Evidence) -> None:
    """Take a paper out of the library that nothing uses: a slip of the finger."""
    require(policy.can_edit(actor, evidence.producer))
    if hooks.uses_of(evidence):
        raise Refused(_("Giấy tờ này đang dùng trong hồ sơ. Bỏ khỏi hồ sơ trước khi xóa."))
    if not evidence.is_current:
        raise Refused(_("Giấy tờ này đã có bản mới hơn."))
    before = Evidence.objects.filter(superseded_by=evidence).first()
    if before is not None:
        before.superseded_by = None
        before.save()
        _plan(before)
    reminders.forget(PAPER, evidence.pk)
    audit.record(
        actor,
        "producers.evidence.removed",
        evidence,
        title=evidence.title,
        sha256=evidence.file_id,
    )
    evidence.delete()


def _plan(evidence: Evidence) -> None:
    reminders.plan(PAPER, evidence.pk, _warnings(evidence))


def _warnings(evidence: Evidence) -> dict[int, date]:
    if evidence.expires_on is None:
        return {}
    return {days: evidence.expires_on - timedelta(days=days) for days in WARN_DAYS}


def remind_of_paper(pk: int, days: int) -> None:
    """Tell the producer that a paper of its library expires, and what leans on it."""
    paper = Evidence.objects.current().filter(pk=pk).select_related("producer__place").first()
    if paper is None or paper.expires_on is None:
        return
    notify(
        people_of(paper.producer),
        kind=PAPER,
        title=fill(
            gettext_lazy("Giấy tờ hết hạn ngày %(day)s: %(title)s"),
            day=f"{paper.expires_on:%d/%m/%Y}",
            title=paper.title,
        ),
        body=_advice_lazy([use.title for use in hooks.uses_of(paper) if use.is_open]),
        url=f"/chu-the/giay-to/{pk}/chi-tiet/",
        once_key=f"paper-{pk}-{days}-{paper.expires_on}",
    )


def _advice(leaning: Sequence[str | Promise]) -> str:
    """What to do about a paper that expires, and what leans on it."""
    advice = _("Xin cấp lại rồi tải bản mới vào kho minh chứng.")
    if not leaning:
        return advice
    shown = "; ".join(str(title) for title in leaning[:MOST_NAMED])
    if len(leaning) > MOST_NAMED:
        shown = _("%(some)s và %(n)d hồ sơ nữa") % {"some": shown, "n": len(leaning) - MOST_NAMED}
    used = _("Đang dùng trong: %(what)s.") % {"what": shown}
    return f"{advice} {used}"


_advice_lazy = lazy(_advice, str)


def papers_unplanned() -> Iterator[tuple[int, dict[int, date]]]:
    running = Evidence.objects.current().filter(expires_on__gte=timezone.localdate())
    for paper in reminders.without(PAPER, running):
        yield paper.pk, _warnings(paper)


reminders.register(PAPER, reminders.Kind(remind_of_paper, papers_unplanned))
