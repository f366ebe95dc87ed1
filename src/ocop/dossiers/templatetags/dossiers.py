from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from ocop.core.templatetags.ocop import vn_date

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
