from typing import Any

from django import template
from django.utils.translation import gettext as _

from ocop.core.templatetags.ocop import vn_date
from ocop.core.words import named
from ocop.criteria import sets
from ocop.rules import checklist

from ..models import WARN_DAYS

register = template.Library()


@register.filter
def set_name(code: str) -> str:
    return sets.set_name(code)


@register.filter
def item_name(code: str) -> str:
    item = checklist.item(code)
    return named(item) if item else code


@register.inclusion_tag("components/badge.html")
def expiry(paper: Any) -> dict[str, Any]:
    """When a paper expires, coloured when that is near."""
    left = paper.days_left()
    if left is None:
        return {"label": _("Không thời hạn"), "tone": ""}
    tone = "bad" if left < 0 else "wait" if left <= WARN_DAYS[0] else "good"
    return {"label": vn_date(paper.expires_on), "tone": tone}
