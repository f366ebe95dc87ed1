"""What the page of a figure's records shows."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from ocop.core.listing import Column
from ocop.core.templatetags.ocop import vn_date, vn_number
from ocop.measures.counting import Figure
from ocop.measures.definitions import Records

register = template.Library()


@register.filter
def number(figure: Figure | Decimal | None) -> str:
    """1.234,5 as the figure's unit rounds it; a dash where nothing is recorded."""
    value = figure.number if isinstance(figure, Figure) else figure
    return "—" if value is None else vn_number(value)


@register.filter
def change(value: Decimal | None) -> str:
    """+3 or −3."""
    if value is None:
        return "—"
    return f"{'−' if value < 0 else '+' if value else ''}{vn_number(abs(value))}"


@register.filter
def cells(record: Any, columns: Sequence[Column]) -> Iterator[tuple[Column, str]]:
    """Each column with what it says of a record, as people read it."""
    for column in columns:
        if column.is_shown and column.value:
            yield column, worded(column.value(record))


def worded(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return vn_date(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return vn_number(value)
    return str(value)


@register.simple_tag
def address(listed: Records, record: Any) -> str:
    """The page of a record, "" where it has none."""
    return listed.address(record)
