"""Reads of the tree on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, When
from django.db.models.functions import Length, Substr

from ocop.core.search import fold

from .models import Place, PlaceQuerySet, Succession


def find(
    text: str,
    *,
    day: date | None = None,
    under: list[Place] | None = None,
    level: str = "",
    most: int = 12,
) -> list[Place]:
    """Units whose name holds the text, accents ignored, those that begin with it first: 1 query."""
    found = Place.objects.filter(search__contains=fold(text)).select_related("district", "province")
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
