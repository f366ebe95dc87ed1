"""Integrity of editions and processes: what was published is what it was, and can still be read."""

from collections.abc import Iterator

from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import digest_of, read_published
from ocop.rules.process_checks import process_faults

from .enums import EditionState
from .models import Edition, ProcessEdition


def findings() -> Iterator[str]:
    for edition in Edition.objects.filter(state=EditionState.PUBLISHED):
        if digest_of(edition.files) != edition.digest:
            yield f"edition {edition.code}: its files are not those that were published"
        try:
            read_published(edition.files)
        except FaultyEdition as faulty:
            yield f"edition {edition.code}: cannot be read any more: {faulty}"
    for process in ProcessEdition.objects.filter(state=EditionState.PUBLISHED):
        for fault in process_faults(process.content):
            yield f"process {process.code}: {fault.place or 'head'} {fault.key}: {fault.message}"
