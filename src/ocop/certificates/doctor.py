"""Integrity of certificates."""

from collections.abc import Iterator

from ocop.core import clock

from .models import Certificate
from .queries import outlived


def findings() -> Iterator[str]:
    for certificate in Certificate.objects.filter(events__isnull=True):
        yield f"certificate {certificate.number}: no event says how it came to be"
    for certificate in outlived(clock.today()):
        yield f"certificate {certificate.number}: in force beside a later one of the same product; the next work of the day ends it (`ocop remind`)"
