"""A product: entered, changed, shown in pictures, no longer made, handed from one producer to another."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import Refused, stated
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.uploads import Upload
from ocop.core.words import fill
from ocop.people.actions import notify
from ocop.people.models import User

from .. import followers, policy
from ..enums import ProducerState
from ..models import Evidence, Producer, Product, ProductPicture, ProductTransfer
from ..queries import people_of
from . import expiry
from .filed import require_unfiled


@use_case
def save(*, actor: User, product: Product, version: int | None = None) -> Product:
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
    require_unfiled(before, now, ("name", "set_code"), Product.objects.filter(pk=product.pk))
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
def set_active(*, actor: User, product: Product, active: bool, reason: str = "") -> Product:
    """A product is no longer made, or is made again; a certificate in force is not touched by that."""
    require(policy.can_edit(actor, product.producer))
    if not active:
        reason = stated(reason, _("Nêu lý do ngừng sản xuất."))
    current = product.locked()
    current.is_active, current.stop_reason = active, reason.strip()
    current.save()
    verb = "resumed" if active else "stopped"
    audit.record(actor, f"producers.product.{verb}", current, reason=reason)
    return current


@use_case
def transfer(
    *, actor: User, product: Product, taker: Producer, on: date, reason: str, act: str
) -> ProductTransfer:
    """An officer over both hands a product from one producer to another: a household became a company.

    Its certificates go with it; papers of the product alone are copied into the taker's library. Raises Refused while
    a dossier of it is under way.
    """
    require(policy.is_officer_of(actor, product.producer) and policy.is_officer_of(actor, taker))
    current = product.locked()
    giver = current.producer
    _require_transferable(current, taker, on)
    transfer = ProductTransfer.objects.create(
        product=current, giver=giver, taker=taker, on=on, reason=reason, act=act, by=actor
    )
    current.producer = taker
    current.save()
    for paper in Evidence.objects.current().filter(product=current, producer=giver):
        paper.pk, paper.producer, paper._state.adding = None, taker, True
        paper.save()
        expiry.plan(paper)
    followers.follow_transfer(transfer)
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


def _require_transferable(product: Product, taker: Producer, on: date) -> None:
    if taker.pk == product.producer_id:
        raise Refused(_("Chọn một chủ thể khác."), fields=["taker"])
    if taker.state != ProducerState.ACTIVE:
        raise Refused(
            _("Chủ thể nhận chưa được xác nhận hoặc đã ngừng tham gia."), fields=["taker"]
        )
    if on > clock.today():
        raise Refused(_("Ngày chuyển không được sau hôm nay."), fields=["on"])
    if taker.products.filter(name=product.name).exists():
        raise Refused(_("Chủ thể nhận đã có sản phẩm mang tên này."), fields=["taker"])


@use_case
def add_picture(
    *, actor: User, product: Product, upload: Upload, caption: str = ""
) -> ProductPicture:
    """One more picture, the last in order."""
    require(policy.can_edit(actor, product.producer))
    picture = ProductPicture.objects.create(
        product=product,
        file=upload.file,
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
