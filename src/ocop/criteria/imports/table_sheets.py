"""The rows of a score sheet in a spreadsheet, read as a change to that sheet of the draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from ocop.core.spreadsheets import (
    Row,
)
from ocop.core.spreadsheets import gettext as _
from ocop.rules import document
from ocop.rules.document import Node
from ocop.rules.loading import INDEX

from .table_columns import (
    DEPTH,
    INSIDE,
    ROWS,
    RULES,
)
from .table_rows import Rows


class SheetRows(Rows):
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
