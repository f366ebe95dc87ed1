"""What the page of a figure's records shows."""

from decimal import Decimal

from django import template

from ocop.core.templatetags.ocop import vn_number
from ocop.measures.counting import Figure

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
