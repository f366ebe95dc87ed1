"""The notice that a certificate ends, to its producer."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.documents.blocks import Paper
from ocop.documents.kinds import told

from .frame import Official
from .letters import as_letter


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryNotice(Official):
    certificate: str = told("Số giấy chứng nhận", "Number of the certificate")
    product: str = told("Tên sản phẩm", "Product")
    producer: str = told("Chủ thể", "Producer")
    stars: int = told("Số sao", "Stars")
    decision: str = told(
        "Quyết định công nhận, có số và ngày", "The decision, with number and date", ""
    )
    ends: str = told("Ngày hết hiệu lực", "The day on which it ends")

    def paper(self) -> Paper:
        by = f" theo {self.decision}" if self.decision else ""
        return as_letter(
            self,
            kind="THÔNG BÁO",
            addressees=(self.producer,),
            paragraphs=(
                f"{self.body} thông báo: giấy chứng nhận số {self.certificate} công nhận sản phẩm “{self.product}” đạt {self.stars} sao{by} có hiệu lực đến hết {self.ends}.",
                "Sau ngày nêu trên, sản phẩm không được sử dụng hạng sao và nhãn hiệu chứng nhận OCOP trên bao bì, nhãn, quảng cáo nếu chưa được đánh giá, phân hạng lại.",
                "Để giữ hoặc nâng hạng, đề nghị chủ thể lập và nộp hồ sơ đánh giá lại trước ngày hết hiệu lực, gồm phiếu đăng ký, báo cáo theo tiêu chí với kết quả ba năm và nội dung mới, minh chứng đã thay đổi hoặc hết hạn. Hồ sơ được lập từ hồ sơ lần trước trên hệ thống OCOP.",
            ),
            closing="Trân trọng thông báo./.",
        ).paper()
