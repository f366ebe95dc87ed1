"""The facts that gates and knock-outs of the sheets ask a person to confirm, in words."""

from .model import Rule, in_language

WORDS: dict[str, tuple[str, str]] = {
    "all_materials_imported_or_origin_unclear": (
        "toàn bộ nguyên liệu nhập khẩu hoặc không rõ xuất xứ",
        "all raw materials are imported or of unclear origin",
    ),
    "all_materials_imported_or_no_origin": (
        "toàn bộ nguyên liệu nhập khẩu hoặc không có xuất xứ",
        "all raw materials are imported or without origin",
    ),
    "unacceptable_foreign_matter": (
        "lẫn tạp chất không thể chấp nhận, có nguy cơ mất an toàn thực phẩm",
        "unacceptable foreign matter with a food safety risk",
    ),
    "food_safety_certificate_not_compliant": (
        "giấy chứng nhận đủ điều kiện an toàn thực phẩm không đúng quy định",
        "the food safety certificate does not conform to regulations",
    ),
    "production_certificate_missing": (
        "thiếu giấy chứng nhận đủ điều kiện sản xuất",
        "the certificate of eligibility to produce is missing",
    ),
    "production_certificate_not_compliant": (
        "giấy chứng nhận đủ điều kiện sản xuất không đúng quy định",
        "the certificate of eligibility to produce does not conform to regulations",
    ),
    "cosmetic_notification_missing": (
        "thiếu phiếu công bố sản phẩm mỹ phẩm",
        "the cosmetic notification is missing",
    ),
    "standard_declaration_missing": (
        "thiếu hồ sơ công bố tiêu chuẩn sản phẩm",
        "the standard declaration is missing",
    ),
    "applied_standard_receipt_missing": (
        "thiếu phiếu tiếp nhận hồ sơ công bố tiêu chuẩn áp dụng",
        "the receipt of the applied standard is missing",
    ),
    "intellectual_property_infringement": (
        "sản phẩm vi phạm sở hữu trí tuệ",
        "the product infringes intellectual property",
    ),
    "points_equal": (
        "tiêu chí {criteria} được {points} điểm",
        "criterion {criteria} has {points} points",
    ),
    "any_points_equal": (
        "một trong các tiêu chí {criteria} được {points} điểm",
        "one of the criteria {criteria} has {points} points",
    ),
}


def words(rule: Rule, language: str = "vi") -> str:
    """What a gate or knock-out says; an edition's own `what` wins, then the word list, then the bare code."""
    if rule.what:
        return rule.what_in(language)
    vietnamese, english = WORDS.get(rule.when, (rule.when, rule.when))
    return in_language(vietnamese, english, language).format(
        criteria=", ".join(rule.criteria), points=rule.points
    )
