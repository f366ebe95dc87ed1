from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocop.core.templatetags.ocop import TONE_OF, vn_date
from ocop.rules.facts import words
from ocop.rules.model import Rule, Sheet

from ..rulebook import rulebook

register = template.Library()

STATUS = {
    "valid": _("Còn hiệu lực"),
    "expiring": _("Sắp hết hạn"),
    "expired": _("Đã hết hạn"),
    "suspended": _("Tạm dừng"),
    "revoked": _("Đã thu hồi"),
    "superseded": _("Đã thay thế"),
}
CHANGES = {"suspended": _("Tạm dừng"), "in_force": _("Khôi phục"), "revoked": _("Thu hồi")}
VALUES = {
    "certificate_min_stars": _("Số sao thấp nhất được cấp giấy"),
    "quorum_share": _("Tỷ lệ thành viên tối thiểu"),
    "quorum_needs_chair": _("Phải có chủ tịch"),
    "council_min": _("Số người chấm tối thiểu"),
    "council_max": _("Số người chấm tối đa"),
    "secretary_votes": _("Thư ký chấm điểm"),
    "max_spread": _("Chênh lệch tổng điểm tối đa (điểm)"),
    "copies_before_session_days": _("Gửi hồ sơ trước phiên họp (ngày làm việc)"),
    "sessions": _("Số phiên họp"),
    "receipt_check_days": _("Kiểm tra khi tiếp nhận (ngày làm việc)"),
    "completion_days": _("Bổ sung hồ sơ (ngày làm việc)"),
    "council_days": _("Hội đồng đánh giá (ngày làm việc)"),
    "decision_days": _("Ra quyết định (ngày làm việc)"),
    "forwarding_days": _("Chuyển cấp trên (ngày làm việc)"),
    "certificate_months": _("Thời hạn giấy chứng nhận (tháng)"),
    "expiry_notice_days": _("Báo trước khi hết hạn (ngày)"),
    "product_code": _("Cấu trúc mã sản phẩm"),
}


@register.inclusion_tag("components/badge.html")
def certificate_status(certificate: Any) -> dict[str, Any]:
    """What the public page says of a certificate today."""
    status = certificate.status()
    return {"label": STATUS[status], "tone": TONE_OF.get(status, "")}


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
    value = rulebook(dossier.round).process.values[DEADLINES[dossier.state]]
    return (
        vn_date(dossier.due_on) if value.is_law else f"{vn_date(dossier.due_on)} ({_('cấu hình')})"
    )


@register.filter
def change_name(state: str) -> Any:
    return CHANGES.get(state, state)


@register.filter
def value_name(name: str) -> Any:
    return VALUES.get(name, name)


@register.filter
def leaf_name(sheet: Sheet, code: str) -> str:
    leaf = sheet.by_code[code]
    return f"{leaf.number} {leaf.name_in(get_language() or 'vi')}"


@register.filter
def fact_words(rule: Rule) -> str:
    return words(rule, get_language() or "vi")
