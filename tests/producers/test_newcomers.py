"""Somebody registers a producer, and is led to what comes first."""

import re

import pytest

from ocop.people.models import Appointment, User
from ocop.places.models import Place
from ocop.producers.models import Producer
from tests.people.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.country]


NEWCOMER = {
    "type": "household_business",
    "name": "Hộ kinh doanh Mới",
    "place": "(02173)",
    "full_name": "Người mới (thử)",
    "login": "homoi@example.vn",
    "password": "mot-mat-khau-dai",
    "again": "mot-mat-khau-dai",
}


def test_a_telephone_number_given_as_the_login_is_not_asked_for_again(client, db):
    client.post("/chu-the/dang-ky/", NEWCOMER | {"login": "0912345678"})

    assert Producer.objects.get(name="Hộ kinh doanh Mới").phone == "0912345678"


def test_a_short_password_is_refused_in_vietnamese(client, db):
    answer = client.post("/chu-the/dang-ky/", NEWCOMER | {"password": "ngan", "again": "ngan"})

    assert answer.context["form"].errors["password"] == ["Mật khẩu cần ít nhất 10 ký tự."]


def test_a_name_that_several_communes_bear_is_answered_with_those_communes(client, db):
    answer = client.post("/chu-the/dang-ky/", NEWCOMER | {"place": "An Châu"})

    assert answer.context["form"].errors["place"] == [
        "Có nhiều địa bàn cùng tên: Xã An Châu, Tỉnh Nghệ An (17479@2025); "
        "Xã An Châu, Tỉnh An Giang (30589@2025); Xã Tân Châu, Tỉnh Nghệ An (17488@2025)…. "
        "Chép lại một tên kể cả mã trong ngoặc."
    ]


def suggested(client, text):
    answer = client.get(f"/dia-ban/goi-y/?level=commune&in-use=1&q={text}").content.decode()
    return re.findall(r'value="([^"]+)"', answer)


def test_a_newcomer_is_offered_each_area_once_as_the_office_there_names_it(client, db):
    district = Place.objects.get(key="066")
    for place in (district.province, district, Place.objects.get(key="02173")):
        make_officer(place)
    assert 'in-use=1"' in client.get("/chu-the/dang-ky/").content.decode()
    assert suggested(client, "côn minh") == ["Xã Côn Minh, Huyện Na Rì, Tỉnh Bắc Kạn (02173)"]

    Appointment.objects.all().delete()

    assert suggested(client, "côn minh") == ["Xã Côn Minh, Tỉnh Thái Nguyên (02185@2025)"]


def test_the_desk_of_a_newcomer_says_what_to_do_first(client, db):
    client.post("/chu-the/dang-ky/", NEWCOMER)

    answer = client.get("/ban-lam-viec/")

    assert answer.context["first"].title == "Khai sản phẩm đầu tiên"
    assert User.objects.filter(login="homoi@example.vn").exists()
