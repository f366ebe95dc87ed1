"""Producers: their people, their figures, stopping, and a product that changes hands."""

import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.errors import NotYours, Refused
from ocop.criteria.sets import set_groups
from ocop.dossiers.enums import DossierState
from ocop.producers.actions import members, products
from ocop.producers.enums import MemberRole, ProducerState, ProducerType
from ocop.producers.models import Producer, Product, ProductTransfer
from ocop.producers.queries import officers_over
from tests.certificates.factories import make_certificate
from tests.dossiers.factories import make_dossier, make_round
from tests.people.factories import (
    as_found,
    client_of,
    make_appointment,
    make_officer,
    make_user,
)

from .factories import make_paper, make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def producer():
    return make_producer(owner=make_user(), name="HTX Mẫu")


@pytest.fixture
def product(producer):
    return make_product(producer, name="Bột nghệ")


@pytest.fixture
def owner(producer):
    """Who acts for the producer."""
    return as_found(producer.members.get().user)


@pytest.fixture
def officer(producer):
    """An officer of the producer's commune."""
    return make_officer(producer.place)


@pytest.fixture
def company(producer):
    """The company that a household or cooperative of the same commune became."""
    return Producer.objects.create(
        type=ProducerType.ENTERPRISE,
        name="Công ty Mẫu",
        place=producer.place,
        state=ProducerState.ACTIVE,
        registration_number="4700123456",
    )


def page(client, url):
    return client.get(url).content.decode()


def test_a_member_joins_by_the_link_and_works_at_once(producer, owner):
    answer = client_of(owner).post(
        f"/chu-the/{producer.pk}/nguoi/",
        {"full_name": "Kế toán (thử)", "login": "ketoan@example.vn", "role": "editor"},
    )
    link = answer.context["link"]
    newcomer = Client()

    answer = newcomer.post(
        link[link.index("/loi-moi/") :],
        {"password": "mot-mat-khau-dai", "again": "mot-mat-khau-dai"},
    )

    assert answer["Location"] == f"/chu-the/{producer.pk}/"
    assert "Thêm sản phẩm" in page(newcomer, f"/chu-the/{producer.pk}/")
    assert (
        newcomer.post(
            f"/chu-the/{producer.pk}/nguoi/",
            {"full_name": "Ai đó", "login": "ai@example.vn", "role": "manager"},
        ).status_code
        == 404
    )


def test_the_last_manager_stays_until_another_is_named(producer, owner):
    me = producer.members.get()
    with pytest.raises(Refused):
        members.change(actor=owner, member=me, role="")
    second = make_user()
    other = producer.members.create(user=second, role=MemberRole.EDITOR)

    members.change(actor=owner, member=other, role=MemberRole.MANAGER)
    members.change(actor=as_found(second), member=me, role="")

    assert [m.user for m in producer.members.filter(until=None)] == [second]


def test_the_last_manager_stays_though_the_page_knew_another(producer, owner):
    me = producer.members.get()
    second = make_user()
    as_seen = producer.members.create(user=second, role=MemberRole.EDITOR)
    other = producer.members.get(pk=as_seen.pk)
    members.change(actor=owner, member=other, role=MemberRole.MANAGER)
    second = as_found(second)
    members.change(actor=second, member=me, role=MemberRole.EDITOR)

    with pytest.raises(Refused):
        members.change(actor=second, member=as_seen, role="")


def test_two_managers_never_end_each_other_at_once(producer):
    """The second waits at the producer's row before it looks at who is a manager."""
    second = make_user()
    producer.members.create(user=second, role=MemberRole.MANAGER)
    actor, me = as_found(second), producer.members.select_related("producer").first()

    with CaptureQueriesContext(connection) as asked:
        members.change(actor=actor, member=me, role="")

    of_members = [q["sql"] for q in asked if "producers_producer" in q["sql"]]
    assert 'FROM "producers_producer" WHERE' in of_members[0]
    assert ("FOR UPDATE" in of_members[0]) == connection.features.has_select_for_update


def test_who_no_longer_acts_for_a_producer_sees_it_no_more(producer, owner):
    second = make_user()
    producer.members.create(user=second, role=MemberRole.MANAGER)
    client = client_of(owner)
    assert client.get(f"/chu-the/{producer.pk}/").status_code == 200

    members.change(actor=as_found(second), member=producer.members.first(), role="")

    assert client.get(f"/chu-the/{producer.pk}/").status_code == 404


def test_officers_are_told_from_the_day_of_their_role_to_its_last(producer):
    """As everywhere: a role that is to end still holds, one that is to begin does not yet."""
    today, day = clock.today(), timedelta(days=1)
    place = producer.place
    holds, holds_later, held = make_user(), make_user(), make_user()
    make_appointment(holds, place, since=today - day, until=today + day)
    make_appointment(holds_later, place, since=today + day)
    make_appointment(held, place, since=today - day - day, until=today - day)

    assert officers_over(place) == [holds]


def test_a_years_figures_are_added_changed_and_removed(producer, owner):
    client, url = client_of(owner), f"/chu-the/{producer.pk}/nam/"
    client.post(url, {"year": 2025, "revenue_vnd": 1200000000, "workers": 9})
    assert "1.200.000.000" in page(client, f"/chu-the/{producer.pk}/")

    client.post(f"{url}2025/", {"year": 2025, "revenue_vnd": 1300000000, "workers": 10})
    assert list(producer.years.values_list("year", "revenue_vnd")) == [(2025, 1300000000)]

    client.post(f"{url}2025/", {"remove": "1"})
    assert not producer.years.exists()


@pytest.mark.parametrize(
    ("kind", "related", "data", "changed"),
    [
        ("lien-ket", "linkages", {"kind": "supplier", "partner": "A", "what": "Nghệ"}, "partner"),
        ("so-huu-tri-tue", "properties", {"kind": "trademark", "state": "applied"}, "number"),
    ],
)
def test_links_and_titles_of_a_product_are_added_changed_and_removed(
    kind, related, data, changed, product, owner
):
    client, url = client_of(owner), f"/chu-the/san-pham/{product.pk}/{kind}/"

    client.post(url, data)
    row = getattr(product, related).get()
    client.post(f"{url}{row.pk}/", data | {changed: "ĐÃ SỬA"})
    assert "ĐÃ SỬA" in page(client, f"/chu-the/san-pham/{product.pk}/")
    client.post(f"{url}{row.pk}/", {"remove": "1"})

    assert not getattr(product, related).exists()


def test_pictures_are_ordered_and_removed_and_shown_small(product, owner):
    client = client_of(owner)
    for colour in ("red", "green"):
        file = io.BytesIO()
        Image.new("RGB", (1600, 1200), colour).save(file, "JPEG")
        file.name = f"{colour}.jpg"
        file.seek(0)
        client.post(f"/chu-the/san-pham/{product.pk}/anh/", {"file": file, "caption": colour})
    red, green = product.pictures.all()

    client.post(f"/chu-the/anh/{green.pk}/sua/", {"first": "1"})
    assert [p.caption for p in product.pictures.all()] == ["green", "red"]
    small = b"".join(client.get(f"/chu-the/anh/{green.pk}/nho/").streaming_content)
    assert max(Image.open(io.BytesIO(small)).size) == 480

    client.post(f"/chu-the/anh/{red.pk}/sua/", {"remove": "1"})
    assert [p.caption for p in product.pictures.all()] == ["green"]


def test_a_stopped_product_leaves_the_list_with_its_reason_and_comes_back(product, owner):
    client, url = client_of(owner), f"/chu-the/san-pham/{product.pk}/ngung/"
    assert client.post(url, {"reason": ""}).status_code == 422

    client.post(url, {"reason": "Hết nguyên liệu (thử)"})
    assert "Bột nghệ" not in page(client, "/chu-the/san-pham/")
    assert "Bột nghệ" in page(client, "/chu-the/san-pham/?ngung=1")
    assert "Hết nguyên liệu (thử)" in page(client, f"/chu-the/san-pham/{product.pk}/")

    client.post(url, {"san-xuat": "1"})
    assert "Bột nghệ" in page(client, "/chu-the/san-pham/")


def test_a_producer_stops_with_a_reason_and_comes_back(producer, owner):
    client, url = client_of(owner), f"/chu-the/{producer.pk}/tham-gia/"

    client.post(url, {"reason": "Giải thể (thử)"})
    producer.refresh_from_db()
    assert (producer.state, producer.state_reason) == (ProducerState.STOPPED, "Giải thể (thử)")

    client.post(url, {"tham-gia": "1"})
    producer.refresh_from_db()
    assert producer.state == ProducerState.ACTIVE


def test_a_product_changes_hands_with_its_certificate_and_its_history(
    producer, company, client, product, officer
):
    certificate = make_certificate(product)
    paper = make_paper(producer, product=product)

    answer = client_of(officer).post(
        f"/chu-the/san-pham/{product.pk}/chuyen/",
        {
            "taker": "4700123456",
            "on": clock.today().isoformat(),
            "act": "Biên bản 01 (thử)",
            "reason": "HTX chuyển thành công ty (thử)",
        },
    )

    assert answer.status_code == 302, answer.context["form"].errors
    product.refresh_from_db()
    certificate.refresh_from_db()
    assert (product.producer, certificate.producer) == (company, company)
    assert certificate.producer_name == "HTX Mẫu"
    assert "nay là Công ty Mẫu" in page(client, f"/c/{certificate.number}/")
    shown = page(client_of(officer), f"/chu-the/san-pham/{product.pk}/")
    assert "Biên bản 01 (thử)" in shown
    assert list(company.evidence.values_list("file", "product")) == [(paper.file_id, product.pk)]
    assert ProductTransfer.objects.get().giver == producer


def test_a_product_under_assessment_does_not_change_hands(
    producer, company, product, owner, officer
):
    make_dossier(make_round(), product, DossierState.SUBMITTED)
    what = {"on": clock.today(), "reason": "Thử", "act": "Thử"}

    with pytest.raises(Refused, match="đang có hồ sơ"):
        products.transfer(actor=officer, product=product, taker=company, **what)
    with pytest.raises(NotYours):
        products.transfer(actor=owner, product=product, taker=company, **what)

    product.refresh_from_db()
    assert product.producer == producer
    assert not Certificate.objects.filter(producer=company).exists()


@pytest.mark.parametrize(
    ("day", "tourism"), [(date(2019, 12, 2), "BSP-26"), (date(2026, 12, 2), "S26")]
)
def test_every_set_is_found_by_words_of_its_goods(day, tourism):
    with clock.travel(day):
        sets = {choice.code: choice for _place, group in set_groups() for choice in group}

    assert len(sets) == 26
    assert all(choice.examples for choice in sets.values())
    for word, code in (("homestay", tourism), ("mien dong", "BSP-06"), ("ruou men la", "BSP-15")):
        assert [c for c, choice in sets.items() if word in choice.words] == [code]


def test_a_page_names_what_nobody_has_stated_yet(producer, product, owner):
    Product.objects.filter(pk=product.pk).update(story="Bà kể", markets="", price_from_vnd=None)

    page = client_of(owner).get(f"/chu-the/san-pham/{product.pk}/").content.decode()

    [missing] = re.findall(r"Chưa khai: (.*?)\.<", page)
    assert {"Nơi bán", "Giá bán từ (đồng)"} <= set(missing.split("; "))
    assert "Câu chuyện sản phẩm" not in missing
    assert "Bà kể" in page


def test_a_change_is_told_in_words_of_the_form(producer, owner):
    client = client_of(owner)
    data = {
        "version": producer.version,
        "type": producer.type,
        "name": producer.name,
        "place": f"({producer.place.key})",
        "phone": "0912 345 678",
    }

    client.post(f"/chu-the/{producer.pk}/sua/", data)

    assert "Số điện thoại: — → 0912 345 678" in page(client, f"/chu-the/{producer.pk}/")


PRODUCT = {"name": "Miến dong thử", "set_code": "BSP-06"}


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"price_from_vnd": 20_000, "price_to_vnd": 10_000}, "price_to_vnd"),
        ({"name": "Bột nghệ"}, "name"),
    ],
)
def test_what_the_tables_refuse_of_a_product_is_told_at_its_input(
    producer, product, owner, wrong, at
):
    answer = client_of(owner).post(f"/chu-the/{producer.pk}/san-pham/", PRODUCT | wrong)

    assert answer.context["form"].errors.keys() == {at}


def test_a_second_row_for_a_year_is_refused_at_the_year(producer, owner):
    year = producer.years.create(year=2024).year

    answer = client_of(owner).post(f"/chu-the/{producer.pk}/nam/", {"year": year})

    assert answer.context["form"].errors.keys() == {"year"}


@pytest.mark.parametrize(
    ("kind", "data", "at"),
    [
        (
            "lien-ket",
            {"kind": "supplier", "partner": "A", "what": "B", "since": 2, "until": 1},
            "until",
        ),
        ("so-huu-tri-tue", {"kind": "trademark", "state": "granted", "on": 2, "until": 1}, "until"),
    ],
)
def test_a_period_that_ends_before_it_begins_is_told_at_its_end(
    producer, kind, data, at, product, owner
):
    days = {k: f"2026-03-0{v}" if isinstance(v, int) else v for k, v in data.items()}

    answer = client_of(owner).post(f"/chu-the/san-pham/{product.pk}/{kind}/", days)

    assert answer.context["form"].errors.keys() == {at}


def test_what_the_transfer_refuses_is_told_at_the_input_that_it_is_about(
    producer, company, product, officer
):
    tomorrow = clock.today() + timedelta(days=1)

    answer = client_of(officer).post(
        f"/chu-the/san-pham/{product.pk}/chuyen/",
        {"taker": company.name, "on": tomorrow.isoformat(), "act": "Thử", "reason": "Thử"},
    )

    assert answer.context["form"].errors == {"on": ["Ngày chuyển không được sau hôm nay."]}
