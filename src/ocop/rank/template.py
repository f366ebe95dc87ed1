"""The workbook to fill in: the round, its council, its products, and a sheet of answers for each product."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_range_abs, xl_rowcol_to_cell

from ocop.core.spreadsheets import Column
from ocop.rules.facts import words
from ocop.rules.model import Criterion, Edition, Sheet

from . import workbook as w
from .filling import NOTHING, Filling
from .formats import Formats

NAME_WIDTH, LEVELS_WIDTH = 34, 60
LISTS = "Danh mục"

GUIDE_LINES = [
    "Điền các ô nền trắng; tiêu đề và ô nền xám đã khoá.",
    f"1. Trang “{w.ROUND}”: đơn vị, đợt, Hội đồng, phiên họp, quyết định. Dòng có dấu * phải điền.",
    f"2. Trang “{w.COUNCIL}”: mỗi dòng một thành viên. Dòng không dùng thì bỏ trống.",
    f"3. Trang “{w.PRODUCTS}”: mỗi dòng một sản phẩm. Dòng không dùng thì bỏ trống.",
    "4. Mỗi sản phẩm có một trang chấm điểm: mỗi cột là phiếu của một thành viên, mỗi dòng một tiêu chí.",
    "    Chọn mức trong danh sách, hoặc gõ mã mức (ví dụ L2). Không đạt mức nào: none.",
    "    Ô đỏ: mã không có trong tiêu chí. Ô vàng: phiếu đã bắt đầu nhưng còn thiếu mức.",
    "    Dòng “Tổng điểm” để đối chiếu với tổng ghi trên phiếu giấy.",
    "    Thành viên không chấm vì xung đột lợi ích: chọn Có ở dòng KC và bỏ trống cột.",
    "    Lý do dừng chấm hoặc loại (nếu phiếu ghi nhận): chọn Có ở cuối trang.",
    "5. Lưu tệp, rồi chạy: ocop rank TEP.xlsx --out THU-MUC",
    "    Khi chưa có số quyết định, kết quả là dự thảo. Ký xong thì điền số, ngày ký và chạy lại để có giấy chứng nhận.",
]


def write_template(
    edition: Edition, products: Sequence[str], *, members: int, filling: Filling = NOTHING
) -> bytes:
    """A workbook to fill in. products: the set code of each product to come; members: columns of a sheet of answers."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False}) as book:
        writer = _Writer(book, edition, members, filling)
        writer.guide()
        writer.round()
        writer.council()
        writer.products(products)
        for number, set_code in enumerate(products, start=1):
            writer.answers(number, edition.sheets[set_code])
        for set_code in dict.fromkeys(products):
            writer.levels(edition.sheets[set_code])
        writer.chosen_lists()
        book.worksheets()[1].activate()
    return output.getvalue()


class _Writer(Formats):
    FIRST_ROW = 3  # of the two tables, below title, note and head
    FIRST_LINE = 8  # of a sheet of answers, below what stays in sight

    def __init__(self, book: Any, edition: Edition, members: int, filling: Filling) -> None:
        super().__init__(book)
        self.book, self.edition, self.members, self.filling = book, edition, members, filling
        self.lists: list[list[str]] = []

    def sheet(self, name: str, title: str, *, tab: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(tab)
        sheet.hide_gridlines(2)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, title, self.title)
        return sheet

    def guide(self) -> None:
        sheet = self.sheet(w.GUIDE, "CHẤM ĐIỂM, XẾP HẠNG SẢN PHẨM OCOP", tab="#9AA8A0")
        sheet.set_column(0, 0, 120)
        for row, line in enumerate(GUIDE_LINES, start=2):
            sheet.write_string(row, 0, line)

    def round(self) -> None:
        sheet = self.sheet(w.ROUND, "ĐỢT ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP", tab="#14633C")
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 52)
        sheet.set_column(2, 2, 70)
        processes = w.processes_for(self.edition)
        process = list(processes.values())[-1]  # the newest
        known = {
            "edition": self.edition.code,
            "digest": self.edition.digest[:16],
            "process": process.name,
            "max_spread": process.value("max_spread"),
            "number": 1,
            **self.filling.round,
        }
        for row, field in enumerate(w.round_columns(self.edition), start=2):
            if isinstance(field, str):
                sheet.merge_range(row, 0, row, 2, field, self.part)
                continue
            is_fixed = field.key in ("edition", "digest")
            self.starred(sheet, row, 0, field, self.label)
            sheet.write(
                row,
                1,
                known.get(field.key, ""),
                self.label if is_fixed else self.fields[field.kind],
            )
            sheet.write_string(row, 2, field.help, self.note)
            self.offer(sheet, field, row, 1, row, 1)

    def council(self) -> None:
        sheet = self.table(
            w.COUNCIL,
            "HỘI ĐỒNG ĐÁNH GIÁ, PHÂN HẠNG",
            "Một Chủ tịch, một Thư ký. Mỗi thành viên một dòng.",
            w.MEMBER_COLUMNS,
            (8, 28, 16, 24, 36, 10, 12, 30),
            self.members,
            self.filling.members,
        )
        for number in range(1, self.members + 1):
            sheet.write_string(self.FIRST_ROW + number - 1, 0, f"{w.MEMBER}{number}", self.label)

    def products(self, products: Sequence[str]) -> None:
        columns = [*w.PRODUCT_COLUMNS, Column("set_name", "Tên bộ sản phẩm")]
        sheet = self.table(
            w.PRODUCTS,
            "SẢN PHẨM ĐÁNH GIÁ",
            "Theo thứ tự trong phiên họp. Mã xã, mã huyện cần khi in giấy chứng nhận.",
            columns,
            (8, 10, 36, 36, 22, 20, 44, 10, 10, 12, 36),
            len(products),
            self.filling.products,
        )
        for row, set_code in enumerate(products, start=self.FIRST_ROW):
            sheet.write_string(row, 0, f"{w.PRODUCT}{row - self.FIRST_ROW + 1}", self.label)
            sheet.write_string(row, 1, set_code, self.label)
            sheet.write_string(
                row, len(columns) - 1, self.edition.sheets[set_code].name, self.label
            )

    def table(
        self,
        name: str,
        title: str,
        note: str,
        columns: Sequence[Column],
        widths: Sequence[int],
        rows: int,
        given: Sequence[Mapping[str, Any]],
    ) -> Any:
        sheet = self.sheet(name, title, tab="#14633C")
        sheet.write_string(1, 0, note, self.book.add_format({"italic": True}))
        last = self.FIRST_ROW + rows - 1
        for index, column in enumerate(columns):
            sheet.set_column(index, index, widths[index])
            self.starred(sheet, self.FIRST_ROW - 1, index, column, self.head)
            if column.help:
                sheet.write_comment(self.FIRST_ROW - 1, index, column.help)
            for row in range(self.FIRST_ROW, last + 1):
                sheet.write_blank(row, index, None, self.fields[column.kind])
            for row, values in enumerate(given, start=self.FIRST_ROW):
                sheet.write(row, index, values.get(column.key), self.fields[column.kind])
            self.offer(sheet, column, self.FIRST_ROW, index, last, index)
        sheet.freeze_panes(self.FIRST_ROW, 1)
        return sheet

    def starred(self, sheet: Any, row: int, column: int, field: Column, format: Any) -> None:
        sheet.write_string(row, column, field.label + (" *" if field.required else ""), format)

    def offer(self, sheet: Any, column: Column, *area: int) -> None:
        """A list to choose from, where the column has one."""
        chosen = list(column.choices) or ([w.YES, w.NO] if column.kind == "yes_no" else [])
        if chosen:
            self.lists.append([column.label, *chosen])
            index = len(self.lists) - 1
            source = f"='{LISTS}'!{xl_range_abs(1, index, len(chosen), index)}"
            message = "Chọn trong danh sách."
            sheet.data_validation(
                *area,
                {
                    "validate": "list",
                    "source": source,
                    "error_title": "OCOP",
                    "error_message": message,
                },
            )

    def chosen_lists(self) -> None:
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        for index, column in enumerate(self.lists):
            sheet.write_column(0, index, column)

    def answers(self, number: int, rules: Sheet) -> None:
        """A product's sheet: criteria down, members across, total and conflict of interest kept in sight."""
        code, last = f"{w.PRODUCT}{number}", w.FIRST_MEMBER + self.members - 1
        sheet = self.sheet(w.product_sheet(code, rules.code), f"{w.TITLE} {code}", tab="#C8941A")
        for index, width in enumerate((9, NAME_WIDTH, LEVELS_WIDTH, 8)):
            sheet.set_column(index, index, width)
        sheet.set_column(w.FIRST_MEMBER, last, 24)
        at = self.FIRST_ROW + number - 1
        name, producer = (xl_rowcol_to_cell(at, column) for column in (2, 3))
        page = f"'{w.PRODUCTS}'!"
        sheet.write_formula(
            1,
            0,
            f'=IF({page}{name}="","(chưa có tên ở trang {w.PRODUCTS})",{page}{name}&" – "&{page}{producer})',
            self.book.add_format({"bold": True}),
            f"(chưa có tên ở trang {w.PRODUCTS})",
        )
        sheet.write_string(2, 0, w.SET_ROW, self.note)
        sheet.write_string(2, 1, rules.code, self.note)
        sheet.write_string(2, 2, rules.name, self.note)
        for index, label in enumerate((w.HEAD_ROW, "Tiêu chí", "Các mức", "Tối đa")):
            sheet.write_string(4, index, label, self.head)
        for row, (key, label) in enumerate(
            (
                ("", "Thành viên"),
                (w.TOTAL_ROW, "Tổng điểm"),
                (w.CONFLICT_ROW, "Không chấm vì xung đột lợi ích"),
            ),
            start=5,
        ):
            sheet.write_string(row, 0, key, self.label)
            sheet.write_string(row, 1, label, self.label)
            for index in (2, 3):
                sheet.write_blank(row, index, None, self.label)
        lines = self.criteria(sheet, rules)
        facts = self.facts(sheet, rules, max(lines.values()) + 1)
        for member in range(self.members):
            self.member(sheet, rules, member, lines, facts)
            for leaf_code, level in self.filling.answers(rules, number - 1, member).items():
                text = next(o for o in w.options(rules.leaf(leaf_code)) if o.split()[0] == level)
                sheet.write_string(lines[leaf_code], w.FIRST_MEMBER + member, text, self.choice)
        yes = {"validate": "list", "source": [w.YES]}
        sheet.data_validation(7, w.FIRST_MEMBER, 7, last, yes)
        if facts:
            sheet.data_validation(facts[0], w.FIRST_MEMBER, facts[-1], last, yes)
        self.colour(sheet, rules, lines, last)
        sheet.freeze_panes(self.FIRST_LINE, 2)
        sheet.repeat_rows(4, 7)
        sheet.set_paper(8)

    def criteria(self, sheet: Any, rules: Sheet) -> dict[str, int]:
        """Write the criteria with their levels; returns the row of each leaf."""
        row, lines = self.FIRST_LINE, {}
        last = w.FIRST_MEMBER + self.members - 1

        def heading(text: str, format: Any) -> None:
            nonlocal row
            for index in range(last + 1):
                sheet.write_blank(row, index, None, format)
            sheet.write_string(row, 1, text, format)
            row += 1

        for part in rules.parts:
            heading(f"Phần {part.code}. {part.name} ({part.max_points} điểm)", self.part)
            for section in part.sections:
                heading(
                    f"{section.number}. {section.name} ({section.max_points} điểm)", self.section
                )
                for criterion in section.criteria:
                    if criterion.sub_criteria:
                        heading(f"{criterion.number}. {criterion.name}", self.section)
                    for leaf in criterion.sub_criteria or (criterion,):
                        sheet.write_string(row, 0, leaf.code, self.label)
                        number = f"{leaf.number}. " if leaf.number else ""
                        note = f"\n({leaf.note})" if leaf.note else ""
                        name = f"{number}{leaf.name}{note}"
                        sheet.write_string(row, 1, name, self.label)
                        sheet.write_string(row, 2, _levels_text(leaf), self.label)
                        sheet.write_number(row, 3, leaf.max_points, self.centre)
                        sheet.set_row(
                            row, _height((name, NAME_WIDTH), (_levels_text(leaf), LEVELS_WIDTH))
                        )
                        lines[leaf.code] = row
                        row += 1
        return lines

    def facts(self, sheet: Any, rules: Sheet, row: int) -> range:
        """Write the gates and knock-outs that a person states; returns their rows."""
        if not rules.facts:
            return range(0)
        for index in range(w.FIRST_MEMBER + self.members):
            sheet.write_blank(row, index, None, self.part)
        sheet.write_string(row, 1, "Lý do dừng chấm hoặc loại (chọn Có nếu ghi nhận)", self.part)
        for number, rule in enumerate(rules.facts, start=1):
            text, effect = words(rule), "Loại" if rule.kind == "disqualify" else "Dừng chấm"
            for index, value in enumerate((f"{w.FACT}{number}", effect, text, "")):
                sheet.write_string(row + number, index, value, self.label)
            sheet.set_row(row + number, _height((text, LEVELS_WIDTH)))
        return range(row + 1, row + 1 + len(rules.facts))

    def member(
        self, sheet: Any, rules: Sheet, member: int, lines: dict[str, int], facts: range
    ) -> None:
        column = w.FIRST_MEMBER + member
        name = f"'{w.COUNCIL}'!{xl_rowcol_to_cell(self.FIRST_ROW + member, 1)}"
        sheet.write_string(4, column, f"{w.MEMBER}{member + 1}", self.head)
        sheet.write_formula(5, column, f'=IF({name}="","",{name})', self.centre, "")
        points = [self.points(rules, leaf, lines[leaf.code], column) for leaf in rules.leaves]
        answers = xl_range(min(lines.values()), column, max(lines.values()), column)
        total = f'=IF(COUNTA({answers})=0,"",SUM({",".join(points)}))'
        sheet.write_formula(6, column, total, self.total, "")
        for row in (7, *lines.values(), *facts):
            sheet.write_blank(row, column, None, self.choice)

    def points(self, rules: Sheet, leaf: Criterion, row: int, column: int) -> str:
        codes, values = (self.listed(rules, leaf, kind) for kind in (1, 2))
        return f"IFERROR(INDEX({values},MATCH({_code_in(row, column)},{codes},0)),0)"

    def listed(self, rules: Sheet, leaf: Criterion, kind: int) -> str:
        """Where the levels of a criterion stand: as texts to choose (0), as codes (1), as points (2)."""
        column = 3 * rules.leaves.index(leaf) + kind
        return f"'{_levels_sheet(rules)}'!{xl_range_abs(1, column, len(w.options(leaf)), column)}"

    def colour(self, sheet: Any, rules: Sheet, lines: dict[str, int], last: int) -> None:
        """Lists of levels; red for an unknown code, yellow for what is missing, grey for a member who does not score."""
        first, first_line, last_line = w.FIRST_MEMBER, min(lines.values()), max(lines.values())
        everything = xl_rowcol_to_cell(first_line, first, row_abs=True)
        everything += ":" + xl_rowcol_to_cell(last_line, first, row_abs=True)
        conflict = xl_rowcol_to_cell(7, first, row_abs=True)
        for leaf in rules.leaves:
            row = lines[leaf.code]
            area, cell = (row, first, row, last), xl_rowcol_to_cell(row, first)
            sheet.data_validation(
                *area,
                {
                    "validate": "list",
                    "source": f"={self.listed(rules, leaf, 0)}",
                    "show_error": False,
                },
            )
            unknown = f"ISNA(MATCH({_code_in(row, first)},{self.listed(rules, leaf, 1)},0))"
            for formula, format in (
                (f'={conflict}="{w.YES}"', self.barred),
                (f'=AND({cell}<>"",{unknown})', self.bad),
                (f'=AND({cell}="",COUNTA({everything})>0)', self.missing),
            ):
                sheet.conditional_format(
                    *area,
                    {
                        "type": "formula",
                        "criteria": formula,
                        "format": format,
                        "stop_if_true": True,
                    },
                )

    def levels(self, rules: Sheet) -> None:
        """The levels of a set, three columns a criterion: lists, totals and colours look here."""
        sheet = self.book.add_worksheet(_levels_sheet(rules))
        sheet.hide()
        for index, leaf in enumerate(rules.leaves):
            sheet.write_string(0, 3 * index, leaf.code)
            for row, text in enumerate(w.options(leaf), start=1):
                code = text.split(" ", 1)[0]
                sheet.write_string(row, 3 * index, text)
                sheet.write_string(row, 3 * index + 1, code)
                sheet.write_number(row, 3 * index + 2, leaf.points[code])


def _levels_sheet(rules: Sheet) -> str:
    return f"Mức {rules.code}"


def _code_in(row: int, column: int) -> str:
    """The code that an answer begins with: "L2 – 3 điểm: …" and "L2" alike."""
    cell = xl_rowcol_to_cell(row, column)
    return f'LEFT({cell},FIND(" ",{cell}&" ")-1)'


def _height(*texts: tuple[str, int]) -> float:
    """Room for the longest of some wrapped texts, each with its column's width; programs differ in doing it themselves."""
    lines = max(
        sum(ceil(max(len(line), 1) / (1.1 * width)) for line in text.split("\n"))
        for text, width in texts
    )
    return min(15.0 * lines + 2, 400)


def _levels_text(leaf: Criterion) -> str:
    """All levels in full, as the paper sheet prints them; cases of an alternative criterion under their names."""
    if not leaf.cases:
        return "\n".join(w.option(level) for level in leaf.levels)
    return "\n".join(
        f"{case.label}:\n" + "\n".join(w.option(level) for level in case.levels)
        for case in leaf.cases
    )
