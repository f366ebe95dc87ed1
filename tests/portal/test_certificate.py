"""The public page of a certificate: what is true today, since when, by which decision."""

import html
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from PIL import Image

from ocop.certificates.models import Certificate
from ocop.core import clock, files, public
from ocop.criteria.sets import catalogue
from ocop.places.models import Place
from ocop.producers.models import Product, ProductPicture
from tests.certificates.factories import make_certificate
from tests.core.factories import stored_pdf
from tests.people.factories import client_of, make_officer
from tests.producers.factories import make_product

pytestmark = pytest.mark.country


def verdict_of(client, number: str) -> tuple[str, str]:
    """The status of the block that a buyer sees first, and its words."""
    page = client.get(f"/c/{number}/").content.decode()
    block = re.search(
        r'<div class="verdict".*?data-status="(\w+)">(.*?)</div>\s*</div>', page, re.S
    )
    return block.group(1), " ".join(html.unescape(strip_tags(block.group(2))).split())


def test_a_valid_certificate_says_since_when_until_when_and_by_which_decision(client, certificate):
    certificate.valid_to = date(2099, 2, 7)
    certificate.save()

    assert verdict_of(client, certificate.number) == (
        "valid",
        "Còn hiệu lực Từ 31/12/2024 đến 07/02/2099 Theo quyết định số 215/QĐ-UBND",
    )


def test_one_about_to_expire_says_how_many_days_are_left(client, certificate):
    certificate.valid_to = clock.today() + timedelta(days=12)
    certificate.save()

    status, words = verdict_of(client, certificate.number)

    assert status == "expiring"
    assert words.startswith("Sắp hết hạn Từ 31/12/2024 đến ")
    assert words.endswith("(còn 12 ngày) Theo quyết định số 215/QĐ-UBND")


def test_an_expired_one_says_the_first_day_without_validity(client, certificate):
    certificate.valid_to = date(2025, 12, 31)
    certificate.save()

    assert verdict_of(client, certificate.number) == (
        "expired",
        "Đã hết hạn Từ 01/01/2026 Theo quyết định số 215/QĐ-UBND",
    )


def test_a_suspended_one_says_which_decision_and_why(client, certificate, happened):
    happened(certificate, "suspended", date(2026, 5, 4), "31/QĐ-UBND", "Chờ kiểm nghiệm lại")

    assert verdict_of(client, certificate.number) == (
        "suspended",
        "Đang tạm dừng Từ 04/05/2026 Theo quyết định số 31/QĐ-UBND Lý do: Chờ kiểm nghiệm lại",
    )


def test_a_restored_one_says_that_it_was_restored(client, certificate, happened):
    happened(certificate, "suspended", date(2026, 5, 4), "31/QĐ-UBND", "Chờ kiểm nghiệm lại")
    happened(certificate, "in_force", date(2026, 6, 1), "40/QĐ-UBND", "Kiểm nghiệm đạt")

    status, words = verdict_of(client, certificate.number)

    assert status == "valid"
    assert words.startswith("Còn hiệu lực Khôi phục từ 01/06/2026 đến ")
    assert words.endswith("Theo quyết định số 40/QĐ-UBND Lý do: Kiểm nghiệm đạt")


def test_a_transferred_one_is_told_as_transferred_and_keeps_its_decision(
    client, certificate, happened
):
    before = verdict_of(client, certificate.number)
    moved = "Chuyển từ HTX Cũ sang Công ty Mới"

    happened(certificate, "in_force", date(2026, 5, 4), "Biên bản 01", moved)

    assert verdict_of(client, certificate.number) == before
    page = " ".join(strip_tags(client.get(f"/c/{certificate.number}/").content.decode()).split())
    assert f"Chuyển chủ thể Từ 04/05/2026 · văn bản Biên bản 01 {moved}" in page
    inside = (
        client_of(make_officer(certificate.place))
        .get(f"/giay-chung-nhan/{certificate.pk}/")
        .content.decode()
    )
    assert "Chuyển chủ thể" in inside


def test_one_transferred_while_suspended_still_says_which_decision_suspended_it(
    client, certificate, happened
):
    happened(certificate, "suspended", date(2026, 5, 4), "31/QĐ-UBND", "Chờ kiểm nghiệm lại")
    happened(certificate, "suspended", date(2026, 5, 9), "Biên bản 01", "Chuyển từ A sang B")

    assert verdict_of(client, certificate.number) == (
        "suspended",
        "Đang tạm dừng Từ 04/05/2026 Theo quyết định số 31/QĐ-UBND Lý do: Chờ kiểm nghiệm lại",
    )


def test_a_revoked_one_stays_revoked_after_its_validity_has_passed(client, certificate, happened):
    certificate.valid_to = date(2025, 12, 31)
    happened(certificate, "revoked", date(2025, 5, 4), "09/QĐ-UBND", "Kém chất lượng")

    assert verdict_of(client, certificate.number) == (
        "revoked",
        "Đã thu hồi Từ 04/05/2025 Theo quyết định số 09/QĐ-UBND Lý do: Kém chất lượng",
    )


def test_an_unknown_number_is_told_so_and_echoed_harmlessly(client, db):
    answer = client.get("/c/<script>alert(1)/")

    assert answer.status_code == 404
    assert "Không có giấy chứng nhận này" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert "noindex" in answer.content.decode()


def test_a_replaced_one_leads_to_its_successor_and_back(client, certificate, happened):
    new = make_certificate(certificate.product, certificate.valid_from, stars=4)
    happened(certificate, "superseded", new.valid_from)
    Certificate.objects.filter(pk=certificate.pk).update(superseded_by=new)
    old = certificate

    status, words = verdict_of(client, old.number)

    assert status == "superseded"
    assert words.endswith(f"Xem giấy thay thế {new.number}")
    successor = client.get(f"/c/{new.number}/").content.decode()
    assert f'href="/c/{old.number}/"' in successor


def test_the_history_of_states_is_public_without_who_entered_it(client, certificate, happened):
    happened(certificate, "suspended", date(2026, 5, 4), "31/QĐ-UBND", "Chờ kiểm nghiệm lại")
    officer = make_officer(certificate.place, "Người Nhập Liệu")
    certificate.events.update(by=officer)

    page = client.get(f"/c/{certificate.number}/").content.decode()

    history = re.findall(r"<li>\s*<strong>(.*?)</strong>", page)
    assert history == ["Tạm dừng", "Được cấp"]
    assert "31/QĐ-UBND" in page
    assert officer.full_name not in page
    assert officer.login not in page


def test_a_place_that_has_merged_is_shown_with_todays_name(client, certificate):
    page = client.get(f"/c/{certificate.number}/").content.decode()

    assert "Xã Côn Minh, Huyện Na Rì, Tỉnh Bắc Kạn" in page
    assert "Nay thuộc Xã Côn Minh, Tỉnh Thái Nguyên" in page


def test_the_page_costs_two_statements_one_a_merger_and_one_where_it_replaces_others(
    client, certificate, django_assert_num_queries
):
    catalogue()  # the names of sets, which a process reads once
    make_certificate(certificate.product, date(2016, 5, 4), superseded_by=certificate)
    old = Certificate.objects.filter(superseded_by=certificate)
    with django_assert_num_queries(4):
        client.get(f"/c/{certificate.number}/")

    certificate.place = Place.objects.get(key="02185@2025")
    certificate.save()
    with django_assert_num_queries(3):
        client.get(f"/c/{certificate.number}/")

    old.update(superseded_by=Certificate.objects.exclude(pk=certificate.pk).last())
    with django_assert_num_queries(2):
        client.get(f"/c/{certificate.number}/")


def test_who_is_to_see_the_same_is_sent_the_page_that_was_drawn(client, certificate):
    url = f"/c/{certificate.number}/"
    drawn = client.get(url)
    sent = Client().get(url)

    assert sent.content == drawn.content
    assert [bool(page.templates) for page in (drawn, sent)] == [True, False]
    assert dict(sent.headers) == dict(drawn.headers)


def test_the_page_is_the_same_for_all_and_is_sent_once_while_nothing_changes(
    client, certificate, happened
):
    url = f"/c/{certificate.number}/"
    first, second = client.get(url), client.get(url)

    assert (
        first.content
        == second.content
        == client_of(make_officer(certificate.place)).get(url).content
    )
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=10, must-revalidate"
    assert "csrftoken" not in first.cookies
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304

    happened(certificate, "revoked", clock.today(), "09/QĐ-UBND", "Kém chất lượng")
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


CHANGES = {
    "producer": lambda c: Certificate.objects.filter(pk=c.pk).update(producer_name="Tên mới"),
    "set": lambda c: Product.objects.filter(pk=c.product_id).update(set_code="khac"),
    "place": lambda c: Place.objects.filter(pk=c.place_id).update(name="Xã khác"),
    "stars": lambda c: Certificate.objects.filter(pk=c.pk).update(stars=4),
    "history": lambda c: c.events.update(decision_number="99/QĐ"),
    "replaced": lambda c: make_certificate(c.product, superseded_by=c),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_the_page_shows_is_asked_for_anew_when_it_changes(client, certificate, change):
    url = f"/c/{certificate.number}/"
    first = client.get(url)
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 304

    change(certificate)

    second = client.get(url, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert second.content != first.content


def test_no_cache_keeps_the_page_past_midnight(client, certificate, monkeypatch):
    monkeypatch.setattr(public, "seconds_of_day_left", lambda: 3)

    assert "s-maxage=3," in client.get(f"/c/{certificate.number}/")["Cache-Control"]


def test_what_is_shared_names_the_product_and_no_private_thing(client, certificate):
    producer = certificate.producer
    producer.phone, producer.email, producer.representative = "0912345678", "rieng@tu.vn", "Bà Kín"
    producer.save()

    page = client.get(f"/c/{certificate.number}/").content.decode()

    assert f'property="og:title" content="{certificate.product_name} – 5 sao"' in page
    assert f"/c/{certificate.number}/" in re.search(r'rel="canonical" href="([^"]+)"', page)[1]
    for private in ("0912345678", "rieng@tu.vn", "Bà Kín"):
        assert private not in page


@pytest.fixture
def photograph(certificate):
    """A large photograph with the place where it was taken written into it, as phones do."""
    image = Image.new("RGB", (2000, 1500), "green")
    exif = Image.Exif()
    exif[0x010E] = "Nhà bà Kín"
    output = io.BytesIO()
    image.save(output, "JPEG", exif=exif)
    stored = files.store_bytes(output.getvalue(), kinds=files.IMAGES)
    ProductPicture.objects.create(product=certificate.product, file=stored)
    return stored


def test_a_picture_is_shown_small_and_without_what_the_camera_wrote(
    client, certificate, photograph
):
    page = client.get(f"/c/{certificate.number}/").content.decode()
    url = re.search(r'src="(/anh-san-pham/\w+\.webp)"', page)[1]

    answers = [client.get(url), client.get(url)]
    contents = [answer.getvalue() for answer in answers]

    picture = Image.open(io.BytesIO(contents[0]))
    assert (picture.format, picture.size) == ("WEBP", (720, 540))
    assert dict(picture.getexif()) == {}
    assert contents[0] == contents[1]
    assert answers[0]["Content-Type"] == "image/webp"


def test_pictures_of_products_without_a_certificate_and_other_files_stay_private(
    client, photograph
):
    ProductPicture.objects.update(product=make_product())
    paper = stored_pdf()

    for stored in (photograph, paper):
        assert client.get(f"/anh-san-pham/{stored.pk}.webp").status_code == 404


def test_one_that_is_signed_but_begins_later_says_from_when_and_is_not_in_the_catalogue(
    client, certificate
):
    certificate.valid_from, certificate.valid_to = date(2098, 1, 1), date(2099, 2, 7)
    certificate.save()

    assert verdict_of(client, certificate.number) == (
        "pending",
        "Chưa có hiệu lực Có hiệu lực từ 01/01/2098 đến 07/02/2099 Theo quyết định số 215/QĐ-UBND",
    )
    assert certificate.product_name not in client.get("/san-pham-ocop/").content.decode()


def test_the_history_of_one_revoked_before_its_first_day_tells_that_day_as_one_to_come(
    client, certificate, happened
):
    certificate.valid_from, certificate.valid_to = date(2098, 1, 1), date(2099, 2, 7)
    certificate.save()
    certificate.events.update(on=certificate.valid_from)
    happened(certificate, "revoked", clock.today(), "09/QĐ-UBND", "Cấp nhầm")
    office = f"/giay-chung-nhan/{certificate.pk}/"

    def told(page: bytes) -> list[str]:
        timeline = re.search(r'<ol class="timeline">(.*?)</ol>', page.decode(), re.S)[1]
        return [" ".join(strip_tags(li).split()) for li in timeline.split("</li>")[:-1]]

    revoked = f"Đã thu hồi Từ {clock.today():%d/%m/%Y} · quyết định 09/QĐ-UBND Cấp nhầm"
    issued = "Được cấp Hiệu lực từ 01/01/2098 (chưa đến ngày)"
    assert told(client.get(f"/c/{certificate.number}/").content) == [revoked, issued]
    assert told(client_of(make_officer(certificate.place)).get(office).content) == [
        issued,
        revoked.replace("quyết định ", ""),
    ]


def test_a_visitor_reads_the_page_in_the_other_language_and_no_cache_mixes_the_two(
    client, certificate
):
    url = f"/c/{certificate.number}/"
    first = client.get(url)
    form = re.search(
        r'<form method="post" action="([^"]+)" data-language>(.*?)</form>',
        first.content.decode(),
        re.S,
    )
    asked = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))

    answer = Client(enforce_csrf_checks=True).post(form[1], asked)
    client.cookies = answer.cookies
    second = client.get(url, headers={"if-none-match": first["ETag"]})

    assert asked == {"next": url, "language": "en"}
    assert answer["Location"] == url
    assert second.status_code == 200
    assert '<html lang="en">' in second.content.decode()
    assert "In force" in second.content.decode()
    assert second["Content-Language"] == "en"
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in second["Vary"].split(",")}
    assert "max-age=0" in second["Cache-Control"]  # some browsers' caches do not tell cookies apart


@pytest.mark.parametrize("url", ["/", "/san-pham-ocop/", "/c/", "/c/X-1/", "/c/LS-06-2024-0001/"])
def test_every_public_page_has_the_switch(client, certificate, url):
    page = client.get(url).content.decode()

    assert page.count("data-language>") == 1
    assert f'name="next" value="{url}"' in page
