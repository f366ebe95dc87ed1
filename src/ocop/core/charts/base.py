"""What all charts share: a figure with its name, the table twin, the sentence that says what is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ocop.core.templatetags.ocop import vn_number

Amount = int | float | Decimal
Text = str | Promise


def shown(amount: Amount | None, places: int = 0) -> str:
    """1234.5 → "1.234,5" with one place. What nobody knows is said so: it is no zero."""
    return _("chưa có số liệu") if amount is None else vn_number(amount, places)


def exact(amount: Amount) -> Decimal:
    """For sums and differences of amounts of several kinds."""
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))


@dataclass(frozen=True, slots=True)
class Value:
    """One figure: of what, how much (None where nobody knows), and the address of the records behind it.

    target: what was to be reached; before: the same figure of an earlier time.
    """

    label: Text
    amount: Amount | None
    url: str = ""
    target: Amount | None = None
    before: Amount | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table twin. A heading names its row; a link leads to the records."""

    text: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures as a chart, to be read: the first cell of a row is its heading."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with a name. places: decimals that its figures are shown with; note: a sentence below it."""

    template: ClassVar[str]

    title: Text
    unit: Text = ""
    places: int = 0
    note: Text = ""

    @property
    def table(self) -> Table:
        raise NotImplementedError

    @property
    def drawn(self) -> Sequence[Value]:
        """The figures that the picture shows."""
        raise NotImplementedError

    @property
    def has_links(self) -> bool:
        """Whether marks can be followed: an image hides them from who listens, so the drawing is a group then."""
        return any(value.url for value in self.drawn)

    @property
    def is_empty(self) -> bool:
        return all(value.amount is None for value in self.drawn)

    @property
    def said(self) -> str:
        """The picture as a sentence, for who listens: "Sản phẩm theo huyện: Na Rì 12, Ba Bể chưa có số liệu"."""
        figures = ", ".join(f"{v.label} {self.shown(v.amount)}" for v in self.drawn)
        return f"{self.title}: {figures}" if figures else str(self.title)

    @property
    def unknown(self) -> str:
        """Names of what has no figure, to be said beneath the picture."""
        return ", ".join(str(value.label) for value in self.drawn if value.amount is None)

    def shown(self, amount: Amount | None) -> str:
        return shown(amount, self.places)

    def cell(self, amount: Amount | None, url: str = "") -> Cell:
        """A figure in the table twin; where nobody knows it there are no records to open."""
        return Cell(self.shown(amount), url if amount is not None else "")
