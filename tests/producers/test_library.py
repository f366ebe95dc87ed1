"""The evidence library: one paper once, versions, several photos, what nobody could read is refused."""

import io
import re
import time

import pypdf
import pytest
from PIL import Image

from ocop.core import clock
from ocop.core.documents import render_pdf
from ocop.core.files import PDF
from ocop.evaluation.enums import DossierState
from ocop.evaluation.models import Dossier
from ocop.producers.models import Evidence, Producer

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer():
    return Producer.objects.get(name="HTX Minh Hoạ")


def named(content, name):
    file = io.BytesIO(content)
    file.name = name
    return file


def photo(size=(1200, 900), colour="white", name="anh.jpg"):
    output = io.BytesIO()
    Image.new("RGB", size, colour).save(output, "JPEG")
    return named(output.getvalue(), name)


def pdf(text="Giấy tờ (thử)", password=None):
    content = render_pdf("notice", {"title": text, "reason": "Tệp thử."})
    if password:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        writer.encrypt(password)
        output = io.BytesIO()
        writer.write(output)
        content = output.getvalue()
    return named(content, "giay-to.pdf")


def add(client, producer, *files, **fields):
    data = {"item_code": "HS12", "title": "Giấy HACCP (thử)", "file": list(files)} | fields
    return client.post(f"/chu-the/{producer.pk}/kho-minh-chung/them/", data)


def test_several_photos_become_one_pdf_with_a_page_each(signed_in, producer):
    answer = add(signed_in("chuthe"), producer, photo(), photo((900, 1200)), photo())

    assert answer.status_code == 302
    made = Evidence.objects.latest("pk")
    assert made.file.content_type == PDF
    stream = signed_in("chuthe").get(f"/chu-the/giay-to/{made.pk}/").streaming_content
    pages = pypdf.PdfReader(io.BytesIO(b"".join(stream))).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [True, False, True]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: pdf(password="bí mật"), "mật khẩu"),
        (lambda: named(b"%PDF-1.7\nbroken", "a.pdf"), "hỏng"),
        (lambda: named(b"MZ program", "a.pdf"), "Chỉ nhận"),
    ],
)
def test_a_file_that_nobody_could_read_or_print_is_refused_at_upload(
    signed_in, producer, file, words
):
    before = Evidence.objects.count()

    answer = add(signed_in("chuthe"), producer, file())

    assert words in answer.content.decode()
    assert Evidence.objects.count() == before


def test_one_photo_among_other_files_that_is_none_refuses_them_all_by_name(signed_in, producer):
    answer = add(signed_in("chuthe"), producer, photo(), named(b"MZ program", "la.exe"))

    assert "“la.exe” không phải ảnh hay PDF." in answer.content.decode()


def test_a_paper_shows_where_it_is_used_and_its_versions(signed_in, producer):
    old = producer.evidence.get(item_code="HS06")
    client = signed_in("chuthe")

    client.post(
        f"/chu-the/giay-to/{old.pk}/ban-moi/",
        {"item_code": "HS06", "title": old.title, "number": "02/MỚI", "file": pdf("Bản mới")},
    )

    old.refresh_from_db()
    new = old.superseded_by
    handed_in = Dossier.objects.get(product__name="Rượu men lá Mẫu")
    returned = Dossier.objects.get(state=DossierState.RETURNED)
    assert handed_in.papers.filter(evidence=old).exists()
    assert returned.papers.filter(evidence=new).exists()
    assert not returned.papers.filter(evidence=old).exists()
    page = client.get(f"/chu-the/giay-to/{new.pk}/chi-tiet/").content.decode()
    assert str(returned) in page
    assert f"/chu-the/giay-to/{old.pk}/chi-tiet/" in page
    assert b"".join(client.get(f"/chu-the/giay-to/{old.pk}/").streaming_content)[:4] == b"%PDF"


def test_a_paper_in_use_stays_and_one_that_nothing_uses_can_be_removed(signed_in, producer):
    client, used = signed_in("chuthe"), producer.evidence.get(item_code="HS04")
    add(client, producer, photo())
    unused = Evidence.objects.latest("pk")

    assert client.post(f"/chu-the/giay-to/{used.pk}/xoa/").status_code == 422
    assert client.post(f"/chu-the/giay-to/{unused.pk}/xoa/").status_code == 302
    assert Evidence.objects.filter(pk=used.pk).exists()
    assert not Evidence.objects.filter(pk=unused.pk).exists()


@pytest.mark.parametrize("is_filed", [False, True])
def test_dates_of_a_paper_are_corrected_without_its_file(signed_in, producer, is_filed):
    paper = producer.evidence.get(item_code="HS06")
    if not is_filed:
        paper.uses.all().delete()
    before = paper.expires_on
    data = {
        "version": paper.version,
        "item_code": paper.item_code,
        "title": paper.title,
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": "2026-01-02",
        "expires_on": "2029-01-02",
    }

    signed_in("chuthe").post(f"/chu-the/giay-to/{paper.pk}/sua/", data)

    corrected = producer.evidence.current().get(item_code="HS06")
    assert (f"{corrected.expires_on}", corrected.file_name) == ("2029-01-02", "HS06.pdf")
    history = signed_in("chuthe").get(f"/chu-the/giay-to/{corrected.pk}/chi-tiet/").content.decode()
    assert "Hết hạn ngày" in history
    # What an office looks at stays as it was handed in; what is still being written takes the correction.
    handed_in = paper.uses.filter(dossier__submission__gt=0)
    paper.refresh_from_db()
    assert (corrected.pk != paper.pk, handed_in.exists()) == (is_filed, is_filed)
    assert (paper.expires_on == before) is is_filed
    assert not paper.uses.filter(dossier__state="draft").exists()


def test_the_first_page_of_a_paper_is_seen_small(signed_in, producer):
    add(signed_in("chuthe"), producer, photo((2400, 1600)))
    for paper in (producer.evidence.get(item_code="HS04"), Evidence.objects.latest("pk")):
        answer = signed_in("chuthe").get(f"/chu-the/giay-to/{paper.pk}/nho/")
        picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))

        assert answer["Content-Type"] == "image/webp"
        assert max(picture.size) <= 480


def test_a_strangers_papers_do_not_exist(client, producer, db):
    from ocop.people.actions import register_account

    stranger = register_account(login="la2@example.vn", full_name="Lạ", password="mat-khau-dai-1")
    client.force_login(stranger, backend="ocop.people.backends.Accounts")
    paper = producer.evidence.first()

    for verb in ("", "nho/", "chi-tiet/", "sua/", "ban-moi/"):
        assert client.get(f"/chu-the/giay-to/{paper.pk}/{verb}").status_code == 404, verb
    assert client.post(f"/chu-the/giay-to/{paper.pk}/xoa/").status_code == 404


def test_a_paper_that_expires_is_flagged_on_each_open_dossiers_product(signed_in, producer):
    paper = producer.evidence.get(item_code="HS06")
    product = Dossier.objects.get(state=DossierState.RETURNED).product

    page = signed_in("chuthe").get(f"/chu-the/san-pham/{product.pk}/").content.decode()

    assert f"Hồ sơ đang làm dùng “{paper.title}”" in page
    assert paper.expires_on > clock.today()


def entry(**fields):
    return {"item_code": "HS12", "title": "Giấy HACCP (thử)"} | fields


WRONG = {"issued_on": "2026-05-02", "expires_on": "2026-05-01"}


def test_an_error_elsewhere_in_the_form_does_not_cost_the_chosen_file(signed_in, producer):
    client, url = signed_in("chuthe"), f"/chu-the/{producer.pk}/kho-minh-chung/them/"
    answer = client.post(url, entry(file=photo(name="haccp.jpg"), **WRONG))
    page = answer.content.decode()
    assert "Đã giữ tệp <strong>haccp.jpg</strong>" in page
    token = re.search(r'name="file_kept" value="([^"]+)"', page)[1]

    answer = client.post(url, entry(file_kept=token))

    assert answer.status_code == 302
    made = Evidence.objects.latest("pk")
    assert (made.file_name, made.file.content_type) == ("haccp.jpg", "image/jpeg")


def test_another_file_takes_the_place_of_the_kept_one(signed_in, producer):
    client, url = signed_in("chuthe"), f"/chu-the/{producer.pk}/kho-minh-chung/them/"
    answer = client.post(url, entry(file=photo(name="nham.jpg"), **WRONG))
    token = answer.context["form"].fields["file"].widget.token

    client.post(url, entry(file_kept=token, file=pdf()))

    assert Evidence.objects.latest("pk").file_name == "giay-to.pdf"


def test_a_kept_file_serves_only_the_person_who_sent_it(signed_in, producer):
    url = f"/chu-the/{producer.pk}/kho-minh-chung/them/"
    answer = signed_in("chuthe").post(url, entry(file=photo(), **WRONG))
    token = answer.context["form"].fields["file"].widget.token
    before = Evidence.objects.count()

    for client, given in ((signed_in("xa"), token), (signed_in("chuthe"), f"{token}x")):
        answer = client.post(url, entry(file_kept=given))
        assert answer.context["form"].errors.keys() == {"file"}

    assert Evidence.objects.count() == before


def test_a_kept_file_is_kept_a_day_from_when_it_was_sent_however_often_the_form_is_shown(
    signed_in, producer, monkeypatch
):
    client, url = signed_in("chuthe"), f"/chu-the/{producer.pk}/kho-minh-chung/them/"

    def token_after(hours, **given):
        now = sent_at + hours * 3600
        monkeypatch.setattr("django.core.signing.time.time", lambda: now)
        return client.post(url, entry(**given, **WRONG)).context["form"].fields["file"].widget.token

    sent_at = time.time()
    token = token_after(0, file=photo())
    token = token_after(20, file_kept=token)
    assert token

    assert token_after(28, file_kept=token) == ""


def test_dates_the_wrong_way_round_are_told_at_the_later_one(signed_in, producer):
    answer = add(signed_in("chuthe"), producer, photo(), **WRONG)

    assert answer.context["form"].errors == {"expires_on": ["Ngày hết hạn phải sau ngày cấp."]}


@pytest.fixture
def used(signed_in, producer):
    """A paper of no product in particular that a dossier still being written uses, as that dossier names it."""
    add(signed_in("chuthe"), producer, pdf("Giấy chung"), title="Giấy chung")
    dossier = Dossier.objects.filter(producer=producer, state=DossierState.DRAFT).first()
    return dossier.papers.create(
        evidence=Evidence.objects.get(title="Giấy chung"), item_code="HS12"
    )


def another_product(dossier):
    return dossier.producer.products.exclude(pk=dossier.product_id).first()


@pytest.mark.parametrize("page", ["sua", "ban-moi"])
def test_a_paper_used_in_a_dossier_does_not_become_one_of_another_product(signed_in, used, page):
    sent = entry(product=another_product(used.dossier).pk, version=used.evidence.version)

    answer = signed_in("chuthe").post(
        f"/chu-the/giay-to/{used.evidence_id}/{page}/", sent | {"file": pdf()}
    )

    assert answer.context["form"].errors.keys() == {"product"}
    used.evidence.refresh_from_db()
    assert (used.evidence.product, used.evidence.is_current) == (None, True)


def test_a_paper_becomes_one_of_the_product_whose_dossier_uses_it(signed_in, used):
    sent = entry(product=used.dossier.product_id, version=used.evidence.version)

    answer = signed_in("chuthe").post(f"/chu-the/giay-to/{used.evidence_id}/sua/", sent)

    assert answer.status_code == 302
    used.evidence.refresh_from_db()
    assert used.evidence.product == used.dossier.product


def test_a_handed_in_paper_gets_another_product_by_a_version_of_its_own(signed_in, used):
    Dossier.objects.filter(pk=used.dossier_id).update(state=DossierState.SUBMITTED, submission=1)
    sent = entry(product=another_product(used.dossier).pk, version=used.evidence.version)

    answer = signed_in("chuthe").post(f"/chu-the/giay-to/{used.evidence_id}/sua/", sent)

    assert answer.status_code == 302
    used.refresh_from_db()
    assert used.evidence.product is None
