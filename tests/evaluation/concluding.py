"""A product that a council has concluded, and its decision."""

from ocop.core import clock
from ocop.criteria.models import Edition
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.evaluation.actions import results
from ocop.evaluation.enums import TrackState
from ocop.evaluation.models import Decision, Track
from ocop.places.models import Place

from ..days import TODAY


def conclude(
    key: str, process_code: str, stars: int, points: int, *, again: Track | None = None
) -> tuple[Track, Decision]:
    """conclude("06", "qd1048", 4, 78) is a product concluded with so many stars and points at a place, with its
    decision drafted; again=track is the same product in a later round."""
    place, edition = Place.objects.get(key=key), Edition.objects.get(code="qd1048")
    round = Round.objects.create(
        place=place,
        level=place.level,
        year=TODAY.year,
        number=40 + Round.objects.filter(place=place, number__gte=40).count(),
        edition=edition,
        edition_digest=edition.digest,
        process_code=process_code,
        state=RoundState.CONCLUDED,
        receives_from=clock.today(),
        receives_until=clock.today(),
    )
    accepted = Dossier.objects.filter(round__state=RoundState.SCORING, state=DossierState.ACCEPTED)
    dossier = again.dossier if again else accepted.first()
    track = Track.objects.create(
        dossier=dossier,
        round=round,
        level=round.level,
        state=TrackState.CONCLUDED,
        points_sum=points,
        sheets_counted=1,
        mean_total=points,
        stars=stars,
        concluded_at=clock.now(),
    )
    return track, Decision.objects.create(round=round)


def issue(actor, decision, on=None):
    return results.issue_decision(
        actor=actor, decision=decision, number="40/QĐ-UBND", signed_on=on or clock.today()
    )


def state_of(track):
    return Track.objects.get(pk=track.pk).state
