"""A figure to be read at a glance: the amount, what changed, where it comes from."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from .base import Amount, Cell, Chart, Table, Text, Value, exact
from .scales import scale

WIDTH, HEIGHT, EDGE = 120.0, 32.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile(Chart):
    """An amount, its earlier one, its target and a small line of how it came there."""

    template: ClassVar[str] = "components/charts/tile.html"

    amount: Amount | None
    url: str = ""
    before: Amount | None = None
    before_label: Text = ""
    target: Amount | None = None
    trend: tuple[Value, ...] = ()
    icon: str = ""

    @property
    def drawn(self) -> tuple[Value, ...]:
        return self.trend or (Value(self.title, self.amount, self.url),)

    @property
    def change(self) -> str:
        """ "+3", "−2", "không đổi"; nothing where one of the two is not known."""
        if self.amount is None or self.before is None:
            return ""
        difference = exact(self.amount) - exact(self.before)
        if self.shown(abs(difference)) == self.shown(0):
            return _("không đổi")
        return f"{'+' if difference > 0 else '−'}{self.shown(abs(difference))}"

    @property
    def is_up(self) -> bool:
        return self.change.startswith("+")

    @property
    def is_down(self) -> bool:
        return self.change.startswith("−")

    @property
    def spark(self) -> list[str]:
        """Points of each unbroken stretch of the small line."""
        up = scale([value.amount for value in self.trend], HEIGHT - EDGE, EDGE)
        step = (WIDTH - 2 * EDGE) / max(1, len(self.trend) - 1)
        stretches: list[list[str]] = [[]]
        for index, value in enumerate(self.trend):
            if value.amount is None:
                stretches.append([])
            else:
                stretches[-1].append(f"{EDGE + index * step:.1f},{up.at(value.amount):.1f}")
        return [" ".join(stretch) for stretch in stretches if len(stretch) > 1]

    @property
    def table(self) -> Table:
        rows = [(Cell(v.label), self.cell(v.amount, v.url)) for v in self.trend]
        if not rows:
            rows = [(Cell(self.title), self.cell(self.amount, self.url))]
        if self.before is not None and not self.trend:
            rows.append((Cell(self.before_label or _("Kỳ trước")), self.cell(self.before)))
        if self.target is not None:
            rows.append((Cell(_("Chỉ tiêu")), self.cell(self.target)))
        return Table(("", self.unit or _("Số liệu")), tuple(rows))
