"""Papers of a certificate: itself, and the notice of its end."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from ocop.core import rehearsal
from ocop.core.downloads import answer
from ocop.core.files import PDF
from ocop.documents.kinds import Kind, declare
from ocop.documents.writing import long_date, place_and_date
from ocop.official import facts, sample
from ocop.official.certificates import certificate_pdf, printed
from ocop.official.expiry import ExpiryNotice as Notice
from ocop.official.frame import Signer, decision_text
from ocop.people.offices import office_of
from ocop.stationery.printing import sent

from .models import Certificate, ExpiryNotice

NOTICE = "thong-bao-het-hieu-luc"
declare(
    Kind(NOTICE, _("Thông báo giấy chứng nhận sắp hết hiệu lực"), Notice, lambda: sample.NOTICE)
)


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
        watermark=facts.mark(is_demo=certificate.producer.is_demo),
    )


def certificate_download(certificate: Certificate) -> HttpResponse:
    keys = rehearsal.keyring()
    sheet = printed(certificate_of(certificate), keys=keys, site=settings.PUBLIC_URL)
    return answer(certificate_pdf(sheet), f"giay-chung-nhan-{certificate.number}.pdf", PDF)


def notice_of(notice: ExpiryNotice) -> Notice:
    """The written notice that a certificate ends; a draft without number and date until it is sent."""
    certificate = notice.certificate
    office = office_of(certificate.office)
    by, on = certificate.decision_number, certificate.decision_date
    return Notice(
        superior=office.above,
        body=office.body,
        number=notice.number or "     /TB-UBND",
        place_and_date=place_and_date(office.seat, notice.sent_on),
        recipients=("Như trên", "UBND cấp xã nơi có chủ thể", "Lưu: VT, hồ sơ OCOP."),
        signer=Signer(facts.AUTHORITY, notice.signer_title or facts.SIGNER_TITLE, notice.signer),
        watermark=facts.mark(is_demo=certificate.producer.is_demo),
        subject=f"Về việc giấy chứng nhận sản phẩm OCOP số {certificate.number} sắp hết hiệu lực",
        certificate=certificate.number,
        product=certificate.product_name,
        producer=certificate.producer.name,
        stars=certificate.stars,
        decision=decision_text(by, on) if by else "",
        ends=long_date(certificate.valid_to) if certificate.valid_to else "…",
    )


def expiry_notice(notice: ExpiryNotice, suffix: str) -> HttpResponse:
    certificate = notice.certificate
    name = f"thong-bao-{certificate.number}"
    return sent(NOTICE, notice_of(notice), certificate.office, name, suffix)
