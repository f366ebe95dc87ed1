from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop.core.templatetags.ocop import vn_date

from ..enums import CertificateState

register = template.Library()

CHANGES = {
    CertificateState.SUSPENDED: _("Tạm dừng"),
    CertificateState.IN_FORCE: _("Khôi phục"),
    CertificateState.REVOKED: _("Thu hồi"),
}


@register.inclusion_tag("components/badge.html")
def certificate_status(certificate: Any) -> dict[str, Any]:
    """What the public page says of a certificate today."""
    status = certificate.status()
    return {"label": status.label, "tone": status.tone}


@register.filter
def event_name(event: Any) -> Any:
    """What happened to a certificate, as its history has it (`certificates.queries.history`)."""
    if event.was is None:
        return gettext("Được cấp")
    if event.was == event.state:
        return gettext("Chuyển chủ thể")
    if event.state == CertificateState.IN_FORCE:
        return CHANGES[CertificateState.IN_FORCE]
    return event.get_state_display()


@register.filter
def event_day(event: Any) -> str:
    """Since when it holds, and that this day is still to come."""
    words = gettext("Hiệu lực từ %(day)s") if event.was is None else gettext("Từ %(day)s")
    day = words % {"day": vn_date(event.on)}
    return gettext("%(day)s (chưa đến ngày)") % {"day": day} if event.is_ahead else day


@register.filter
def change_name(state: CertificateState) -> Any:
    """What an office does to give a certificate that state."""
    return CHANGES[state]
