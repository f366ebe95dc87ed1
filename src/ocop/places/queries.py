"""Reads of the tree on a day."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Case, Q, When
from django.db.models.functions import Length, Substr

from ocop.core import clock
from ocop.core.compiled import Select
from ocop.core.search import fold

from .enums import Level
from .models import Place, PlaceQuerySet, Succession
from .territory import present, territory

_offices: list[Callable[[date], Iterable[Place]]] = []


def register_offices(find: Callable[[date], Iterable[Place]]) -> None:
    """Units that have an office on a day, as another room knows."""
    _offices.append(find)


def in_use() -> PlaceQuerySet:
    """Each area of the country once: its units of today; where an office still works at a unit of an earlier time, the
    units of that unit's last day instead. 1 query for the offices."""
    today = clock.today()
    earlier = Place.objects.none()
    for office in (place for find in _offices for place in find(today)):
        if office.valid_to and office.valid_to < today:
            earlier = earlier | Place.objects.under(office).on(office.valid_to)
    followers = Succession.objects.filter(old__in=earlier.values("pk"))
    return Place.objects.filter(
        Q(pk__in=earlier.values("pk"))
        | Q(pk__in=Place.objects.on(today).values("pk")) & ~Q(pk__in=followers.values("new"))
    )


def lies_in(place: Place, area: Place, on: date) -> bool:
    """Whether a unit is in another's subtree or, where it has ended, in its territory: no query for the one, else 1."""
    if area.contains(place):
        return True
    return place.has_ended(on) and territory(area, on).contains(place)


def unit_of(place: Place, on: date) -> Place:
    """The unit of a day to which a unit belongs, itself while it exists: no query then, else 2 (`territory.present`)."""
    if not place.has_ended(on):
        return place
    return Place.objects.select_related("parent").get(pk=present(on).above(place.pk))


def units_after(places: Iterable[Place], on: date) -> dict[int, list[Place]]:
    """Of each of some units that have ended the units of a day among which one chooses what follows it, by its key: those it
    went into; where nothing is known to follow, what holds it and the communes of that. 3 queries, 1 more for each such."""
    seen = present(on)
    parts = {place.pk: seen.parts(place.pk) for place in places}
    above = {pk: seen.above(pk) for pk, followers in parts.items() if not followers}
    units = Place.objects.in_bulk(
        {*above.values(), *(pk for each in parts.values() for pk in each)}
    )
    found: dict[int, list[Place]] = {
        pk: sorted((units[part] for part in each), key=_by_name) for pk, each in parts.items()
    }
    for pk, holder in above.items():
        below = Place.objects.on(on).under(units[holder]).filter(level=Level.COMMUNE)
        found[pk] = [units[holder], *(unit for unit in below if unit.pk != holder)]
    return found


def _by_name(place: Place) -> str:
    return place.sort_key


def find(
    text: str,
    *,
    day: date | None = None,
    among: PlaceQuerySet | None = None,
    under: list[Place] | None = None,
    level: str = "",
    most: int = 12,
) -> list[Place]:
    """Units whose name holds the text, accents ignored, those that begin with it first: 1 query. None of a later time:
    on a rehearsal's day of 2019 nobody has heard of the units of 2025."""
    places = Place.objects.all() if among is None else among
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=clock.today())
    found = places.filter(begun, search__contains=fold(text)).select_related("district", "province")
    if day:
        found = found.on(day)
    if level:
        found = found.filter(level=level)
    if under is not None:
        found = found.filter(pk__in=[]) if not under else _under(found, under)
    begins_with_it = Case(When(starts__startswith=fold(text), then=0), default=1)
    ranked = found.annotate(starts=Substr("search", Length("kind") + 2)).order_by(
        begins_with_it, "sort_key", "key"
    )
    return list(ranked[:most])


def _under(found: PlaceQuerySet, places: list[Place]) -> PlaceQuerySet:
    joined = found.under(places[0])
    for place in places[1:]:
        joined = joined | found.under(place)
    return joined


def units_at(place: Place, level: str, day: date) -> list[Place]:
    """The units of a level within a place on a day, or on the place's last one: 1 query."""
    last = min(day, place.valid_to) if place.valid_to else day
    return list(Place.objects.under(place).on(last).filter(level=level).order_by("sort_key"))


_steps = Select(
    lambda old, day: Succession.objects.filter(old=old, on__lte=day).select_related(
        "new__province"
    ),
    old=Succession._meta.get_field("old"),
    day=Succession._meta.get_field("on"),
)


def successors_on(place: Place, day: date) -> list[Place]:
    """The units of a day that hold the area of a unit, itself if it still exists: 1 query a unit that ended."""
    current: dict[int, Place] = {place.pk: place}
    found: dict[int, Place] = {}
    while current:
        ended = {pk: p for pk, p in current.items() if p.valid_to and p.valid_to < day}
        found |= {pk: p for pk, p in current.items() if pk not in ended}
        steps = (step for pk in ended for step in _steps.rows(old=pk, day=day))
        current = {step.new_id: step.new for step in steps}
    return sorted(found.values(), key=lambda p: p.sort_key)


def area_of(places: Iterable[Place]) -> set[int]:
    """Ids of units, all below them, and every earlier or later unit that shares their area: 1 query, 1 a step of history.

    So a record kept at a commune of 2018 is found by the name of today's commune, and the other way round.
    """
    asked = list(places)
    if not asked:
        return set()
    inside = set(_under(Place.objects.all(), asked).values_list("pk", flat=True))
    return inside | _followed(inside, "old", "new") | _followed(inside, "new", "old")


def _followed(ids: set[int], here: str, there: str) -> set[int]:
    found: set[int] = set()
    current = ids
    while current:
        steps = Succession.objects.filter(**{f"{here}__in": current})
        current = set(steps.values_list(there, flat=True)) - found
        found |= current
    return found
