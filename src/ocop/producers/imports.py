"""Producers and products from a spreadsheet: one row a product, the producer found or made by its name and commune."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

from django.db.models import Q
from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.spreadsheets import (
    CellProblem,
    Column,
    Row,
    read_rows,
    shown,
    write_table,
)
from ocop.core.transactions import use_case
from ocop.criteria.sets import keys_by_name
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places.enums import Level
from ocop.places.models import Place

from .enums import ProducerState
from .facts import PRODUCER, PRODUCT
from .models import Producer, Product
from .policy import producers_visible_to

Progress = Callable[[int, int], None]


def columns(sets: Mapping[str, str]) -> list[Column]:
    """The columns of the template, the producer's before the product's, which a row may leave empty.

    sets: key by name, of those that may be named.
    """
    products = PRODUCT.columns(choices={"set_code": dict(sets)})
    return [*PRODUCER.columns(), *(replace(column, required=False) for column in products)]


BATCH = 1000


COLUMNS = {column.key: column for column in columns({})}
LABELS = {key: column.label for key, column in COLUMNS.items()}


class Plan:
    """What a file would do: rows that can be imported, every problem of the others, and those others as they were."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.problems: list[CellProblem] = []
        self.rejected: list[tuple[Row, str]] = []

    def reject(self, row: Row, problems: list[CellProblem]) -> None:
        self.problems += problems
        self.rejected.append((row, "; ".join(f"{p.label}: {p.expected}" for p in problems)))


class Known:
    """What the checks ask of the database, read once: 3 queries, whatever the rows."""

    def __init__(self, user: User) -> None:
        roles = (Role.OFFICER, Role.ADMINISTRATOR)
        areas = people.territories(user, *roles)
        here = people.within(Producer.objects.all(), people.paths(user, *roles))
        self.homes = set(here.values_list("name", "place_id"))
        self.places: dict[str, list[Place]] = {}
        units = Q(level=Level.COMMUNE) | Q(pk__in=here.values("place"))
        for place in Place.objects.filter(units).order_by("-valid_from"):
            if any(area.contains(place) for area in areas):
                for name in {place.code, place.key}:
                    self.places.setdefault(name, []).append(place)
        self.numbers = {
            number: (name, place)
            for number, name, place in Producer.objects.exclude(registration_number="").values_list(
                "registration_number", "name", "place_id"
            )
        }
        self.seen: set[tuple[str, int, str]] = set()

    def commune(self, code: str, name: str) -> Place | None:
        """The unit of a code where a producer of that name is already, else the newest commune of that code."""
        found = self.places.get(code.zfill(5)) or self.places.get(code) or []
        at_home = (place for place in found if (name, place.pk) in self.homes)
        communes = (place for place in found if place.level == Level.COMMUNE)
        return next(at_home, None) or next(communes, None)


def read(file: BinaryIO, *, user: User, progress: Progress = lambda done, total: None) -> Plan:
    """Check a file against the person's area and what is there; writes nothing. 3 queries, whatever the rows.

    Raises core.spreadsheets.BrokenSpreadsheet when it is no table of this kind.
    """
    plan, known, total = Plan(), Known(user), 0

    def hear(rows: int) -> None:
        nonlocal total
        total = rows

    for count, row in enumerate(read_rows(file, columns(keys_by_name()), told_size=hear), start=1):
        if problems := list(row.problems) or _problems(row, known):
            plan.reject(row, problems)
        else:
            plan.rows.append(dict(row.values))
        if count % 200 == 0:
            progress(count, total)
    return plan


def _problems(row: Row, known: Known) -> list[CellProblem]:
    """Problems that only the database shows. Puts the Place in the place of its code."""
    values: Any = row.values

    def problem(key: str, expected: str) -> CellProblem:
        return row.problem(COLUMNS[key], expected)

    place = known.commune(str(values["place"]), values["name"])
    if place is None:
        return [problem("place", _("mã một xã trong địa bàn của bạn"))]
    values["place"] = place.pk
    found = []
    number, home = values["registration_number"], (values["name"], place.pk)
    if number and (owner := known.numbers.setdefault(number, home)) != home:
        found.append(
            problem("registration_number", _("số này là của %(name)s") % {"name": owner[0]})
        )
    if values["product"] and not values["set_code"]:
        found.append(problem("set_code", _("một bộ sản phẩm trong danh mục")))
    for thing in (PRODUCER, PRODUCT):
        found += [problem(key, expected) for key, expected in thing.check(values)]
    lowest, highest = values["price_from_vnd"], values["price_to_vnd"]
    if lowest is not None and highest is not None and highest < lowest:
        found.append(problem("price_to_vnd", _("không nhỏ hơn giá “từ”")))
    identity = (*home, values["product"])
    if identity in known.seen:
        found.append(
            problem("product" if values["product"] else "name", _("dòng này đã có ở trên"))
        )
    known.seen.add(identity)
    return found


def rejected_table(plan: Plan) -> bytes:
    """The rows left out as they were, each with its number and what is wrong: mended, it can be imported itself."""
    rows = (
        [*(shown(row.cells[key]) for key in LABELS), reason, row.number]
        for row, reason in plan.rejected
    )
    return write_table([*LABELS.values(), "Lý do", "Dòng cũ"], rows, sheet_name="Dòng có lỗi")


@use_case
def carry_out(
    plan: Plan, *, user: User, progress: Progress = lambda done, total: None
) -> dict[str, int]:
    """Import the rows of a plan in one transaction: producers and products that exist are left as they are.

    2 queries and one insert a thousand rows. Returns the numbers of new producers, new products and rows that were there.
    """
    places = {row["place"] for row in plan.rows}
    existing = {(p.name, p.place_id): p for p in Producer.objects.filter(place__in=places)}
    have = set(
        Product.objects.filter(producer__place__in=places).values_list("producer_id", "name")
    )
    new: dict[tuple[str, int], Producer] = {}
    for row in plan.rows:
        identity = (row["name"], row["place"])
        if identity not in existing and identity not in new:
            new[identity] = _prepared(Producer(state=ProducerState.ACTIVE, **PRODUCER.given(row)))
    producers = existing | dict(
        zip(new, _insert(Producer, list(new.values()), progress, len(plan.rows)), strict=True)
    )
    products, kept = [], 0
    for row in plan.rows:
        producer = producers[row["name"], row["place"]]
        if row["product"] and (producer.pk, row["product"]) not in have:
            have.add((producer.pk, row["product"]))
            products.append(_prepared(Product(producer=producer, **PRODUCT.given(row))))
        elif row["product"] or (row["name"], row["place"]) in existing:
            kept += 1
    _insert(Product, products, progress, len(plan.rows))
    figures = {"producers": len(new), "products": len(products), "kept": kept}
    audit.record(user, "producers.imported", user, **figures)
    return figures


def _insert(table: Any, things: list[Any], progress: Progress, rows: int) -> list[Any]:
    made = []
    for start in range(0, len(things), BATCH):
        made += table.objects.bulk_create(things[start : start + BATCH])
        progress(min(start + BATCH, rows), rows)
    return made


def _prepared(thing: Any) -> Any:
    """Bulk inserts pass `save` by: the search and sort columns are filled in here."""
    thing.fill_keys()
    return thing


def export_rows(user: User) -> Iterator[list[Any]]:
    """What a person sees, row by row in the columns of the import: taken in again it changes nothing. 2 queries."""
    seen = producers_visible_to(user).select_related("place").order_by("sort_key", "pk")
    products: dict[int, list[Product]] = {}
    for product in Product.objects.filter(producer__in=seen.order_by(), is_active=True).order_by(
        "pk"
    ):
        products.setdefault(product.producer_id, []).append(product)
    for producer in seen.iterator(chunk_size=1000):
        cells = PRODUCER.cells(producer)
        rows: list[Product | None] = [*products.get(producer.pk, [])] or [None]
        for row in rows:
            yield cells + (PRODUCT.cells(row) if row else [""] * len(PRODUCT.columned))
