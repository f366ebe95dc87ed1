"""Read a filled workbook: every wrong cell is named, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from ocop.core.search import fold
from ocop.core.spreadsheets import (
    BrokenSpreadsheet,
    CellProblem,
    Column,
    Row,
    open_workbook,
    rows_of,
    shown,
    value_of,
)
from ocop.official.facts import AUTHORITY, SIGNER_TITLE, Decision, Office, Seat
from ocop.rules.model import Edition
from ocop.rules.processes import Process
from ocop.rules.rulebook import Filled, Rulebook

from . import workbook as w
from .answers import Page, cell_text, has_answers


@dataclass(frozen=True, slots=True)
class Entry:
    """A product with the members' sheets. missing: of each member that began one, the criteria without a level and
    their cells. barred: members with a conflict of interest."""

    code: str
    set_code: str
    name: str
    producer: str
    place: str
    district: str
    discussion: str
    commune_code: str
    district_code: str
    serial: int | None
    sheets: Mapping[str, Filled] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scores:
    """A workbook that is right in every cell. Codes of places are "" until certificates need them."""

    rules: Rulebook
    level: str
    office: Office
    year: int
    number: int
    council_number: str
    council_date: date
    opened: datetime
    closed: datetime | None
    venue: str
    remarks: str
    decision: Decision
    place_code: str
    province_code: str
    first_serial: int
    seats: Mapping[str, Seat]
    entries: tuple[Entry, ...]

    @property
    def voters(self) -> dict[str, Seat]:
        return {code: seat for code, seat in self.seats.items() if seat.votes}


class WrongCells(Exception):
    """The workbook cannot be used; `problems` names every wrong cell."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def read_scores(path: Path, edition: Edition) -> Scores:
    """The scores in a workbook made by `write_template`. Raises BrokenSpreadsheet, WrongCells."""
    with path.open("rb") as file:
        reader = _Reader(open_workbook(file), edition)
        return reader.scores()


class _Reader:
    """Reads sheet by sheet and gathers what is wrong on the way."""

    def __init__(self, book: CalamineWorkbook, edition: Edition) -> None:
        self.book, self.edition = book, edition
        self.problems: list[CellProblem] = []
        self.cells: dict[str, CellProblem] = {}  # of each field of the round: its cell, for later
        lacking = [n for n in (w.ROUND, w.COUNCIL, w.PRODUCTS) if n not in book.sheet_names]
        if lacking:
            raise BrokenSpreadsheet(
                f"Thiếu trang {', '.join(f'“{name}”' for name in lacking)}. Hãy dùng tệp mẫu."
            )

    def wrong(self, at: CellProblem, expected: str) -> None:
        self.problems.append(CellProblem(at.sheet, at.row, at.column, at.label, at.value, expected))

    def scores(self) -> Scores:
        round = self.round()
        process = self.process(round)
        seats = self.seats(process)
        entries = self.entries(seats, process, round)
        if self.problems:
            raise WrongCells(self.problems)
        assert process is not None
        opened = datetime.combine(round["session_date"], round["opened"])
        return Scores(
            rules=Rulebook(self.edition, process, frozenset()),
            level=round["level"],
            office=Office(
                round["place"], round["seat"] or _short(round["place"]), round["superior"]
            ),
            year=round["year"],
            number=round["number"],
            council_number=round["council_number"],
            council_date=round["council_date"],
            opened=opened,
            closed=datetime.combine(opened, round["closed"]) if round["closed"] else None,
            venue=round["venue"],
            remarks=round["remarks"],
            decision=Decision(
                number=round["decision_number"],
                signed_on=round["decision_date"],
                authority=round["authority"] or AUTHORITY,
                title=round["signer_title"] or SIGNER_TITLE,
                signer=round["signer"],
                valid_from=round["valid_from"],
                valid_to=round["valid_to"],
            ),
            place_code=round["place_code"],
            province_code=round["province_code"],
            first_serial=round["first_serial"] or 1,
            seats=seats,
            entries=tuple(entries),
        )

    # The round.

    def round(self) -> dict[str, Any]:
        """Typed values by key; None for what is wrong or empty."""
        columns = {fold(c.label): c for c in w.round_columns(self.edition) if isinstance(c, Column)}
        values: dict[str, Any] = dict.fromkeys(c.key for c in columns.values())
        found = set()
        for number, cells in enumerate(self.grid(w.ROUND), start=1):
            column = columns.get(fold(cell_text(cells, 0).rstrip(" *")))
            if column is None:
                continue
            found.add(column.key)
            cell = cells[1] if len(cells) > 1 else ""
            at = CellProblem(w.ROUND, number, "B", column.label, shown(cell)[:80], "")
            self.cells[column.key] = at
            try:
                values[column.key] = value_of(cell, column)
            except ValueError as error:
                self.wrong(at, str(error))
        needed = [c for c in columns.values() if c.key not in w.ADDED_LATER]
        if lacking := [c.label for c in needed if c.key not in found]:
            raise BrokenSpreadsheet(
                f"Trang “{w.ROUND}” thiếu dòng: {', '.join(lacking)}. Hãy dùng tệp mẫu."
            )
        self.check_round(values)
        return values

    def check_round(self, values: Mapping[str, Any]) -> None:
        if (code := values["edition"]) and code != self.edition.code:
            self.wrong(
                self.cells["edition"],
                f"tệp làm theo bộ tiêu chí {code}, không phải {self.edition.code}",
            )
        elif (digest := values["digest"]) and digest != self.edition.digest[:16]:
            self.wrong(
                self.cells["digest"],
                "bộ tiêu chí đã thay đổi sau khi lập tệp mẫu; lập tệp mẫu mới",
            )
        for key in ("decision_date", "decision_number", "signer"):
            others = ("decision_date", "decision_number")
            if not values[key] and any(values[other] for other in others if other != key):
                self.wrong(self.cells[key], "phải điền khi đã có số hoặc ngày ký quyết định")
        for earlier, later in (
            ("council_date", "session_date"),
            ("session_date", "decision_date"),
            ("decision_date", "valid_from"),
            ("decision_date", "valid_to"),
            ("valid_from", "valid_to"),
            ("opened", "closed"),
        ):
            if values[earlier] and values[later] and values[later] < values[earlier]:
                self.wrong(self.cells[later], f"phải sau ô “{self.cells[earlier].label}”")

    def process(self, values: Mapping[str, Any]) -> Process | None:
        """The process of the round, with its own largest spread."""
        process: Process | None = values["process"]
        if process is None:
            return None
        if (day := values["council_date"]) and not process.is_in_force(day):
            until = f" đến {process.in_force_to:%d/%m/%Y}" if process.in_force_to else ""
            self.wrong(
                self.cells["council_date"],
                f"“{process.name}” có hiệu lực từ {process.in_force_from:%d/%m/%Y}{until}; sửa ngày hoặc chọn quy trình khác",
            )
        levels = w.levels_of(process)
        if (level := values["level"]) and level not in levels.values():
            self.wrong(
                self.cells["level"],
                f"theo quy trình này Hội đồng họp ở: {', '.join(levels)}",
            )
        if values["max_spread"] is not None:
            process = process.with_settings({"max_spread": values["max_spread"]})
        return process

    def has_certificates(self, values: Mapping[str, Any], process: Process | None) -> bool:
        rule = process.level(values["level"]) if process and values["level"] else None
        return bool(values["decision_number"] and rule and rule.recognises)

    # The council.

    def seats(self, process: Process | None) -> dict[str, Seat]:
        secretary_votes = bool(process and process.value("secretary_votes"))
        seats: dict[str, Seat] = {}
        for row in self.rows(w.COUNCIL, w.MEMBER_COLUMNS, given=("code",)):
            v = row.values
            if "code" not in v:
                continue
            if v["code"] in seats:
                self.wrong_in(w.COUNCIL, row, w.MEMBER_COLUMNS[0], "mã bị lặp")
            role, votes = v.get("role", "member"), v.get("votes")
            if votes is None:
                votes = role != "support" and (role != "secretary" or secretary_votes)
            seats[v["code"]] = Seat(
                name=v.get("name", ""),
                role=role,
                position=", ".join(filter(None, (v.get("position"), v.get("organisation")))),
                votes=votes,
                is_present=bool(v.get("is_present")),
                reason=v.get("reason") or "",
            )
        self.check_council(seats, process)
        return seats

    def check_council(self, seats: Mapping[str, Seat], process: Process | None) -> None:
        head = CellProblem(w.COUNCIL, 3, "C", "Vai trò", "", "")
        for role, label in (("chair", "Chủ tịch"), ("secretary", "Thư ký")):
            count = sum(seat.role == role for seat in seats.values())
            if count != 1:
                self.wrong(head, f"phải có đúng một {label}, đang có {count}")
        if process is None:
            return
        votes = sum(seat.votes for seat in seats.values())
        low, high = process.value("council_min"), process.value("council_max")
        if not low <= votes <= high:
            self.wrong(
                CellProblem(w.COUNCIL, 3, "G", "Chấm điểm", "", ""),
                f"phải có từ {low} đến {high} người chấm điểm, đang có {votes}",
            )

    # The products and their sheets.

    def entries(
        self, seats: Mapping[str, Seat], process: Process | None, round: Mapping[str, Any]
    ) -> list[Entry]:
        checked = process if process and self.has_certificates(round, process) else None
        if checked:
            self.check_place_codes(round, checked)
        pages = self.pages()
        entries: dict[str, Entry] = {}
        columns = {column.key: column for column in w.PRODUCT_COLUMNS}
        rows = list(self.rows(w.PRODUCTS, w.PRODUCT_COLUMNS, given=("code", "set_code")))
        for row in rows:
            if "code" not in row.values or "set_code" not in row.values:
                continue
            if checked:
                self.check_codes(row, columns, checked)
            code, set_code = row.values["code"], row.values["set_code"]
            if code in entries:
                self.wrong_in(w.PRODUCTS, row, columns["code"], "mã bị lặp")
            elif not self.edition.usable(set_code):
                self.wrong_in(
                    w.PRODUCTS, row, columns["set_code"], "bộ tiêu chí không có phiếu đầy đủ"
                )
            elif code not in pages:
                name = w.product_sheet(code, set_code)
                self.wrong_in(
                    w.PRODUCTS, row, columns["code"], f"tệp thiếu trang chấm điểm “{name}”"
                )
            else:
                entries[code] = self.entry(row.values, pages[code], seats)
        known = {row.values.get("code") for row in rows}
        for code, name in pages.items():
            if code not in known and has_answers(self.grid(name)):
                self.wrong(
                    CellProblem(name, 1, "A", w.TITLE, code, ""),
                    f"trang có điểm nhưng {code} chưa có tên ở trang “{w.PRODUCTS}”",
                )
        if not rows:
            self.wrong(
                CellProblem(w.PRODUCTS, 4, "C", "Tên sản phẩm", "", ""), "chưa có sản phẩm nào"
            )
        return list(entries.values())

    def entry(self, values: Mapping[str, Any], page_name: str, seats: Mapping[str, Seat]) -> Entry:
        """A product with what its page says."""
        rules_sheet = self.edition.sheets[values["set_code"]]
        page = Page(page_name, self.grid(page_name), rules_sheet, seats)
        sheets, missing, barred = page.read()
        self.problems += page.problems
        return Entry(
            code=values["code"],
            set_code=values["set_code"],
            name=values.get("name", ""),
            producer=values.get("producer", ""),
            place=values.get("place", ""),
            district=values.get("district") or "",
            discussion=values.get("discussion") or "",
            commune_code=values.get("commune_code") or "",
            district_code=values.get("district_code") or "",
            serial=values.get("serial"),
            sheets=sheets,
            missing=missing,
            barred=barred,
        )

    def pages(self) -> dict[str, str]:
        """Names of the sheets of answers by product code."""
        found: dict[str, str] = {}
        for name in self.book.sheet_names:
            rows = self.grid(name)
            title = cell_text(rows[0], 0) if rows else ""
            if title.startswith(w.TITLE):
                code = title.removeprefix(w.TITLE).strip()
                if code in found:
                    self.wrong(
                        CellProblem(name, 1, "A", w.TITLE, code, ""),
                        f"{code} đã có ở trang “{found[code]}”",
                    )
                found.setdefault(code, name)
        return found

    def check_place_codes(self, values: Mapping[str, Any], process: Process) -> None:
        digits = w.DIGITS[values["level"]]
        if not (code := values["place_code"] or "").isdecimal() or len(code) != digits:
            self.wrong(self.cells["place_code"], f"phải là mã {digits} chữ số")
        if "{province}" in process.value("product_code") and not values["province_code"]:
            self.wrong(self.cells["province_code"], "không được để trống khi in giấy chứng nhận")

    def check_codes(self, row: Row, columns: Mapping[str, Column], process: Process) -> None:
        pattern = process.value("product_code")
        for key, part in (("commune_code", "{commune}"), ("district_code", "{district}")):
            if part in pattern and row.values.get(key) == "":
                self.wrong_in(
                    w.PRODUCTS, row, columns[key], "không được để trống khi in giấy chứng nhận"
                )

    # Sheets as rows.

    def rows(self, name: str, columns: Sequence[Column], *, given: Sequence[str]) -> Iterator[Row]:
        """Rows that a person filled in; those with nothing but what the template put there (`given`) are passed over."""
        for row in rows_of(self.book.get_sheet_by_name(name), columns):
            typed = (v for key, v in row.values.items() if key not in given)
            if any(v not in ("", None) for v in typed) or any(p.value for p in row.problems):
                self.problems += row.problems
                yield row

    def wrong_in(self, name: str, row: Row, column: Column, expected: str) -> None:
        value = shown(row.values[column.key])[:80]
        at = CellProblem(name, row.number, row.columns[column.key], column.label, value, expected)
        self.problems.append(at)

    def grid(self, name: str) -> list[list[Any]]:
        """All cells of a sheet from A1."""
        grid: list[list[Any]] = self.book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return grid


def _short(place: str) -> str:
    """A unit's name without its kind: "Huyện Ba Bể" → "Ba Bể"."""
    for kind in ("Thành phố ", "Thị xã ", "Huyện ", "Quận ", "Tỉnh "):
        if place.lower().startswith(kind.lower()):
            return place[len(kind) :]
    return place
