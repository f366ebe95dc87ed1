"""Reads of certificates."""

from datetime import timedelta

from django.db.models import QuerySet, Window
from django.db.models.functions import Lag
from django.utils import timezone

from ..models import Certificate, CertificateEvent

NOTICE_SHOWN_DAYS = 30


def notices_waiting(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Of some certificates those in force whose written notice is due within a month and not sent."""
    today = timezone.localdate()
    return certificates.filter(
        valid_to__gte=today,
        notice__sent_on=None,
        notice__due_on__lte=today + timedelta(days=NOTICE_SHOWN_DAYS),
    )


def history(certificate: Certificate) -> QuerySet[CertificateEvent]:
    """What happened to a certificate, the first first: 1 query. `was` is the state before each, the same state where
    nothing but the producer changed."""
    return certificate.events.annotate(was=Window(Lag("state"), order_by="pk"))
