"""Certificates: made by a decision, suspended, restored, revoked, replaced; always with a reason and a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit, clock
from ocop.core.errors import Refused, stated
from ocop.core.periods import add_months
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill, named
from ocop.official.certificates import certificate_number, certificate_prefix, product_code
from ocop.people import reminding
from ocop.people.actions import notify
from ocop.people.models import Organisation, User
from ocop.places.models import Place
from ocop.producers.models import Product, ProductTransfer
from ocop.producers.queries import people_of
from ocop.rules.process_checks import is_code_pattern
from ocop.rules.processes import Process

from .. import policy
from ..enums import CertificateState as C
from ..models import Certificate, CertificateEvent
from ..queries import in_force_since, outlived
from ..states import certificate_moves
from . import expiry

BEGINS, OUTLIVED = "certificates.begins", "certificates.outlived"
BY_HAND = (C.IN_FORCE, C.SUSPENDED, C.REVOKED)
"""States that an office gives a certificate by its own act; only a new certificate supersedes one."""


def hold_numbers(places: Iterable[Place]) -> None:
    """Hold the numbers of places until the transaction ends: serials are counted from existing certificates, and two
    decisions at the same instant would count alike. In one order, so that two never wait for each other: 1 query."""
    held = Place.objects.filter(pk__in={place.pk for place in places}).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a signed decision says of one product: all that its certificate needs.

    office: the unit whose office recognises. issuing_office: that office itself, where it is known. process: the rules of its round, by which a certificate ends and is coded.
    `valid_from` None is the day of signing; `valid_to` None is reckoned by the process.
    """

    product: Product
    office: Place
    process: Process
    stars: int
    decision_number: str
    signed_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    is_potential_five: bool = False
    authority: str = ""
    signer_title: str = ""
    signer: str = ""
    issuing_office: Organisation | None = None


def issue(recognition: Recognition) -> Certificate:
    """A certificate for a recognised product, in the transaction of its decision; it replaces the one in force.

    One that is in force only later leaves the present one as it is until that day; one that is recorded after its
    successor is replaced at once. The caller holds the numbers of the office's place and the producer's (`hold_numbers`).
    """
    product, process, year = recognition.product, recognition.process, recognition.signed_on.year
    first = recognition.valid_from or recognition.signed_on
    certificate = Certificate.objects.create(
        number=_number(recognition.office, year),
        product_code=_code(product, process, year),
        product=product,
        producer=product.producer,
        place=product.producer.place,
        product_name=product.name,
        producer_name=product.producer.name,
        level=recognition.office.level,
        office=recognition.office,
        issuing_office=recognition.issuing_office,
        process_code=process.code,
        decision_number=recognition.decision_number,
        decision_date=recognition.signed_on,
        authority=recognition.authority,
        signer_title=recognition.signer_title,
        signer=recognition.signer,
        year=year,
        stars=recognition.stars,
        is_potential_five=recognition.is_potential_five,
        valid_from=first,
        valid_to=recognition.valid_to or add_months(first, process.value("certificate_months")),
    )
    _event(certificate, None, certificate.valid_from, recognition.decision_number)
    expiry.watch(certificate, process)
    if certificate.valid_from > clock.today():
        reminding.plan(BEGINS, certificate.pk, {0: certificate.valid_from})
    else:
        _replace_earlier(product)
    return certificate


def _code(product: Product, process: Process, year: int) -> str:
    """The product's code by the pattern of the process; a pattern that does not tell products apart is refused."""
    place, pattern = product.producer.place, process.value("product_code")
    code = product_code(
        pattern,
        province=place.province.code if place.province else "",
        district=place.district.code if place.district else "",
        commune=place.code,
        serial=Certificate.objects.filter(year=year, place=place).count() + 1,
        year=year,
    )
    if not is_code_pattern(pattern) and Certificate.objects.filter(product_code=code).exists():
        raise Refused(
            _(
                "Mã sản phẩm %(code)s đã có: cấu trúc mã của quy trình “%(process)s” thiếu mã xã, số thứ tự hoặc năm. Lập quy trình mới có đủ rồi mở đợt theo quy trình đó."
            )
            % {"code": code, "process": named(process)}
        )
    return code


def _replace_earlier(product: Product) -> dict[str, str]:
    """A product's earlier certificate ends on the day on which the next one begins: one at most is in force on any day.

    An example: the district's 3 stars run from 12 December 2019, the province's 4 stars from 1 March 2020. On 1 March the
    district's are recorded as replaced; a certificate whose first day is still to come replaces nothing yet. Of two of one
    day the one issued last stays. One that was suspended on its first day replaces the earlier one when it is restored.

    Returns the number of each certificate replaced now, with the number of the one that replaced it.
    """
    list(Product.objects.filter(pk=product.pk).select_for_update(no_key=True).values_list("pk"))
    since = [
        (in_force_since(one), one)
        for one in product.certificates.order_by("pk").prefetch_related("events")
    ]
    since.sort(key=lambda pair: pair[0] or pair[1].valid_from)
    replaced: dict[str, str] = {}
    successor: tuple[date, Certificate] | None = None
    for first, one in reversed(since):
        if successor and one.state != C.REVOKED and one.superseded_by_id != successor[1].pk:
            _replace(one, *successor)
            replaced[one.number] = successor[1].number
        if first and first <= clock.today():
            successor = first, one
    return replaced


def _replace(old: Certificate, on: date, new: Certificate) -> None:
    """The old one ends on a day. Where a third was taken for its successor, the history tells the right one instead."""
    reason = f"Được thay bằng giấy {new.number}"
    if old.state == C.SUPERSEDED:
        told = old.events.filter(state=C.SUPERSEDED)
        told.update(on=on, decision_number=new.decision_number, reason=reason)
    else:
        certificate_moves.apply(old, to=C.SUPERSEDED)
        expiry.unwatch(old)
        _event(old, None, on, new.decision_number, reason)
    old.superseded_by = new
    old.save()


def begin(pk: int, _step: int) -> None:
    """The day has come on which a certificate signed earlier is in force; the work of the day calls this.

    One suspended on that day takes nobody's place: the present one goes on until an office restores the new one.
    """
    certificate = Certificate.objects.filter(pk=pk, state=C.IN_FORCE).first()
    if certificate is not None:
        replaced = _replace_earlier(certificate.product)
        audit.record(None, "certificates.certificate.begun", certificate, replaced=replaced)


def end(pk: int, _step: int) -> None:
    """A certificate was recorded in force though a later one has its place: it ends on the day on which that began."""
    certificate = Certificate.objects.get(pk=pk)
    replaced = _replace_earlier(certificate.product)
    audit.record(None, "certificates.certificate.ended", certificate, replaced=replaced)


def unended() -> Iterable[tuple[int, reminding.Dates]]:
    """Pairs in force that releases before this one recorded; `ocop doctor` names them until the work of the day ends them."""
    today = clock.today()
    return ((certificate.pk, {0: today}) for certificate in outlived(today))


def _number(office: Place, year: int) -> str:
    """Level, place, year and a running number: unique over the whole installation."""
    prefix = certificate_prefix(office.level, office.code, year)
    last = Certificate.objects.filter(number__gte=prefix, number__lt=prefix + "~").count()
    return certificate_number(office.level, office.code, year, last + 1)


def _event(
    certificate: Certificate, actor: User | None, on: date, number: str = "", reason: str = ""
) -> None:
    CertificateEvent.objects.create(
        certificate=certificate,
        state=certificate.state,
        on=on,
        decision_number=number,
        reason=reason,
        by=actor,
    )


@use_case
def change_state(
    *,
    actor: User,
    certificate: Certificate,
    to: str,
    reason: str,
    decision_number: str = "",
    on: date | None = None,
) -> Certificate:
    """Suspend, restore or revoke: the public page says so at once. Revocation needs its decision.

    One restored that was suspended over its first day takes the place of the earlier ones now.
    """
    require(policy.issues_for(actor, certificate) and to in BY_HAND)
    reason = stated(reason, _("Nêu lý do."))
    if to == C.REVOKED and not decision_number.strip():
        raise Refused(_("Thu hồi phải có số quyết định."), fields=["decision_number"])
    current = certificate.locked()
    certificate_moves.apply(current, to=to)
    current.save()
    today = clock.today()
    _event(current, actor, on or today, decision_number.strip(), reason)
    replaced: dict[str, str] = {}
    if to == C.IN_FORCE:
        expiry.watch(current)
        replaced = _replace_earlier(current.product)
    else:
        expiry.unwatch(current)
    notify(
        people_of(current.producer),
        kind="certificates.certificate",
        title=fill(
            gettext_lazy("Giấy chứng nhận %(number)s: %(state)s"),
            number=current.number,
            state=current.get_state_display(),
        ),
        body=reason,
        url=f"/c/{current.number}/",
    )
    audit.record(
        actor,
        f"certificates.certificate.{to}",
        current,
        reason=reason,
        decision=decision_number,
        replaced=replaced,
    )
    return current


def change_hands(transfer: ProductTransfer) -> None:
    """Certificates in force belong to a product's new producer from now on; what they print stays as it was issued."""
    running = Certificate.objects.filter(
        product=transfer.product, state__in=(C.IN_FORCE, C.SUSPENDED)
    )
    for certificate in running:
        certificate.producer = transfer.taker
        certificate.save()
        _event(
            certificate,
            transfer.by,
            transfer.on,
            transfer.act[:60],
            f"Chuyển từ {transfer.giver} sang {transfer.taker}",
        )
