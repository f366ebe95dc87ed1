"""Small trees with a history, built as a decree is loaded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ocop.places.actions import add_units
from ocop.places.models import Place

from .factories import make_place

LEVELS = {"P": "province", "D": "district", "E": "district"}


def grown(
    units: Mapping[str, str],
    changes: Mapping[date, Mapping[str, str]] = {},
) -> dict[str, Place]:
    """Units by short names.

    units: "X": "P" is a unit X below P, a province where the name begins with P, a district with D or E. changes: on a day
    "A": "X' Y'" ends A, which goes into X' and Y'; "A": "" ends it and nothing follows. Units with a stroke begin on the
    day on which something first goes into them.
    """
    begins, ends, steps = {}, {}, []
    for day, each in sorted(changes.items()):
        for old, new in each.items():
            ends[old] = day - timedelta(1)
            steps += [(key_of(old), key_of(follower), str(day)) for follower in new.split()]
    for day, each in sorted(changes.items()):
        for follower in " ".join(each.values()).split():
            if follower.endswith("'"):
                begins.setdefault(follower, day)
    rows = [
        row(name, upper, begins=begins.get(name), ends=ends.get(name))
        for name, upper in units.items()
    ]
    if not Place.objects.filter(key="vn").exists():
        make_place("country", key="vn")
    add_units(rows, steps, source="test")
    return {name: Place.objects.get(key=key_of(name)) for name in units}


def key_of(name: str) -> str:
    """A key of a unit in `grown` that a form takes."""
    return f"t_{name}".replace("'", "_moi")


def row(
    name: str, upper: str = "", *, begins: date | None = None, ends: date | None = None
) -> dict[str, Any]:
    """A unit as `add_units` takes it."""
    return {
        "key": key_of(name),
        "code": name,
        "level": LEVELS.get(name[0], "commune"),
        "kind": "Đơn vị",
        "name": f"Đơn vị {name}",
        "short_name": name,
        "parent": key_of(upper) if upper else "vn",
        "valid_from": str(begins) if begins else None,
        "valid_to": str(ends) if ends else None,
        "latitude": None,
        "longitude": None,
    }
