"""What is asked, told, brought in and taken out of an organisation: a new field needs its column in `models` and its line here."""

from ocop.core.declared import Declared, Fact

from .fields import organisation_label
from .models import Organisation


def label_of(organisation: Organisation | None) -> str:
    """What names an organisation in a cell: it is found again by it."""
    return organisation_label(organisation) if organisation else ""


ORGANISATION = Declared(
    Organisation,
    Fact("kind", on_page=False, example="Phòng chuyên môn"),
    Fact("name", on_page=False, example="Phòng Nông nghiệp huyện Ví Dụ"),
    Fact("short_name", may_lack=True),
    Fact(
        "place",
        heading="Mã địa bàn",
        help="Mã đơn vị hành chính của Tổng cục Thống kê: tỉnh 2, huyện 3, xã 5 chữ số",
        example="066",
        cell=lambda organisation: organisation.place.key,
    ),
    Fact(
        "parent",
        may_lack=True,
        help="Tên một cơ quan đã có, hoặc ở một dòng khác của tệp; chép cả mã trong ngoặc nếu trùng tên",
        cell=lambda organisation: label_of(organisation.parent),
    ),
    Fact("valid_from", may_lack=True),
    Fact("valid_to", may_lack=True),
)
"""Its end with a successor is an act of its own; only a spreadsheet brings a successor along."""
