"""What an evaluation follows of what happens to dossiers and to the conditions of editions."""

from ocop.criteria.models import Edition
from ocop.dossiers.enums import BEFORE_SCORING
from ocop.dossiers.models import Dossier, Round

from ..models import Track


def enter_round(dossier: Dossier) -> None:
    """A dossier that was taken in enters its round's session."""
    round = dossier.round
    Track.objects.create(
        dossier=dossier,
        round=round,
        level=round.level,
        position=round.tracks.count() + 1,
        rules_digest=round.edition_digest,
    )


def confirm_in_rounds(edition: Edition) -> list[int]:
    """Rounds of an edition in which nobody has scored yet follow what was confirmed of it; their ids."""
    waiting = Round.objects.filter(edition=edition, state__in=BEFORE_SCORING)
    following = list(waiting.exclude(tracks__sheets__isnull=False))
    for round in following:
        round.confirmed_requirements = edition.confirmed_requirements
        round.save(update_fields=["confirmed_requirements"])
    return [round.pk for round in following]
