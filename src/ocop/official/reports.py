"""The report of a commune on what it found of a product, with which the dossier goes up."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.documents.blocks import Paper
from ocop.documents.kinds import told

from .frame import Official, committee
from .letters import as_letter


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one criterion."""

    criterion: str = told("Tiêu chí", "Criterion")
    finding: str = told("Kết quả đánh giá", "Finding")
    note: str = told("Nhận xét", "Remark", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentReport(Official):
    upper: str = told("Đơn vị cấp trên, có thể để trống", "The unit above, may be empty", "")
    product: str = told("Tên sản phẩm", "Product")
    producer: str = told("Chủ thể", "Producer")
    place: str = told("Địa chỉ của chủ thể", "The producer's place")
    set_name: str = told("Bộ sản phẩm", "Product set")
    self_total: int = told("Điểm chủ thể tự chấm", "Points that the producer gave itself")
    met_on: str = told("Ngày họp đánh giá", "Day of the meeting", "")
    attendees: str = told("Thành phần dự họp", "Who attended", "")
    papers: str = told("Kiểm tra hình thức hồ sơ", "Check of the dossier's form", "")
    findings: tuple[Found, ...] = told("Kết quả từng tiêu chí", "Findings by criterion")
    opinion: str = told("Nhận xét chung", "General remark", "")

    def paper(self) -> Paper:
        when = f" {self.met_on}" if self.met_on else ""
        who = f" Thành phần: {self.attendees}" if self.attendees else ""
        paragraphs = (
            f"Sản phẩm: {self.product}. Chủ thể: {self.producer}, {self.place}. Bộ sản phẩm: {self.set_name}. Chủ thể tự chấm: {self.self_total} điểm.",
            f"{self.body} đã họp đánh giá{when}.{who}",
            f"Kiểm tra hình thức hồ sơ: {self.papers}" if self.papers else "",
            "Kết quả đánh giá các tiêu chí thuộc cấp xã:",
            *(
                f"{n}. {f.criterion}: {f.finding}.{f' {f.note}' if f.note else ''}"
                for n, f in enumerate(self.findings, start=1)
            ),
            f"Nhận xét chung: {self.opinion}" if self.opinion else "",
        )
        return as_letter(
            self,
            kind="BÁO CÁO",
            addressees=(committee(self.upper) if self.upper else "Ủy ban nhân dân cấp trên",),
            paragraphs=tuple(text for text in paragraphs if text),
            attachments=("Hồ sơ sản phẩm (bản điện tử)",),
            closing="Kính đề nghị xem xét, đánh giá, phân hạng./.",
        ).paper()
