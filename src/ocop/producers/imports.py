"""Producers and products from a spreadsheet: one row a product, the producer found or made by its name and commune."""

from collections.abc import Callable
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from ocop.core import audit
from ocop.core.spreadsheets import CellProblem, Column, Row, letter, read_rows
from ocop.core.transactions import use_case
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.models import Place

from .enums import ProducerState, ProducerType
from .models import Producer, Product
from .sets import known_sets

Progress = Callable[[int, int], None]


def columns() -> list[Column]:
    """The columns of the template, in order; Vietnamese, whoever wrote the file and whoever reads it."""
    with override("vi"):
        types = {str(t.label): t.value for t in ProducerType}
    return [
        Column(
            "type",
            "Loại hình",
            required=True,
            choices=types,
            example="Hợp tác xã",
        ),
        Column("name", "Tên chủ thể", required=True, longest=200, example="HTX Nông nghiệp Ví Dụ"),
        Column(
            "place",
            "Mã xã",
            required=True,
            help="Mã đơn vị hành chính 5 chữ số của Tổng cục Thống kê",
            example="02173",
        ),
        Column("address", "Địa chỉ", longest=200),
        Column("representative", "Người đại diện", longest=120),
        Column("phone", "Số điện thoại", longest=20),
        Column("registration_number", "Số đăng ký", longest=20),
        Column("registered_on", "Ngày đăng ký", kind="date"),
        Column("members_count", "Số thành viên", kind="whole"),
        Column("women_percent", "Tỷ lệ nữ (%)", kind="whole"),
        Column("minority_percent", "Tỷ lệ dân tộc thiểu số (%)", kind="whole"),
        Column("product", "Tên sản phẩm", longest=200, example="Miến dong Ví Dụ"),
        Column(
            "set_code",
            "Bộ sản phẩm",
            choices={sheet.name: code for code, sheet in known_sets().items()},
        ),
        Column("packaging", "Quy cách", longest=200),
        Column("price_from_vnd", "Giá bán (đồng)", kind="whole"),
    ]


PRODUCER_FIELDS = (
    "address",
    "representative",
    "phone",
    "registration_number",
    "registered_on",
    "members_count",
    "women_percent",
    "minority_percent",
)
PRODUCT_FIELDS = ("packaging", "price_from_vnd")


class Plan:
    """What a file would do: rows that can be imported and every problem of the others."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.problems: list[CellProblem] = []

    @property
    def wrong_rows(self) -> set[int]:
        return {problem.row for problem in self.problems}


def read(file: BinaryIO, *, user: User, progress: Progress = lambda done, total: None) -> Plan:
    """Check a file against the person's area and what is there; writes nothing. 3 queries, whatever the rows.

    Raises core.spreadsheets.BrokenSpreadsheet when it is no table of this kind.
    """
    plan, known = Plan(), columns()
    at = {column.key: letter(index) for index, column in enumerate(known)}
    areas = user.places_as(Role.OFFICER, Role.ADMINISTRATOR)
    communes: dict[str, list[Place]] = {}
    for place in Place.objects.filter(level=Level.COMMUNE).order_by("-valid_from"):
        communes.setdefault(place.code, []).append(place)
        communes.setdefault(place.key, []).append(place)
    numbers = dict(
        Producer.objects.exclude(registration_number="").values_list("registration_number", "name")
    )
    seen: set[tuple[str, int, str]] = set()
    for count, row in enumerate(read_rows(file, known), start=1):
        problems = list(row.problems) or _problems(row, at, areas, communes, numbers, seen)
        plan.problems += problems
        if not problems:
            plan.rows.append(dict(row.values))
        if count % 500 == 0:
            progress(count, 0)
    return plan


def _problems(
    row: Row,
    at: dict[str, str],
    areas: list[Place],
    communes: dict[str, list[Place]],
    numbers: dict[str, str],
    seen: set[tuple[str, int, str]],
) -> list[CellProblem]:
    """Problems that only the database shows. Puts the Place in the place of its code."""
    values: Any = row.values

    def problem(key: str, expected: str) -> CellProblem:
        label = next(c.label for c in columns() if c.key == key)
        return CellProblem("", row.number, at[key], label, str(row.values.get(key) or ""), expected)

    code = str(values["place"])
    mine = [
        p
        for p in communes.get(code.zfill(5), []) + communes.get(code, [])
        if any(a.contains(p) for a in areas)
    ]
    if not mine:
        return [problem("place", _("mã một xã trong địa bàn của bạn"))]
    values["place"] = mine[0].pk
    found = []
    number = values["registration_number"]
    if number and numbers.setdefault(number, values["name"]) != values["name"]:
        found.append(
            problem("registration_number", _("số này là của %(name)s") % {"name": numbers[number]})
        )
    if values["product"] and not values["set_code"]:
        found.append(problem("set_code", _("một bộ sản phẩm trong danh mục")))
    for key in ("women_percent", "minority_percent"):
        if (values[key] or 0) > 100:
            found.append(problem(key, _("từ 0 đến 100")))
    try:
        checked = Producer(**{f: values[f] for f in ("registration_number", "phone")})
        checked.clean_fields(
            exclude=[
                f.name
                for f in Producer._meta.fields
                if f.name not in ("registration_number", "phone")
            ]
        )
    except ValidationError as error:
        found += [problem(field, " ".join(texts)) for field, texts in error.message_dict.items()]
    identity = (values["name"], values["place"], values["product"])
    if identity in seen:
        found.append(
            problem("product" if values["product"] else "name", _("dòng này đã có ở trên"))
        )
    seen.add(identity)
    return found


@use_case
def carry_out(
    plan: Plan, *, user: User, progress: Progress = lambda done, total: None
) -> dict[str, int]:
    """Import the rows of a plan in one transaction: producers and products that exist are left as they are.

    4 queries and one insert a thousand rows. Returns the numbers of new producers and products.
    """
    existing = {
        (p.name, p.place_id): p
        for p in Producer.objects.filter(place__in={r["place"] for r in plan.rows})
    }
    new = {}
    for row in plan.rows:
        identity = (row["name"], row["place"])
        if identity not in existing and identity not in new:
            new[identity] = _prepared(
                Producer(
                    type=row["type"],
                    name=row["name"],
                    place_id=row["place"],
                    state=ProducerState.ACTIVE,
                    **{f: row[f] for f in PRODUCER_FIELDS},
                )
            )
    existing |= {
        (p.name, p.place_id): p for p in Producer.objects.bulk_create(new.values(), batch_size=1000)
    }
    progress(len(plan.rows) // 2, len(plan.rows))
    have = set(
        Product.objects.filter(producer__in=existing.values()).values_list("producer_id", "name")
    )
    products = []
    for row in plan.rows:
        producer = existing[(row["name"], row["place"])]
        if row["product"] and (producer.pk, row["product"]) not in have:
            have.add((producer.pk, row["product"]))
            products.append(
                _prepared(
                    Product(
                        producer=producer,
                        name=row["product"],
                        set_code=row["set_code"],
                        **{f: row[f] for f in PRODUCT_FIELDS},
                    )
                )
            )
    Product.objects.bulk_create(products, batch_size=1000)
    progress(len(plan.rows), len(plan.rows))
    figures = {"producers": len(new), "products": len(products)}
    audit.record(user, "producers.imported", user, **figures)
    return figures


def _prepared(thing: Any) -> Any:
    """Bulk inserts pass `save` by: the search and sort columns are filled in here."""
    thing.fill_keys()
    return thing
