"""Periods where records keep the moment: a day begins at midnight in Vietnam, wherever the server stands."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from ocop.core.periods import Period


def happened(column: str, period: Period) -> Q:
    """Rows whose moment lies in a period."""
    after = begin(period.last_day + timedelta(days=1))
    return Q(**{f"{column}__gte": begin(period.first_day), f"{column}__lt": after})


def begin(day: date) -> datetime:
    """Midnight at the begin of a day."""
    return timezone.make_aware(datetime.combine(day, time.min))
