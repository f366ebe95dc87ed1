"""Every field declared of a producer and of a product is asked for, shown, brought in and taken out."""

import io
from datetime import date

import openpyxl
import pytest

from ocop.people.enums import OrganisationKind
from ocop.producers import imports
from ocop.producers.facts import PRODUCER, PRODUCT
from ocop.producers.models import Producer, Product
from tests.people.factories import client_of, make_officer, make_organisation
from tests.places.factories import make_place

from .factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

OF_PRODUCER = {
    "type": "cooperative",
    "name": "HTX Khai Đủ",
    "address": "Thôn Nà Ví Dụ",
    "representative": "Bà Đại Diện",
    "phone": "0912 345 678",
    "email": "htx@example.vn",
    "website": "https://htx.example.vn",
    "registration_number": "4700123456",
    "registered_on": date(2018, 3, 9),
    "registered_by": "Phòng Đăng ký Ví Dụ",
    "founded_year": 2017,
    "members_count": 1234,
    "women_percent": 58,
    "minority_percent": 83,
    "poor_percent": 41,
}
OF_PRODUCT = {
    "name": "Chè Khai Đủ",
    "set_code": "BSP-06",
    "description": "Chè xanh hái tay",
    "story": "Bà kể lại chuyện nương chè.",
    "packaging": "Túi 500 g",
    "capacity": "12 tấn",
    "markets": "Chợ Bắc Kạn",
    "price_from_vnd": 20_000,
    "price_to_vnd": 30_000,
    "price_unit": "túi",
    "standards": "VietGAP",
    "started_year": 2016,
}


@pytest.fixture
def product():
    """A product of which, as of its producer, everything is stated."""
    place = make_place(key="02173")
    union = make_organisation(place, "Hội Phụ nữ Ví Dụ", kind=OrganisationKind.SOCIO_POLITICAL)
    return make_product(make_producer(place, organisation=union, **OF_PRODUCER), **OF_PRODUCT)


@pytest.fixture
def officer(product):
    return make_officer(product.producer.place)


@pytest.fixture
def office(officer):
    """The officer's browser."""
    return client_of(officer)


def facts_of(page):
    return {told.label: told.value for told in page.context["facts"].told}


def test_nothing_that_is_declared_is_left_out_here():
    assert set(PRODUCER.names) == {*OF_PRODUCER, "place", "organisation"}
    assert set(PRODUCT.names) == set(OF_PRODUCT)


def test_the_forms_ask_for_every_declared_field(product, office):
    for declared, address in (
        (PRODUCER, f"/chu-the/{product.producer_id}/sua/"),
        (PRODUCT, f"/chu-the/san-pham/{product.pk}/sua/"),
    ):
        assert list(office.get(address).context["form"].fields) == declared.names


def test_the_page_of_a_product_shows_every_declared_field(product, office):
    page = office.get(f"/chu-the/san-pham/{product.pk}/")

    assert facts_of(page) == {
        "Mô tả": "Chè xanh hái tay",
        "Câu chuyện sản phẩm": "Bà kể lại chuyện nương chè.",
        "Quy cách đóng gói": "Túi 500 g",
        "Công suất": "12 tấn",
        "Nơi bán": "Chợ Bắc Kạn",
        "Giá bán": "20.000 ₫ – 30.000 ₫ / túi",
        "Tiêu chuẩn": "VietGAP",
        "Năm bắt đầu sản xuất": "2016",
    }
    assert "<dd>20.000 ₫ – 30.000 ₫ / túi</dd>" in page.content.decode()
    assert page.context["facts"].lacking == []


def test_the_page_of_a_producer_shows_every_declared_field(product, office):
    page = office.get(f"/chu-the/{product.producer_id}/")

    assert facts_of(page) == {
        "Địa chỉ": "Thôn Nà Ví Dụ",
        "Người đại diện": "Bà Đại Diện",
        "Liên hệ": "0912 345 678 htx@example.vn https://htx.example.vn",
        "Đăng ký kinh doanh": "4700123456, 09/03/2018, Phòng Đăng ký Ví Dụ",
        "Năm thành lập": "2017",
        "Thuộc cơ quan, tổ chức": "Hội Phụ nữ Ví Dụ",
        "Thành viên": "1.234 người · nữ 58% · dân tộc thiểu số 83% · hộ nghèo, cận nghèo 41%",
    }


def test_a_producer_of_whom_little_is_stated_is_told_what_is_lacking(product, office):
    Producer.objects.filter(pk=product.producer_id).update(
        phone="", organisation=None, members_count=None, registration_number=""
    )

    page = office.get(f"/chu-the/{product.producer_id}/")

    assert page.context["facts"].lacking == [
        "Số điện thoại",
        "Số đăng ký kinh doanh / mã số thuế",
        "Số thành viên",
    ]


def test_the_template_of_the_import_has_a_column_for_every_declared_field(office):
    answer = office.get("/chu-the/nhap/mau/")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [
        "Loại hình *",
        "Tên chủ thể *",
        "Mã xã *",
        "Địa chỉ",
        "Người đại diện",
        "Số điện thoại",
        "E-mail",
        "Trang web",
        "Số đăng ký",
        "Ngày đăng ký",
        "Nơi cấp",
        "Năm thành lập",
        "Số thành viên",
        "Tỷ lệ nữ (%)",
        "Tỷ lệ dân tộc thiểu số (%)",
        "Tỷ lệ hộ nghèo, cận nghèo (%)",
        "Tên sản phẩm",
        "Bộ sản phẩm",
        "Mô tả",
        "Câu chuyện sản phẩm",
        "Quy cách",
        "Công suất",
        "Nơi bán",
        "Giá bán từ (đồng)",
        "Giá bán đến (đồng)",
        "Đơn vị tính",
        "Tiêu chuẩn, chứng nhận đang áp dụng",
        "Năm bắt đầu sản xuất",
    ]


def test_what_is_taken_out_of_one_installation_comes_whole_into_another(product, officer, office):
    table = office.get("/chu-the/xuat/").content
    producer = product.producer
    product.delete()
    producer.delete()

    plan = imports.read(io.BytesIO(table), user=officer)
    imports.carry_out(plan, user=officer)

    assert plan.problems == []
    again = Product.objects.select_related("producer__place").get(name="Chè Khai Đủ")
    assert {name: getattr(again, name) for name in OF_PRODUCT} == OF_PRODUCT
    assert {name: getattr(again.producer, name) for name in OF_PRODUCER} == OF_PRODUCER
    assert again.producer.place.key == "02173"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("women_percent", 101, "từ 0 đến 100"),
        ("started_year", 216, "từ 1900 đến 2100"),
        ("price_to_vnd", 10_000, "không nhỏ hơn giá “từ”"),
        ("phone", "không có", "Số điện thoại gồm 8–15 chữ số."),
        ("email", "htx(at)example.vn", "Nhập địa chỉ email."),
    ],
)
def test_a_cell_is_checked_as_the_form_checks_its_input(key, value, expected, product, officer):
    rows = PRODUCER.cells(product.producer) + PRODUCT.cells(product)
    rows[list(imports.LABELS).index(key)] = value
    table = imports.write_table(list(imports.LABELS.values()), [rows], sheet_name="Chủ thể")

    plan = imports.read(io.BytesIO(table), user=officer)

    assert [(p.label, p.expected) for p in plan.problems] == [(imports.LABELS[key], expected)]


def test_a_web_address_without_its_scheme_is_taken_as_in_the_form(product, officer):
    rows = PRODUCER.cells(product.producer) + PRODUCT.cells(product)
    rows[list(imports.LABELS).index("website")] = "htx.example.vn"
    table = imports.write_table(list(imports.LABELS.values()), [rows], sheet_name="Chủ thể")

    plan = imports.read(io.BytesIO(table), user=officer)

    assert [row["website"] for row in plan.rows] == ["https://htx.example.vn"]
