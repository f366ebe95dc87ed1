"""What the room puts into the world of the contract tests."""

from tests.contract.sides import Side
from tests.places.factories import make_calendar_day


def begin(side: Side) -> None:
    side.things["home"] = side.commune
    side.things["province_unit"] = side.commune.province


def grow(side: Side) -> None:
    side.things["calendar_day"] = make_calendar_day()
