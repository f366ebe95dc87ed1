"""Where names stand on a map: each beside its own circle, clear of the other circles and of the names placed before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

CHARACTER_WIDTH = 6.2
ASCENT, DESCENT = 9.0, 3.0
"""Of `.chart svg text.name`, in drawing units; letters are rather taken for wide, so that no name is longer than its room."""
GAP = 2.0


class Circle(NamedTuple):
    """A circle with what is written beside it. radius: 0 where there is only a point."""

    x: float
    y: float
    radius: float
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """Where a text stands, as SVG says it: the point on its baseline, and which end of it is there."""

    x: float
    y: float
    anchor: str = "middle"


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=64)
def placed(circles: tuple[Circle, ...], width: float, height: float) -> Sequence[Label]:
    """A label for each circle, in their order: below it where that is free, else the place that hides the least."""
    discs = [_disc(circle) for circle in circles]
    texts: list[Box] = []
    labels = []
    for number, circle in enumerate(circles):
        others = [box for at, box in enumerate(discs) if at != number and circles[at].radius]
        label, box = _best(circle, [*others, *texts], Box(0, 0, width, height))
        labels.append(label)
        texts.append(box)
    return labels


def _best(circle: Circle, taken: Sequence[Box], sheet: Box) -> tuple[Label, Box]:
    found: list[tuple[float, Label, Box]] = []
    for label, box in _places(circle):
        hidden = sum(_overlap(box, other) for other in taken) + _cut_off(box, sheet)
        if not hidden:
            return label, box
        found.append((hidden, label, box))
    _hidden, label, box = min(found, key=lambda place: place[0])
    return label, box


def _places(circle: Circle) -> Iterator[tuple[Label, Box]]:
    """Where its name may stand, the most usual first, each with the room that it takes."""
    away = circle.radius + GAP
    aslant = circle.radius * 0.7 + GAP
    middle = (ASCENT - DESCENT) / 2
    for x, y, anchor in (
        (0.0, away + ASCENT, "middle"),
        (0.0, -away - DESCENT, "middle"),
        (away, middle, "start"),
        (-away, middle, "end"),
        (aslant, aslant + ASCENT, "start"),
        (-aslant, aslant + ASCENT, "end"),
        (aslant, -aslant - DESCENT, "start"),
        (-aslant, -aslant - DESCENT, "end"),
    ):
        label = Label(circle.x + x, circle.y + y, anchor)
        yield label, box_of(label, circle.text)


def box_of(label: Label, text: str) -> Box:
    """The room that a text takes."""
    wide = len(text) * CHARACTER_WIDTH
    left = label.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
    return Box(left, label.y - ASCENT, left + wide, label.y + DESCENT)


def _disc(circle: Circle) -> Box:
    reach = circle.radius
    return Box(circle.x - reach, circle.y - reach, circle.x + reach, circle.y + reach)


def _overlap(one: Box, other: Box) -> float:
    wide = min(one.right, other.right) - max(one.left, other.left)
    tall = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide * tall if wide > 0 and tall > 0 else 0.0


def _cut_off(box: Box, sheet: Box) -> float:
    """How much of it the edge of the drawing would cut off; less than nothing is nothing, to the last bit."""
    whole = (box.right - box.left) * (box.bottom - box.top)
    return max(0.0, round(whole - _overlap(box, sheet), 6))
