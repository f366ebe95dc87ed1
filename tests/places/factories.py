"""The smallest units, for tests that show their own world: beside the country's, or where there are none."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from ocop.core.search import fold, sort_key
from ocop.places.enums import Level
from ocop.places.models import CalendarDay, Place, TreeChange

_numbers = count(1)
KINDS = {
    Level.COUNTRY: "Nước",
    Level.PROVINCE: "Tỉnh",
    Level.DISTRICT: "Huyện",
    Level.COMMUNE: "Xã",
}


def make_place(level: str = Level.COMMUNE, *, under: Place | None = None, **fields: Any) -> Place:
    """A unit without a first and a last day. A district and a commune that lie under nothing get a province of their own;
    a province may stand alone."""
    if under is None and level in (Level.DISTRICT, Level.COMMUNE):
        under = make_place(Level.PROVINCE)
    number = next(_numbers)
    kind = KINDS[Level(level)]
    short_name = fields.pop("short_name", f"Thử {number}")
    above = {unit.level: unit for unit in (under, under and under.parent) if unit}
    fields = {"key": f"f{number}", "code": f"f{number}", "name": f"{kind} {short_name}", **fields}
    unit = Place.objects.create(
        level=level,
        kind=kind,
        short_name=short_name,
        parent=under,
        province=above.get(Level.PROVINCE),
        district=above.get(Level.DISTRICT),
        path=f"{under.path if under else ''}{fields['key']}/",
        search=fold(fields["name"]),
        sort_key=sort_key(short_name),
        **fields,
    )
    TreeChange.objects.create(source="test", units_added=1, successions_added=0)
    return unit


def make_calendar_day(**fields: Any) -> CalendarDay:
    """A day of a year to come that is worked, whatever weekday it is."""
    day = date(2030, 1, 1) + timedelta(days=next(_numbers))
    return CalendarDay.objects.create(**{"day": day, "works": True, "act": "Thông báo", **fields})
