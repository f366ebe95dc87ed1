"""What is asked, told, brought in and taken out of a producer and of a product: a new field needs its column in `models` and
its line here."""

from django.utils.translation import gettext_lazy as _

from ocop.core.declared import Declared, Fact, Line
from ocop.criteria.sets import set_name

from .models import Producer, Product


def with_scheme(address: str) -> str:
    """htx.example.vn → https://htx.example.vn, as the form takes it."""
    return address if "://" in address else f"https://{address}"


PRODUCER = Declared(
    Producer,
    Fact("type", on_page=False, example="Hợp tác xã"),
    Fact("name", on_page=False, example="HTX Nông nghiệp Ví Dụ"),
    Fact(
        "place",
        on_page=False,
        heading="Mã xã",
        help="Mã đơn vị hành chính 5 chữ số của Tổng cục Thống kê",
        example="02173",
        cell=lambda producer: producer.place.key,
    ),
    Fact("address", short=_("Địa chỉ"), heading="Địa chỉ"),
    Fact("representative"),
    Line(
        _("Liên hệ"),
        [Fact("phone"), Fact("email"), Fact("website", parse=with_scheme)],
        between=" ",
    ),
    Line(
        _("Đăng ký kinh doanh"),
        [
            Fact("registration_number", heading="Số đăng ký"),
            Fact("registered_on"),
            Fact("registered_by"),
        ],
        between=", ",
    ),
    Fact("founded_year"),
    # A text in a spreadsheet does not say which of several of that name is meant.
    Fact("organisation", in_table=False, may_lack=True),
    Line(
        _("Thành viên"),
        [
            Fact("members_count", unit=_("người")),
            Fact("women_percent", short=_("nữ"), unit="%"),
            Fact("minority_percent", short=_("dân tộc thiểu số"), unit="%"),
            Fact("poor_percent", short=_("hộ nghèo, cận nghèo"), unit="%"),
        ],
    ),
)

PRODUCT = Declared(
    Product,
    Fact("name", key="product", on_page=False, example="Miến dong Ví Dụ"),
    Fact("set_code", on_page=False, cell=lambda product: set_name(product.set_code)),
    Fact("description", short=_("Mô tả"), heading="Mô tả"),
    Fact("story"),
    Fact("packaging", heading="Quy cách"),
    Fact("capacity", short=_("Công suất"), heading="Công suất"),
    Fact("markets"),
    Line(
        _("Giá bán"),
        [
            Fact("price_from_vnd", unit="₫"),
            Fact("price_to_vnd", heading="Giá bán đến (đồng)", unit="₫", joins=" – "),
            Fact("price_unit", joins=" / "),
        ],
    ),
    Fact("standards", short=_("Tiêu chuẩn")),
    Fact("started_year"),
)
