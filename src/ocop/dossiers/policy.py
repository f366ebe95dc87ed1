"""Who may do what with rounds and dossiers. Lists, counts, pages and exports all ask here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ocop.core.rights import right
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.producers import policy as producers

from .models import Dossier, Round


@dataclass(frozen=True, slots=True)
class Grant:
    """Rounds and dossiers that a person sees by what another room gave: a seat in a round's council."""

    rounds: Q
    dossiers: Q


_grants: list[Callable[[Any], Grant | None]] = []
_readers: list[Callable[[Any], bool]] = []
_runners: list[Callable[[Any, Round], bool]] = []


def register_grant(find: Callable[[Any], Grant | None]) -> Callable[[Any], Grant | None]:
    """(person) → what the person sees by what another room gave, None where it gave nothing."""
    _grants.append(find)
    return find


def register_reader(reads: Callable[[Any], bool]) -> None:
    """(person) → whether the person comes here at all by what another room gave: asked for the menu of each page."""
    _readers.append(reads)


def register_runner(runs: Callable[[Any, Round], bool]) -> None:
    """(person, round) → whether the person runs the round beside the officers of its place."""
    _runners.append(runs)


def _granted(person: Any) -> list[Grant]:
    return [grant for find in _grants if (grant := find(person)) is not None]


def rounds_visible_to(user: Any) -> QuerySet[Round]:
    """Rounds of my area, open rounds above the places of my producers, and those that I was given otherwise."""
    in_area = people.within(Round.objects.all(), people.paths(user, *people.READERS))
    mine = Dossier.objects.filter(producer__in=producers.own(user))
    seen = Q(pk__in=in_area.values("pk")) | Q(pk__in=mine.values("round"))
    for grant in _granted(user):
        seen |= grant.rounds
    return Round.objects.filter(seen)


def dossiers_visible_to(user: Any) -> QuerySet[Dossier]:
    """My producers' dossiers; those of my area's producers, drafts only for the officers who may help; those that I was
    given otherwise. A draft is the producer's own until it is handed in."""
    handed_in = Dossier.objects.filter(submission__gt=0)
    area = people.paths(user, *people.READERS)
    filed = people.within(handed_in, area, "producer__place__path")
    helped = people.within(
        Dossier.objects.all(), people.paths(user, Role.OFFICER), "producer__place__path"
    )
    seen = (
        Q(producer__in=producers.own(user))
        | Q(pk__in=filed.values("pk"))
        | Q(pk__in=helped.values("pk"))
    )
    for grant in _granted(user):
        seen |= grant.dossiers
    return Dossier.objects.filter(seen)


@right
def reads_dossiers(person: Any, thing: Any = None) -> bool:
    """Whoever has an area, a producer or a place in a body that assesses."""
    return person.is_authenticated and (
        producers.reads_producers(person) or any(reads(person) for reads in _readers)
    )


@right
def is_officer_over_round(person: Any, round: Any) -> bool:
    """An officer of the round's place or above."""
    return people.is_officer_over(person, round.place)


@right
def was_entrusted(person: Any, round: Any) -> bool:
    """Runs the round by what another room gave."""
    return any(runs(person, round) for runs in _runners)


@right
def is_editable(person: Any, dossier: Any) -> bool:
    return bool(dossier.is_editable)


# ---- Who may do what, thing by thing

# A round.
runs_round = is_officer_over_round | was_entrusted

# A dossier. The office that received it does not take it back but returns it.
receives_dossier = runs_round.of("round")
hands_in_dossier = producers.can_edit.of("producer")
edits_dossier = is_editable & hands_in_dossier
takes_back = producers.acts_for.of("producer") | (
    producers.is_officer_of.of("producer") & ~receives_dossier
)
