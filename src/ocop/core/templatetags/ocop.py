"""Filters and tags of every template; `settings.TEMPLATES` makes them built in."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocop.core.field_forms import FieldForm
from ocop.core.words import named, page_language, sentences

register = template.Library()
register.filter(named)


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """08/04/2019, whatever the language: dates are read by officials of the same offices."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return value.strftime("%d/%m/%Y")


@register.filter
def vn_datetime(value: datetime | None) -> str:
    return "" if value is None else timezone.localtime(value).strftime("%H:%M %d/%m/%Y")


@register.filter
def vn_number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """1234.5 → 1.234,5, whatever the language; trailing zeros of a decimal are kept as they are, or so many places."""
    if value is None:
        return ""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


@register.filter
def vn_money(value: int | None) -> str:
    return "" if value is None else f"{vn_number(value)} ₫"


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """mapping[key] in a template, None where it is not there."""
    return mapping.get(key) if mapping else None


@register.filter
def sentence(reason: Any) -> str:
    """A reason of the rules engine in the language of the page."""
    return sentences([reason])


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("ocop/icons.svg"),
        name,
    )


@register.tag
def fixed(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """`{% fixed %} … {% endfixed %}`: what is the same on every page of a language is rendered once in it."""
    inside = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Fixed(inside)


class Fixed(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = page_language()
        if language not in self.kept:
            self.kept[language] = self.nodelist.render(context)
        return self.kept[language]


@register.simple_tag
def submit_token() -> SafeString:
    """A hidden field by which the server carries a form out once (`core.middleware.SubmitOnce`)."""
    return format_html('<input type="hidden" name="_once" value="{}">', secrets.token_urlsafe(18))


@register.simple_tag
def field_form(field: FieldForm | str | None) -> SafeString:
    """Attributes by which a form works without a network too (`core.field_forms`); none for a form that is not one."""
    if not isinstance(field, FieldForm):
        return SafeString("")
    return format_html('data-field-form="{}" data-field-title="{}"', field.key, field.title)


@register.inclusion_tag("components/stars.html")
def stars(count: int | None, of: int = 5) -> dict[str, Any]:
    return {"count": count or 0, "on": range(count or 0), "off": range(of - (count or 0))}


@register.simple_block_tag(end_name="endbreadcrumb")
def breadcrumb(content: str) -> str:
    """Where a page lies: `crumb`s from the top down; nothing where there is none."""
    if not content.strip():
        return ""
    return render_to_string("components/breadcrumb.html", {"content": content})


@register.inclusion_tag("components/crumb.html")
def crumb(label: Any, route: str = "", *args: Any) -> dict[str, Any]:
    return {"label": label, "url": reverse(route, args=args) if route else ""}


@register.simple_block_tag(end_name="endtimeline")
def timeline(content: str) -> str:
    """What happened to a thing: `event`s in their order."""
    return render_to_string("components/timeline.html", {"content": content})


@register.inclusion_tag("components/event.html")
def event(title: Any, when: str, who: Any = "", text: str | None = "") -> dict[str, Any]:
    return {"title": title, "when": when, "who": who, "text": text}


@register.inclusion_tag("components/badge.html")
def badge(thing: Any, field: str = "state") -> dict[str, Any]:
    """The state of a thing as a coloured word; the colour never says it alone."""
    return {
        "label": getattr(thing, f"get_{field}_display")(),
        "tone": getattr(thing, f"get_{field}_tone")(),
    }


@register.inclusion_tag("components/badge.html")
def mark(label: str, tone: str = "") -> dict[str, Any]:
    """A word in the colour of a tone of `core.tones`."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/bar.html")
def bar(value: float | None, maximum: float, label: str = "") -> dict[str, Any]:
    """A bar: SVG, so that no style attribute is needed."""
    share = 0 if not maximum else max(0.0, min(1.0, float(value or 0) / float(maximum)))
    return {"value": value or 0, "maximum": maximum, "width": f"{share * 100:.2f}", "label": label}


@register.inclusion_tag("components/spread.html")
def spread(
    points: Mapping[str, int], maximum: int, far: Any = (), middle: float = 0
) -> dict[str, Any]:
    """Dots of the members' points on a line from 0 to the maximum, outliers marked."""
    x = {member: 4 + 192 * value / maximum for member, value in points.items()}
    return {
        "dots": [
            {"x": f"{x[m]:.1f}", "far": m in far, "label": f"{m}: {v}"} for m, v in points.items()
        ],
        "left": f"{min(x.values(), default=4):.1f}",
        "width": f"{max(x.values(), default=4) - min(x.values(), default=4):.1f}",
        "median": f"{4 + 192 * middle / maximum:.1f}",
        "lowest": min(points.values(), default=0),
        "highest": max(points.values(), default=0),
    }
