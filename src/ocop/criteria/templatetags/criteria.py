from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop.core.words import named, page_language
from ocop.rules import document
from ocop.rules.facts import words
from ocop.rules.model import Rule, Sheet, in_language
from ocop.rules.process_checks import is_code_pattern
from ocop.rules.processes import Value
from ocop.rules.reasons import Reason

from ..enums import OPTIONS, VALUES

register = template.Library()

CERTAINTIES = {
    "law": (_("theo Quyết định"), "info"),
    "seen": (_("cấu hình, theo nơi khác làm"), ""),
    "setting": (_("cấu hình"), ""),
}


CONFIDENCE = {
    "high": _("cao"),
    "medium": _("vừa"),
    "low": _("thấp"),
    "uncertain": _("thấp"),
    "not corrected": _("giữ như nguồn"),
}


@register.inclusion_tag("components/badge.html")
def certainty(thing: Any) -> dict[str, Any]:
    """How sure a value of a process is: only what a decree says is shown as law."""
    label, tone = CERTAINTIES[thing.certainty]
    return {"label": label, "tone": tone}


@register.filter
def confidence(word: str) -> Any:
    return CONFIDENCE.get(word, word or "–")


@register.filter
def process_value(value: Any) -> Any:
    """A value of a process as people write it: Có, 75%, 10, an option in words, a list of things as their names."""
    if isinstance(value, list):
        return "; ".join(map(label_of, value))
    if isinstance(value, bool):
        return gettext("Có") if value else gettext("Không")
    if value in OPTIONS:
        return OPTIONS[value]
    if isinstance(value, str) and value.replace(".", "").isdecimal():
        return f"{float(value):.0%}"
    return value


CODE_PARTS = {
    "province": (_("tỉnh"), "06"),
    "district": (_("huyện"), "066"),
    "commune": (_("xã"), "02167"),
    "serial": (_("số thứ tự trong xã"), "3"),
    "year": (_("năm"), "2026"),
}


@register.filter
def code_example(pattern: str) -> str:
    """The pattern of a product's code as people read it: an example, and what its parts are. One stored before patterns
    were checked is shown as it is."""
    if not is_code_pattern(pattern):
        return pattern
    example = pattern.format(**{name: example for name, (_label, example) in CODE_PARTS.items()})
    labels = {name: str(label) for name, (label, _example) in CODE_PARTS.items()}
    legend = pattern.format(**labels).replace("-", " – ")
    return f"{example} ({legend})"


@register.filter
def bounds_text(value: Value) -> str:
    """What a round may choose."""
    if not value.is_open:
        return "–"
    if value.choices:
        return "; ".join(str(OPTIONS[choice]) for choice in value.choices)
    if value.between is None:
        return gettext("Có hoặc Không")
    least, most = map(process_value, value.between)
    return gettext("%(least)s đến %(most)s") % {"least": least, "most": most}


@register.filter
def sorted_join(values: Iterable[Any]) -> str:
    return ", ".join(map(str, sorted(values)))


@register.filter
def iso_date(text: str) -> str:
    """2019-08-21 → 21/08/2019; what is no date is shown as it stands."""
    try:
        return date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text


FIELD_NAMES = {
    "name": _("tên"),
    "name_en": _("tên tiếng Anh"),
    "label": _("lời"),
    "label_en": _("lời tiếng Anh"),
    "points": _("điểm"),
    "max_points": _("điểm tối đa"),
    "min_points": _("điểm cần đạt"),
    "number": _("số thứ tự"),
    "note": _("ghi chú"),
    "note_en": _("ghi chú tiếng Anh"),
    "what": _("nội dung"),
    "what_en": _("nội dung tiếng Anh"),
    "code": _("mã"),
    "complete": _("đã đủ"),
    "incomplete": _("còn thiếu"),
    "kind": _("kiểu"),
    "none_points": _("không đạt mức nào"),
}


@register.filter
def field_name(key: str) -> Any:
    """A field of an edition's document in words, the bare key where it has none."""
    return FIELD_NAMES.get(key, key)


@register.filter
def node_text(node: document.Node, key: str) -> str:
    """A text of an edition's document in the language of the page."""
    return document.text_of(node, key, page_language())


@register.filter
def dashed(path: str) -> str:
    return path.replace(".", "-")


@register.filter
def part_filled(part: Any) -> int:
    """Points of the criteria that a part of an edition's sheet has so far."""
    return sum(document.points_of(s, "criteria") for s in document.nodes(part.node, "sections"))


@register.filter
def value_name(name: str) -> Any:
    return VALUES.get(name, name)


@register.filter
def label_of(criterion: dict[str, str]) -> str:
    """Name of a criterion that the process, not a sheet, names."""
    return in_language(criterion["name"], criterion["name_en"], page_language())


@register.filter
def fact_words(rule: Rule) -> str:
    return words(rule, page_language())


@register.filter
def leaf_name(sheet: Sheet, code: str) -> str:
    leaf = sheet.by_code[code]
    return f"{leaf.number} {named(leaf)}"


@register.filter
def level_points(sheet: Sheet, code: str) -> Any:
    """Points of each level of a criterion."""
    return sheet.by_code[code].points


@register.filter
def reason_what(reason: Reason) -> str:
    """The condition that a reason speaks of."""
    params = reason.params
    return in_language(params["what"], params["what_en"], page_language())
