"""Reads of certificates, as they stand and as they stood on a day."""

from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from ocop.core import clock
from ocop.core.compiled import Select
from ocop.core.periods import add_months

from .enums import CertificateState
from .models import Certificate, CertificateEvent

NOTICE_SHOWN_DAYS = 30
SOON_MONTHS = 6
"""How long before the end whoever has to do with a certificate sees that it ends: time enough to be assessed again."""


def ending_soon(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Of some certificates those in force that end within half a year."""
    today = clock.today()
    return certificates.filter(
        state=CertificateState.IN_FORCE, valid_to__range=(today, add_months(today, SOON_MONTHS))
    )


def notices_waiting(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Of some certificates those in force whose written notice is due within a month and not sent."""
    today = clock.today()
    return certificates.filter(
        state=CertificateState.IN_FORCE,
        valid_to__gte=today,
        notice__sent_on=None,
        notice__due_on__lte=today + timedelta(days=NOTICE_SHOWN_DAYS),
    )


def outlived(on: date) -> QuerySet[Certificate]:
    """Certificates still in force, or suspended, though a later one of the same product is in force: 1 query."""
    later = Certificate.objects.filter(
        Q(valid_from__gt=OuterRef("valid_from"))
        | Q(valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk")),
        product=OuterRef("product"),
        state=CertificateState.IN_FORCE,
        valid_from__lte=on,
    )
    running = Certificate.objects.filter(
        state__in=(CertificateState.IN_FORCE, CertificateState.SUSPENDED)
    )
    return running.filter(Exists(later))


def in_force_since(certificate: Certificate) -> date | None:
    """The first day of a certificate; of one suspended over it the day on which it was restored, None before that.

    Costs 1 query, none where the events are fetched.
    """
    first, state = certificate.valid_from, str(CertificateState.IN_FORCE)
    events = sorted(certificate.events.all(), key=lambda event: event.pk)
    for event in events:
        if event.on <= first:
            state = event.state
    if state == CertificateState.IN_FORCE:
        return first
    after = (e.on for e in events if e.on > first and e.state == CertificateState.IN_FORCE)
    return next(after, None)


_events = Select(
    lambda certificate: CertificateEvent.objects.filter(certificate=certificate).order_by("pk"),
    certificate=CertificateEvent._meta.get_field("certificate"),
)


def history(certificate: Certificate) -> list[CertificateEvent]:
    """What happened to a certificate, the first first: 1 query.

    `was` is the state before each, None before the first, the same state where nothing but the producer changed. One
    that was told ahead of its day, as the first day of validity is, happened when it was told; `is_ahead` while that
    day is still to come.
    """
    events = _events.rows(certificate=certificate.pk)
    today = clock.today()
    was = None
    for event in events:
        event.was, event.is_ahead = was, event.on > today
        was = event.state
    return sorted(events, key=lambda e: (min(e.on, timezone.localtime(e.at).date()), e.pk))


def on_day(day: date) -> QuerySet[Certificate]:
    """All certificates, `state_then` being what had been told of each by the end of a day, ahead of its dates.

    The last event recorded of those up to that day says it: whoever records late that a certificate was suspended in May
    says so of May. An event that left the state as it was tells of a transfer and says nothing. A certificate is in force
    until the first event says otherwise; of one without any history, an older record, today's state is all there is.
    """
    events = CertificateEvent.objects.filter(certificate=OuterRef("pk"))
    before = CertificateEvent.objects.filter(
        certificate=OuterRef("certificate"), pk__lt=OuterRef("pk")
    )
    earlier = Subquery(before.order_by("-pk").values("state")[:1])
    moves = events.annotate(state_before=earlier).filter(
        Q(state_before__isnull=True) | ~Q(state=F("state_before"))
    )
    told = moves.filter(on__lte=day).order_by("-pk").values("state")[:1]
    untold = Case(
        When(Exists(events), then=Value(str(CertificateState.IN_FORCE))),
        default=F("state"),
        output_field=CharField(),
    )
    return Certificate.objects.annotate(
        state_then=Coalesce(Subquery(told), untold, output_field=CharField())
    )


def in_force(day: date) -> QuerySet[Certificate]:
    """Certificates in force on a day: begun, not expired, neither suspended, revoked nor replaced by then.

    At most one of a product: where the work of the day has not yet ended the earlier one, the later stands.
    """
    running = on_day(day).filter(  # type: ignore[misc]  # on_day annotates state_then
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        valid_from__lte=day,
        state_then=CertificateState.IN_FORCE,
    )
    later = running.filter(_after(), product=OuterRef("product"))
    return running.filter(~Exists(later))


def expired(day: date) -> QuerySet[Certificate]:
    """Certificates that ended before a day by their date, and no other of the product has begun since."""
    ended = on_day(day).filter(  # type: ignore[misc]  # on_day annotates state_then
        valid_to__lt=day, state_then=CertificateState.IN_FORCE
    )
    later = Certificate.objects.filter(_after(), product=OuterRef("product"), valid_from__lte=day)
    return ended.filter(~Exists(later))


def issued(first: date, last: date) -> QuerySet[Certificate]:
    """Certificates given by decisions signed within some days; where only the begin is known, begun within them.

    `issued_on` is that day, `stars_before` what the product had by its certificate before, None for its first.
    """
    signed = Coalesce("decision_date", "valid_from")
    before = (
        Certificate.objects.annotate(issued_on=signed)
        .filter(product=OuterRef("product"))
        .filter(
            Q(issued_on__lt=OuterRef("issued_on"))
            | Q(issued_on=OuterRef("issued_on"), pk__lt=OuterRef("pk"))
        )
        .order_by("-issued_on", "-pk")
    )
    return (
        Certificate.objects.annotate(issued_on=signed)
        .filter(issued_on__range=(first, last))
        .annotate(stars_before=Subquery(before.values("stars")[:1]))
    )


def revoked(first: date, last: date) -> QuerySet[Certificate]:
    """Certificates whose revocation took effect within some days."""
    events = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"), state=CertificateState.REVOKED, on__range=(first, last)
    )
    return Certificate.objects.filter(Exists(events))


def ending(first: date, last: date) -> QuerySet[Certificate]:
    """Certificates whose term ran to a day within some days: in force then, or replaced not before the first of them."""
    replaced_before = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"), state=CertificateState.SUPERSEDED, on__lt=first
    )
    revoked_before = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"), state=CertificateState.REVOKED, on__lte=OuterRef("valid_to")
    )
    return Certificate.objects.filter(
        ~Exists(replaced_before), ~Exists(revoked_before), valid_to__range=(first, last)
    )


def renewed(first: date, last: date) -> QuerySet[Certificate]:
    """Those of `ending` whose product has a later certificate that began by the last day."""
    later = Certificate.objects.filter(_after(), product=OuterRef("product"), valid_from__lte=last)
    return ending(first, last).filter(Exists(later))


def _after() -> Q:
    """Of a product's certificates those that begin after another, of two of one day the one issued last."""
    return Q(valid_from__gt=OuterRef("valid_from")) | Q(
        valid_from=OuterRef("valid_from"), pk__gt=OuterRef("pk")
    )
