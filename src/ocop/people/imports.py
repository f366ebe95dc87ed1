"""Organisations from a spreadsheet and into one: a row a body, known by its code; what was taken out and comes in again as it
was changes nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ocop.core import audit
from ocop.core.errors import Refused, StaleVersion
from ocop.core.search import fold
from ocop.core.spreadsheets import CellProblem, Column, Row, read_rows, shown, write_table
from ocop.core.templatetags.ocop import vn_date
from ocop.core.transactions import use_case
from ocop.places.models import Place

from . import offices, policy, queries
from .actions.organisations import stored
from .enums import OrganisationKind, Role
from .facts import ORGANISATION, label_of
from .fields import KEY
from .models import Organisation, User

Progress = Callable[[int, int], None]
BATCH = 1000
HEAD = OrganisationKind.PEOPLES_COMMITTEE
KEEPERS = (Role.OFFICER, Role.ADMINISTRATOR)
LINKS = ("parent", "successor")
FIELDS = (*ORGANISATION.names, "successor")


def columns() -> list[Column]:
    """The columns of template and export, in order; Vietnamese, whoever wrote the file and whoever reads it."""
    code = Column(
        "id", "Mã cơ quan", kind="whole", help="Để trống ở dòng mới. Giữ nguyên ở dòng đã xuất."
    )
    successor = Column(
        "successor", "Cơ quan kế thừa", help="Chỉ ghi khi đã có ngày kết thúc hoạt động"
    )
    return [code, *ORGANISATION.columns(), successor]


COLUMNS = {column.key: column for column in columns()}
LABELS = {key: column.label for key, column in COLUMNS.items()}


# ---- What a file would do


@dataclass(slots=True, eq=False)
class Line:
    """A row of the file and the body that it is about, with what the row says of it put in. before: what stood there; of a
    new body nothing."""

    row: Row
    body: Organisation
    before: Mapping[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return not self.before

    def refuse(self, key: str, expected: str) -> None:
        self.problems.append(self.row.problem(COLUMNS[key], expected))

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Of each field that is now another what stood there and what stands there then."""
        now = {name: getattr(self.body, name) for name in self.before}
        return {name: (old, now[name]) for name, old in self.before.items() if old != now[name]}

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """The changes, in words."""
        return [
            (LABELS[name], _worded(name, old), _worded(name, new))
            for name, (old, new) in self.changes.items()
        ]


def _worded(name: str, value: Any) -> str:
    if value in (None, ""):
        return "—"
    if name == "kind":
        return str(OrganisationKind(value).label)
    if isinstance(value, date):
        return vn_date(value)
    return label_of(value) if isinstance(value, Organisation) else str(value)


class Plan:
    """What a file would do: the bodies that are new, those that change, how many are as they were, every problem, and the
    rows with problems as they were."""

    def __init__(self) -> None:
        self.new: list[Line] = []
        self.changed: list[Line] = []
        self.kept = 0
        self.problems: list[CellProblem] = []
        self.rejected: list[tuple[Row, str]] = []

    def reject(self, row: Row, problems: Sequence[CellProblem]) -> None:
        self.problems += problems
        self.rejected.append((row, "; ".join(f"{p.label}: {p.expected}" for p in problems)))

    @property
    def digest(self) -> str:
        """What was shown to who agrees to it: another one after somebody changed a body meanwhile."""
        shown_lines = [(line.row.number, line.body.pk, line.told) for line in self.changed]
        new = [line.row.number for line in self.new]
        return hashlib.sha256(repr((shown_lines, new, self.kept)).encode()).hexdigest()


# ---- Checked


class Known:
    """What the checks ask of the database, read once: 7 queries, whatever the rows."""

    def __init__(self, user: User, rows: Sequence[Row]) -> None:
        areas = policy.territories(user, *KEEPERS)
        units = [place for place in Place.objects.all() if any(a.contains(place) for a in areas)]
        self.places: dict[str, Place] = {}
        for place in sorted(units, key=lambda unit: unit.valid_from or date.min):
            self.places |= {place.code: place, place.key: place}
        related = ("place__district", "parent__place__district", "successor__place__district")
        mine = policy.organisations_of(user).select_related(*related)
        self.mine = {body.pk: body for body in mine}
        self.named: dict[str, list[Organisation]] = {}
        around = queries.near(user.places_as(*KEEPERS)).select_related("place__district")
        for body in {**{one.pk: one for one in around}, **self.mine}.values():
            self.named.setdefault(fold(body.name), []).append(body)
        self._read_labels(KEY.search(shown(row.values.get(link))) for row in rows for link in LINKS)

    def _read_labels(self, found: Iterable[Any]) -> None:
        """Bodies that labels in cells name, whatever their place: by code, or as the People's Committee of a unit."""
        labels = [match.groups() for match in found if match]
        codes = {int(code) for code, _unit in labels if code}
        self.coded = Organisation.objects.select_related("place__district").in_bulk(codes)
        units = Place.objects.filter(
            key__in={unit for _code, unit in labels if unit}, level__in=offices.LEVELS
        )
        self.heads = {unit.key: offices.committee_of(unit) for unit in units}
        rows = Organisation.objects.filter(kind=HEAD, place__key__in=self.heads)
        self.heads |= {row.place.key: row for row in rows.select_related("place__district")}

    def place(self, cell: Any, current: Place | None) -> list[Place]:
        """The units that a code may mean: the body's own, else the newest that bore it; Excel drops the noughts before a
        number, so that 66 is 066 where no 66 is around."""
        text = shown(cell)
        tried = [text.zfill(digits) for digits in (0, 2, 3, 5)]
        if current and {current.key, current.code} & set(tried):
            return [current]
        if isinstance(cell, str) and text in self.places:
            return [self.places[text]]
        found = (self.places.get(code) for code in tried)
        return list({place.pk: place for place in found if place is not None}.values())

    def linked(self, text: str, lines: Mapping[str, list[Line]]) -> list[Organisation]:
        """The bodies that a cell may mean: by label, by name among those of the file and those around."""
        if match := KEY.search(text):
            code, unit = match.groups()
            found = self.mine.get(int(code)) or self.coded.get(int(code)) if code else None
            found = found or self.heads.get(unit or "")
            return [found] if found else []
        name = fold(text)
        stored_ones = self.named.get(name, [])
        return stored_ones or [line.body for line in lines.get(name, ()) if line.is_new]


def read(file: BinaryIO, *, user: User, progress: Progress = lambda done, total: None) -> Plan:
    """Check a file against the person's territory and what is there; writes nothing. 7 queries, whatever the rows.

    Raises core.spreadsheets.BrokenSpreadsheet when it is no table of this kind.
    """
    rows = list(read_rows(file, columns()))
    known = Known(user, [row for row in rows if not row.problems])
    lines = list(_lines(rows, known, progress))
    _link(lines, known)
    twins = _twins(lines, known)
    plan = Plan()
    of_row = {line.row.number: line for line in lines}
    for row in rows:
        line = of_row.get(row.number)
        if problems := list(row.problems) or (line.problems if line else []):
            plan.reject(row, problems)
        elif line is not None and line.is_new and line.row.number not in twins:
            plan.new.append(line)
        elif line is not None and line.changes:
            plan.changed.append(line)
        else:
            plan.kept += 1
    return plan


def _lines(rows: Sequence[Row], known: Known, progress: Progress) -> Iterator[Line]:
    seen: dict[int, int] = {}
    for count, row in enumerate(rows, start=1):
        progress(count, len(rows))
        if row.problems:
            continue
        line = _line(row, known)
        if not line.is_new and (above := seen.setdefault(line.body.pk, row.number)) != row.number:
            line.refuse("id", _("mỗi cơ quan một dòng; mã này đã có ở dòng %(n)d") % {"n": above})
        yield line


def _line(row: Row, known: Known) -> Line:
    """The body of a row with its own fields put in; what it names of others comes after all are read."""
    code = row.values["id"]
    body = known.mine.get(code) if code else None
    line = Line(row, body or Organisation())
    if code and body is None:
        line.refuse("id", _("mã một cơ quan trong phạm vi của bạn; để trống nếu là cơ quan mới"))
        return line
    if body is not None:
        line.before = {name: getattr(body, name) for name in FIELDS}
    values = dict(row.values)
    for key, expected in ORGANISATION.check(values):
        line.refuse(key, expected)
    for name in ("kind", "name", "short_name", "valid_from", "valid_to"):
        if name in row.given:
            value = values[name]
            setattr(line.body, name, " ".join(value.split()) if isinstance(value, str) else value)
    places = known.place(row.cells["place"], body and body.place)
    if len(places) == 1:
        line.body.place = places[0]
    elif places:
        named = " / ".join(f"{place.key} ({place})" for place in places)
        line.refuse("place", _("mã viết đủ số 0, dạng chữ: %(codes)s") % {"codes": named})
    else:
        line.refuse("place", _("mã một địa bàn trong phạm vi của bạn"))
    if (line.body.valid_to or date.max) < (line.body.valid_from or date.min):
        line.refuse("valid_to", _("ngày sau ngày thành lập"))
    return line


def _link(lines: Sequence[Line], known: Known) -> None:
    """Put in what stands above each body and what took over from it, by code or by name, from the file or stored."""
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        by_name.setdefault(fold(line.body.name), []).append(line)
    for line in lines:
        for link in LINKS:
            text = shown(line.row.values.get(link))
            if link not in line.row.given or text == label_of(line.before.get(link)):
                continue
            found = known.linked(text, by_name) if text else [None]
            if len(found) == 1:
                setattr(line.body, link, found[0])
            elif found:
                line.refuse(link, _("tên kèm mã trong ngoặc, vì có nhiều cơ quan cùng tên"))
            else:
                line.refuse(link, _("tên một cơ quan đã có hoặc ở dòng khác của tệp"))
        if line.body.successor and not line.body.valid_to:
            line.refuse("valid_to", _("ngày kết thúc của cơ quan đã có cơ quan kế thừa"))
    for line in lines:
        for link in LINKS:
            if _goes_round(line.body, link, known):
                line.refuse(link, _("một cơ quan không đứng dưới hoặc kế thừa chính cơ quan này"))


def _goes_round(body: Organisation, link: str, known: Known) -> bool:
    """Whether one comes back to a body by its links, as the file would have them."""
    step, seen = getattr(body, link), {id(body)}
    while step is not None:
        step = known.mine.get(step.pk, step)
        if step is body:
            return True
        if id(step) in seen:
            return False
        seen.add(id(step))
        step = getattr(step, link)
    return False


def _twins(lines: Sequence[Line], known: Known) -> set[int]:
    """Numbers of the rows that only name what is there already. Refuses a row that names again what another row makes, a body
    that would become another's twin, and a second People's Committee of a unit."""
    there: dict[tuple[str, int], list[tuple[Organisation, int]]] = {}
    heads: dict[int, Organisation] = {}
    numbers = {id(line.body): line.row.number for line in lines}
    for body in known.mine.values():
        there.setdefault((fold(body.name), body.place_id), []).append((body, 0))
        if body.kind == HEAD:
            heads.setdefault(body.place_id, body)
    twins: set[int] = set()
    for line in (line for line in lines if not line.problems):
        body, name = line.body, (fold(line.body.name), line.body.place_id)
        same = [(o, n) for o, n in there.get(name, ()) if o is not body and o.overlaps(body)]
        if same and line.is_new and not same[0][1] and numbers.get(id(same[0][0])) is None:
            twins.add(line.row.number)
        elif same and (
            line.is_new or {"name", "place", "valid_from", "valid_to"} & set(line.changes)
        ):
            above = same[0][1] or numbers.get(id(same[0][0]), 0)
            said = (
                _("cơ quan này đã có ở dòng %(n)d") if above else _("cơ quan này đã có, mã %(n)d")
            )
            line.refuse("name", said % {"n": above or same[0][0].pk})
        elif body.kind == HEAD and not _may_be_head(body, heads):
            line.refuse("kind", _("mỗi tỉnh, huyện, xã một Ủy ban nhân dân"))
        if line.is_new:
            there.setdefault(name, []).append((body, line.row.number))
    return twins


def _may_be_head(body: Organisation, heads: dict[int, Organisation]) -> bool:
    first = heads.setdefault(body.place_id, body)
    return body.place.level in offices.LEVELS and first is body


def rejected_table(plan: Plan) -> bytes:
    """The rows left out as they were, each with its number and what is wrong: mended, it can be imported itself."""
    rows = (
        [*(shown(row.cells[key]) for key in LABELS), reason, row.number]
        for row, reason in plan.rejected
    )
    return write_table([*LABELS.values(), "Lý do", "Dòng cũ"], rows, sheet_name="Dòng có lỗi")


# ---- Carried out


@use_case
def carry_out(
    plan: Plan, *, user: User, progress: Progress = lambda done, total: None
) -> dict[str, int]:
    """Write what a plan says in one transaction; each body that changes has it in its history.

    Some six statements a thousand new ones, some seven each that changes. Returns the numbers of new ones, of changed ones
    and of those that were as they are. Raises Refused where somebody changed one meanwhile.
    """
    total = len(plan.new) + len(plan.changed)
    links = {line: [getattr(line.body, link) for link in LINKS] for line in plan.new}
    for line in plan.new:
        line.body.parent = line.body.successor = None
        line.body.fill_keys()
    Organisation.objects.bulk_create([line.body for line in plan.new], batch_size=BATCH)
    for line, linked in links.items():
        for link, other in zip(LINKS, linked, strict=True):
            setattr(line.body, link, other and stored(other, actor=user, place=line.body.place))
    bound = [line.body for line, linked in links.items() if any(linked)]
    Organisation.objects.bulk_update(bound, LINKS, batch_size=BATCH)
    for done, line in enumerate(plan.changed, start=len(plan.new)):
        _change(line, user)
        progress(done, total)
    figures = {"new": len(plan.new), "changed": len(plan.changed), "kept": plan.kept}
    audit.record(user, "people.organisations.imported", user, **figures)
    progress(total, total)
    return figures


def _change(line: Line, user: User) -> None:
    try:
        current = line.body.locked(version=line.body.version)
    except StaleVersion as stale:
        said = _("Có người vừa sửa %(body)s. Hãy kiểm tra lại tệp.") % {"body": line.body}
        raise Refused(said) from stale
    told = {name: [str(old or ""), str(new or "")] for name, (old, new) in line.changes.items()}
    for name in line.changes:
        value = getattr(line.body, name)
        if name in LINKS and value is not None:
            value = stored(value, actor=user, place=current.place)
        setattr(current, name, value)
    current.save()
    audit.record(user, "people.organisation.changed", current, changed=told)


# ---- Taken out


def export_rows(organisations: QuerySet[Organisation]) -> Iterator[list[Any]]:
    """Row by row in the columns of the import: taken in again it changes nothing. 1 query a thousand."""
    related = ("place__district", "parent__place__district", "successor__place__district")
    for body in organisations.select_related(*related).iterator(chunk_size=1000):
        yield [body.pk, *ORGANISATION.cells(body), label_of(body.successor)]
