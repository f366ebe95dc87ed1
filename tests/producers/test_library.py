"""The evidence library: one paper once, versions, several photos, what nobody could read is refused."""

import io
import re
import time
from datetime import timedelta

import pypdf
import pytest
from PIL import Image

from ocop.core import clock
from ocop.core.files import PDF
from ocop.documents import render_pdf
from ocop.dossiers.enums import DossierState
from ocop.producers.models import Evidence
from tests.days import TODAY
from tests.dossiers.factories import make_dossier, make_round
from tests.people.factories import as_found, client_of, make_officer, make_user
from tests.producers.factories import make_paper, make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def producer():
    return make_producer(owner=make_user())


@pytest.fixture
def owner(producer):
    """The browser of who acts for the producer."""
    return client_of(as_found(producer.members.get().user))


def filed(paper, *, state):
    """A dossier of a product of its own that uses the paper."""
    product = make_product(paper.producer)
    dossier = make_dossier(make_round(paper.producer.place.province), product, state)
    dossier.papers.create(evidence=paper, item_code=paper.item_code)
    return dossier


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


def test_a_paper_that_would_be_issued_tomorrow_is_refused_at_that_day(owner, producer):
    tomorrow = clock.today() + timedelta(days=1)

    answer = add(owner, producer, photo(), issued_on=tomorrow.isoformat())

    assert answer.context["form"].errors == {"issued_on": ["Ngày cấp không thể sau hôm nay."]}
    assert not producer.evidence.exists()


def test_several_photos_become_one_pdf_with_a_page_each(owner, producer):
    answer = add(owner, producer, photo(), photo((900, 1200)), photo())

    assert answer.status_code == 302
    made = Evidence.objects.latest("pk")
    assert made.file.content_type == PDF
    stream = owner.get(f"/chu-the/giay-to/{made.pk}/").streaming_content
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
def test_a_file_that_nobody_could_read_or_print_is_refused_at_upload(owner, producer, file, words):
    before = Evidence.objects.count()

    answer = add(owner, producer, file())

    assert words in answer.content.decode()
    assert Evidence.objects.count() == before


def test_one_photo_among_other_files_that_is_none_refuses_them_all_by_name(owner, producer):
    answer = add(owner, producer, photo(), named(b"MZ program", "la.exe"))

    assert "“la.exe” không phải ảnh hay PDF." in answer.content.decode()


def test_a_paper_shows_where_it_is_used_and_its_versions(owner, producer):
    old = make_paper(producer, item_code="HS06")
    handed_in = filed(old, state=DossierState.SUBMITTED)
    returned = filed(old, state=DossierState.RETURNED)

    owner.post(
        f"/chu-the/giay-to/{old.pk}/ban-moi/",
        {"item_code": "HS06", "title": old.title, "number": "02/MỚI", "file": pdf("Bản mới")},
    )

    old.refresh_from_db()
    new = old.superseded_by
    assert handed_in.papers.filter(evidence=old).exists()
    assert returned.papers.filter(evidence=new).exists()
    assert not returned.papers.filter(evidence=old).exists()
    page = owner.get(f"/chu-the/giay-to/{new.pk}/chi-tiet/").content.decode()
    assert str(returned) in page
    assert f"/chu-the/giay-to/{old.pk}/chi-tiet/" in page
    assert b"".join(owner.get(f"/chu-the/giay-to/{old.pk}/").streaming_content)[:4] == b"%PDF"


def test_a_paper_in_use_stays_and_one_that_nothing_uses_can_be_removed(owner, producer):
    used = make_paper(producer)
    filed(used, state=DossierState.DRAFT)
    add(owner, producer, photo())
    unused = Evidence.objects.latest("pk")

    assert owner.post(f"/chu-the/giay-to/{used.pk}/xoa/").status_code == 422
    assert owner.post(f"/chu-the/giay-to/{unused.pk}/xoa/").status_code == 302
    assert Evidence.objects.filter(pk=used.pk).exists()
    assert not Evidence.objects.filter(pk=unused.pk).exists()


@pytest.mark.parametrize("is_filed", [False, True])
def test_dates_of_a_paper_are_corrected_without_its_file(owner, producer, is_filed):
    paper = make_paper(producer, item_code="HS06", file_name="HS06.pdf", expires_on=TODAY)
    if is_filed:
        filed(paper, state=DossierState.SUBMITTED)
        filed(paper, state=DossierState.DRAFT)
    data = {
        "version": paper.version,
        "item_code": paper.item_code,
        "title": paper.title,
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": "2026-01-02",
        "expires_on": "2029-01-02",
    }

    owner.post(f"/chu-the/giay-to/{paper.pk}/sua/", data)

    corrected = producer.evidence.current().get(item_code="HS06")
    assert (f"{corrected.expires_on}", corrected.file_name) == ("2029-01-02", "HS06.pdf")
    history = owner.get(f"/chu-the/giay-to/{corrected.pk}/chi-tiet/").content.decode()
    assert "Hết hạn ngày" in history
    # What an office looks at stays as it was handed in; what is still being written takes the correction.
    handed_in = paper.uses.filter(dossier__submission__gt=0)
    paper.refresh_from_db()
    assert (corrected.pk != paper.pk, handed_in.exists()) == (is_filed, is_filed)
    assert (paper.expires_on == TODAY) is is_filed
    assert not paper.uses.filter(dossier__state="draft").exists()


def test_the_first_page_of_a_paper_is_seen_small(owner, producer):
    add(owner, producer, photo((2400, 1600)))
    for paper in (make_paper(producer), Evidence.objects.latest("pk")):
        answer = owner.get(f"/chu-the/giay-to/{paper.pk}/nho/")
        picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))

        assert answer["Content-Type"] == "image/webp"
        assert max(picture.size) <= 480


def test_a_strangers_papers_do_not_exist(producer):
    stranger, paper = client_of(make_user()), make_paper(producer)

    for verb in ("", "nho/", "chi-tiet/", "sua/", "ban-moi/"):
        assert stranger.get(f"/chu-the/giay-to/{paper.pk}/{verb}").status_code == 404, verb
    assert stranger.post(f"/chu-the/giay-to/{paper.pk}/xoa/").status_code == 404


def test_a_paper_that_expires_is_flagged_on_each_open_dossiers_product(owner, producer):
    paper = make_paper(producer, expires_on=TODAY + timedelta(days=20))
    product = filed(paper, state=DossierState.RETURNED).product

    page = owner.get(f"/chu-the/san-pham/{product.pk}/").content.decode()

    assert f"Hồ sơ đang làm dùng “{paper.title}”" in page


def entry(**fields):
    return {"item_code": "HS12", "title": "Giấy HACCP (thử)"} | fields


WRONG = {"issued_on": "2026-05-02", "expires_on": "2026-05-01"}


def test_an_error_elsewhere_in_the_form_does_not_cost_the_chosen_file(owner, producer):
    url = f"/chu-the/{producer.pk}/kho-minh-chung/them/"
    answer = owner.post(url, entry(file=photo(name="haccp.jpg"), **WRONG))
    page = answer.content.decode()
    assert "Đã giữ tệp <strong>haccp.jpg</strong>" in page
    token = re.search(r'name="file_kept" value="([^"]+)"', page)[1]

    answer = owner.post(url, entry(file_kept=token))

    assert answer.status_code == 302
    made = Evidence.objects.latest("pk")
    assert (made.file_name, made.file.content_type) == ("haccp.jpg", "image/jpeg")


def test_another_file_takes_the_place_of_the_kept_one(owner, producer):
    url = f"/chu-the/{producer.pk}/kho-minh-chung/them/"
    answer = owner.post(url, entry(file=photo(name="nham.jpg"), **WRONG))
    token = answer.context["form"].fields["file"].widget.kept[0][1]

    owner.post(url, entry(file_kept=token, file=pdf()))

    assert Evidence.objects.latest("pk").file_name == "giay-to.pdf"


def test_a_kept_file_serves_only_the_person_who_sent_it(owner, producer):
    url = f"/chu-the/{producer.pk}/kho-minh-chung/them/"
    answer = owner.post(url, entry(file=photo(), **WRONG))
    token = answer.context["form"].fields["file"].widget.kept[0][1]
    before = Evidence.objects.count()

    for client, given in ((client_of(make_officer(producer.place)), token), (owner, f"{token}x")):
        answer = client.post(url, entry(file_kept=given))
        assert answer.context["form"].errors.keys() == {"file"}

    assert Evidence.objects.count() == before


def test_a_kept_file_is_kept_a_day_from_when_it_was_sent_however_often_the_form_is_shown(
    owner, producer, monkeypatch
):
    url = f"/chu-the/{producer.pk}/kho-minh-chung/them/"

    def token_after(hours, **given):
        now = sent_at + hours * 3600
        monkeypatch.setattr("django.core.signing.time.time", lambda: now)
        shown = owner.post(url, entry(**given, **WRONG)).context["form"].fields["file"].widget
        return shown.kept[0][1] if shown.kept else ""

    sent_at = time.time()
    token = token_after(0, file=photo())
    token = token_after(20, file_kept=token)
    assert token

    assert token_after(28, file_kept=token) == ""


def test_dates_the_wrong_way_round_are_told_at_the_later_one(owner, producer):
    answer = add(owner, producer, photo(), **WRONG)

    assert answer.context["form"].errors == {"expires_on": ["Ngày hết hạn phải sau ngày cấp."]}


@pytest.fixture
def used(producer):
    """A paper of no product in particular that a dossier still being written uses, as that dossier names it."""
    return filed(make_paper(producer, item_code="HS12"), state=DossierState.DRAFT).papers.get()


@pytest.mark.parametrize("page", ["sua", "ban-moi"])
def test_a_paper_used_in_a_dossier_does_not_become_one_of_another_product(owner, used, page):
    sent = entry(product=make_product(used.dossier.producer).pk, version=used.evidence.version)

    answer = owner.post(f"/chu-the/giay-to/{used.evidence_id}/{page}/", sent | {"file": pdf()})

    assert answer.context["form"].errors.keys() == {"product"}
    used.evidence.refresh_from_db()
    assert (used.evidence.product, used.evidence.is_current) == (None, True)


def test_a_paper_becomes_one_of_the_product_whose_dossier_uses_it(owner, used):
    sent = entry(product=used.dossier.product_id, version=used.evidence.version)

    answer = owner.post(f"/chu-the/giay-to/{used.evidence_id}/sua/", sent)

    assert answer.status_code == 302
    used.evidence.refresh_from_db()
    assert used.evidence.product == used.dossier.product


def test_a_handed_in_paper_gets_another_product_by_a_version_of_its_own(owner, used):
    used.dossier.state, used.dossier.submission = DossierState.SUBMITTED, 1
    used.dossier.save()
    sent = entry(product=make_product(used.dossier.producer).pk, version=used.evidence.version)

    answer = owner.post(f"/chu-the/giay-to/{used.evidence_id}/sua/", sent)

    assert answer.status_code == 302
    used.refresh_from_db()
    assert used.evidence.product is None
