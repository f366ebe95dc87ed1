"""The office of a place, as papers name it."""

from ocop.official import facts
from ocop.places.enums import Level
from ocop.places.models import Place


def office_of(place: Place) -> facts.Office:
    seat = place.province if place.level == Level.COMMUNE and place.province else place
    above = place.parent if place.parent and place.parent.level != Level.COUNTRY else None
    return facts.Office(place.name, seat.short_name, above.name if above else "")
