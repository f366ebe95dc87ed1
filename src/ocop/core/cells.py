"""What a cell of a list shows, as safe html: a link, a badge, stars, a day, a second line.

    Column(_("Sản phẩm"), value=lambda d: d.product.name, cell=lambda d: cells.link(address(d.pk), d.product.name))

Everything handed in is escaped unless it is safe already, so that cells go into one another.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .templatetags import ocop as tags
from .words import page_language

Label = str | Promise
NOTHING = "—"


def worded(value: Any) -> str:
    """A value as people read it: what a column without a cell shows."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return tags.vn_datetime(value)
    if isinstance(value, date):
        return tags.vn_date(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return tags.vn_number(value)
    return str(value)


def link(address: str, text: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, text)


def with_line(first: Any, second: Any) -> SafeString:
    """A muted line below the first."""
    return format_html('<div>{}<div class="muted small">{}</div></div>', first, second)


def day(value: date | datetime | None) -> str:
    return tags.vn_date(value) or NOTHING


def badge(thing: Any, field: str = "state") -> SafeString:
    """The state of a thing as a coloured word."""
    return _drawn_badge(tags.badge(thing, field))


def mark(label: Label, tone: str = "") -> SafeString:
    """A coloured word of one's own."""
    return _drawn_badge(tags.mark(str(label), tone))


def _drawn_badge(told: dict[str, Any]) -> SafeString:
    return _badge(str(told["label"]), told["tone"])


def stars(count: int | None) -> SafeString:
    return _stars(count, page_language())


@lru_cache(maxsize=512)
def _badge(label: str, tone: str) -> SafeString:
    return render_to_string("components/badge.html", {"label": label, "tone": tone})


@lru_cache(maxsize=32)
def _stars(count: int | None, language: str) -> SafeString:
    return render_to_string("components/stars.html", tags.stars(count))
