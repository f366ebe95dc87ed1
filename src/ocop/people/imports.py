"""Organisations from a spreadsheet: one row a body, found again by its name at its place."""

from collections.abc import Callable
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from ocop.core import audit
from ocop.core.search import fold
from ocop.core.spreadsheets import CellProblem, Column, Row, letter, read_rows, shown, write_table
from ocop.core.transactions import use_case
from ocop.places.models import Place

from . import offices, queries
from .enums import OrganisationKind, Role
from .models import Organisation, User

Progress = Callable[[int, int], None]
BATCH = 1000


def columns() -> list[Column]:
    """The columns of the template, in order; Vietnamese, whoever wrote the file and whoever reads it."""
    with override("vi"):
        kinds = {str(kind.label): kind.value for kind in OrganisationKind}
    return [
        Column(
            "name",
            "Tên cơ quan",
            required=True,
            longest=200,
            example="Phòng Nông nghiệp huyện Ví Dụ",
        ),
        Column("short_name", "Tên viết tắt", longest=80),
        Column("kind", "Loại", required=True, choices=kinds, example="Phòng chuyên môn"),
        Column(
            "place",
            "Mã địa bàn",
            required=True,
            help="Mã đơn vị hành chính của Tổng cục Thống kê: tỉnh 2, huyện 3, xã 5 chữ số",
            example="066",
        ),
        Column(
            "parent",
            "Cơ quan cấp trên",
            longest=200,
            help="Tên một cơ quan đã có, hoặc ở một dòng khác của tệp",
        ),
        Column("valid_from", "Thành lập ngày", kind="date"),
        Column("valid_to", "Hoạt động đến ngày", kind="date"),
    ]


LABELS = {column.key: column.label for column in columns()}
AT = {key: letter(index) for index, key in enumerate(LABELS)}


class Plan:
    """What a file would do: new rows with the name of what stands above each, how many are there already, every problem, and
    the rows left out as they were."""

    def __init__(self) -> None:
        self.rows: list[tuple[Organisation, str]] = []
        self.kept = 0
        self.problems: list[CellProblem] = []
        self.rejected: list[tuple[Row, str]] = []

    def reject(self, row: Row, problems: list[CellProblem]) -> None:
        self.problems += problems
        self.rejected.append((row, "; ".join(f"{p.label}: {p.expected}" for p in problems)))


class Known:
    """What the checks ask of the database, read once: 2 queries, whatever the rows."""

    def __init__(self, user: User) -> None:
        areas = user.places_as(Role.OFFICER, Role.ADMINISTRATOR)
        self.places: dict[str, Place] = {}
        for place in Place.objects.order_by("valid_from"):
            if any(area.contains(place) for area in areas):
                self.places |= {place.code: place, place.key: place}
        self.named: dict[str, list[Organisation]] = {}
        self.heads: dict[int, str] = {}
        for one in queries.near(areas):
            self.add(one)
        self.stored = {name: len(ones) for name, ones in self.named.items()}

    def add(self, organisation: Organisation) -> None:
        name = fold(organisation.name)
        self.named.setdefault(name, []).append(organisation)
        if organisation.kind == OrganisationKind.PEOPLES_COMMITTEE:
            self.heads[organisation.place_id] = name

    def place(self, code: Any) -> Place | None:
        """The unit of a code, the newest of those that bore it; Excel drops the noughts before it."""
        text = str(code).strip()
        tried = (self.places.get(text.zfill(digits)) for digits in (0, 2, 3, 5))
        return next((place for place in tried if place is not None), None)

    def twin(self, organisation: Organisation) -> Organisation | None:
        """The same body: its name at its place at its time."""
        alike = self.named.get(fold(organisation.name), [])
        here = (one for one in alike if one.place_id == organisation.place_id)
        return next((one for one in here if one.overlaps(organisation)), None)


class Lines:
    """Which name of the file stands under which, to see what is named above and what goes round in a circle."""

    def __init__(self, rows: list[Row]) -> None:
        self.above: dict[str, str] = {}
        self.count: dict[str, int] = {}
        for row in rows:
            name = fold(shown(row.cells.get("name")))
            self.above[name] = fold(shown(row.cells.get("parent")))
            self.count[name] = self.count.get(name, 0) + 1

    def goes_round(self, name: str) -> bool:
        step, seen = self.above.get(name, ""), set()
        while step and step != name and step not in seen:
            seen.add(step)
            step = self.above.get(step, "")
        return bool(step) and step == name


def read(file: BinaryIO, *, user: User, progress: Progress = lambda done, total: None) -> Plan:
    """Check a file against the person's territory and what is there; writes nothing. 2 queries, whatever the rows.

    Raises core.spreadsheets.BrokenSpreadsheet when it is no table of this kind.
    """
    plan, known = Plan(), Known(user)
    rows = list(read_rows(file, columns()))
    lines = Lines(rows)
    for count, row in enumerate(rows, start=1):
        if problems := list(row.problems) or _problems(row, known, lines):
            plan.reject(row, problems)
            continue
        made = Organisation(
            **{key: row.values[key] or "" for key in ("name", "short_name", "kind")},
            **{key: row.values[key] for key in ("valid_from", "valid_to")},
            place=known.place(row.values["place"]),
        )
        if known.twin(made):
            plan.kept += 1
        else:
            known.add(made)
            plan.rows.append((made, row.values["parent"] or ""))
        progress(count, len(rows))
    return plan


def _problem(row: Row, key: str, expected: str) -> CellProblem:
    value = shown(row.cells.get(key))[:80]
    return CellProblem("", row.number, AT[key], LABELS[key], value, expected)


def _problems(row: Row, known: Known, lines: Lines) -> list[CellProblem]:
    """Problems that only the database or the rest of the file shows."""
    values, found = row.values, []
    name, above, place = (
        fold(values["name"]),
        fold(values["parent"] or ""),
        known.place(values["place"]),
    )
    if place is None:
        found.append(_problem(row, "place", _("mã một địa bàn trong phạm vi của bạn")))
    elif values["kind"] == OrganisationKind.PEOPLES_COMMITTEE:
        is_second = known.heads.get(place.pk, name) != name
        if is_second or place.level not in offices.LEVELS:
            found.append(_problem(row, "kind", _("mỗi tỉnh, huyện, xã một Ủy ban nhân dân")))
    if (values["valid_to"] or date.max) < (values["valid_from"] or date.min):
        found.append(_problem(row, "valid_to", _("ngày sau ngày thành lập")))
    if above and (known.stored.get(above) or lines.count.get(above)) != 1:
        found.append(_problem(row, "parent", _("tên một cơ quan đã có hoặc ở dòng khác của tệp")))
    elif lines.goes_round(name):
        found.append(_problem(row, "parent", _("một cơ quan không đứng dưới chính cơ quan này")))
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
    """Import the rows of a plan in one transaction: bodies that exist are left as they are.

    Some six statements a thousand rows. Returns the numbers of new ones and of those that were there.
    """
    new = [organisation for organisation, _above in plan.rows]
    for organisation in new:
        organisation.fill_keys()
    made = Organisation.objects.bulk_create(new, batch_size=BATCH)
    areas = user.places_as(Role.OFFICER, Role.ADMINISTRATOR)
    named = {fold(one.name): one for one in queries.near(areas)}
    for organisation, above in plan.rows:
        organisation.parent = named.get(fold(above))
    Organisation.objects.bulk_update(
        [one for one in made if one.parent_id], ["parent"], batch_size=BATCH
    )
    figures = {"organisations": len(made), "kept": plan.kept}
    audit.record(user, "people.organisations.imported", user, **figures)
    progress(len(made), len(made))
    return figures
