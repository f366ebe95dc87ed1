"""Integrity of the stored data: what no single action could have left behind."""

from collections.abc import Iterator

from django.db.models import F

from .models import Round


def findings() -> Iterator[str]:
    """A sentence for each thing that is not as it must be; nothing when all is well."""
    for round in Round.objects.exclude(edition_digest=F("edition__digest")):
        yield f"round {round.pk}: opened under another content than its edition has"
