"""Where small worlds stand that a reader can count: communes of a province of the country."""

from datetime import UTC, date, datetime

from ocop.core.periods import Period
from ocop.measures.areas import Area
from ocop.measures.definitions import find
from ocop.measures.queries import value
from ocop.places.models import Place

CAO_BANG = "04"
LAST_MINUTE, NEW_YEAR = (
    datetime(2019, 12, 31, 16, 59, tzinfo=UTC),
    datetime(2019, 12, 31, 17, 0, tzinfo=UTC),
)
"""In Vietnam the last minute of 2019 and the first of 2020."""


def place(key: str = CAO_BANG) -> Place:
    return Place.objects.get(key=key)


def area(key: str = CAO_BANG) -> Area:
    return Area(place(key))


def communes(key: str = CAO_BANG, on: date = date(2019, 12, 31)) -> list[Place]:
    """Communes of a province on a day, in a fixed order."""
    return list(Place.objects.under(place(key)).on(on).filter(level="commune").order_by("key"))


def number(code: str, period: str):
    """A figure of the province in a period."""
    return value(find(code), area(), Period.parse(period)).number
