"""Amounts side by side, and one amount on its way to a target."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from .base import Amount, Cell, Chart, Table, Value, exact
from .scales import Scale, scale

LENGTH = 100.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from the zero line to its amount; where the target and the earlier amount stand, None without one."""

    value: Value
    x: float
    width: float
    target: float | None
    before: float | None

    @property
    def is_short(self) -> bool:
        """Whether the amount is known and below its target."""
        amount, target = self.value.amount, self.value.target
        return amount is not None and target is not None and amount < target


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Chart):
    """One bar a value, in the given order, on one scale that holds targets and earlier amounts too."""

    template: ClassVar[str] = "components/charts/bars.html"

    values: tuple[Value, ...]

    @property
    def drawn(self) -> tuple[Value, ...]:
        return self.values

    @property
    def zero(self) -> float:
        return self._scale.zero

    @property
    def _scale(self) -> Scale:
        amounts = [amount for v in self.values for amount in (v.amount, v.target, v.before)]
        return scale(amounts, 0, LENGTH)

    @property
    def bars(self) -> list[Bar]:
        along = self._scale
        return [
            Bar(
                value,
                x=min(along.zero, along.at(value.amount or 0)),
                width=abs(along.at(value.amount or 0) - along.zero),
                target=None if value.target is None else along.at(value.target),
                before=None if value.before is None else along.at(value.before),
            )
            for value in self.values
        ]

    @property
    def has_targets(self) -> bool:
        return any(value.target is not None for value in self.values)

    @property
    def has_before(self) -> bool:
        return any(value.before is not None for value in self.values)

    @property
    def table(self) -> Table:
        heads = ["", self.unit or _("Số liệu")]
        heads += [_("Chỉ tiêu")] * self.has_targets + [_("Kỳ trước")] * self.has_before
        return Table(tuple(heads), tuple(self._row(value) for value in self.values))

    def _row(self, value: Value) -> tuple[Cell, ...]:
        cells = [Cell(value.label), self.cell(value.amount, value.url)]
        if self.has_targets:
            cells.append(self.cell(value.target))
        if self.has_before:
            cells.append(self.cell(value.before))
        return tuple(cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge(Chart):
    """How far an amount has come: done, what was planned by now, and the target. Late is what lies behind the plan."""

    template: ClassVar[str] = "components/charts/gauge.html"

    done: Amount | None
    target: Amount
    planned: Amount | None = None
    url: str = ""

    @property
    def drawn(self) -> tuple[Value, ...]:
        planned = () if self.planned is None else (Value(_("kế hoạch đến nay"), self.planned),)
        done = Value(_("đã đạt"), self.done, self.url)
        return (done, *planned, Value(_("chỉ tiêu"), self.target))

    @property
    def is_late(self) -> bool:
        return self.done is not None and self.planned is not None and self.done < self.planned

    @property
    def percent(self) -> int | None:
        """Of the target, rounded down, so that 100 is said only when it is reached; None where there is no share."""
        if self.done is None or self.target <= 0 or self.done < 0:
            return None
        return int(100 * exact(self.done) / exact(self.target))

    @property
    def width(self) -> float:
        return self._at(self.done or 0)

    @property
    def planned_at(self) -> float | None:
        return None if self.planned is None else self._at(self.planned)

    @property
    def target_at(self) -> float:
        return self._at(self.target)

    def _at(self, amount: Amount) -> float:
        """What lies beyond the target is drawn to its true length, what lies below zero not at all."""
        amounts = (self.done, self.planned, self.target)
        return scale([max(0, a) for a in amounts if a is not None], 0, LENGTH).at(max(0, amount))

    @property
    def table(self) -> Table:
        rows = ((Cell(v.label), self.cell(v.amount, v.url)) for v in self.drawn)
        return Table(("", self.unit or _("Số liệu")), tuple(rows))
