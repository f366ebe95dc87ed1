"""Where small worlds stand that a reader can count: communes of a province of the country."""

from datetime import date

from ocop.measures.areas import Area
from ocop.places.models import Place

CAO_BANG = "04"


def place(key: str = CAO_BANG) -> Place:
    return Place.objects.get(key=key)


def area(key: str = CAO_BANG) -> Area:
    return Area(place(key))


def communes(key: str = CAO_BANG, on: date = date(2019, 12, 31)) -> list[Place]:
    """Communes of a province on a day, in a fixed order."""
    return list(Place.objects.under(place(key)).on(on).filter(level="commune").order_by("key"))
