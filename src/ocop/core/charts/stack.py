"""Parts of a whole: one bar, or one a row on the same scale."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from .base import Amount, Cell, Chart, Table, Text, Value, exact
from .scales import scale

WIDTH, HEIGHT = 340.0, 30.0
LETTER = 8.5
MOST_SHADES = 6


@dataclass(frozen=True, slots=True)
class Part:
    """What a whole is made of. tone: the class of its colour, such as star-5; else a shade by its order."""

    label: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part as it is drawn; `text` is its figure where there is room for it."""

    x: float
    width: float
    tone: str
    value: Value
    text: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Whole:
    """A row: its name and what each part has, in the parts' order."""

    label: Text
    values: tuple[Value, ...]
    url: str = ""

    @property
    def total(self) -> Amount | None:
        """What is known of it; None where nothing is."""
        known = [exact(value.amount) for value in self.values if value.amount is not None]
        return sum(known, Decimal()) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack(Chart):
    """Rows of parts. Raises ValueError for a part below zero, which is no part of a whole, and for a row that has not
    as many values as there are parts."""

    template: ClassVar[str] = "components/charts/stack.html"

    parts: tuple[Part, ...]
    rows: tuple[Whole, ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.values) != len(self.parts):
                raise ValueError(f"{row.label}: {len(row.values)} values, {len(self.parts)} parts")
            if any(value.amount is not None and value.amount < 0 for value in row.values):
                raise ValueError(f"{row.label} has a part below zero")

    @property
    def drawn(self) -> tuple[Value, ...]:
        several = len(self.rows) > 1
        return tuple(
            Value(
                f"{row.label}, {value.label}" if several else value.label, value.amount, value.url
            )
            for row in self.rows
            for value in row.values
        )

    @property
    def tones(self) -> list[str]:
        """A class of each part: the one it brings, else a shade; the last shade serves all that follow."""
        return [
            part.tone or f"shade-{min(index, MOST_SHADES)}"
            for index, part in enumerate(self.parts, start=1)
        ]

    @property
    def legend(self) -> list[tuple[str, Value | Part]]:
        """(class, part); of a single row with its figure."""
        named = self.rows[0].values if len(self.rows) == 1 else self.parts
        return list(zip(self.tones, named, strict=True))

    @property
    def bars(self) -> list[tuple[Whole, list[Piece]]]:
        """Each row with its pieces; a row as wide as its total is of the largest."""
        length = scale([row.total for row in self.rows], 0, WIDTH)
        return [(row, self._pieces(row, length.end / length.high)) for row in self.rows]

    def _pieces(self, row: Whole, units: float) -> list[Piece]:
        pieces, x = [], 0.0
        for tone, value in zip(self.tones, row.values, strict=True):
            width = min(float(value.amount or 0) * units, WIDTH - x)
            if value.amount:
                text = self.shown(value.amount)
                fits = len(text) * LETTER + 6 <= width
                pieces.append(Piece(x, width, tone, value, text if fits else ""))
            x += width
        return pieces

    @property
    def table(self) -> Table:
        if len(self.rows) == 1:
            (row,) = self.rows
            lines = [(Cell(v.label), self.cell(v.amount, v.url)) for v in row.values]
            lines.append((Cell(_("Cộng")), self.cell(row.total, row.url)))
            return Table(("", self.unit or _("Số liệu")), tuple(lines))
        return Table(
            ("", *(part.label for part in self.parts), _("Cộng")),
            tuple(
                (
                    Cell(row.label, row.url),
                    *(self.cell(value.amount, value.url) for value in row.values),
                    self.cell(row.total, row.url),
                )
                for row in self.rows
            ),
        )
