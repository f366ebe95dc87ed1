"""Data of every document with people who do not exist."""

from datetime import date
from decimal import Decimal

from ocop.core import qr
from ocop.documents.blocks import Form
from ocop.documents.writing import place_and_date, points_text
from ocop.official.certificates import Printed
from ocop.official.decision import Decision, Result
from ocop.official.frame import Signer
from ocop.official.letters import Forwarded, Letter, LetterUpward
from ocop.official.minutes import Attendee, Discussed, Minutes
from ocop.official.score_sheet import PrintedSheet, printed_parts
from ocop.official.score_summary import Scored, ScoreSummary
from ocop.rules.facts import words
from ocop.rules.loading import builtin_edition

FRAME = {
    "body": "Ủy ban nhân dân tỉnh Bắc Kạn",
    "number": "0123/QĐ-UBND",
    "place_and_date": "Bắc Kạn, ngày 08 tháng 02 năm 2021",
    "recipients": (
        "Văn phòng Điều phối NTM Trung ương",
        "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
        "Như Điều 3",
        "Lưu: VT, NNTNMT",
    ),
    "signer": Signer("KT. Chủ tịch", "Phó Chủ tịch", "Nguyễn Văn A"),
}
NAMES = [
    ("Miến dong Ví Dụ", "HTX Nông nghiệp Ví Dụ", "Xã Côn Minh, huyện Na Rì", "91.144", 4),
    ("Tinh bột nghệ Mẫu", "Công ty TNHH Mẫu", "Phường Sông Cầu, thành phố Bắc Kạn", "86.5", 4),
    ("Rượu men lá Thử Nghiệm", "Hộ kinh doanh Trần Thị B", "Xã Bằng Phúc, huyện Chợ Đồn", "70", 4),
    ("Bí xanh thơm Minh Họa", "Tổ hợp tác Minh Họa", "Xã Yến Dương, huyện Ba Bể", "64.25", 3),
    ("Mơ ngâm đường Thí Điểm", "HTX Thí Điểm", "Xã Cao Kỳ, huyện Chợ Mới", "42.6", 0),
]
MEMBERS = [
    ("Nguyễn Văn A", "Phó Chủ tịch UBND tỉnh", "Chủ tịch Hội đồng"),
    ("Trần Thị B", "Giám đốc Sở Nông nghiệp và PTNT", "Phó Chủ tịch Hội đồng"),
    ("Lê Văn C", "Phó Giám đốc Sở Công Thương", "Ủy viên"),
    ("Phạm Thị D", "Phó Giám đốc Sở Y tế", "Ủy viên"),
    ("Hoàng Văn Đ", "Chánh Văn phòng Điều phối NTM tỉnh", "Ủy viên, Thư ký"),
    ("Vũ Thị E", "Phó Chủ tịch Liên minh HTX tỉnh", "Ủy viên"),
]
SUBJECT = "sản phẩm Chương trình Mỗi xã, phường một sản phẩm đợt 1 năm 2021"

DECISION = Decision(
    **FRAME,
    subject=f"Về việc phê duyệt kết quả đánh giá, phân hạng {SUBJECT}",
    authority_line="Chủ tịch Ủy ban nhân dân tỉnh Bắc Kạn",
    grounds=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        "Căn cứ Quyết định số 1048/QĐ-TTg ngày 21 tháng 8 năm 2019 của Thủ tướng Chính phủ về việc ban hành "
        "Bộ tiêu chí đánh giá, phân hạng sản phẩm Chương trình Mỗi xã một sản phẩm",
        "Xét biên bản họp Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh ngày 05 tháng 02 năm 2021",
        "Theo đề nghị của Giám đốc Sở Nông nghiệp và Phát triển nông thôn",
    ),
    articles=(
        f"Phê duyệt kết quả đánh giá, phân hạng {SUBJECT}, gồm 04 sản phẩm đạt từ 3 sao trở lên "
        "(chi tiết tại Phụ lục kèm theo).",
        "Cấp giấy chứng nhận cho các sản phẩm tại Điều 1; giấy chứng nhận có giá trị 36 tháng kể từ ngày ký Quyết định.\n"
        "Chủ thể sản phẩm chịu trách nhiệm duy trì chất lượng, quy cách theo hồ sơ đã được đánh giá.",
        "Chánh Văn phòng UBND tỉnh, Giám đốc các Sở, ngành liên quan, Chủ tịch UBND các huyện, thành phố và các chủ thể "
        "có sản phẩm tại Điều 1 chịu trách nhiệm thi hành Quyết định này kể từ ngày ký.",
    ),
    appendix_title=f"Kết quả đánh giá, phân hạng {SUBJECT}",
    results=tuple(
        Result(
            product=product,
            producer=producer,
            place=place,
            points=Decimal(points),
            stars=stars,
            note="Tiềm năng 5 sao" if points == "91.144" else "",
        )
        for product, producer, place, points, stars in NAMES
    ),
)
COUNCIL = {
    **FRAME,
    "body": "Hội đồng đánh giá, phân hạng sản phẩm OCOP",
    "superior": "UBND tỉnh Bắc Kạn",
    "signer": Signer("", "Chủ tịch Hội đồng", "Nguyễn Văn A"),
    "recipients": ("Thành viên Hội đồng", "UBND tỉnh", "Lưu: Hồ sơ Hội đồng"),
}
MINUTES = Minutes(
    **{**COUNCIL, "number": "02/BB-HĐ"},
    subject=f"Họp Hội đồng đánh giá, phân hạng {SUBJECT}",
    opened="08 giờ 00 phút ngày 05 tháng 02 năm 2021",
    closed="11 giờ 30 phút cùng ngày",
    venue="Phòng họp tầng 2, trụ sở UBND tỉnh Bắc Kạn",
    council_decision="Quyết định số 0099/QĐ-UBND ngày 15 tháng 01 năm 2021",
    attendees=tuple(
        Attendee(
            name=name,
            position=position,
            role=role,
            is_present=name != "Phạm Thị D",
            reason="công tác, có giấy báo",
        )
        for name, position, role in MEMBERS
    ),
    guests=("Đại diện Tổ giúp việc Hội đồng", "Đại diện các chủ thể có sản phẩm dự đánh giá"),
    quorum="Có mặt 5/6 thành viên, trong đó có Chủ tịch Hội đồng; đủ điều kiện tiến hành cuộc họp.",
    max_spread=10,
    products=tuple(
        Discussed(
            product=product,
            producer=producer,
            set_name="Tinh bột, sản phẩm từ tinh bột",
            scores=(90, 92, 91, 88, 95),
            mean=Decimal(points),
            spread=7,
            stars=stars,
            discussion="Các thành viên lệch nhau ở tiêu chí truy xuất nguồn gốc; sau khi xem sổ ghi chép vùng nguyên "
            "liệu, Hội đồng thống nhất chấm lại."
            if stars == 4
            else "",
            conclusion=f"Đạt {stars} sao với {points_text(Decimal(points))} điểm."
            if stars
            else "Chưa đủ điểm xếp hạng 3 sao; đề nghị chủ thể hoàn thiện bao bì và đăng ký dự đợt sau.",
        )
        for product, producer, _, points, stars in NAMES
    ),
    remarks="Hội đồng đánh giá cao sự chuẩn bị của các chủ thể và Tổ giúp việc.",
    conclusions=(
        "Đề nghị Chủ tịch UBND tỉnh phê duyệt kết quả và cấp giấy chứng nhận cho 04 sản phẩm đạt từ 3 sao.",
        "Lập hồ sơ đề nghị Trung ương đánh giá 01 sản phẩm có tiềm năng đạt 5 sao.",
    ),
    secretary="Hoàng Văn Đ",
)
SCORE_SUMMARY = ScoreSummary(
    **{**COUNCIL, "number": "03/BTH-HĐ", "recipients": ()},
    secretary="Hoàng Văn Đ",
    subject=f"Đánh giá, phân hạng {SUBJECT}",
    members=tuple(name for name, _, _ in MEMBERS),
    products=tuple(
        Scored(
            product=product,
            producer=producer,
            scores=(90, 92, 91, "", 88, 95),
            mean=Decimal(points),
            stars=stars,
            note="",
        )
        for product, producer, _, points, stars in NAMES
    ),
    notes=("Ô trống: thành viên vắng mặt hoặc không chấm sản phẩm có lợi ích liên quan.",),
)
PASS_UP = LetterUpward(
    **{
        **FRAME,
        "number": "045/TTr-UBND",
        "recipients": ("Như trên", "Sở Nông nghiệp và PTNT", "Lưu: VT, NNTNMT"),
    },
    kind="Tờ trình",
    subject="Đề nghị đánh giá, phân hạng sản phẩm OCOP cấp Trung ương năm 2021",
    addressees=("Bộ Nông nghiệp và Phát triển nông thôn", "Văn phòng Điều phối NTM Trung ương"),
    paragraphs=(
        "Thực hiện Quyết định số 1048/QĐ-TTg ngày 21 tháng 8 năm 2019 của Thủ tướng Chính phủ, tỉnh Bắc Kạn đã tổ chức "
        "đánh giá, phân hạng sản phẩm OCOP đợt 1 năm 2021.",
        "Ủy ban nhân dân tỉnh Bắc Kạn trình Hội đồng cấp Trung ương xem xét, đánh giá sản phẩm sau:",
    ),
    products=(
        Forwarded(
            product="Miến dong Ví Dụ",
            producer="HTX Nông nghiệp Ví Dụ",
            set_name="Tinh bột, sản phẩm từ tinh bột",
            points=Decimal("91.144"),
            stars=4,
        ),
    ),
    attachments=(
        "Hồ sơ sản phẩm (01 bản chính, 01 bản điện tử)",
        "Biên bản họp Hội đồng và bảng tổng hợp điểm cấp tỉnh",
    ),
    closing="Kính đề nghị Bộ Nông nghiệp và Phát triển nông thôn xem xét./.",
)
LETTER = Letter(
    **{**FRAME, "number": "/UBND-NNTNMT", "place_and_date": place_and_date("Bắc Kạn", None)},
    subject="chuyển hồ sơ sản phẩm OCOP đề nghị đánh giá cấp Trung ương",
    addressees=("Bộ Nông nghiệp và Phát triển nông thôn",),
    paragraphs=PASS_UP.paragraphs,
    attachments=PASS_UP.attachments,
    closing=PASS_UP.closing,
    watermark="DỰ THẢO",
)
PARTY_LETTER = Letter(
    form=Form.PARTY,
    superior="Đảng bộ tỉnh Bắc Kạn",
    body="Ban Thường vụ Tỉnh ủy",
    number="21-CT/TU",
    place_and_date=place_and_date("Bắc Kạn", date(2019, 4, 8)),
    signer=Signer("T/M Ban Thường vụ", "Phó Bí thư", "Nguyễn Văn A"),
    recipients=("Các huyện ủy, thành ủy", "Lưu Văn phòng Tỉnh ủy"),
    kind="Chỉ thị",
    subject="về tăng cường lãnh đạo, chỉ đạo Chương trình Mỗi xã, phường một sản phẩm",
    addressees=("Các huyện ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy",),
    paragraphs=("Nội dung của văn bản. " * 20, "Chỉ thị này phổ biến đến chi bộ."),
)
CERTIFICATE: Printed = {
    "superior": "",
    "body": "Ủy ban nhân dân tỉnh Bắc Kạn",
    "number": "0007/2021/GCN-OCOP",
    "product": "Miến dong Ví Dụ",
    "producer": "HTX Nông nghiệp Ví Dụ",
    "place": "Xã Côn Minh, huyện Na Rì, tỉnh Bắc Kạn",
    "product_code": "06-066-02230-1-2021",
    "stars": 4,
    "decision": "Quyết định số 0123/QĐ-UBND ngày 08 tháng 02 năm 2021",
    "valid_from": "08/02/2021",
    "valid_to": "07/02/2024",
    "place_and_date": "Bắc Kạn, ngày 08 tháng 02 năm 2021",
    "signer": {"authority": "KT. Chủ tịch", "title": "Phó Chủ tịch", "name": "Nguyễn Văn A"},
    "qr": qr.svg("https://ocop.backan.example/c/0007-2021#" + "x" * 300),
    "address": "ocop.backan.example/c/0007-2021",
}
SHEET = next(iter(builtin_edition("qd1048").sheets.values()))
SCORE_SHEET: PrintedSheet = {
    "council": "Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Bắc Kạn",
    "round": "Đợt 1 năm 2021",
    "edition": "Quyết định 1048/QĐ-TTg",
    "set_name": SHEET.name,
    "product": "Miến dong Ví Dụ",
    "producer": "HTX Nông nghiệp Ví Dụ",
    "place": "Xã Côn Minh, huyện Na Rì",
    "member": "Trần Thị B",
    "code": "P-2021-0007-02",
    "qr": qr.svg("P-2021-0007-02"),
    "parts": printed_parts(SHEET),
    "facts": [words(rule) for rule in SHEET.facts],
}
PAPERS = {
    "decision": DECISION,
    "minutes": MINUTES,
    "score_summary": SCORE_SUMMARY,
    "letter_upward": PASS_UP,
}
