"""A spreadsheet read as a change to a draft edition.

What the columns do not show (sources, notes of ours, fields of later editions) is taken from the draft.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from ocop.core.spreadsheets import (
    BrokenSpreadsheet,
    CellProblem,
    Column,
    Row,
    open_workbook,
    rows_of,
    shown,
)
from ocop.core.spreadsheets import gettext as _
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.faults import Fault
from ocop.rules.loading import INDEX, Located, faults_of

from .table_columns import (
    AT,
    BAND_COLUMNS,
    BANDS_SHEET,
    COLUMNS,
    DEPTH,
    FIELDS,
    HEAD_SHEET,
    HEADS,
    INSIDE,
    ROWS,
    RULES,
    SECTOR_COLUMNS,
    SECTORS_SHEET,
)
from .table_writing import band_rows

LISTS = {BANDS_SHEET: BAND_COLUMNS, SECTORS_SHEET: SECTOR_COLUMNS}


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
    lists: dict[str, list[Row]] = {}
    for title in book.sheet_names:
        rows = _rows(book.get_sheet_by_name(title), LISTS.get(title, COLUMNS))
        wrong = [problem for row in rows for problem in row.problems]
        found.problems += wrong
        if wrong:
            continue  # what stands below a row that cannot be read would all seem to be misplaced
        if title == HEAD_SHEET:
            documents[INDEX] = _Head(title, found.problems).read(rows, documents[INDEX])
        elif title in LISTS:
            lists[title] = rows
        elif rows:
            name, sheet = _Sheet(title, found.problems).read(rows, documents)
            if name in titles:
                expected = _("mã bộ này đã có ở trang “%(title)s”") % {"title": titles[name]}
                _Sheet(title, found.problems).problem(rows[0], "code", expected)
            elif name:
                documents[name], titles[name] = sheet, title
    if found.problems:
        return found
    for name in titles:
        if name != INDEX:
            _settle_as_typed(documents, name)
    if HEAD_SHEET in book.sheet_names:
        documents[INDEX]["max_points"] = document.points_of(documents[INDEX], "parts")
    if SECTORS_SHEET in lists:
        _Sectors(SECTORS_SHEET, found.problems).apply(lists[SECTORS_SHEET], documents)
    if BANDS_SHEET in lists:
        _Bands(BANDS_SHEET, found.problems).apply(lists[BANDS_SHEET], documents[INDEX])
    if found.problems:
        return found
    if lists:
        titles.setdefault(INDEX, HEAD_SHEET)
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


def _rows(sheet: Any, columns: Sequence[Column]) -> list[Row]:
    """The rows of a worksheet, none of one without a cell. Raises BrokenSpreadsheet, which names it."""
    if not sheet.height:
        return []
    try:
        return list(rows_of(sheet, columns))
    except BrokenSpreadsheet as broken:
        raise BrokenSpreadsheet(
            _("Trang “%(title)s”: %(problem)s") % {"title": sheet.name, "problem": broken}
        ) from broken


class _Rows:
    """Turns the rows of a worksheet into nodes, each with the number of its row."""

    def __init__(self, title: str, problems: list[CellProblem]) -> None:
        self.title, self.problems = title, problems

    def problem(self, row: Row, key: str, expected: str) -> None:
        columns = LISTS.get(self.title, COLUMNS)
        label = next(column.label for column in columns if column.key == key)
        value = row.values.get(key)
        shown_value = ROWS[value] if key == "row" else shown(value)
        self.problems.append(
            CellProblem(self.title, row.number, row.columns[key], label, shown_value, expected)
        )

    def node(self, row: Row, old: Node, values: Mapping[str, Any]) -> Located:
        made = Located(old)
        document.put(made, values)
        made.line = row.number
        return made


class _Bands(_Rows):
    """The star bands: five rows from the lowest on, each up to where the next begins."""

    def apply(self, rows: Sequence[Row], index: Node) -> None:
        total, edge = index.get("max_points") or 0, -1
        for number, row in enumerate(rows, start=1):
            stars, low = row.values["stars"], row.values["min"]
            if number > 5 or stars != number:
                self.problem(row, "stars", _("cần 5 dòng, hạng 1 đến 5 theo thứ tự"))
            elif number == 1 and low:
                self.problem(row, "min", _("hạng 1 bắt đầu từ 0 điểm"))
            elif not edge < low < total:
                expected = _("phải lớn hơn hạng dưới và nhỏ hơn %(total)s điểm")
                self.problem(row, "min", expected % {"total": total})
            edge = max(edge, low)
        if len(rows) < 5:
            self.problems.append(
                CellProblem(
                    self.title,
                    rows[-1].number + 1 if rows else 2,
                    "A",
                    BAND_COLUMNS[0].label,
                    "",
                    _("cần 5 dòng, hạng 1 đến 5 theo thứ tự"),
                )
            )
        values = [_given(row) for row in rows]
        if not self.problems and values != [_given_of(band) for band in band_rows(index)]:
            document.set_bands(index, values)


class _Sectors(_Rows):
    """The sectors in order; a set stands in one of them."""

    def apply(self, rows: Sequence[Row], documents: Mapping[str, Node]) -> None:
        seen: dict[str, int] = {}
        for row in rows:
            name = row.values["name"]
            if name in seen:
                expected = _("ngành này đã có ở dòng %(row)d") % {"row": seen[name]}
                self.problem(row, "name", expected)
            seen.setdefault(name, row.number)
        values = [_given(row) for row in rows]
        held = [
            {"name": node.get("name"), "name_en": node.get("name_en"), "papers": node.get("papers")}
            for node in document.sectors(documents[INDEX])
        ]
        if not self.problems and values != [_given_of(node) for node in held]:
            fields = [dict.fromkeys(("name_en", "papers"), "") | value for value in values]
            document.set_sectors(documents, [{"old": row["name"], **row} for row in fields])


def _given(row: Row) -> dict[str, Any]:
    return _given_of(row.values)


def _given_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are there: an empty cell is a field that is not."""
    return {key: value for key, value in values.items() if value not in ("", None)}


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
                head.setdefault("code", values["code"])
                head.line = row.number
            elif kind in lines:
                self.problem(row, "row", _("dòng này đã có ở dòng %(row)d") % {"row": lines[kind]})
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
        self.is_lost = False
        for row in rows[1:]:
            kind = row.values["row"]
            if kind in INSIDE:
                self._place(row, kind)
            elif kind in RULES:
                if not self.is_lost:
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
            if not self.is_lost:
                names = ", ".join(f"“{ROWS[parent]}”" for parent in parents)
                self.problem(row, "row", _("dòng này phải nằm dưới %(names)s") % {"names": names})
            self.is_lost = True  # so are those below, until one fits again: said once
            return
        self.is_lost = False
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
