"""What becomes of the bodies of a unit that has ended: who surely takes over, else among whom an administrator chooses.

Sure is, where the unit went wholly into another of its level: its People's Committee goes over to that one's; of a kind of
which a unit has one, such as its Fatherland Front, the one there; of the others the one of the same name, the names of the
units left out. "Hội Phụ nữ xã Côn Minh" is followed by "Hội Phụ nữ xã Quang Phong", never by its Hội Nông dân.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q

from ocop.core import clock
from ocop.core.search import fold
from ocop.places import queries as places
from ocop.places.models import Place, Succession
from ocop.places.territory import present

from . import offices, policy
from .enums import OrganisationKind, Role
from .fields import organisation_label
from .models import Organisation, OrganisationQuerySet, User

ONE_A_UNIT = (
    OrganisationKind.PARTY_COMMITTEE,
    OrganisationKind.PEOPLES_COUNCIL,
    OrganisationKind.FATHERLAND_FRONT,
)
"""Kinds of which a unit has one; besides its People's Committee, which need not have a row."""
HEAD = OrganisationKind.PEOPLES_COMMITTEE


def left_behind(on: date) -> OrganisationQuerySet:
    """Bodies whose unit has ended by a day and of which nobody has said what became. 1 query and 1 for the offices.

    A People's Committee ends with its unit; what may lack is only its successor, where something followed the unit. Where an
    office still works at a unit that is gone, its bodies do, too.
    """
    last = F("place__valid_to")
    is_open = Q(valid_to__isnull=True) | Q(valid_to__gt=last)
    has_followers = Q(place__in=Succession.objects.values("old"))
    lacks_heir = Q(kind=HEAD, successor=None, valid_to=last) & has_followers
    return (
        Organisation.objects.filter(is_open | lacks_heir, place__valid_to__lt=on)
        .exclude(valid_from__gt=last)
        .exclude(place__in=places.in_use().values("pk"))
        .select_related("place__district")
        .order_by("place__valid_to", "place__sort_key", "sort_key", "pk")
    )


@dataclass(frozen=True, slots=True)
class Heirs:
    """A body whose unit has ended, and its last day. heir: who surely takes over, None where somebody has to say. bodies: among whom one
    chooses, all of its kind. units: where it may go on as it is."""

    body: Organisation
    last: date
    heir: Organisation | None
    bodies: Sequence[Organisation]
    units: Sequence[Place]

    @property
    def ends_alone(self) -> bool:
        """Whether nothing follows: the People's Committee of a unit that nothing followed, such as a district of 2025."""
        return self.body.kind == HEAD and not self.bodies

    @property
    def is_asked_for(self) -> bool:
        return self.heir is None and not self.ends_alone

    @property
    def successors(self) -> dict[str, Organisation]:
        """Among whom one chooses who took over, by the label that names each."""
        return {organisation_label(body): body for body in self.bodies}

    @property
    def homes(self) -> dict[str, Place]:
        """Where it may go on as it is; a People's Committee goes on nowhere."""
        return {} if self.body.kind == HEAD else {unit.key: unit for unit in self.units}

    @property
    def may_end_alone(self) -> bool:
        """Whether its duties may end with it; those of a People's Committee go to one of the units that followed."""
        return self.body.kind != HEAD


def heirs_of(left: Iterable[Organisation]) -> list[Heirs]:
    """What became of each: as of the day after its unit's last. Some 5 queries for each such day."""
    by_day: dict[date, list[Organisation]] = {}
    for body in left:
        if (last := body.place.valid_to) is not None:
            by_day.setdefault(last, []).append(body)
    return [heirs for last, bodies in by_day.items() for heirs in _after(last, bodies)]


def _after(last: date, left: Sequence[Organisation]) -> Iterator[Heirs]:
    day = last + timedelta(1)
    seen = present(day)
    units = places.units_after({body.place for body in left}, day)
    there: dict[int, list[Organisation]] = {}
    around = {unit.pk for each in units.values() for unit in each}
    for one in Organisation.objects.in_force(day).filter(place__in=around).select_related("place"):
        there.setdefault(one.place_id, []).append(one)
    for body in left:
        followers = [unit for unit in units[body.place_id] if unit.level == body.place.level]
        if body.kind == HEAD:
            bodies = [_head_of(unit, there) for unit in followers if seen.parts(body.place_id)]
        else:
            bodies = [one for unit in units[body.place_id] for one in there.get(unit.pk, ())]
            bodies = [one for one in bodies if one.kind == body.kind and one.pk != body.pk]
        whole = seen.unit(body.place_id)
        at_whole = [one for one in bodies if one.place_id == whole and one.place in followers]
        yield Heirs(body, last, _sure(body, at_whole), bodies, units[body.place_id])


def _head_of(unit: Place, there: dict[int, list[Organisation]]) -> Organisation:
    """The People's Committee of a unit, which may have no row yet."""
    rows = (one for one in there.get(unit.pk, ()) if one.kind == HEAD)
    return next(rows, None) or offices.committee_of(unit)


def _sure(body: Organisation, bodies: Sequence[Organisation]) -> Organisation | None:
    """The one of these, at the unit that its own went into, that surely takes over."""
    if body.kind != HEAD and body.kind not in ONE_A_UNIT:
        bodies = [one for one in bodies if _bare_name(one) == _bare_name(body)]
    return bodies[0] if len(bodies) == 1 else None


def _bare_name(body: Organisation) -> str:
    """A body's name without its unit's: "Hội Phụ nữ xã Côn Minh" is "hoi phu nu"."""
    name = fold(body.name)
    for unit in (fold(body.place.name), fold(body.place.short_name)):
        name = name.replace(unit, " ")
    return " ".join(name.split())


def asked_of(user: User) -> list[Heirs]:
    """Bodies of which the person has to say what became, in the territories where the person keeps organisations: 2 queries,
    some 5 more where there are any."""
    areas = policy.paths(user, Role.ADMINISTRATOR, Role.OFFICER)
    if not areas:
        return []
    left = policy.within(left_behind(clock.today()), areas)
    return [heirs for heirs in heirs_of(left) if heirs.is_asked_for]
