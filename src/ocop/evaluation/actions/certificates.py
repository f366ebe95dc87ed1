"""Certificates: made by a decision, suspended, restored, revoked, replaced; always with a reason and a date."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.core import audit
from ocop.core.errors import Refused, stated
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.core.words import fill, named
from ocop.official.certificates import certificate_number, certificate_prefix, product_code
from ocop.people import reminders
from ocop.people.actions import notify
from ocop.people.models import User
from ocop.places.models import Place
from ocop.rules.process_checks import is_code_pattern
from ocop.rules.processes import add_months

from .. import policy
from ..enums import CertificateState as C
from ..models import Certificate, CertificateEvent, Decision, Track
from ..rulebook import rulebook
from ..states import certificate_moves
from . import expiry

BEGINS = "evaluation.certificate_begins"
BY_HAND = (C.IN_FORCE, C.SUSPENDED, C.REVOKED)
"""States that an office gives a certificate by its own act; only a new certificate supersedes one."""


def hold_numbers(places: Iterable[Place]) -> None:
    """Hold the numbers of places until the transaction ends: serials are counted from existing certificates, and two
    decisions at the same instant would count alike. In one order, so that two never wait for each other: 1 query."""
    held = Place.objects.filter(pk__in={place.pk for place in places}).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))


def issue(
    *, decision: Decision, track: Track, stars: int, is_potential_five: bool = False
) -> Certificate:
    """A certificate for a recognised product, in the transaction of its decision; it replaces the one in force.

    One that is in force only later leaves the present one as it is until that day. The caller holds the numbers of the
    round's place and the producer's (`hold_numbers`).
    """
    product, signed_on = track.dossier.product, decision.signed_on
    assert signed_on is not None
    process = rulebook(track.round).process
    serial = (
        Certificate.objects.filter(year=signed_on.year, place=product.producer.place).count() + 1
    )
    place = product.producer.place
    code = product_code(
        process.value("product_code"),
        province=place.province.code if place.province else "",
        district=place.district.code if place.district else "",
        commune=place.code,
        serial=serial,
        year=signed_on.year,
    )
    if (
        not is_code_pattern(process.value("product_code"))
        and Certificate.objects.filter(product_code=code).exists()
    ):
        raise Refused(
            _(
                "Mã sản phẩm %(code)s đã có: cấu trúc mã của quy trình “%(process)s” thiếu mã xã, số thứ tự hoặc năm. Lập quy trình mới có đủ rồi mở đợt theo quy trình đó."
            )
            % {"code": code, "process": named(process)}
        )
    first = decision.valid_from or signed_on
    certificate = Certificate.objects.create(
        number=_number(track, signed_on.year),
        product_code=code,
        product=product,
        producer=product.producer,
        place=product.producer.place,
        product_name=product.name,
        producer_name=product.producer.name,
        level=track.level,
        track=track,
        decision_number=decision.number,
        decision_date=signed_on,
        year=signed_on.year,
        stars=stars,
        is_potential_five=is_potential_five,
        valid_from=first,
        valid_to=decision.valid_to or add_months(first, process.value("certificate_months")),
    )
    if certificate.valid_from > timezone.localdate():
        reminders.plan(BEGINS, certificate.pk, {0: certificate.valid_from})
    else:
        _supersede(certificate, certificate.valid_from)
    _event(certificate, None, certificate.valid_from, decision.number)
    expiry.watch(certificate)
    return certificate


def _supersede(certificate: Certificate, on: date) -> list[Certificate]:
    """From the day on which a certificate is in force it stands in place of the product's earlier ones; of two of one
    day, of a district and of the province above it, the one issued last stands."""
    first = certificate.valid_from
    earlier = list(
        certificate.product.certificates.filter(
            Q(valid_from__lt=first) | Q(valid_from=first, pk__lt=certificate.pk),
            state__in=(C.IN_FORCE, C.SUSPENDED),
        )
    )
    for old in earlier:
        certificate_moves.apply(old, to=C.SUPERSEDED)
        old.superseded_by = certificate
        old.save()
        expiry.unwatch(old)
        reason = f"Được thay bằng giấy {certificate.number}"
        _event(old, None, on, certificate.decision_number, reason)
    return earlier


def begin(pk: int, _step: int) -> None:
    """The day has come on which a certificate signed earlier is in force; the work of the day calls this.

    One suspended on that day takes nobody's place: the present one goes on until an office restores the new one.
    """
    certificate = Certificate.objects.filter(pk=pk, state=C.IN_FORCE).first()
    if certificate is not None:
        earlier = [old.number for old in _supersede(certificate, certificate.valid_from)]
        audit.record(None, "evaluation.certificate.begun", certificate, supersedes=earlier)


reminders.register(BEGINS, reminders.Kind(begin, lambda: (), acts=True))


def _number(track: Track, year: int) -> str:
    """Level, place, year and a running number: unique over the whole installation."""
    place = track.round.place.code
    prefix = certificate_prefix(track.level, place, year)
    last = Certificate.objects.filter(number__gte=prefix, number__lt=prefix + "~").count()
    return certificate_number(track.level, place, year, last + 1)


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
    today = timezone.localdate()
    earlier: list[Certificate] = []
    if to == C.IN_FORCE:
        expiry.watch(current)
        if current.valid_from <= today:
            earlier = _supersede(current, on or today)
    else:
        expiry.unwatch(current)
    _event(current, actor, on or today, decision_number.strip(), reason)
    notify(
        User.objects.filter(memberships__producer=current.producer_id, memberships__until=None),
        kind="evaluation.certificate",
        title=fill(
            gettext_lazy("Giấy chứng nhận %(number)s: %(state)s"),
            number=current.number,
            state=C(current.state).label,
        ),
        body=reason,
        url=f"/c/{current.number}/",
    )
    audit.record(
        actor,
        f"evaluation.certificate.{to}",
        current,
        reason=reason,
        decision=decision_number,
        supersedes=[old.number for old in earlier],
    )
    return current
