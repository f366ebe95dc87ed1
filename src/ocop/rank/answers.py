"""Read what the members gave one product: its sheet of answers in the workbook."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ocop.core.search import fold
from ocop.core.spreadsheets import CellProblem, shown
from ocop.core.workbook import letter
from ocop.official.facts import Seat
from ocop.rules.model import Criterion, Sheet
from ocop.rules.rulebook import Filled
from ocop.rules.scoring import applies, is_asked

from . import workbook as w


class Page:
    """The sheet of answers of one product, its cells from A1 on; `problems` gathers what is wrong in it."""

    def __init__(
        self, name: str, grid: Sequence[Sequence[Any]], rules: Sheet, seats: Mapping[str, Seat]
    ) -> None:
        self.name, self.grid, self.rules, self.seats = name, grid, rules, seats
        self.problems: list[CellProblem] = []
        self.head = next(
            (n for n, cells in enumerate(self.grid) if cell_text(cells, 0) == w.HEAD_ROW), None
        )

    def wrong(self, row: int, column: int, label: str, expected: str) -> None:
        value = cell_text(self.grid[row], column)[:80]
        self.problems.append(
            CellProblem(self.name, row + 1, letter(column), label, value, expected)
        )

    def read(self) -> tuple[dict[str, Filled], dict[str, tuple[str, ...]], frozenset[str]]:
        """(sheets, missing answers, barred members), each by the member's code."""
        nothing: tuple[dict[str, Filled], dict[str, tuple[str, ...]], frozenset[str]]
        nothing = {}, {}, frozenset()
        if self.head is None:
            self.wrong(0, 0, w.TITLE, f"trang thiếu dòng tiêu đề “{w.HEAD_ROW}”; dùng tệp mẫu")
            return nothing
        lines = self.lines()
        if lines is None:
            return nothing
        sheets, missing, barred = {}, {}, set()
        for column, code in self.members():
            if cell_text(self.grid[lines[w.CONFLICT_ROW]], column):
                if self.is_conflict(lines[w.CONFLICT_ROW], column, code):
                    barred.add(code)
                    self.nothing_in(column, code, lines, "phải bỏ trống vì có xung đột lợi ích")
                continue
            answers, facts = self.answers(column, code, lines)
            if not answers and not facts:
                continue
            seat = self.seats.get(code)
            if seat is None or not seat.votes:
                why = "không chấm điểm" if seat else "chưa có tên"
                self.wrong(self.head, column, code, f"{code} {why} ở trang “{w.COUNCIL}”")
                continue
            sheets[code] = Filled(code, answers, facts)
            if cells := self.missing(column, answers, lines):
                missing[code] = cells
        return sheets, missing, frozenset(barred)

    def lines(self) -> dict[str, int] | None:
        """The row of each criterion, fact and of the conflicts by what column A holds, None when some are not there."""
        assert self.head is not None
        lines: dict[str, int] = {}
        wanted = [leaf.code for leaf in self.rules.leaves] + list(self.facts())
        for row in range(self.head + 1, len(self.grid)):
            key = cell_text(self.grid[row], 0)
            if not key or key == w.TOTAL_ROW:
                continue
            if key not in wanted and key != w.CONFLICT_ROW:
                self.wrong(row, 0, w.HEAD_ROW, f"bộ {self.rules.code} không có mã này")
            elif key in lines:
                self.wrong(row, 0, w.HEAD_ROW, f"mã {key} bị lặp")
            lines.setdefault(key, row)
        lacking = [key for key in (w.CONFLICT_ROW, *wanted) if key not in lines]
        if lacking:
            self.wrong(
                self.head, 0, w.HEAD_ROW, f"trang thiếu dòng {', '.join(lacking)}; dùng tệp mẫu"
            )
            return None
        return lines

    def facts(self) -> dict[str, str]:
        """Ids of the facts by what column A holds."""
        return {f"{w.FACT}{n}": rule.id for n, rule in enumerate(self.rules.facts, start=1)}

    def members(self) -> Iterator[tuple[int, str]]:
        assert self.head is not None
        seen = set()
        for column in range(w.FIRST_MEMBER, len(self.grid[self.head])):
            code = cell_text(self.grid[self.head], column)
            if not code:
                if any(cell_text(row, column) for row in self.grid[self.head + 1 :]):
                    self.wrong(self.head, column, w.HEAD_ROW, "phải là mã thành viên, ví dụ TV1")
            elif code in seen:
                self.wrong(self.head, column, w.HEAD_ROW, f"mã {code} bị lặp")
            else:
                seen.add(code)
                yield column, code

    def is_conflict(self, row: int, column: int, code: str) -> bool:
        if fold(cell_text(self.grid[row], column)) in ("co", "x"):
            return True
        if fold(cell_text(self.grid[row], column)) != "khong":
            self.wrong(row, column, f"{w.CONFLICT_ROW}, {code}", "phải là Có hoặc bỏ trống")
        return False

    def nothing_in(self, column: int, code: str, lines: Mapping[str, int], expected: str) -> None:
        for key, row in lines.items():
            if key != w.CONFLICT_ROW and cell_text(self.grid[row], column):
                self.wrong(row, column, f"{key}, {code}", expected)

    def answers(
        self, column: int, code: str, lines: Mapping[str, int]
    ) -> tuple[dict[str, str], frozenset[str]]:
        answers: dict[str, str] = {}
        for leaf in self.rules.leaves:
            text = cell_text(self.grid[lines[leaf.code]], column)
            if not text:
                continue
            if answer := w.answer_of(text, leaf):
                answers[leaf.code] = answer
            else:
                self.wrong(
                    lines[leaf.code],
                    column,
                    f"{leaf.code}, {code}",
                    f"phải là một trong: {', '.join(leaf.points)}",
                )
        for leaf in self.rules.leaves:
            self.check_applies(leaf, answers, lines[leaf.code], column, code)
        facts = set()
        for key, fact in self.facts().items():
            if text := cell_text(self.grid[lines[key]], column):
                if fold(text) in ("co", "x"):
                    facts.add(fact)
                elif fold(text) != "khong":
                    self.wrong(lines[key], column, f"{key}, {code}", "phải là Có hoặc bỏ trống")
        return answers, frozenset(facts)

    def check_applies(
        self, leaf: Criterion, answers: Mapping[str, str], row: int, column: int, code: str
    ) -> None:
        """Points for a criterion that is not scored would stand in the column's total but not in the result."""
        given = answers.get(leaf.code)
        if given is None or not leaf.points[given] or applies(self.rules, leaf.code, answers):
            return
        needed = self.rules.conditions[leaf.code][0].criteria[0]
        if needed in answers:
            self.wrong(
                row, column, f"{leaf.code}, {code}", f"phải bỏ trống: chưa đạt điều kiện ở {needed}"
            )

    def missing(
        self, column: int, answers: Mapping[str, str], lines: Mapping[str, int]
    ) -> tuple[str, ...]:
        """Cells that still need a level, as "A.1.1 (ô E9)"."""
        return tuple(
            f"{leaf.code} (ô {letter(column)}{lines[leaf.code] + 1})"
            for leaf in self.rules.leaves
            if leaf.code not in answers and is_asked(self.rules, leaf.code, answers)
        )


def cell_text(cells: Sequence[Any], index: int) -> str:
    return shown(cells[index]) if index < len(cells) else ""


def has_answers(grid: Sequence[Sequence[Any]]) -> bool:
    head = next((n for n, cells in enumerate(grid) if cell_text(cells, 0) == w.HEAD_ROW), len(grid))
    return any(
        cell_text(cells, column)
        for cells in grid[head + 1 :]
        if cell_text(cells, 0) not in ("", w.TOTAL_ROW)
        for column in range(w.FIRST_MEMBER, len(cells))
    )
