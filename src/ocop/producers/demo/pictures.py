"""Pictures for the demo, drawn by the project: a still life for each kind of product, in the colours of the house.

They are no photographs, of nobody's goods; the caption says so.
"""

import io
import math
import random
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

SIZE = (640, 480)
FINER = 2
"""Drawn so many times larger and made smaller, for smooth edges."""
VARIANTS = 3
GROUNDS = ("#eaf4ed", "#f3efe4", "#e8eef0")
TABLES = ("#cdb894", "#b9cdb9", "#c9b8a4")
LEAF, DEEP, PALE, INK = "#1d6b3c", "#14532d", "#fbfaf7", "#1c2620"
STRAW, CLAY, AMBER, BARK = "#dcc79a", "#a9653a", "#c8842c", "#6d4a2f"
Pen = ImageDraw.ImageDraw


class Canvas:
    """A drawing board with its middle at (0, 0) on the table's edge, y upward, a unit a pixel of the finished picture."""

    def __init__(self, pen: Pen, chance: random.Random) -> None:
        self.pen, self.chance = pen, chance

    def at(self, *points: tuple[float, float]) -> list[tuple[float, float]]:
        return [((SIZE[0] / 2 + x) * FINER, (SIZE[1] * 0.78 - y) * FINER) for x, y in points]

    def oval(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        low, top = self.at((x - wide / 2, y + high / 2), (x + wide / 2, y - high / 2))
        self.pen.ellipse([low, top], fill=fill)

    def box(self, x: float, y: float, wide: float, high: float, fill: str, round: int = 8) -> None:
        """Standing on y, its middle at x."""
        low, top = self.at((x - wide / 2, y + high), (x + wide / 2, y))
        self.pen.rounded_rectangle([low, top], radius=round * FINER, fill=fill)

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        self.pen.polygon(self.at(*points), fill=fill)

    def line(self, *points: tuple[float, float], fill: str, width: int = 4) -> None:
        self.pen.line(self.at(*points), fill=fill, width=width * FINER, joint="curve")

    def leaf(self, x: float, y: float, long: float, turn: float, fill: str = LEAF) -> None:
        """A leaf that grows from (x, y), turned by so many degrees from upright."""
        side = [
            (0, 0),
            *[(math.sin(math.pi * t / 8) * long * 0.22, long * t / 8) for t in range(1, 8)],
            (0, long),
        ]
        outline = [*side, *[(-px, py) for px, py in reversed(side)]]
        angle = math.radians(turn)
        self.shape(
            *[
                (
                    x + px * math.cos(angle) + py * math.sin(angle),
                    y - px * math.sin(angle) + py * math.cos(angle),
                )
                for px, py in outline
            ],
            fill=fill,
        )

    def label(self, x: float, y: float, wide: float, high: float) -> None:
        """Paper on a jar or a bag: a leaf, and lines where words would be."""
        self.box(x, y, wide, high, PALE, 4)
        self.leaf(x, y + high * 0.42, high * 0.48, 12)
        self.line((x - wide * 0.3, y + high * 0.28), (x + wide * 0.3, y + high * 0.28), fill=DEEP)
        self.line(
            (x - wide * 0.2, y + high * 0.14), (x + wide * 0.2, y + high * 0.14), fill=INK, width=2
        )


def noodles(on: Canvas) -> None:
    for bundle, x in enumerate((-120, 0, 120)):
        for strand in range(22):
            sway = on.chance.uniform(-6, 6)
            left = x - 44 + strand * 4
            on.line(
                (left, 4),
                (left + sway, 90),
                (left - sway, 190),
                fill=(STRAW, "#cbb583", "#e7d7b1")[(strand + bundle) % 3],
                width=3,
            )
        on.box(x, 84, 104, 26, LEAF, 5)


def jar(on: Canvas, content: str = AMBER) -> None:
    on.box(-70, 0, 150, 190, content, 26)
    on.box(-70, 186, 120, 34, DEEP, 8)
    on.label(-70, 46, 104, 104)
    on.box(95, 0, 96, 118, content, 20)
    on.box(95, 114, 78, 26, DEEP, 6)
    for x, y in ((-122, 150), (60, 84)):
        on.oval(x, y, 12, 44, PALE)


def tea(on: Canvas) -> None:
    on.box(-100, 0, 130, 190, DEEP, 10)
    on.label(-100, 44, 96, 100)
    on.oval(92, 12, 170, 28, PALE)
    on.shape((32, 84), (152, 84), (130, 14), (54, 14), fill=PALE)
    on.oval(92, 84, 120, 30, "#8aa04c")
    for number in range(7):
        on.leaf(
            10 + number * 9,
            2,
            34 + on.chance.uniform(-6, 10),
            -70 + number * 22,
            (LEAF, DEEP)[number % 2],
        )


def shoots(on: Canvas) -> None:
    for number in range(7):
        x, high = -150 + number * 38, 120 + on.chance.uniform(-24, 40)
        on.shape(
            (x - 26, 0),
            (x + 26, 0),
            (x + 5, high),
            (x - 5, high),
            fill=("#d8b86a", STRAW)[number % 2],
        )
        for ring in range(1, 5):
            y = high * ring / 5
            half = 24 * (1 - ring / 6)
            on.line((x - half, y), (x + half, y), fill=CLAY, width=2)
    on.box(170, 0, 110, 160, "#e4dcc6", 12)
    on.label(170, 36, 82, 88)


def bottle(on: Canvas, glass: str = LEAF) -> None:
    for x, scale in ((-90, 1.0), (20, 0.86)):
        on.box(x, 0, 96 * scale, 170 * scale, glass, 18)
        on.box(x, 150 * scale, 36 * scale, 96 * scale, glass, 8)
        on.box(x, 236 * scale, 42 * scale, 28 * scale, BARK, 5)
        on.label(x, 34 * scale, 78 * scale, 90 * scale)
    for x in (120, 178):
        on.shape((x - 24, 52), (x + 24, 52), (x + 14, 0), (x - 14, 0), fill=PALE)
        on.oval(x, 52, 48, 14, "#d8e2da")


def powder(on: Canvas, colour: str = "#d9982b") -> None:
    on.oval(-40, 96, 250, 120, colour)
    on.shape((-170, 92), (90, 92), (44, 0), (-124, 0), fill=CLAY)
    on.oval(-40, 92, 260, 36, "#8f5230")
    on.oval(-40, 98, 232, 28, colour)
    for number, x in enumerate((130, 172, 212)):
        on.oval(x, 22 + 4 * number, 62, 40, BARK)
        on.oval(x + 22, 30 + 4 * number, 26, 26, colour)


def rice(on: Canvas) -> None:
    on.shape((-170, 0), (10, 0), (-8, 200), (-150, 200), fill="#e2d3ad")
    on.shape((-160, 196), (2, 196), (-40, 232), (-118, 232), fill="#d2bf92")
    on.line((-150, 200), (-8, 200), fill=LEAF, width=8)
    on.label(-80, 54, 100, 106)
    for number in range(90):
        on.oval(
            on.chance.gauss(120, 38),
            6 + abs(on.chance.gauss(0, 16)),
            14,
            6,
            (PALE, "#efe6cd")[number % 2],
        )
    for stalk in range(4):
        x = 150 + stalk * 14
        on.line((x, 0), (x + 10, 120), (x + 44, 176), fill=AMBER, width=3)
        for grain in range(7):
            on.oval(x + 14 + grain * 5, 128 + grain * 7, 12, 8, AMBER)


def sausages(on: Canvas) -> None:
    on.line((-230, 236), (230, 236), fill=BARK, width=10)
    for number in range(8):
        x, long = -190 + number * 54, 132 + on.chance.uniform(-12, 18)
        on.line((x, 236), (x, 214), fill=STRAW, width=3)
        on.box(x, 214 - long, 34, long, ("#8e3b2a", "#7a3023")[number % 2], 17)
        on.oval(x - 7, 200 - long / 2, 6, long * 0.6, "#a85a45")
    for x in (-120, 20, 150):
        on.leaf(x, 2, 60, 76, DEEP)


def cakes(on: Canvas) -> None:
    for number, (x, y) in enumerate(
        ((-150, 0), (-30, 0), (90, 0), (-90, 66), (30, 66), (-30, 132))
    ):
        on.box(x, y, 112, 62, (LEAF, DEEP)[number % 2], 14)
        for tie in (-26, 26):
            on.line((x + tie, y + 2), (x + tie, y + 60), fill=STRAW, width=4)
    on.oval(190, 16, 120, 34, PALE)
    on.oval(190, 34, 70, 44, AMBER)


def oil(on: Canvas) -> None:
    jar_x = -70
    on.box(jar_x, 0, 96, 128, BARK, 14)
    on.box(jar_x, 122, 44, 30, BARK, 6)
    on.box(jar_x, 150, 56, 46, INK, 8)
    on.label(jar_x, 22, 78, 80)
    for number in range(9):
        on.leaf(
            70 + number * 9,
            0,
            190 + on.chance.uniform(-30, 20),
            -22 + number * 7,
            (LEAF, "#4f8f57")[number % 2],
        )


def mushrooms(on: Canvas) -> None:
    on.oval(0, 22, 380, 70, STRAW)
    for number in range(16):
        x, y = on.chance.uniform(-150, 150), 30 + on.chance.uniform(0, 70)
        wide = 70 + on.chance.uniform(-14, 24)
        on.oval(x, y, wide, wide * 0.62, ("#4b342a", "#5d4436", "#3d2a22")[number % 3])
        on.oval(x - 6, y + 6, wide * 0.5, wide * 0.2, "#7a5f4e")


DRAWINGS: dict[str, Callable[[Canvas], None]] = {
    "BSP-03": rice,
    "BSP-04": jar,
    "BSP-05": cakes,
    "BSP-06": noodles,
    "BSP-07": shoots,
    "BSP-08": sausages,
    "BSP-12": tea,
    "BSP-13": tea,
    "BSP-15": bottle,
    "BSP-19": powder,
    "BSP-22": oil,
    "S03": rice,
    "S04": jar,
    "S08": sausages,
    "S11": tea,
    "S12": tea,
    "qd26:S18": powder,
    "qd26:S20": oil,
}


MUSHROOMS = ("nấm", "nhĩ")
"""Words of products that share their set with other vegetables."""


@cache
def _drawn(kind: str, variant: int) -> bytes:
    chance = random.Random(f"{kind}/{variant}")  # noqa: S311 - the same picture each time
    image = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), GROUNDS[variant])
    pen = ImageDraw.Draw(image)
    canvas = Canvas(pen, chance)
    edge = canvas.at((0, 24))[0][1]
    pen.rectangle([(0, edge), image.size], fill=TABLES[variant])
    canvas.oval(0, -6, 470, 44, _shade(TABLES[variant]))
    DRAWINGS.get(kind, mushrooms)(canvas)
    small = image.resize(SIZE, Image.Resampling.LANCZOS).quantize(96)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=False)
    return out.getvalue()


def _shade(colour: str) -> str:
    """The colour where something stands over it."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{int(part * 0.86):02x}" for part in parts)


def still_life(name: str, set_code: str, number: int) -> bytes:
    """A PNG for a product by its set; numbers that follow each other get different ones."""
    kind = "mushrooms" if any(word in name.lower() for word in MUSHROOMS) else set_code
    return _drawn(kind, number % VARIANTS)
