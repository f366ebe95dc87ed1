"""The issuing body's written notice that a certificate ends."""

import io
import zipfile
from datetime import date, timedelta

import pypdf
import pytest

from ocop.certificates.actions import expiry
from ocop.core.errors import NotYours, Refused
from ocop.people.models import Notification
from tests.certificates.factories import make_certificate
from tests.days import TODAY
from tests.people.factories import as_found, client_of, make_officer, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def certificate():
    """Of a commune's producer, issued by the district; it ends in forty days."""
    commune = make_place(under=make_place("district"))
    product = make_product(make_producer(commune, owner=make_user()), name="Tinh bột nghệ Mẫu")
    certificate = make_certificate(
        product, office=commune.district, valid_to=TODAY + timedelta(days=40), process_code="qd1048"
    )
    expiry.watch(certificate)
    return certificate


@pytest.fixture
def officer(certificate):
    """Of the office that issued it."""
    return make_officer(certificate.office)


@pytest.fixture
def owner(certificate):
    return as_found(certificate.producer.members.get().user)


def url(certificate, end=""):
    return f"/giay-chung-nhan/{certificate.pk}/{end}"


def test_the_notice_is_due_thirty_days_before_the_end_and_waits_on_the_offices_desk(
    officer, certificate
):
    assert certificate.notice.due_on == certificate.valid_to - timedelta(days=30)

    office = client_of(officer)
    desk = office.get("/ban-lam-viec/").content.decode()
    assert "Gửi thông báo hết hạn: Tinh bột nghệ Mẫu" in desk
    listed = office.get("/giay-chung-nhan/?hieu_luc=thong-bao")
    assert [c.pk for c in listed.context["listing"].page] == [certificate.pk]


def test_the_draft_is_an_official_document_as_pdf_and_word(officer, certificate):
    office = client_of(officer)

    printed = office.get(url(certificate, "thong-bao.pdf"))
    text = pypdf.PdfReader(io.BytesIO(printed.content)).pages[0].extract_text()
    for words in ("THÔNG BÁO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", certificate.number):
        assert words in text
    word = office.get(url(certificate, "thong-bao.docx"))
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        assert "Tinh bột nghệ Mẫu" in archive.read("word/document.xml").decode()


def test_once_sent_the_producer_is_told_and_reads_it_and_the_work_is_done(
    officer, owner, certificate
):
    office, producer = client_of(officer), client_of(owner)
    assert producer.get(url(certificate, "thong-bao.pdf")).status_code == 404

    office.post(
        url(certificate, "thong-bao/"), {"number": "05/TB-UBND", "sent_on": TODAY.isoformat()}
    )

    certificate.notice.refresh_from_db()
    assert (certificate.notice.number, certificate.notice.sent_on) == ("05/TB-UBND", TODAY)
    assert producer.get(url(certificate, "thong-bao.pdf")).status_code == 200
    assert "05/TB-UBND" in producer.get(url(certificate)).content.decode()
    assert Notification.objects.filter(user=owner, title__contains="05/TB-UBND").exists()
    desk = office.get("/ban-lam-viec/").content.decode()
    assert "Gửi thông báo hết hạn" not in desk


def test_a_notice_is_sent_once_by_its_office_and_not_in_the_future(officer, certificate):
    sent = {"certificate": certificate, "number": "05/TB-UBND"}
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(NotYours):
        expiry.send_notice(actor=make_officer(certificate.place), sent_on=TODAY, **sent)
    with pytest.raises(Refused):
        expiry.send_notice(actor=officer, sent_on=tomorrow, **sent)
    expiry.send_notice(actor=officer, sent_on=TODAY, **sent)
    with pytest.raises(Refused, match="05/TB-UBND"):
        expiry.send_notice(actor=officer, sent_on=TODAY, **sent)


def test_the_products_page_calls_an_expired_certificate_expired():
    expired = make_certificate(begins=date(2020, 1, 1))
    officer = make_officer(expired.place)

    page = client_of(officer).get(f"/chu-the/san-pham/{expired.product_id}/").content.decode()

    after = page.partition(expired.number)[2].partition("</li>")[0]
    assert "Đã hết hạn" in after
    assert "Còn hiệu lực" not in after
