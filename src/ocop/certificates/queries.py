"""Reads of certificates."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Lag
from django.utils import timezone

from .enums import CertificateState
from .models import Certificate, CertificateEvent

NOTICE_SHOWN_DAYS = 30


def notices_waiting(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Of some certificates those in force whose written notice is due within a month and not sent."""
    today = timezone.localdate()
    return certificates.filter(
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


def history(certificate: Certificate) -> list[CertificateEvent]:
    """What happened to a certificate, the first first: 1 query.

    `was` is the state before each, None before the first, the same state where nothing but the producer changed. One
    that was told ahead of its day, as the first day of validity is, happened when it was told; `is_ahead` while that
    day is still to come.
    """
    events = list(certificate.events.annotate(was=Window(Lag("state"), order_by=F("pk").asc())))
    today = timezone.localdate()
    for event in events:
        event.is_ahead = event.on > today
    return sorted(events, key=lambda e: (min(e.on, timezone.localtime(e.at).date()), e.pk))
