"""Organisations as people look for them; the post by which a person is told."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Case, Q, When
from django.utils import timezone

from ocop.core.search import fold
from ocop.places import queries as places
from ocop.places.models import Place

from . import offices
from .enums import OrganisationKind
from .models import Appointment, Organisation, OrganisationQuerySet

COMMITTEE = re.compile(r"(?:uy ban nhan dan|ubnd)\b *")


def near(around: Iterable[Place]) -> OrganisationQuerySet:
    """Organisations at places, above them and below them."""
    return Organisation.objects.filter(_in_line(around, "place__path"))


def _in_line(around: Iterable[Place], path: str) -> Q:
    """Units, by the name of their path, that are one of these, above it or below it."""
    condition = Q(pk__in=[])
    for place in around:
        keys = place.path.split("/")[:-1]
        above = ["/".join(keys[: depth + 1]) + "/" for depth in range(len(keys))]
        condition |= Q((f"{path}__in", above))
        condition |= Q((f"{path}__gte", place.path), (f"{path}__lt", place.path + "~"))
    return condition


def proposed(
    text: str, *, around: Sequence[Place], on: date | None = None, most: int = 12
) -> list[Organisation]:
    """What a person who types may mean, those that begin with it first, then those at and above the places: 1 query.

    People's Committees are proposed by the name of their place, whether they have a row yet or not: 2 queries more.
    """
    day, wanted = on or timezone.localdate(), fold(text)
    found = near(around).in_force(day).select_related("place")
    for word in wanted.split():
        found = found.filter(search__contains=word)
    begins = Case(When(search__startswith=wanted, then=0), default=1)
    ranked = list(found.order_by(begins, "place__path", "sort_key", "pk")[:most])
    if match := COMMITTEE.match(wanted):
        known = {one.place_id for one in ranked if one.kind == OrganisationKind.PEOPLES_COMMITTEE}
        among = places.in_use().filter(_in_line(around, "path"), level__in=offices.LEVELS)
        units = places.find(wanted[match.end() :], among=among, most=most)
        ranked += [offices.committee_of(unit) for unit in units if unit.pk not in known]
    return ranked[:most]


def named(
    text: str, *, around: Sequence[Place], on: date | None = None, most: int = 4
) -> list[Organisation]:
    """Organisations that bear exactly this name or short name, accents ignored: 1 query, 3 for a People's
    Committee."""
    wanted = fold(text)
    found = [
        one
        for one in proposed(text, around=around, on=on, most=200)
        if wanted in (fold(one.name), fold(one.short_name))
    ]
    return found[:most]


def post_of(login: str, at: Place) -> Appointment | None:
    """What a person is today, to be told where the person is named: the post nearest to a place, from there upwards, then any
    other; one that names an organisation before one that does not. 1 query."""
    held = (
        Appointment.objects.in_force(timezone.localdate())
        .filter(user__login=login, user__is_active=True)
        .select_related("user", "organisation", "place")
    )

    def rank(post: Appointment) -> tuple[bool, bool, int]:
        return (post.organisation is None, not post.place.contains(at), -len(post.place.path))

    return min(held, key=rank, default=None)
