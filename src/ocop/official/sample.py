"""Facts of nobody, to try a paper or an office's own template with."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ocop.documents.writing import place_and_date
from ocop.rules.reasons import Reason

from .expiry import ExpiryNotice
from .facts import AUTHORITY, SIGNER_TITLE, Assessed, Decision, Office, Round, Seat
from .frame import Signer, decision_text
from .reports import AssessmentReport, Found

MARK = "VĂN BẢN VÍ DỤ"
OFFICE = Office("Huyện Ví Dụ", "Ví Dụ", "Tỉnh Ví Dụ")
COMMUNE = Office("Xã Ví Dụ", "Ví Dụ", "Huyện Ví Dụ")
PASSED_UP = (Reason("band", {"total": 91, "stars": 5}), Reason("pass_up", {"floor": 70}))
PRODUCTS = (
    ("Miến dong Ví Dụ", "Hợp tác xã Ví Dụ", (90, 92, 91), 4, PASSED_UP),
    ("Chè Shan tuyết Mẫu", "Hộ kinh doanh Nguyễn Thị B", (61, 63, None), 3, ()),
    ("Rượu men lá Minh Họa", "Tổ hợp tác Minh Họa", (45, 41, 43), 0, ()),
)
DECISION = Decision(
    number="123/QĐ-UBND",
    signed_on=date(2019, 12, 2),
    signer="Nguyễn Văn A",
    valid_from=date(2019, 12, 12),
    valid_to=date(2022, 12, 11),
)


def _assessed(
    product: str,
    producer: str,
    totals: tuple[int | None, ...],
    stars: int,
    reasons: tuple[Reason, ...],
) -> Assessed:
    given = [total for total in totals if total is not None]
    mean = Fraction(sum(given), len(given))
    return Assessed(
        product=product,
        producer=producer,
        place="Xã Ví Dụ",
        set_name="Sản phẩm ví dụ",
        totals=totals,
        mean=mean,
        mean_printed=round(Decimal(mean.numerator) / mean.denominator, 2),
        spread=max(given) - min(given),
        stars=stars,
        reasons=reasons,
        discussion="Hội đồng đề nghị chủ thể bổ sung nhãn phụ." if stars == 3 else "",
    )


ROUND = Round(
    office=OFFICE,
    number=1,
    year=2019,
    edition_name="Bộ tiêu chí đánh giá, phân hạng sản phẩm OCOP",
    edition_decision="1048/QĐ-TTg",
    edition_digest="0123456789abcdef",
    council_decision_number="99/QĐ-UBND",
    council_decision_date=date(2019, 11, 15),
    seats=(
        Seat("Nguyễn Văn A", "chair", "Phó Chủ tịch UBND huyện", is_present=True),
        Seat("Trần Thị B", "secretary", "Phòng Nông nghiệp và PTNT", is_present=True),
        Seat("Lê Văn C", "member", "Phòng Kinh tế và Hạ tầng", reason="công tác, có giấy báo"),
    ),
    products=tuple(_assessed(*product) for product in PRODUCTS),
    max_spread=10,
    opened=datetime(2019, 12, 2, 8, 0),
    closed=datetime(2019, 12, 2, 11, 30),
    venue="Phòng họp UBND huyện",
    remarks="Hội đồng ghi nhận sự chuẩn bị của các chủ thể.",
    upper="Tỉnh Ví Dụ",
    watermark=MARK,
)
NOTICE = ExpiryNotice(
    superior=OFFICE.above,
    body=OFFICE.body,
    number="12/TB-UBND",
    place_and_date=place_and_date(OFFICE.seat, date(2022, 9, 12)),
    recipients=("Như trên", "UBND cấp xã nơi có chủ thể", "Lưu: VT, hồ sơ OCOP."),
    signer=Signer(AUTHORITY, SIGNER_TITLE, "Nguyễn Văn A"),
    subject="Về việc giấy chứng nhận sản phẩm OCOP số D060-2019-0001 sắp hết hiệu lực",
    certificate="D060-2019-0001",
    product="Miến dong Ví Dụ",
    producer="Hợp tác xã Ví Dụ",
    stars=4,
    decision=decision_text("123/QĐ-UBND", date(2019, 12, 2)),
    ends="ngày 11 tháng 12 năm 2022",
    watermark=MARK,
)
REPORT = AssessmentReport(
    superior=COMMUNE.above,
    body=COMMUNE.body,
    number="05/BC-UBND",
    place_and_date=place_and_date(COMMUNE.seat, date(2026, 3, 9)),
    recipients=("Như trên", "Chủ thể", "Lưu: VT, hồ sơ OCOP."),
    signer=Signer(AUTHORITY, SIGNER_TITLE, "Nguyễn Văn A"),
    subject="Kết quả đánh giá hồ sơ sản phẩm Miến dong Ví Dụ",
    upper="Tỉnh Ví Dụ",
    product="Miến dong Ví Dụ",
    producer="Hợp tác xã Ví Dụ",
    place="Xã Ví Dụ",
    set_name="Sản phẩm ví dụ",
    self_total=82,
    met_on="ngày 06 tháng 3 năm 2026",
    attendees="đại diện UBND xã, các thôn có sản phẩm",
    papers="Hồ sơ đủ thành phần.",
    findings=(
        Found("Nguồn nguyên liệu địa phương", "Đạt", "Vùng trồng tại hai thôn."),
        Found("Lao động địa phương", "Đạt một phần"),
    ),
    opinion="Sản phẩm có nguồn gốc rõ ràng.",
    watermark=MARK,
)
