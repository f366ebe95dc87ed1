"""Integrity of the stored data: what no single action could have left behind."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F
from django.utils import timezone

from ocop.core import guards
from ocop.core.files import is_unaltered
from ocop.core.models import StoredFile
from ocop.producers.models import Evidence, ProductPicture
from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import digest_of, read_published
from ocop.rules.process_checks import process_faults

from .enums import DossierState, EditionState, SheetState, TrackState
from .models import Certificate, Dossier, Edition, ProcessEdition, Round, ScoreSheet, Track
from .queries.certificates import outlived
from .rulebook import rulebook


def findings() -> Iterator[str]:
    """A sentence for each thing that is not as it must be; nothing when all is well."""
    yield from (
        f"database: the guard {name} is not in place" for name in guards.missing(connection)
    )
    yield from _files()
    yield from _sheets()
    yield from _tracks()
    yield from _states()
    yield from _editions()


def _files() -> Iterator[str]:
    for stored in StoredFile.objects.iterator():
        if not default_storage.exists(stored.path):
            yield f"file {stored.pk}: missing{_users(stored)}"
        elif not is_unaltered(stored):
            yield f"file {stored.pk}: altered{_users(stored)}"


def _users(stored: StoredFile) -> str:
    """The papers and pictures that an operator must ask for again."""
    papers = [f"paper {e.pk} “{e.title}”" for e in Evidence.objects.filter(file=stored)]
    pictures = [f"picture {p.pk} “{p}”" for p in ProductPicture.objects.filter(file=stored)]
    used = ", ".join([*papers, *pictures])
    return f"; used by {used}" if used else ""


def _sheets() -> Iterator[str]:
    sheets = ScoreSheet.objects.select_related("track__round", "track__dossier")
    for sheet in sheets.iterator():
        found = rulebook(sheet.track.round).score(
            sheet.track.dossier.set_code, sheet.answers, sheet.facts
        )
        if (sheet.total, sheet.parts) != (
            found.total,
            dict(found.parts) if sheet.answers else sheet.parts,
        ):
            yield f"score sheet {sheet.pk}: total {sheet.total}, its answers give {found.total}"


def _tracks() -> Iterator[str]:
    for track in (
        Track.objects.filter(concluded_at__isnull=False, points_sum__isnull=False)
        .prefetch_related("sheets")
        .iterator(500)
    ):
        signed = [sheet.total for sheet in track.sheets.all() if sheet.state == SheetState.SIGNED]
        if signed and (sum(signed), len(signed)) != (track.points_sum, track.sheets_counted):
            yield f"result {track.pk}: {track.points_sum} points of {track.sheets_counted} sheets, the sheets hold {sum(signed)} of {len(signed)}"


def _states() -> Iterator[str]:
    for track in Track.objects.filter(state=TrackState.RECOGNISED, certificate__isnull=True):
        yield f"result {track.pk}: recognised without a certificate"
    for certificate in Certificate.objects.filter(events__isnull=True):
        yield f"certificate {certificate.number}: no event says how it came to be"
    for certificate in outlived(timezone.localdate()):
        yield f"certificate {certificate.number}: in force beside a later one of the same product; the next work of the day ends it (`ocop remind`)"
    for dossier in Dossier.objects.filter(state=DossierState.ACCEPTED, tracks__isnull=True):
        yield f"dossier {dossier.pk}: accepted, but in no round"


def _editions() -> Iterator[str]:
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
    for round in Round.objects.exclude(edition_digest=F("edition__digest")):
        yield f"round {round.pk}: opened under another content than its edition has"
