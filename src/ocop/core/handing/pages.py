"""What a page shows of the chain: `components/stages.html` the way of a thing, `components/demands.html` what is asked,
`components/point.html` what was found of one item."""

from dataclasses import dataclass

from .enums import Stage
from .models import HandedUp, Point


@dataclass(frozen=True, slots=True)
class Demand:
    """What the office asks of one item of a returned thing. anchor: of the item on the page."""

    anchor: str
    name: str
    point: Point
    is_mended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """state: "done", "now" or "" for one to come, as `.steps` of the style sheet has it."""

    name: str
    state: str


def stages(thing: HandedUp) -> list[Step]:
    """The way of a thing as a row of steps; none for one that has left it: withdrawn, or long accepted."""
    first = Stage.RETURNED if thing.is_returned else Stage.DRAFT
    names = dict(type(thing)._meta.get_field("state").flatchoices)
    way = [str(stage) for stage in (first, Stage.SUBMITTED, Stage.CHECKING, Stage.ACCEPTED)]
    if thing.state not in way:
        return []
    now = way.index(thing.state)
    return [
        Step(str(names[stage]), "done" if place < now else "now" if place == now else "")
        for place, stage in enumerate(way)
    ]
