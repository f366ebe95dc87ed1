"""Producers and products of the public record, as far as it had come by the scene's day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ocop.core.search import fold
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.places.scenes import HISTORY, Scene
from ocop.places.territory import present

from ..enums import ProducerState, ProducerType
from ..models import Producer, Product

WORDS_OF_SETS = [
    ("miến", "BSP-06"),
    ("bún", "BSP-06"),
    ("bánh", "BSP-06"),
    ("cơm", "BSP-05"),
    ("mật ong", "BSP-04"),
    ("curcumin", "BSP-19"),
    ("tinh nghệ", "BSP-19"),
    ("trà", "BSP-12"),
    ("chè", "BSP-12"),
    ("rượu", "BSP-15"),
    ("gạo", "BSP-03"),
    ("tinh dầu", "BSP-22"),
    ("thịt", "BSP-08"),
    ("lạp sườn", "BSP-08"),
    ("măng", "BSP-07"),
    ("nấm", "BSP-07"),
    ("sấy", "BSP-07"),
    ("bột", "BSP-07"),
]
TYPES = [
    ("công ty", ProducerType.ENTERPRISE),
    ("htx", ProducerType.COOPERATIVE),
    ("tổ hợp tác", ProducerType.COOPERATIVE_GROUP),
]
RECOGNISED = ("recognised", "renewed")


@dataclass(frozen=True, slots=True)
class Event:
    """What the record says of a product: stars of a day, by a decision; `sites` say where it is read."""

    day: date
    stars: int
    decision: str
    decided_on: date | None
    valid_to: date | None
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A product of the record, the unit that its producer is said to be in, and what happened by the scene's day."""

    row: dict[str, Any]
    place: Place
    events: tuple[Event, ...]

    @property
    def producer_name(self) -> str:
        """Household businesses are given without a person's name: the product tells them apart."""
        name = re.sub(r"\s*\(later.*\)", "", self.row["producer"])
        return f"Hộ kinh doanh {self.row['name']}" if name == "hộ kinh doanh" else name

    @property
    def type(self) -> str:
        name = self.row["producer"].lower()
        return next(
            (kind for word, kind in TYPES if name.startswith(word)), ProducerType.HOUSEHOLD_BUSINESS
        )

    @property
    def set_code(self) -> str:
        name = self.row["name"].lower()
        return next((code for word, code in WORDS_OF_SETS if word in name), "BSP-07")


def known(scene: Scene) -> Iterator[Known]:
    """What the record holds by the scene's day; a product from the year in which it first stood before a council."""
    province = Place.objects.get(key=HISTORY)
    units = list(Place.objects.under(province).select_related("parent").order_by("-valid_to"))
    for row in scene.facts["products"]:
        if min(event["year"] for event in row["events"]) > scene.day.year:
            continue
        events = tuple(_events(row, scene))
        place = unit_named(row["place"], units, events[0].day if events else scene.day)
        if place is not None:
            yield Known(row, place, events)


def _events(row: dict[str, Any], scene: Scene) -> Iterator[Event]:
    """The sources give years, not days: 31 December, unless a decision's day is known."""
    for event in row["events"]:
        if event["status"] not in RECOGNISED or not event.get("star"):
            continue
        decided = event.get("decision_date")
        day = date.fromisoformat(decided) if decided else date(event["year"], 12, 31)
        if day > scene.day:
            continue
        sites = {re.split(r"[/ ]", scene.facts["sources"][key])[0] for key in event["source"]}
        until = event.get("valid_to")
        yield Event(
            day=day,
            stars=event["star"],
            decision=event.get("decision", ""),
            decided_on=day if decided else None,
            valid_to=date.fromisoformat(until) if until else None,
            sites=tuple(sorted(site for site in sites if "." in site)),
        )


def unit_named(text: str, units: list[Place], on: date) -> Place | None:
    """The unit that a text such as "xã Côn Minh, huyện Na Rì" names, best one of the day; None when it names none."""
    parts = [fold(part).replace("tp ", "thanh pho ") for part in text.split(",")]
    fitting = [
        p
        for p in units
        if fold(p.name) == parts[0]
        or (fold(p.name).endswith(" " + parts[0].split(" ", 1)[-1]) and p.level == Level.COMMUNE)
    ]
    inside = [
        p for p in fitting if len(parts) < 2 or (p.parent and fold(p.parent.name) == parts[1])
    ]
    best = sorted(inside, key=lambda p: (p.level != Level.COMMUNE, not _is_there(p, on)))
    return best[0] if best else None


def _is_there(place: Place, on: date) -> bool:
    return not place.has_ended(on) and (place.valid_from is None or place.valid_from <= on)


def build(scene: Scene, *, moved: bool = True) -> None:
    """Producers with their products. moved: each lives at the unit of the day that its own went into, as the work of the days
    between would have left it; at its own where nobody can tell which that is."""
    now = present(scene.day)
    for item in known(scene):
        home = (now.unit(item.place.pk) if moved else None) or item.place.pk
        producer, _made = Producer.objects.get_or_create(
            name=item.producer_name,
            place_id=home,
            defaults={"type": item.type, "state": ProducerState.ACTIVE},
        )
        Product.objects.get_or_create(
            producer=producer, name=item.row["name"], defaults={"set_code": item.set_code}
        )
