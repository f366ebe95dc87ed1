"""Reads of the tree on a day."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Case, Q, When
from django.db.models.functions import Length, Substr
from django.utils import timezone

from ocop.core.search import fold

from .models import Place, PlaceQuerySet, Succession

_offices: list[Callable[[date], Iterable[Place]]] = []


def register_offices(find: Callable[[date], Iterable[Place]]) -> None:
    """Units that have an office on a day, as another room knows."""
    _offices.append(find)


def in_use() -> PlaceQuerySet:
    """Each area of the country once: its units of today; where an office still works at a unit of an earlier time, the
    units of that unit's last day instead. 1 query for the offices."""
    today = timezone.localdate()
    earlier = Place.objects.none()
    for office in (place for find in _offices for place in find(today)):
        if office.valid_to and office.valid_to < today:
            earlier = earlier | Place.objects.under(office).on(office.valid_to)
    followers = Succession.objects.filter(old__in=earlier.values("pk"))
    return Place.objects.filter(
        Q(pk__in=earlier.values("pk"))
        | Q(pk__in=Place.objects.on(today).values("pk")) & ~Q(pk__in=followers.values("new"))
    )


def find(
    text: str,
    *,
    day: date | None = None,
    among: PlaceQuerySet | None = None,
    under: list[Place] | None = None,
    level: str = "",
    most: int = 12,
) -> list[Place]:
    """Units whose name holds the text, accents ignored, those that begin with it first: 1 query."""
    places = Place.objects.all() if among is None else among
    found = places.filter(search__contains=fold(text)).select_related("district", "province")
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


def successors_on(place: Place, day: date) -> list[Place]:
    """The units of a day that hold the area of a unit, itself if it still exists: 1 query a step of history."""
    current, found = {place.pk: place}, {}
    while current:
        ended = {pk: p for pk, p in current.items() if p.valid_to and p.valid_to < day}
        found |= {pk: p for pk, p in current.items() if pk not in ended}
        steps = Succession.objects.filter(old__in=ended, on__lte=day).select_related(
            "new__province"
        )
        current = {step.new_id: step.new for step in steps} if ended else {}
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
