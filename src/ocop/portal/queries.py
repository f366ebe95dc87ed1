"""Reads of what anybody may see: the catalogue, a certificate and what is true of it today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from ocop.certificates.enums import CertificateState, CertificateStatus
from ocop.certificates.models import Certificate, CertificateEvent
from ocop.certificates.queries import history
from ocop.core import clock
from ocop.core.compiled import Select
from ocop.criteria.sets import set_name
from ocop.places.models import Place
from ocop.places.queries import successors_on
from ocop.producers.models import ProductPicture

PAST = "past"
"""The tone of what was replaced: a buyer is led on to the certificate that holds, not warned."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of a certificate on a day: since when, by which decision, why, and until when."""

    status: CertificateStatus
    since: date
    decision: str
    reason: str
    until: date | None
    days_left: int | None
    is_restored: bool

    @property
    def tone(self) -> str:
        """By what a buyer sees first that one knows whether to trust; the word beside it says the same."""
        return PAST if self.status == CertificateStatus.SUPERSEDED else self.status.tone


def catalogue(on: date, *, with_expired: bool = False) -> QuerySet[Certificate]:
    """Certificates in force on a day, with the product's first picture: 1 query."""
    running = Certificate.objects.filter(state=CertificateState.IN_FORCE, valid_from__lte=on)
    shown = _with_picture(running)
    if not with_expired:
        shown = shown.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return shown.select_related("product", "producer", "place__district", "place__province")


def card_state(certificate: Certificate) -> list[object]:
    """Everything that may change on a card of the catalogue but by the day."""
    product, place = certificate.product, certificate.place
    return [
        certificate.number,
        certificate.stars,
        certificate.state,
        certificate.valid_from,
        certificate.valid_to,
        certificate.product_name,
        certificate.producer_name,
        certificate.picture,  # type: ignore[attr-defined]  # of _with_picture
        certificate.producer.is_demo,
        product.set_code,
        product.price_from_vnd,
        product.price_to_vnd,
        product.price_unit,
        *map(str, (place, place.district, place.province)),
    ]


def star_counts(certificates: QuerySet[Certificate]) -> dict[int, int]:
    """How many have how many stars, the most first: 1 query."""
    counted = certificates.order_by("-stars").values_list("stars").annotate(Count("pk"))
    return dict(counted)


def present_places(place: Place, on: date) -> list[Place]:
    """The units of a day that took over a place, none when it still exists: 0 queries then, else 1 a step of history."""
    if place.valid_to is None or place.valid_to >= on:
        return []
    return successors_on(place, on)


@dataclass(frozen=True, slots=True)
class PublicCertificate:
    """A certificate with what its page shows around it. events: the latest first. present_places: the units of today that
    took its place over."""

    certificate: Certificate
    supersedes: Sequence[str]
    events: Sequence[CertificateEvent]
    present_places: Sequence[Place]

    @property
    def state(self) -> list[object]:
        """Everything that may change on the page but by the day."""
        shown = self.certificate
        around = (shown.place, shown.place.district, shown.place.province, shown.superseded_by)
        return [
            *(getattr(shown, field.attname) for field in Certificate._meta.concrete_fields),
            shown.picture,  # type: ignore[attr-defined]  # of _with_picture
            set_name(shown.product.set_code),
            shown.producer.is_demo,
            str(shown.went_to),
            *map(str, around),
            *self.supersedes,
            *map(str, self.present_places),
            *((e.state, e.on, e.decision_number, e.reason, e.at) for e in self.events),
        ]


_certificate = Select(
    lambda number: (
        _with_picture(
            Certificate.objects.select_related(
                "producer", "product", "place__district", "place__province", "superseded_by"
            )
        )
        .only(
            *(field.name for field in Certificate._meta.concrete_fields),
            "producer__is_demo",
            "producer__name",
            "product__set_code",
            "place__name",
            "place__valid_to",
            "place__district__name",
            "place__province__name",
            "superseded_by__number",
        )
        .annotate(replaces_others=Exists(Certificate.objects.filter(superseded_by=OuterRef("pk"))))
        .filter(number=number)
    ),
    number=Certificate._meta.get_field("number"),
)
_superseded = Select(
    lambda by: Certificate.objects.filter(superseded_by=by).only("number").order_by("number"),
    by=Certificate._meta.get_field("superseded_by"),
)


def public_certificate(number: str) -> PublicCertificate | None:
    """A certificate with all that its page shows: 2 queries, 1 more where it replaces others, 1 a step of history where its
    place has ended, 1 where its producer changed; None when unknown."""
    for certificate in _certificate.rows(number=number):
        replaced = _superseded.rows(by=certificate.pk) if certificate.replaces_others else []  # type: ignore[attr-defined]
        return PublicCertificate(
            certificate,
            [old.number for old in replaced],
            history(certificate)[::-1],
            present_places(certificate.place, clock.today()),
        )
    return None


def verdict(
    certificate: Certificate, events: Sequence[CertificateEvent], on: date | None = None
) -> Verdict:
    """What the public page says first. `events` as `public_certificate` gives them."""
    day = on or clock.today()
    status = certificate.status(day)
    since, decision, reason = certificate.valid_from, certificate.decision_number, ""
    is_restored = False
    # A transfer changes who has the certificate, not what is true of it.
    moves = [event for event in events if event.was != event.state]
    last = max(moves, key=lambda event: event.pk, default=None)
    if status == CertificateStatus.EXPIRED:
        assert certificate.valid_to is not None
        since = certificate.valid_to + timedelta(days=1)
    elif status == CertificateStatus.PENDING:
        pass
    elif last is not None and (certificate.state != CertificateState.IN_FORCE or len(moves) > 1):
        since, decision, reason = last.on, last.decision_number, last.reason
        is_restored = certificate.state == CertificateState.IN_FORCE
    until = certificate.valid_to
    return Verdict(
        status=status,
        since=since,
        decision=decision,
        reason=reason,
        until=until,
        days_left=(until - day).days if until else None,
        is_restored=is_restored,
    )


def _with_picture(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    first = ProductPicture.objects.filter(product=OuterRef("product")).values("file")[:1]
    return certificates.annotate(picture=Subquery(first))
