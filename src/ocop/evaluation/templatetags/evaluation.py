from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ocop.core.templatetags.ocop import TONE_OF
from ocop.rules.facts import words
from ocop.rules.model import Rule, Sheet, in_language

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
ACTIONS = {
    "evaluation.dossier.started": _("Lập hồ sơ"),
    "evaluation.dossier.submitted": _("Nộp hồ sơ"),
    "evaluation.dossier.returned": _("Trả lại bổ sung"),
    "evaluation.dossier.accepted": _("Tiếp nhận"),
    "evaluation.dossier.withdrawn": _("Rút hồ sơ"),
    "evaluation.dossier.passed_up": _("Chuyển hồ sơ lên cấp trên"),
    "evaluation.paper.attached": _("Thêm giấy tờ"),
    "evaluation.paper.detached": _("Bỏ giấy tờ"),
    "evaluation.paper.checked": _("Kiểm tra giấy tờ"),
}
VALUES = {
    "assessed_criteria": _("Tiêu chí cấp xã đánh giá"),
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


@register.filter
def change_name(state: str) -> Any:
    return CHANGES.get(state, state)


@register.filter
def action_name(action: str) -> Any:
    return ACTIONS.get(action, action)


@register.filter
def value_name(name: str) -> Any:
    return VALUES.get(name, name)


@register.filter
def leaf_name(sheet: Sheet, code: str) -> str:
    leaf = sheet.by_code[code]
    return f"{leaf.number} {leaf.name_in(get_language() or 'vi')}"


@register.filter
def level_points(sheet: Sheet, code: str) -> Any:
    """Points of each level of a criterion."""
    return sheet.by_code[code].points


@register.filter
def label_of(criterion: dict[str, str]) -> str:
    """Name of a criterion that the process, not a sheet, names."""
    return in_language(criterion["name"], criterion["name_en"], get_language() or "vi")


@register.filter
def value_text(value: Any) -> Any:
    """A value of the process: a truth as a word, a list of criteria as their names."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return "; ".join(map(label_of, value)) if isinstance(value, list) else value


@register.filter
def fact_words(rule: Rule) -> str:
    return words(rule, get_language() or "vi")
