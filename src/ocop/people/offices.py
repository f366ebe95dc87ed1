"""The office of a place: its People's Committee, as a row where one was needed, and as papers name it."""

from collections.abc import Iterable

from ocop.official import facts
from ocop.official.facts import committee
from ocop.places.enums import Level
from ocop.places.models import Place

from .enums import OrganisationKind
from .models import Organisation

LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
"""Levels of government that have one; the country has none."""


def committee_of(place: Place) -> Organisation:
    """The People's Committee of a unit as its row would be: the one place that words its name. Not stored."""
    name = committee(place.name)
    return Organisation(
        kind=OrganisationKind.PEOPLES_COMMITTEE,
        name=name,
        short_name=name.replace("Ủy ban nhân dân", "UBND"),
        place=place,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
    )


def heads_of(units: Iterable[Place]) -> dict[int, str]:
    """Names of the People's Committees of units as papers print them, by unit: as their row says where there is one, else as
    it would: 1 query."""
    wanted = {place.pk: place for place in units if place.level in LEVELS}
    rows = Organisation.objects.filter(
        kind=OrganisationKind.PEOPLES_COMMITTEE, place__in=wanted
    ).values_list("place_id", "name")
    return {pk: committee(place.name) for pk, place in wanted.items()} | dict(rows)


def head_of(place: Place) -> Organisation | None:
    """The People's Committee of a unit, None while nothing needed its row: 1 query."""
    return Organisation.objects.filter(kind=OrganisationKind.PEOPLES_COMMITTEE, place=place).first()


def office_of(place: Place) -> facts.Office:
    """The People's Committee of a unit and the one above it, as their rows call them: 1 query."""
    seat = place.province if place.level == Level.COMMUNE and place.province else place
    above = place.parent if place.parent and place.parent.level != Level.COUNTRY else None
    heads = heads_of(filter(None, (place, above)))
    return facts.Office(
        place.name,
        seat.short_name,
        superior=above.name if above else "",
        called=heads.get(place.pk, ""),
        superior_called=heads[above.pk] if above else "",
    )
