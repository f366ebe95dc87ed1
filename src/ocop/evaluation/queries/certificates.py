"""Reads of certificates."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from ..models import Certificate

NOTICE_SHOWN_DAYS = 30


def notices_waiting(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Of some certificates those in force whose written notice is due within a month and not sent."""
    today = timezone.localdate()
    return certificates.filter(
        valid_to__gte=today,
        notice__sent_on=None,
        notice__due_on__lte=today + timedelta(days=NOTICE_SHOWN_DAYS),
    )
