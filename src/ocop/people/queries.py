"""Organisations as people look for them; the post by which a person is told; what waits after a change of the units."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Q, When

from ocop.core import clock
from ocop.core.search import fold
from ocop.places import followers
from ocop.places import queries as places
from ocop.places.followers import Kind
from ocop.places.models import Place
from ocop.places.queries import units_after
from ocop.places.territory import present

from . import offices, policy
from .enums import OrganisationKind, Role
from .models import Appointment, Organisation, OrganisationQuerySet, User

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
    day, wanted = on or clock.today(), fold(text)
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
        Appointment.objects.in_force(clock.today())
        .filter(user__login=login, user__is_active=True)
        .select_related("user", "organisation__place__district", "place")
    )

    def rank(post: Appointment) -> tuple[bool, bool, int]:
        return (post.organisation is None, not post.place.contains(at), -len(post.place.path))

    return min(held, key=rank, default=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something at a unit that is gone, and the units of today among which one chooses. proposed: the one that followed,
    where there is one."""

    thing: Any
    place: Place
    units: list[Place]
    kind: Kind | None = None
    proposed: Place | None = None

    @property
    def url(self) -> str:
        return self.kind.url(self.thing) if self.kind else ""


def at_split_units(user: User) -> list[Waiting]:
    """What lived at units that were split, in the territories where the person is an officer: 1 query a kind of things, 2 more
    where some live at units that are gone, 3 or more for the units where something waits."""
    areas, today = policy.paths(user, Role.OFFICER), clock.today()
    found = []
    for kind in followers.kinds() if areas else ():
        gone = kind.living().filter(**{f"{kind.field}__valid_to__lt": today})
        here = policy.within(gone, areas, f"{kind.field}__path").select_related(kind.field)
        found += [(kind, thing, getattr(thing, kind.field)) for thing in here]
    used = _still_used({place.pk for _kind, _thing, place in found})
    left = [(kind, thing, place) for kind, thing, place in found if place.pk not in used]
    if not left:
        return []
    units, seen = units_after({place for _kind, _thing, place in left}, today), present(today)
    return [
        Waiting(thing, place, _alike(place, units[place.pk]), kind)
        for kind, thing, place in left
        if seen.unit(place.pk) is None
    ]


def _still_used(units: Collection[int]) -> set[int]:
    """Units that are gone and where an office still works: what lives there stays (`places.queries.in_use`)."""
    return (
        set(places.in_use().filter(pk__in=units).values_list("pk", flat=True)) if units else set()
    )


def _alike(place: Place, units: list[Place]) -> list[Place]:
    return [unit for unit in units if unit.level == place.level] or units


def roles_left_behind(user: User) -> list[Waiting]:
    """Roles that ended with their unit and that the person may settle: 1 query, 3 or more for the units where there are
    some."""
    areas, today = policy.paths(user, Role.ADMINISTRATOR, Role.OFFICER), clock.today()
    if not areas:
        return []
    left = policy.within(Appointment.objects.left_behind(today), areas)
    roles = left.select_related("user", "place").order_by("place__sort_key", "user__sort_key")
    mine = [role for role in roles if policy.may_settle(user, role)]
    if not mine:
        return []
    units, seen = units_after({role.place for role in mine}, today), present(today)
    waiting = []
    for role in mine:
        offered = [one for one in units[role.place_id] if policy.may_appoint(user, role.role, one)]
        is_whole = seen.unit(role.place_id) is not None and len(offered) == 1
        waiting.append(
            Waiting(role, role.place, offered, proposed=offered[0] if is_whole else None)
        )
    return waiting
