"""Integrity of the stored data: what no single action could have left behind."""

from collections.abc import Iterator

from ocop.dossiers.enums import DossierState
from ocop.dossiers.models import Dossier
from ocop.dossiers.rulebook import rulebook

from .enums import SheetState, TrackState
from .models import ScoreSheet, Track


def findings() -> Iterator[str]:
    """A sentence for each thing that is not as it must be; nothing when all is well."""
    yield from _sheets()
    yield from _tracks()
    yield from _states()


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
    for dossier in Dossier.objects.filter(state=DossierState.ACCEPTED, tracks__isnull=True):
        yield f"dossier {dossier.pk}: accepted, but in no round"
