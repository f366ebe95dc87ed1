"""The issuing body's written notice that a certificate ends."""

import io
import zipfile
from datetime import timedelta

import pypdf
import pytest

from ocop.certificates.actions import expiry
from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.errors import NotYours, Refused
from ocop.people.models import Notification

from ..days import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return Certificate.objects.select_related("notice", "producer", "place").get(
        product__name="Tinh bột nghệ Mẫu"
    )


def url(certificate, end=""):
    return f"/giay-chung-nhan/{certificate.pk}/{end}"


def test_the_notice_is_due_thirty_days_before_the_end_and_waits_on_the_offices_desk(
    signed_in, certificate
):
    assert certificate.notice.due_on == certificate.valid_to - timedelta(days=30)

    desk = signed_in("huyen").get("/ban-lam-viec/").content.decode()
    assert "Gửi thông báo hết hạn: Tinh bột nghệ Mẫu" in desk
    listed = signed_in("huyen").get("/giay-chung-nhan/?hieu_luc=thong-bao")
    assert [c.pk for c in listed.context["listing"].page] == [certificate.pk]


def test_the_draft_is_an_official_document_as_pdf_and_word(signed_in, certificate):
    client = signed_in("huyen")

    printed = client.get(url(certificate, "thong-bao.pdf"))
    text = pypdf.PdfReader(io.BytesIO(printed.content)).pages[0].extract_text()
    for words in ("THÔNG BÁO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", certificate.number):
        assert words in text
    word = client.get(url(certificate, "thong-bao.docx"))
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        assert "Tinh bột nghệ Mẫu" in archive.read("word/document.xml").decode()


def test_once_sent_the_producer_is_told_and_reads_it_and_the_work_is_done(signed_in, certificate):
    assert signed_in("chuthe").get(url(certificate, "thong-bao.pdf")).status_code == 404

    signed_in("huyen").post(
        url(certificate, "thong-bao/"), {"number": "05/TB-UBND", "sent_on": TODAY.isoformat()}
    )

    certificate.notice.refresh_from_db()
    assert (certificate.notice.number, certificate.notice.sent_on) == ("05/TB-UBND", TODAY)
    assert signed_in("chuthe").get(url(certificate, "thong-bao.pdf")).status_code == 200
    assert "05/TB-UBND" in signed_in("chuthe").get(url(certificate)).content.decode()
    assert Notification.objects.filter(
        user__login="chuthe@demo.vn", title__contains="05/TB-UBND"
    ).exists()
    desk = signed_in("huyen").get("/ban-lam-viec/").content.decode()
    assert "Gửi thông báo hết hạn" not in desk


def test_a_notice_is_sent_once_by_its_office_and_not_in_the_future(person, certificate):
    sent = {"certificate": certificate, "number": "05/TB-UBND"}
    tomorrow = clock.today() + timedelta(days=1)

    with pytest.raises(NotYours):
        expiry.send_notice(actor=person("xa"), sent_on=TODAY, **sent)
    with pytest.raises(Refused):
        expiry.send_notice(actor=person("huyen"), sent_on=tomorrow, **sent)
    expiry.send_notice(actor=person("huyen"), sent_on=TODAY, **sent)
    with pytest.raises(Refused, match="05/TB-UBND"):
        expiry.send_notice(actor=person("huyen"), sent_on=TODAY, **sent)


def test_the_products_page_calls_an_expired_certificate_expired(signed_in):
    expired = Certificate.objects.filter(valid_to__lt=TODAY, state="in_force").first()

    page = signed_in("tinh").get(f"/chu-the/san-pham/{expired.product_id}/").content.decode()

    after = page.partition(expired.number)[2].partition("</li>")[0]
    assert "Đã hết hạn" in after
    assert "Còn hiệu lực" not in after
