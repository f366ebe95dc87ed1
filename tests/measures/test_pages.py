"""The page behind a figure: its records as far as the reader sees them, its parts, its export."""

import html
import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from ocop.certificates.models import Certificate
from ocop.core.periods import Period
from ocop.core.spreadsheets import open_workbook
from ocop.measures.definitions import find
from ocop.measures.queries import Cell, address
from ocop.people.enums import Role
from ocop.producers.models import Producer
from tests.certificates.factories import make_certificate
from tests.people.factories import client_of, make_holder, make_officer
from tests.producers.factories import make_producer, make_product

from .world import place

pytestmark = [pytest.mark.django_db, pytest.mark.country]
YEAR = Period.parse("2019")
NGAN_SON, LANG_NGAM = "062", "01960"


@pytest.fixture
def ngan_son(db) -> list[Certificate]:
    """In a district of Bắc Kạn: two products of 3 stars, one of 4."""
    at = place(LANG_NGAM)
    return [
        make_certificate(make_product(make_producer(at)), date(2019, 5, number), stars=stars)
        for number, stars in ((1, 3), (2, 3), (3, 4))
    ]


@pytest.fixture
def leader(db):
    """The browser of who leads Bắc Kạn."""
    return client_of(make_holder(Role.LEADER, place("06")))


def words(page) -> str:
    return " ".join(html.unescape(strip_tags(page.content.decode())).split())


def listed(page) -> list[str]:
    return [str(item) for item in page.context["listing"].page]


def test_a_figure_opens_the_records_that_it_counts(ngan_son, leader):
    page = leader.get(address(find("A04"), place(NGAN_SON), YEAR))

    assert listed(page) == sorted(one.product_name for one in ngan_son)
    assert "Đến hết ngày 31/12/2019 3 sản phẩm Kỳ trước (Năm 2018) 0 (+3)" in words(page)


def test_a_part_opens_its_own_records(ngan_son, leader):
    star = next(d for d in find("A04").dimensions if d.key == "star")

    page = leader.get(address(find("A04"), place(NGAN_SON), YEAR, Cell(star, "4")))

    assert listed(page) == [ngan_son[2].product_name]
    assert "Số sao: 4 ★" in words(page)


def test_a_share_opens_what_it_divides(ngan_son, leader):
    page = leader.get(address(find("A16"), place(NGAN_SON), YEAR))

    hrefs = re.findall(r'<dd><a href="([^"]+)">(\d+)</a>', page.content.decode())
    assert hrefs == [
        (address(find("A15"), place(NGAN_SON), YEAR), "1"),
        (address(find("places.communes"), place(NGAN_SON), YEAR), "11"),
    ]


def test_what_a_reader_may_not_see_is_said_and_not_listed(ngan_son, leader):
    away = Producer.objects.get(pk=ngan_son[0].producer_id)
    away.place = place("04")
    away.save()

    page = leader.get(address(find("A04"), place(NGAN_SON), YEAR))

    assert listed(page) == sorted(one.product_name for one in ngan_son[1:])
    assert "Con số tính cả 1 bản ghi mà bạn không được xem" in words(page)
    assert "3 sản phẩm" in words(page)


def test_the_list_is_searched_and_exported(ngan_son, leader):
    url = address(find("A05"), place(NGAN_SON), YEAR)
    wanted = ngan_son[1]

    client = leader
    found = client.get(url, {"q": wanted.product_name.lower()})
    file = open_workbook(BytesIO(client.get(url, {"xuat": "xlsx"}).content))

    assert listed(found) == [wanted.number]
    rows = file.get_sheet_by_index(0).to_python()
    assert rows[0] == ["Số", "Sản phẩm", "Chủ thể", "Xã, phường", "Sao", "Từ ngày", "Đến ngày"]
    assert {row[0] for row in rows[1:]} == {one.number for one in ngan_son}


@pytest.mark.parametrize(
    "words",
    [
        ("A99", NGAN_SON, "2019"),
        ("A04", "nowhere", "2019"),
        ("A04", NGAN_SON, "2019-M13"),
        ("A04", NGAN_SON, "2019", "moon", "1"),
        ("A04", NGAN_SON, "2019", "star", "9"),
        ("A04", "04", "2019"),
        ("A04", "vn", "2019"),
    ],
)
def test_what_there_is_not_or_is_elsewhere_is_not_found(leader, words):
    page = leader.get(reverse("measures:records", args=words))

    assert page.status_code == 404


def test_the_first_year_has_nothing_before_it(ngan_son, leader):
    page = leader.get(address(find("A04"), place(NGAN_SON), Period.parse("1950")))

    assert page.status_code == 200
    assert "Kỳ trước" not in words(page)


def test_the_officer_of_a_successor_reads_the_figures_of_before(ngan_son):
    officer = make_officer(place("19@2025"))

    page = client_of(officer).get(address(find("A04"), place(NGAN_SON), YEAR))

    assert page.status_code == 200
    assert len(listed(page)) == 3
