"""What an evaluation follows of the rooms below: rounds that move on, dossiers taken in, conditions confirmed; and what
its councils give in those rooms."""

from typing import Any

from django.db.models import Count, Q
from django.dispatch import receiver

from ocop.certificates import policy as certificates
from ocop.criteria.actions.editions import requirements_confirmed
from ocop.criteria.models import Edition
from ocop.dossiers import followers
from ocop.dossiers import policy as dossiers
from ocop.people import policy as people
from ocop.places.models import Place

from .actions.councils import follow_move
from .actions.following import confirm_in_rounds, enter_round
from .models import Track
from .policy import is_council_person, is_secretary_of, rounds_as_secretary, seats

followers.register_move(follow_move)
followers.register_acceptance(enter_round)
followers.register_products(Count("tracks", distinct=True))
dossiers.register_reader(is_council_person)
dossiers.register_runner(is_secretary_of)


@receiver(requirements_confirmed)
def _confirm_in_rounds(edition: Edition, **signal: Any) -> list[int]:
    return confirm_in_rounds(edition)


@people.register_reach
def _seated_at(user: Any) -> list[Place]:
    """Where a person stands by a seat in a council."""
    return list(Place.objects.filter(rounds__in=seats(user)))


@dossiers.register_grant
def _before_councils(person: Any) -> dossiers.Grant | None:
    """Dossiers passed up to rounds of the person's area; rounds of the own councils with the dossiers before them, for
    the secretary from the hand-in on."""
    area, held = people.paths(person, *people.READERS), seats(person)
    if not area and not held:
        return None
    here = people.within(Track.objects.all(), area, "round__place__path")
    before_own = Track.objects.filter(round__in=held)
    return dossiers.Grant(
        rounds=Q(pk__in=held),
        dossiers=Q(pk__in=here.values("dossier"))
        | Q(pk__in=before_own.values("dossier"))
        | Q(round__in=rounds_as_secretary(person), submission__gt=0),
    )


@certificates.register_grant
def _as_secretary(person: Any) -> Q | None:
    """A council's secretary answers for the certificates of its round; the other seats give none."""
    if not seats(person):
        return None
    return Q(track__round__in=rounds_as_secretary(person))
