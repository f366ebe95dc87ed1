"""Editions as spreadsheets: a worksheet a set, a row a level; written, changed in Excel or LibreOffice, read again.

What the columns do not show (sources, notes of ours, fields of later editions) is taken from the draft.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from ocop.core.spreadsheets import CellProblem, Column, Row, letter, open_workbook, rows_of, shown
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.faults import Fault
from ocop.rules.loading import INDEX, Located, faults_of

HEAD_SHEET = "Bộ tiêu chí"

PLACES = {
    "part": "Phần",
    "section": "Đề mục",
    "single": "Tiêu chí",
    "alternative": "Tiêu chí (chọn trường hợp)",
    "sum": "Tiêu chí (cộng)",
    "sub": "Tiêu chí con",
    "case": "Trường hợp",
    "level": "Mức điểm",
}
RULES = {
    "disqualify": "Bị loại khi",
    "gate": "Dừng chấm khi",
    "applies_if": "Chỉ chấm nếu",
    "requires_for_stars": "Điều kiện của sao",
    "evidence": "Minh chứng",
}
HEADS = {
    "edition": "Bộ tiêu chí",
    "decision": "Quyết định",
    "decision_date": "Ngày quyết định",
    "in_force_from": "Hiệu lực từ",
    "in_force_to": "Hiệu lực đến",
}
ROWS = {"set": "Bộ sản phẩm", **PLACES, **RULES, **HEADS}
LONGEST = 2000

COLUMNS = [
    Column("row", "Dòng", required=True, choices={label: key for key, label in ROWS.items()}),
    Column("code", "Mã", longest=80),
    Column("number", "Số", longest=20),
    Column("points", "Điểm", kind="whole"),
    Column("text", "Nội dung", longest=LONGEST),
    Column("text_en", "Nội dung (tiếng Anh)", longest=LONGEST),
    Column("note", "Ghi chú", longest=LONGEST),
    Column("note_en", "Ghi chú (tiếng Anh)", longest=LONGEST),
    Column("criteria", "Tiêu chí liên quan", longest=LONGEST),
    Column("levels", "Mức liên quan", longest=LONGEST),
    Column("stars", "Sao", kind="whole"),
    Column(
        "inferred", "Suy ra", longest=4, help="x: chưa đối chiếu văn bản gốc, chỉ nhắc người chấm"
    ),
]
AT = {column.key: letter(index) for index, column in enumerate(COLUMNS)}
FIELDS = {
    "code": "code",
    "number": "number",
    "max_points": "points",
    "points": "points",
    "min_points": "points",
    "none_points": "points",
    "name": "text",
    "label": "text",
    "what": "text",
    "decision": "text",
    "name_en": "text_en",
    "label_en": "text_en",
    "what_en": "text_en",
    "note": "note",
    "sector": "note",
    "source": "note",
    "note_en": "note_en",
    "sector_en": "note_en",
    "when": "code",
    "required": "code",
    "criterion": "criteria",
    "criteria": "criteria",
    "triggered_by_level": "levels",
    "stars": "stars",
}
INSIDE = {
    "part": ("parts", ("set",)),
    "section": ("sections", ("part",)),
    "single": ("criteria", ("section",)),
    "alternative": ("criteria", ("section",)),
    "sum": ("criteria", ("section",)),
    "sub": ("sub_criteria", ("sum",)),
    "case": ("cases", ("alternative",)),
    "level": ("levels", ("case", "sub", "single")),
}
DEPTH = {
    "set": 0,
    "part": 1,
    "section": 2,
    "single": 3,
    "alternative": 3,
    "sum": 3,
    "sub": 4,
    "case": 4,
    "level": 5,
}


# Writing.


def workbook(files: Mapping[str, str], only: str = "") -> bytes:
    """The edition as .xlsx, or the one file named. Raises document.Unreadable."""
    output = io.BytesIO()
    index = document.load(files[INDEX])
    with xlsxwriter.Workbook(output, {"strings_to_formulas": False, "in_memory": True}) as book:
        looks = {
            name: book.add_format({"text_wrap": True, "valign": "top", **look})
            for name, look in {
                "head": {"bold": True, "bg_color": "#14532D", "font_color": "#FFFFFF"},
                "part": {"bold": True, "bg_color": "#CFE5D6"},
                "criterion": {"bold": True, "bg_color": "#EAF4ED"},
                "plain": {},
            }.items()
        }
        if not only:
            _write(book, HEAD_SHEET, _head_rows(index), looks)
        for entry in document.nodes(index, "sets"):
            name = str(entry.get("file"))
            if name in files and only in ("", name):
                sheet = document.load(files[name])
                _write(book, str(sheet.get("code")), _sheet_rows(sheet), looks)
    return output.getvalue()


def _write(book: Any, title: str, rows: Iterator[dict[str, Any]], looks: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(title[:31])
    for index, column in enumerate(COLUMNS):
        wide = 46 if column.key in ("text", "text_en") else 24 if "note" in column.key else 13
        sheet.set_column(index, index, wide)
        sheet.write_string(0, index, column.label, looks["head"])
        if column.help:
            sheet.write_comment(0, index, column.help)
    sheet.freeze_panes(1, 2)
    sheet.data_validation(
        1,
        0,
        2000,
        0,
        {"validate": "list", "source": list(PLACES.values())[:8], "error_type": "information"},
    )
    for number, row in enumerate(rows, start=1):
        depth = DEPTH.get(row["row"], 9)
        look = looks["part" if depth < 3 else "criterion" if depth < 5 else "plain"]
        for index, column in enumerate(COLUMNS):
            value = ROWS[row["row"]] if column.key == "row" else row.get(column.key)
            if type(value) is int:
                sheet.write_number(number, index, value, look)
            else:
                sheet.write_string(number, index, "" if value is None else str(value), look)


def _head_rows(index: Node) -> Iterator[dict[str, Any]]:
    head = index.get("edition")
    head = head if isinstance(head, dict) else {}
    yield {
        "row": "edition",
        "code": head.get("code"),
        "text": head.get("name"),
        "text_en": head.get("name_en"),
    }
    for key in ("decision", "decision_date", "in_force_from", "in_force_to"):
        yield {"row": key, "text": head.get(key)}
    for part in document.nodes(index, "parts"):
        yield _named("part", part)


def _sheet_rows(sheet: Node) -> Iterator[dict[str, Any]]:
    yield {
        **_named("set", sheet),
        "points": None,
        "note": sheet.get("sector"),
        "note_en": sheet.get("sector_en"),
    }
    yield from _rule_rows(sheet)
    for part in document.nodes(sheet, "parts"):
        yield _named("part", part)
        for section in document.nodes(part, "sections"):
            yield _named("section", section)
            for criterion in document.nodes(section, "criteria"):
                yield from _criterion_rows(criterion, str(criterion.get("kind")))


def _criterion_rows(criterion: Node, kind: str) -> Iterator[dict[str, Any]]:
    yield _named(kind if kind in PLACES else "single", criterion)
    yield from _rule_rows(criterion)
    for sub in document.nodes(criterion, "sub_criteria"):
        yield from _criterion_rows(sub, "sub")
    for case in document.nodes(criterion, "cases"):
        yield {
            "row": "case",
            "code": case.get("code"),
            "points": case.get("max_points"),
            **_labels(case),
        }
        yield from _level_rows(case)
    yield from _level_rows(criterion)


def _level_rows(holder: Node) -> Iterator[dict[str, Any]]:
    for level in document.nodes(holder, "levels"):
        yield {
            "row": "level",
            "code": level.get("code"),
            "points": level.get("points"),
            **_labels(level),
        }


def _labels(node: Node) -> dict[str, Any]:
    return {"text": node.get("label"), "text_en": node.get("label_en")}


def _named(row: str, node: Node) -> dict[str, Any]:
    return {
        "row": row,
        "code": node.get("code"),
        "number": node.get("number"),
        "points": node.get("max_points"),
        "text": node.get("name"),
        "text_en": node.get("name_en"),
        "note": node.get("note"),
        "note_en": node.get("note_en"),
    }


def _rule_rows(holder: Node) -> Iterator[dict[str, Any]]:
    for rule in document.nodes(holder, "rules"):
        kind = rule.get("type")
        if kind not in RULES:
            continue
        criteria = [rule["criterion"]] if "criterion" in rule else rule.get("criteria") or []
        levels = rule.get("levels") or [rule.get("triggered_by_level") or ""]
        yield {
            "row": kind,
            "code": rule.get("when") or rule.get("required"),
            "points": rule.get("min_points", rule.get("points")),
            "text": rule.get("what"),
            "text_en": rule.get("what_en"),
            "note": rule.get("source_note"),
            "criteria": ", ".join(map(str, criteria)),
            "levels": ", ".join(map(str, levels)),
            "stars": rule.get("stars"),
            "inferred": "x" if rule.get("source") == "inferred" else "",
        }


# Reading.


class Proposal:
    """What an import would make of a draft: texts of the files that it holds, cells that cannot be read."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.problems: list[CellProblem] = []


def read(file: BinaryIO, files: Mapping[str, str]) -> Proposal:
    """A workbook against the files of a draft. Raises BrokenSpreadsheet and document.Unreadable.

    Problems are cells that cannot be read and whatever the checks of an edition find, by row and column. A proposal
    with unreadable cells has no files.
    """
    found = Proposal()
    book = open_workbook(file)
    documents = {name: document.load(text) for name, text in files.items()}
    titles: dict[str, str] = {INDEX: HEAD_SHEET}
    for title in book.sheet_names:
        rows = list(rows_of(book.get_sheet_by_name(title), COLUMNS))
        found.problems += [problem for row in rows for problem in row.problems]
        rows = [row for row in rows if not row.problems]
        if title == HEAD_SHEET:
            documents[INDEX] = _Head(title, found.problems).read(rows, documents[INDEX])
        elif rows:
            name, sheet = _Sheet(title, found.problems).read(rows, documents)
            if name:
                documents[name], titles[name] = sheet, title
    if found.problems:
        return found
    for name in titles:
        if name != INDEX:
            _settle_as_typed(documents, name)
    if HEAD_SHEET in book.sheet_names:
        parts = {str(p.get("code")): p for p in document.nodes(documents[INDEX], "parts")}
        total = document.points_of(documents[INDEX], "parts")
        documents[INDEX]["max_points"] = total
        for part in parts.values():
            part.pop("sections", None)
    faults = faults_of({name: _located(node) for name, node in documents.items()})
    found.problems += [_problem(fault, titles) for fault in faults]
    for name in titles:
        content = _plain(documents[name])
        if name not in files or content != document.load(files[name]):
            found.files[name] = document.dump(content, files.get(name, ""))
    return found


def _problem(fault: Fault, titles: Mapping[str, str]) -> CellProblem:
    key = FIELDS.get(fault.key, "row")
    label = next(column.label for column in COLUMNS if column.key == key)
    title = titles.get(fault.file, fault.file)
    return CellProblem(title, fault.line, AT[key], label, fault.place, fault.message_in("vi"))


class _Rows:
    """Turns the rows of a worksheet into nodes, each with the number of its row."""

    def __init__(self, title: str, problems: list[CellProblem]) -> None:
        self.title, self.problems = title, problems

    def problem(self, row: Row, key: str, expected: str) -> None:
        label = next(column.label for column in COLUMNS if column.key == key)
        value = row.values.get(key)
        shown_value = ROWS[value] if key == "row" else shown(value)
        self.problems.append(
            CellProblem(self.title, row.number, AT[key], label, shown_value, expected)
        )

    def node(self, row: Row, old: Node, values: Mapping[str, Any]) -> Located:
        made = Located(old)
        document.put(made, values)
        made.line = row.number
        return made


class _Head(_Rows):
    def read(self, rows: Sequence[Row], index: Node) -> Node:
        made = Located(index)
        head = Located(index["edition"] if isinstance(index.get("edition"), dict) else {})
        old = {str(p.get("code")): p for p in document.nodes(index, "parts")}
        parts = []
        lines: dict[str, int] = {}
        for row in rows:
            kind, values = row.values["row"], row.values
            if kind == "edition":
                document.put(head, {"name": values["text"], "name_en": values["text_en"]})
                head.line = row.number
            elif kind in HEADS:
                document.put(
                    head, {kind: _day(values["text"]) if kind != "decision" else values["text"]}
                )
                lines[kind] = row.number
            elif kind == "part":
                fields = {
                    "code": values["code"],
                    "name": values["text"],
                    "name_en": values["text_en"],
                }
                parts.append(
                    self.node(
                        row, old.get(values["code"], {}), fields | {"max_points": values["points"]}
                    )
                )
            else:
                self.problem(row, "row", _("dòng này không thuộc trang “Bộ tiêu chí”"))
        head.lines = lines
        made["edition"], made["parts"] = head, parts
        return made


def _day(text: str) -> str:
    """dd/mm/yyyy as people type it, or a date cell as it is shown; anything else is left for the check to name."""
    text = text.split(" ")[0]
    pieces = text.split("/")
    return "-".join(reversed([piece.zfill(2) for piece in pieces])) if len(pieces) == 3 else text


class _Sheet(_Rows):
    """The rows of one set; `stack` holds the open nodes from the set to the innermost."""

    def read(self, rows: Sequence[Row], documents: Mapping[str, Node]) -> tuple[str, Node]:
        first = rows[0]
        if first.values["row"] != "set":
            self.problem(first, "row", _("dòng đầu phải là “Bộ sản phẩm”"))
            return "", {}
        name, old = self._find(str(first.values["code"]), documents)
        fields = {
            "code": first.values["code"],
            "name": first.values["text"],
            "name_en": first.values["text_en"],
            "sector": first.values["note"],
            "sector_en": first.values["note_en"],
        }
        sheet = self.node(first, old, fields)
        self.stack: list[tuple[str, Node, Node]] = [("set", sheet, old)]
        self._empty(sheet, "set")
        for row in rows[1:]:
            kind = row.values["row"]
            if kind in INSIDE:
                self._place(row, kind)
            elif kind in RULES:
                self._rule(row, kind)
            else:
                self.problem(row, "row", _("dòng này không thuộc trang của một bộ sản phẩm"))
        sheet["max_points"] = document.points_of(sheet, "parts")
        return name, sheet

    def _find(self, code: str, documents: Mapping[str, Node]) -> tuple[str, Node]:
        for name, node in documents.items():
            if name != INDEX and node.get("code") == code:
                return name, node
        slug = code.lower()
        fields = {
            "code": code,
            "slug": slug,
            "name": "",
            "name_en": "",
            "sector": "",
            "sector_en": "",
        }
        return f"{slug}.yaml", document.new_sheet(documents[INDEX], fields)

    def _empty(self, node: Node, kind: str) -> None:
        """Children come from the rows; rules that the rows do not show stay."""
        for key, parents in INSIDE.values():
            if kind in parents:
                node[key] = []
        if "rules" in node:
            node["rules"] = [r for r in document.nodes(node, "rules") if r.get("type") not in RULES]

    def _place(self, row: Row, kind: str) -> None:
        key, parents = INSIDE[kind]
        while DEPTH[self.stack[-1][0]] >= DEPTH[kind]:
            self.stack.pop()
        above, holder, old_holder = self.stack[-1]
        if above not in parents:
            names = ", ".join(f"“{ROWS[parent]}”" for parent in parents)
            self.problem(row, "row", _("dòng này phải nằm dưới %(names)s") % {"names": names})
            return
        values = row.values
        code = values["code"]
        old = next((n for n in document.nodes(old_holder, key) if n.get("code") == code), {})
        if kind in ("case", "level"):
            fields = {"code": code, "label": values["text"], "label_en": values["text_en"]}
            fields["points" if kind == "level" else "max_points"] = values["points"]
        else:
            fields = {
                "code": code,
                "number": values["number"],
                "name": values["text"],
                "name_en": values["text_en"],
                "max_points": values["points"],
                "note": values["note"],
                "note_en": values["note_en"],
            }
            if DEPTH[kind] > 2:
                fields["kind"] = "single" if kind == "sub" else kind
        node = self.node(row, old, fields)
        self._empty(node, kind)
        holder.setdefault(key, []).append(node)
        self.stack.append((kind, node, old))

    def _rule(self, row: Row, kind: str) -> None:
        while self.stack[-1][0] not in ("set", "single", "alternative", "sum", "sub"):
            self.stack.pop()
        _kind, holder, old_holder = self.stack[-1]
        values = row.values
        criteria = _listed(values["criteria"])
        levels = _listed(values["levels"])
        fields: dict[str, Any] = {"type": kind}
        if kind in ("disqualify", "gate"):
            fields["when"] = values["code"]
        elif kind == "evidence":
            fields["required"] = values["code"]
        if kind in ("applies_if", "requires_for_stars"):
            fields["criterion"] = criteria[0] if criteria else ""
            fields["min_points"], fields["levels"] = values["points"], levels or None
        elif kind == "gate":
            fields["criteria"], fields["points"] = criteria or None, values["points"]
            fields["triggered_by_level"] = levels[0] if levels else ""
        fields |= {
            "stars": values["stars"],
            "what": values["text"],
            "what_en": values["text_en"],
            "source": "inferred" if values["inferred"] else "",
            "source_note": values["note"],
        }
        old = next((r for r in document.nodes(old_holder, "rules") if _same_rule(r, fields)), {})
        if kind == "gate" and "criterion" in old and len(criteria) == 1:
            fields["criterion"], fields["criteria"] = criteria[0], None
        if kind == "gate":
            fields["effect"] = old.get("effect") or "stop_evaluation"
        made = self.node(row, old, {})
        for key, value in fields.items():
            made.pop(key, None) if value in ("", None) else made.__setitem__(key, value)
        holder.setdefault("rules", []).append(made)


def _same_rule(rule: Node, fields: Mapping[str, Any]) -> bool:
    keys = ("type", "when", "required", "stars") + (("criterion",) if "criterion" in fields else ())
    return all((rule.get(key) or None) == (fields.get(key) or None) for key in keys)


def _listed(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def _settle_as_typed(documents: dict[str, Node], name: str) -> None:
    """Settle a sheet, but leave the points that somebody typed: where they do not fit, the check says so."""
    typed = [
        (node, node["max_points"])
        for node in _all(documents[name])
        if node.get("max_points") is not None
    ]
    document.settle(documents, name)
    for node, points in typed:
        document.put(node, {"max_points": points})


def _all(node: Any) -> Iterator[Node]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _all(value)
    elif isinstance(node, list):
        for value in node:
            yield from _all(value)


def _located(node: Any) -> Any:
    if isinstance(node, dict):
        made = Located({key: _located(value) for key, value in node.items()})
        if isinstance(node, Located):
            made.line, made.lines = node.line, node.lines
        return made
    return [_located(value) for value in node] if isinstance(node, list) else node


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node
