"""Draws what `core.charts` describes; a built-in of every template."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ocop.core.charts import Chart

register = template.Library()


@register.filter
def units(length: float) -> str:
    """A length in drawing units, as SVG reads it in every language: 12.5, never 12,5."""
    return f"{length:.2f}".rstrip("0").rstrip(".")


@register.filter
def plus(length: float, more: float) -> str:
    """A length so many drawing units further on: where a name stands beside its mark."""
    return units(length + more)


@register.simple_tag
def chart(drawing: Chart) -> SafeString:
    """The picture with its title, and the same figures as a table."""
    return render_to_string(drawing.template, {"chart": drawing})


@register.simple_tag
def figure_of(drawing: Chart, amount: Any) -> str:
    """An amount as the chart words it."""
    return drawing.shown(amount)
