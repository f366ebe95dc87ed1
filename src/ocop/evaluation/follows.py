"""What an evaluation follows of the rooms below: papers replaced, products that change hands, conditions confirmed; and
what its councils give in those rooms."""

from typing import Any

from django.db.models import Count, Q
from django.dispatch import receiver

from ocop.certificates.policy import register_grant
from ocop.criteria.actions.editions import requirements_confirmed
from ocop.criteria.models import Edition
from ocop.people.policy import register_reach
from ocop.places.models import Place
from ocop.producers import followers

from .actions.following import confirm_in_rounds, keep_assessed, take_new_version
from .panels import is_assessed, uses
from .policy import rounds_as_secretary, seats

followers.register_uses(uses, Count("uses__dossier", distinct=True))
followers.register_assessment(is_assessed)
followers.register_replacement(take_new_version)
followers.register_transfer(keep_assessed)


@receiver(requirements_confirmed)
def _confirm_in_rounds(edition: Edition, **signal: Any) -> list[int]:
    return confirm_in_rounds(edition)


@register_reach
def _seated_at(user: Any) -> list[Place]:
    """Where a person stands by a seat in a council."""
    return list(Place.objects.filter(rounds__in=seats(user)))


@register_grant
def _as_secretary(person: Any) -> Q | None:
    """A council's secretary answers for the certificates of its round; the other seats give none."""
    if not seats(person):
        return None
    return Q(track__round__in=rounds_as_secretary(person))
