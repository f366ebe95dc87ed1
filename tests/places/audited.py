"""Of each use case of the room the words that carry it out; tests/contract/test_audit.py tries them."""

from collections.abc import Callable
from typing import Any

from ocop.places import followers
from ocop.places.changes import Change, Unit
from ocop.places.outlines import Reading
from tests.places.trees import row

from ..days import TODAY

Things = dict[str, Any]


CASES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "places.actions.add_units": lambda t: {"units": [row("P")], "successions": [], "source": "t"},
    "places.actions.change_units": lambda t: {
        "actor": t["administrator"],
        "changes": [
            Change("Thêm Xã Mới", "1/NQ", units=[Unit(**row("P") | {"valid_from": None})]),
        ],
    },
    "places.actions.follow": lambda t: {
        "kind": followers.kind("producers.producer"),
        "pk": t["producer"].pk,
        "to": t["producer"].place.parent,
    },
    "places.actions.load_outlines": lambda t: {
        "actor": t["administrator"],
        "place": t["receiving"].place,
        "reading": Reading({t["receiving"].place_id: "1058345 221442 3 0 0 4"}, "ma", [], [], 3, 3),
        "file": "huyen.geojson",
        "source": "Sở Nội vụ",
        "licence": "CC BY 4.0",
    },
    "places.actions.set_day": lambda t: {
        "actor": t["administrator"],
        "day": TODAY,
        "works": True,
        "act": "Thông báo 1",
    },
    "places.actions.forget_day": lambda t: {
        "actor": t["administrator"],
        "day": t["calendar_day"],
    },
}
