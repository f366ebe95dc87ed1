"""A trend: one line with its target, or several small ones on the same scale."""

from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import gettext as _

from .base import Amount, Cell, Chart, Table, Text, Value
from .scales import Scale, ticks

WIDTH, HEIGHT = 340.0, 190.0
TOP, BOTTOM = 22.0, 26.0
LETTER = 7.5
MOST_LABELLED = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on the line; `text` where there is room to write it, `name` where there is room for its period."""

    x: float
    y: float
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A name along an edge of the drawing."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Chart):
    """Figures in the order of time. A period of which nobody knows is a gap in the line."""

    template: ClassVar[str] = "components/charts/line.html"

    values: tuple[Value, ...]
    target: Amount | None = None
    target_label: Text = ""
    reaches: tuple[Amount, ...] = ()
    """Amounts that the scale holds besides, so that several drawings can be compared."""

    @property
    def drawn(self) -> tuple[Value, ...]:
        return self.values

    @property
    def _ticks(self) -> list[float]:
        amounts = [value.amount for value in self.values]
        return ticks([*amounts, *self.reaches, self.target], places=self.places)

    @property
    def left(self) -> float:
        """Where the plot begins: right of the longest tick."""
        return 10 + LETTER * max(len(self.shown(tick)) for tick in self._ticks)

    @property
    def _first(self) -> float:
        """Where the first figure stands: so far into the plot that what is written above it clears the ticks."""
        written = self.shown(self.values[0].amount) if self.values and self.values[0].amount else ""
        return self.left + max(10, LETTER * len(written) / 2)

    @property
    def _up(self) -> Scale:
        marks = self._ticks
        return Scale(marks[0], marks[-1], HEIGHT - BOTTOM, TOP)

    @property
    def _last(self) -> float:
        """Where the last figure stands: its period is written below it and must fit."""
        name = str(self.values[-1].label) if self.values else ""
        return WIDTH - max(10, LETTER * len(name) / 2)

    @property
    def step(self) -> float:
        """From one period to the next, in drawing units."""
        return (self._last - self._first) / max(1, len(self.values) - 1)

    def _x(self, index: int) -> float:
        return self._first + index * self.step

    @property
    def levels(self) -> list[Mark]:
        return [Mark(self._up.at(tick), self.shown(tick)) for tick in self._ticks]

    @property
    def periods(self) -> list[Mark]:
        """Names of periods, as many as fit; the last one always, for it is the one that is asked about."""
        longest = max((len(str(value.label)) for value in self.values), default=1)
        every = max(1, -(-int(longest * LETTER + 6) // max(1, int(self.step))))
        last = len(self.values) - 1
        return [
            Mark(self._x(index), str(value.label))
            for index, value in enumerate(self.values)
            if (last - index) % every == 0
        ]

    @property
    def points(self) -> list[Point]:
        """Figures that are known. They are written where they fit; else only the highest and the last."""
        known = [(i, v) for i, v in enumerate(self.values) if v.amount is not None]
        fits = len(self.values) <= MOST_LABELLED and all(
            len(self.shown(value.amount)) * LETTER <= self.step for _index, value in known
        )
        written = {index for index, _value in known} if fits else self._telling
        return [
            Point(
                self._x(index),
                self._up.at(value.amount or 0),
                value,
                self.shown(value.amount) if index in written else "",
            )
            for index, value in known
        ]

    @property
    def _telling(self) -> set[int]:
        known = [(v.amount, i) for i, v in enumerate(self.values) if v.amount is not None]
        return {max(known)[1], known[-1][1]} if known else set()

    @property
    def runs(self) -> list[str]:
        """Points of each unbroken stretch of the line, as SVG writes them."""
        stretches: list[list[str]] = [[]]
        for index, value in enumerate(self.values):
            if value.amount is None:
                stretches.append([])
            else:
                stretches[-1].append(f"{self._x(index):.1f},{self._up.at(value.amount):.1f}")
        return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]

    @property
    def target_at(self) -> float | None:
        return None if self.target is None else self._up.at(self.target)

    @property
    def target_name(self) -> Text:
        return self.target_label or _("Chỉ tiêu")

    @property
    def end(self) -> float:
        return min(WIDTH, self._last + 10)

    @property
    def table(self) -> Table:
        rows = [(Cell(v.label), self.cell(v.amount, v.url)) for v in self.values]
        if self.target is not None:
            rows.append((Cell(self.target_name), self.cell(self.target)))
        return Table(("", self.unit or _("Số liệu")), tuple(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiples(Chart):
    """Small lines of the same periods side by side, all on the scale of the largest."""

    template: ClassVar[str] = "components/charts/multiples.html"

    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        periods = {tuple(str(v.label) for v in line.values) for line in self.lines}
        if len(periods) > 1:
            raise ValueError("small multiples show the same periods")

    @property
    def drawn(self) -> tuple[Value, ...]:
        return tuple(
            replace(value, label=f"{line.title} {value.label}")
            for line in self.lines
            for value in line.values
        )

    @property
    def small(self) -> list[Line]:
        amounts = [v.amount for line in self.lines for v in line.values if v.amount is not None]
        amounts += [line.target for line in self.lines if line.target is not None]
        reaches = (min(amounts), max(amounts)) if amounts else ()
        return [replace(line, reaches=reaches, places=self.places) for line in self.lines]

    @property
    def table(self) -> Table:
        first = self.lines[0].values if self.lines else ()
        return Table(
            ("", *(value.label for value in first)),
            tuple(
                (Cell(line.title), *(self.cell(v.amount, v.url) for v in line.values))
                for line in self.lines
            ),
        )
