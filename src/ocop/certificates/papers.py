"""Papers of a certificate: itself, and the notice of its end."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse

from ocop.core import rehearsal
from ocop.core.documents import render_docx, render_pdf
from ocop.core.documents.content import long_date, place_and_date
from ocop.core.downloads import answer
from ocop.core.files import DOCX, PDF
from ocop.official import facts
from ocop.official.certificates import certificate as printed_certificate
from ocop.people.offices import office_of

from .models import Certificate, ExpiryNotice


def certificate_of(certificate: Certificate) -> facts.Certificate:
    """A certificate as it is printed; one from before the system names no signer."""
    district, issuer = certificate.place.district, certificate.issuing_office
    office = office_of(certificate.office)
    return facts.Certificate(
        office=replace(office, called=issuer.name) if issuer else office,
        number=certificate.number,
        product_code=certificate.product_code,
        product=certificate.product_name,
        producer=certificate.producer_name
        + (f" (nay là {certificate.went_to})" if certificate.went_to else ""),
        place=", ".join(filter(None, (certificate.place.name, district.name if district else ""))),
        stars=certificate.stars,
        decision=facts.Decision(
            number=certificate.decision_number,
            signed_on=certificate.decision_date,
            authority=certificate.authority,
            title=certificate.signer_title,
            signer=certificate.signer,
        ),
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        watermark=facts.DEMO_MARK if certificate.producer.is_demo else "",
    )


def certificate_download(certificate: Certificate) -> HttpResponse:
    keys = rehearsal.keyring()
    data = printed_certificate(certificate_of(certificate), keys=keys, site=settings.PUBLIC_URL)
    return answer(render_pdf("certificate", data), f"giay-chung-nhan-{certificate.number}.pdf", PDF)


def expiry_notice(notice: ExpiryNotice, suffix: str) -> HttpResponse:
    """The written notice that a certificate ends, as PDF or Word; a draft without number and date until it is sent."""
    certificate = notice.certificate
    place = certificate.office
    office = office_of(place)
    ends = long_date(certificate.valid_to) if certificate.valid_to else "…"
    decision = f"Quyết định số {certificate.decision_number}" if certificate.decision_number else ""
    if decision and certificate.decision_date:
        decision += f" {long_date(certificate.decision_date)}"
    data = {
        "superior": office.above,
        "body": office.body,
        "number": notice.number or "     /TB-UBND",
        "place_and_date": place_and_date(office.seat, notice.sent_on),
        "recipients": ["Như trên", "UBND cấp xã nơi có chủ thể", "Lưu: VT, hồ sơ OCOP."],
        "signer": {
            "authority": "TM. ỦY BAN NHÂN DÂN",
            "title": notice.signer_title or "CHỦ TỊCH",
            "name": notice.signer,
        },
        "watermark": facts.DEMO_MARK if certificate.producer.is_demo else "",
        "kind": "THÔNG BÁO",
        "subject": f"Về việc giấy chứng nhận sản phẩm OCOP số {certificate.number} sắp hết hiệu lực",
        "addressees": [certificate.producer.name],
        "paragraphs": [
            f"Ủy ban nhân dân {place.name[:1].lower()}{place.name[1:]} thông báo: giấy chứng nhận số {certificate.number} công nhận sản phẩm “{certificate.product_name}” đạt {certificate.stars} sao"
            + (f" theo {decision}" if decision else "")
            + f" có hiệu lực đến hết {ends}.",
            "Sau ngày nêu trên, sản phẩm không được sử dụng hạng sao và nhãn hiệu chứng nhận OCOP trên bao bì, nhãn, quảng cáo nếu chưa được đánh giá, phân hạng lại.",
            "Để giữ hoặc nâng hạng, đề nghị chủ thể lập và nộp hồ sơ đánh giá lại trước ngày hết hiệu lực, gồm phiếu đăng ký, báo cáo theo tiêu chí với kết quả ba năm và nội dung mới, minh chứng đã thay đổi hoặc hết hạn. Hồ sơ được lập từ hồ sơ lần trước trên hệ thống OCOP.",
        ],
        "products": [],
        "attachments": [],
        "closing": "Trân trọng thông báo./.",
    }
    content = (render_pdf if suffix == "pdf" else render_docx)("pass_up", data)
    name = f"thong-bao-{certificate.number}.{suffix}"
    return answer(content, name, PDF if suffix == "pdf" else DOCX)
