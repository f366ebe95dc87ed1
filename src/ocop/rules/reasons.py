"""Why a result is what it is, as data that can be kept, and as a sentence in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SENTENCES: dict[str, tuple[str, str]] = {
    "disqualified": ("Bị loại: {what}.", "Disqualified: {what}."),
    "stopped": ("Dừng chấm: {what}. Chưa xếp hạng.", "Scoring stopped: {what}. No rank."),
    "band": ("{total} điểm ứng với {stars} sao.", "{total} points give {stars} stars."),
    "capped": (
        "{total} điểm, giữ ở {stars} sao vì chưa đạt điều kiện của {needed} sao: {what}.",
        "{total} points, held at {stars} stars because this condition for {needed} stars is not met: {what}.",
    ),
    "must_pass_disputed": (
        "Thành viên chấm khác nhau ở mức phải đạt của {needed} sao ({what}): {count} trên {members} người cho là đạt. Hội đồng cần thống nhất và ghi biên bản; chưa thống nhất thì lấy mức của thành viên ở giữa.",
        "Members differ on a must-pass level for {needed} stars ({what}): {count} of {members} see it met. The council should agree in its minutes; until then the median member's level counts.",
    ),
    "unconfirmed": (
        "Cần người kiểm tra: điều kiện của {needed} sao có thể chưa đạt ({what}). Điều kiện này chưa được xác nhận theo văn bản gốc.",
        "To be checked by a person: a condition for {needed} stars may not be met ({what}). It is not yet confirmed against the decision.",
    ),
    "unconfirmed_gate": (
        "Cần người kiểm tra: có thể phải dừng chấm hoặc loại ({what}). Điều kiện này chưa được xác nhận theo văn bản gốc.",
        "To be checked by a person: scoring may have to stop ({what}). It is not yet confirmed against the decision.",
    ),
    "unconfirmed_condition": (
        "Cần người kiểm tra: có thể {what}. Điều kiện này chưa được xác nhận theo văn bản gốc: có chấm thì tính điểm, để trống thì 0 điểm.",
        "To be checked by a person: it may be that {what}. It is not yet confirmed against the decision: an answer counts, none is 0 points.",
    ),
    "nobody_scored": ("Chưa có phiếu nào được ký.", "No sheet has been signed."),
    "quorum_members": (
        "Chưa đủ người chấm để họp: có mặt {present}/{seats}, cần ít nhất {needed}.",
        "Not enough scoring members to meet: {present}/{seats} present, at least {needed} needed.",
    ),
    "quorum_chair": ("Chủ tịch hội đồng vắng mặt.", "The chair is absent."),
    "spread": (
        "Tổng điểm các thành viên chênh {spread} điểm, quá mức {allowed}: hội đồng phải thảo luận và thống nhất lại.",
        "Members' totals differ by {spread} points, more than {allowed}: the council must discuss and score again.",
    ),
    "gate_disputed": (
        "{count} trên {members} thành viên ghi nhận lý do dừng chấm hoặc loại: hội đồng phải thống nhất.",
        "{count} of {members} members recorded a reason to stop or disqualify: the council must agree.",
    ),
    "recognise": ("{level} công nhận {stars} sao.", "{level} recognises {stars} stars."),
    "potential_five": (
        "Từ {floor} điểm: công nhận {stars} sao, tiềm năng 5 sao, chuyển cấp trên.",
        "From {floor} points: recognised with {stars} stars, potential for 5, passed up.",
    ),
    "pass_up": (
        "Từ {floor} điểm: chuyển hồ sơ lên cấp trên.",
        "From {floor} points: the dossier is passed up.",
    ),
    "wrong_level": (
        "Cấp {level} không có thẩm quyền công nhận {stars} sao: từ ngày {since}, theo Quyết định {decision}, cấp {able} công nhận.",
        "The {level} may not recognise {stars} stars: since {since}, by Decision {decision}, the {able} does.",
    ),
    "returned": ("Hội đồng trả lại hồ sơ: {why}.", "Returned by the council: {why}."),
    "result_only": (
        "{stars} sao: có kết quả, không cấp giấy chứng nhận ở cấp này.",
        "{stars} stars: a result, without a certificate at this level.",
    ),
}


HINTS = ("unconfirmed", "unconfirmed_gate", "unconfirmed_condition", "must_pass_disputed")
"""Hints for whoever checks a result: of rules that nobody has confirmed, of levels that are not agreed on. What is signed, and what a producer reads as decided, says only what holds."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason by code with its parameters; parameters ending in _en hold the English text."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def text(self, language: str = "vi") -> str:
        vietnamese, english = SENTENCES[self.code]
        if not language.startswith("en"):
            return vietnamese.format(**self.params)
        return english.format(
            **{key: self.params.get(f"{key}_en") or value for key, value in self.params.items()}
        )

    @property
    def is_hint(self) -> bool:
        """Whether it only tells what a person has to look at."""
        return self.code in HINTS

    def as_data(self) -> dict[str, Any]:
        return {"code": self.code, "params": dict(self.params)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Reason:
        return cls(data["code"], data["params"])
