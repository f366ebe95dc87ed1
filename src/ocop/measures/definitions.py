"""What a figure is: one declaration in the `measures.py` of the room that owns its records.

    measure(
        "certificates.products_in_force",
        _("Sản phẩm từ 3 sao trở lên còn hiệu lực"),
        unit=PRODUCTS,
        kind=Kind.STOCK,
        rows=lambda period: in_force(period.last_day).filter(stars__gte=3),
        counts="product",
        by={STAR: "stars", PRODUCER_TYPE: "producer__type"},
        records=PRODUCT_RECORDS,
        indicator="A04",
    )

`rows` are those of the whole country; `ocop.measures.queries` asks for a place's, by parts, over time, and for the
records behind. Without `counts` each row is one; with it each thing that rows name is counted once, wherever it appears;
`adds` sums a column, `weight` makes that a mean. A `ratio` divides two measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Choices, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ocop.core.listing import Column
from ocop.core.periods import Kind as PeriodKind
from ocop.core.periods import Period

from .enums import Kind, Together

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure is counted in. times: from what the records hold to what is shown, a million đồng from đồng."""

    label: Label
    decimals: int = 0
    times: Fraction = Fraction(1)

    def shown(self, number: Fraction | Decimal | int) -> Decimal:
        """The number in this unit, rounded half up: the one place where a figure is rounded."""
        exact = Fraction(number) * self.times
        scaled = exact * 10**self.decimals
        whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(
            Decimal(1), ROUND_HALF_UP
        )
        return whole.scaleb(-self.decimals)


PERCENT = Unit("%", decimals=1, times=Fraction(100))
MILLIONTH = Fraction(1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a dimension: its key in addresses and files, its label, and what rows hold that belong to it."""

    key: str
    label: Label
    holds: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """By what figures are parted. values: in the order in which they are shown.

    is_sensitive: about persons as persons (ethnicity, sex); its small cells are kept from the public.
    """

    key: str
    label: Label
    values: Callable[[], Iterable[Value]]
    is_sensitive: bool = False

    def value(self, key: str) -> Value | None:
        return next((value for value in self.values() if value.key == key), None)


def choices(kinds: type[Choices]) -> Callable[[], list[Value]]:
    """The values of a dimension that is a column with choices."""
    return lambda: [Value(str(value), label, (value,)) for value, label in kinds.choices]


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """How the things behind a figure are listed, and which of them a person sees.

    search, order, around: folded fields that are searched, the first order, what is fetched along with each row.
    address: the page of a row.
    """

    model: type[Model]
    visible_to: Callable[[Any], QuerySet[Any]]
    columns: Sequence[Column]
    address: Callable[[Any], str]
    order: str
    search: str = ""
    around: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Figure:
    """What every figure has. indicator: its code in the list of indicators that reports use.

    since, until: between which days it is asked for at all. periods: of which kinds of period its records can tell, of
    all where empty.
    """

    code: str
    name: Label
    unit: Unit
    indicator: str = ""
    since: date | None = None
    until: date | None = None
    periods: tuple[PeriodKind, ...] = ()
    is_sensitive: bool = False

    def is_told_of(self, period: Period) -> bool:
        """Whether there is such a figure of a period; if not it is empty, not 0."""
        return (
            (self.since is None or self.since <= period.last_day)
            and (self.until is None or period.first_day <= self.until)
            and (not self.periods or period.kind in self.periods)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted(_Figure):
    """A figure that is counted from rows. place: the column that names each row's unit, "" where rows are units; by: the
    column of a dimension.

    units: the level of the units that are counted, where the figure is how many of them, on the last day, have a row.
    """

    kind: Kind
    rows: Callable[[Period], QuerySet[Any]]
    records: Records
    place: str = "place"
    by: Mapping[Dimension, str] = field(default_factory=dict)
    counts: str = ""
    units: str = ""
    adds: str = ""
    weight: str = ""

    @property
    def place_id(self) -> str:
        """The column of the key of each row's unit."""
        return self.place or "pk"

    @property
    def together(self) -> Together:
        if self.weight:
            return Together.WEIGHTED_MEAN
        return Together.DISTINCT if self.counts or self.units else Together.SUM

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(self.by)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ratio(_Figure):
    """One measure as a share of another; both are asked for anew at every level, parts are never averaged."""

    of: Counted
    among: Counted

    @property
    def kind(self) -> Kind:
        return self.of.kind

    @property
    def together(self) -> Together:
        return Together.RATIO

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What both are parted by."""
        return tuple(d for d in self.of.dimensions if d in self.among.dimensions)


Measure = Counted | Ratio
_measures: dict[str, Measure] = {}


def measure(code: str, name: Label, **declared: Any) -> Counted:
    """Declare a figure that is counted; the arguments are the fields of `Counted`."""
    counted = Counted(code=code, name=name, **declared)
    _register(counted)
    return counted


def ratio(
    code: str, name: Label, *, of: Counted, among: Counted, unit: Unit = PERCENT, **declared: Any
) -> Ratio:
    """Declare a share: `of` among `among`."""
    share = Ratio(code=code, name=name, of=of, among=among, unit=unit, **declared)
    _register(share)
    return share


def _register(declared: Measure) -> None:
    """Raises ValueError where a figure of that code or of that indicator is there already."""
    for other in _measures.values():
        same_indicator = declared.indicator and declared.indicator == other.indicator
        if declared.code == other.code or same_indicator:
            raise ValueError(f"{declared.code} is declared twice, or its indicator is")
    _measures[declared.code] = declared


def all_measures() -> list[Measure]:
    """Every figure: those of the list of indicators in its order, the others after them."""
    return sorted(_measures.values(), key=lambda m: (not m.indicator, m.indicator, m.code))


def find(code: str) -> Measure | None:
    """The measure of a code, `certificates.products_in_force` or the indicator's `A04`."""
    wanted = code.strip().lower()
    if not wanted:
        return None
    return next(
        (m for m in _measures.values() if wanted in (m.code.lower(), m.indicator.lower())), None
    )


REST, NOT_SAID = "-", _("Chưa rõ")
"""The part of rows that say nothing of a dimension; it is there only when there are such rows."""
