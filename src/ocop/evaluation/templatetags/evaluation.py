from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from ocop.core.templatetags.ocop import vn_date
from ocop.core.words import named, page_language
from ocop.rules.model import Sheet, in_language
from ocop.rules.reasons import Reason

from ..rulebook import rulebook

register = template.Library()

DEADLINES = {
    "submitted": "receipt_check_days",
    "checking": "receipt_check_days",
    "returned": "completion_days",
    "accepted": "council_days",
}


@register.filter
def due_date(dossier: Any) -> str:
    """When the present state of a dossier should end, and whether that is law or this system's setting."""
    if dossier.due_on is None or dossier.state not in DEADLINES:
        return ""
    day = vn_date(dossier.due_on)
    value = rulebook(dossier.round).process.values[DEADLINES[dossier.state]]
    return day if value.is_law else _("%(day)s (do đợt đặt)") % {"day": day}


@register.filter
def leaf_name(sheet: Sheet, code: str) -> str:
    leaf = sheet.by_code[code]
    return f"{leaf.number} {named(leaf)}"


@register.filter
def level_points(sheet: Sheet, code: str) -> Any:
    """Points of each level of a criterion."""
    return sheet.by_code[code].points


@register.filter
def reason_what(reason: Reason) -> str:
    """The condition that a reason speaks of."""
    params = reason.params
    return in_language(params["what"], params["what_en"], page_language())
