from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop.core.templatetags.ocop import vn_date

register = template.Library()

CHANGES = {"suspended": _("Tạm dừng"), "in_force": _("Khôi phục"), "revoked": _("Thu hồi")}


@register.inclusion_tag("components/badge.html")
def certificate_status(certificate: Any) -> dict[str, Any]:
    """What the public page says of a certificate today."""
    status = certificate.status()
    return {"label": status.label, "tone": status.tone}


@register.filter
def event_name(event: Any) -> Any:
    """What happened to a certificate, as its history has it (`queries.certificates.history`)."""
    if event.was is None:
        return gettext("Được cấp")
    if event.was == event.state:
        return gettext("Chuyển chủ thể")
    return CHANGES["in_force"] if event.state == "in_force" else event.get_state_display()


@register.filter
def event_day(event: Any) -> str:
    """Since when it holds, and that this day is still to come."""
    words = gettext("Hiệu lực từ %(day)s") if event.was is None else gettext("Từ %(day)s")
    day = words % {"day": vn_date(event.on)}
    return gettext("%(day)s (chưa đến ngày)") % {"day": day} if event.is_ahead else day


@register.filter
def change_name(state: str) -> Any:
    return CHANGES.get(state, state)
