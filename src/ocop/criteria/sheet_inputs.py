"""One input of a sheet at a time: what autosave sends, checked against the sheet."""

from typing import Any

from django.utils.translation import gettext as _

from ocop.core.errors import Refused
from ocop.rules.model import Sheet

LONGEST_TEXT = 2000


class FieldConflict(Exception):
    """Another page saved another value of the same field meanwhile; `value` is what stands there now."""

    def __init__(self, value: str) -> None:
        super().__init__("field conflict")
        self.value = value


def put(sheet: Sheet, holder: Any, field: str, value: str, was: str | None) -> str:
    """Put one value into the JSON columns of a dossier or a score sheet; returns the value before.

    field: `a:<criterion>` the level chosen, `n:<criterion>` a text, `f:<rule>` "1" for a fact that holds. was: what
    the page knew to be saved; None skips that question.
    """
    kind, _colon, code = field.partition(":")
    if kind == "f":
        return _put_fact(sheet, holder, code, value)
    if code not in sheet.by_code:
        raise Refused(_("Tiêu chí không có trong phiếu."))
    if kind == "a":
        store = holder.answers
        if value and value not in sheet.by_code[code].points:
            raise Refused(_("Mức này không có trong tiêu chí."))
    elif kind == "n":
        store = holder.comments if hasattr(holder, "comments") else holder.notes
        value, was = value.strip(), None if was is None else was.strip()
        if len(value) > LONGEST_TEXT:
            raise Refused(_("Ghi chú dài quá %(most)d ký tự.") % {"most": LONGEST_TEXT})
    else:
        raise Refused(_("Trường này không có trong phiếu."))
    old: str = store.get(code, "")
    if was is not None and old not in (was, value):
        raise FieldConflict(old)
    if value:
        store[code] = value
    else:
        store.pop(code, None)
    return old


def _put_fact(sheet: Sheet, holder: Any, rule_id: str, value: str) -> str:
    if rule_id not in {rule.id for rule in sheet.facts}:
        raise Refused(_("Điều kiện này không có trong phiếu."))
    held = rule_id in holder.facts
    if value and not held:
        holder.facts = [*holder.facts, rule_id]
    elif not value and held:
        holder.facts = [fact for fact in holder.facts if fact != rule_id]
    return "1" if held else ""
