"""What the sheets' rules name by a code, in words: facts that a person confirms, evidence that must be shown."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files as resource_files

import yaml

from .model import Rule, Sheet, in_language

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
    "copy_of_other_producers_product": (
        "giống hệt sản phẩm của nhà sản xuất khác, chỉ đổi tên sản phẩm, tên nhà sản xuất",
        "identical to another producer's product with only the names of product and producer changed",
    ),
    "common_key_product_without_distinction": (
        "sản phẩm phổ biến thuộc nhóm chủ lực cấp quốc gia, cấp tỉnh mà không nổi trội, đặc sắc",
        "a common product of the national or provincial key product groups that is not outstanding",
    ),
    "product_not_all_from_province": (
        "không phải toàn bộ sản phẩm có nguồn gốc trong tỉnh",
        "not all of the product comes from the province",
    ),
    "product_declaration_missing": (
        "thiếu Phiếu công bố sản phẩm theo quy định",
        "the product declaration required by regulations is missing",
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

EVIDENCE: dict[str, tuple[str, str]] = {
    "food_safety_test_report": (
        "phiếu kiểm nghiệm an toàn thực phẩm",
        "a food safety test report",
    ),
    "periodic_food_safety_test_report": (
        "phiếu kiểm nghiệm an toàn thực phẩm định kỳ",
        "periodic food safety test reports",
    ),
    "periodic_safety_test_report": (
        "phiếu kiểm nghiệm an toàn định kỳ",
        "periodic safety test reports",
    ),
    "competent_body_test_report": (
        "phiếu kiểm nghiệm của cơ quan có thẩm quyền",
        "a test report of a competent body",
    ),
    "test_report": ("phiếu kiểm nghiệm", "a test report"),
    "research_or_trial_records": (
        "hồ sơ nghiên cứu hoặc thử nghiệm",
        "records of research or trials",
    ),
    "export_contract_certificate_or_market_information": (
        "hợp đồng xuất khẩu đã thực hiện, chứng nhận chất lượng, hoặc đánh giá thị trường, kết quả xúc tiến thương mại",
        "export contracts performed, quality certificates, or market assessments and trade promotion results",
    ),
    "direct_use_or_documents": (
        "dùng thử trực tiếp hoặc tài liệu chứng minh",
        "direct use or supporting documents",
    ),
}


def words(rule: Rule, language: str = "vi") -> str:
    """What a gate, a knock-out or a piece of evidence says; an edition's own `what` wins over the word lists.

    An edition in which one has no words is refused; of older ones the bare code is left.
    """
    if rule.what:
        return rule.what_in(language)
    known = EVIDENCE if rule.kind == "evidence" else WORDS
    vietnamese, english = known.get(rule.when, (rule.when, rule.when))
    return in_language(vietnamese, english, language).format(
        criteria=", ".join(rule.criteria), points=rule.points
    )


def condition_words(sheet: Sheet, rule: Rule) -> tuple[str, str]:
    """What an applies_if rule says, in both languages, with the numbers printed on the sheet."""
    leaf, other = sheet.leaf(rule.owner), sheet.leaf(rule.criteria[0])
    levels = ", ".join(sorted(rule.levels))
    least = (
        (f"từ {rule.min_points} điểm", f"{rule.min_points} points or more")
        if rule.min_points is not None
        else (f"mức {levels}", f"level {levels}")
    )
    return (
        f"tiêu chí {leaf.number} chỉ chấm nếu tiêu chí {other.number} đạt {least[0]}",
        f"criterion {leaf.number} is scored only if criterion {other.number} reaches {least[1]}",
    )


def source_note_in(note: str, language: str) -> str:
    """Why something was inferred; notes that come with the system are known in both languages, others stay as they
    were written."""
    return note if language.startswith("en") else _source_notes().get(note, note)


@lru_cache(maxsize=1)
def _source_notes() -> Mapping[str, str]:
    text = (resource_files("ocop.rules") / "source_notes.yaml").read_text(encoding="utf-8")
    return {row["note"]: row["vi"] for row in yaml.safe_load(text)}
