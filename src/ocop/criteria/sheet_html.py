"""The fixed part of a score sheet's page, rendered once for each sheet, part and language.

The page of a member differs from it only in what is chosen and typed. Those places are cut out when the fixed part is
rendered; a request joins the pieces with the member's own values, which costs microseconds instead of a template of
some hundred rows.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from ocop.rules.facts import words
from ocop.rules.model import NONE, Criterion, Edition, Part, Sheet

CUT = re.compile("\x02([^\x03]*)\x03")


def cut(kind: str, code: str, value: str = "") -> SafeString:
    """A place in the fixed part where something of the request goes."""
    return mark_safe(f"\x02{kind}|{code}|{value}\x03")


@lru_cache(maxsize=512)
def pieces(
    digest: str, set_code: str, part_code: str, language: str
) -> tuple[tuple[str, str, str, str], ...]:
    """(html before, kind, code, value) of each cut, the last with an empty kind."""
    sheet = _sheets[digest, set_code]
    part = next(p for p in sheet.parts if p.code == part_code)
    with override(language):
        html = render_to_string(
            "criteria/partials/sheet_part.html", {"sections": _sections(sheet, part, language)}
        )
    split = CUT.split(html)
    found = []
    for index in range(0, len(split) - 1, 2):
        kind, code, value = split[index + 1].split("|", 2)
        found.append((split[index], kind, code, value))
    return (*found, (split[-1], "", "", ""))


_sheets: dict[tuple[str, str], Sheet] = {}


def part_html(
    edition: Edition,
    set_code: str,
    part_code: str,
    language: str,
    *,
    answers: Mapping[str, str],
    texts: Mapping[str, str],
    extra: Callable[[str], str] = lambda code: "",
    disabled: bool = False,
) -> SafeString:
    """The criteria of one part with a person's choices and texts. `extra`: html beside each criterion, safe already."""
    _sheets[edition.digest, set_code] = edition.sheets[set_code]
    made = []
    for html, kind, code, value in pieces(edition.digest, set_code, part_code, language):
        made.append(html)
        if kind == "checked":
            if answers.get(code) == value:
                made.append(" checked")
        elif kind == "text":
            if text := texts.get(code):
                made.append(escape(text))
        elif kind == "extra":
            made.append(extra(code))
        elif kind == "disabled" and disabled:
            made.append(" disabled")
    return mark_safe("".join(made))


def _sections(sheet: Sheet, part: Part, language: str) -> list[dict[str, object]]:
    """What the template of the fixed part shows."""
    marks = {
        (rule.criteria[0], rule.min_points): rule.stars
        for rule in reversed(sheet.requirements)
        if not rule.is_inferred
    }
    return [
        {
            "section": section,
            "criteria": [
                {
                    "titled": titled if titled.sub_criteria else None,
                    "leaf": leaf,
                    "groups": _groups(leaf, marks),
                    "name": f"a:{leaf.code}",
                    "disabled": cut("disabled", ""),
                    "text": cut("text", leaf.code),
                    "extra": cut("extra", leaf.code),
                    "gates": [
                        words(r, language) for r in (*titled.rules, *leaf.rules) if r.is_fact
                    ],
                }
                for titled in section.criteria
                for leaf in (titled.sub_criteria or (titled,))
            ],
        }
        for section in part.sections
    ]


def marks_of(leaf: Criterion) -> dict[str, tuple[str, int]]:
    """Number of each choice, as keys choose it and paper prints it → (level, points); the last may be "no level"."""
    codes = [level.code for level in leaf.choices]
    codes += [NONE] if NONE in leaf.points else []
    return {str(number): (code, leaf.points[code]) for number, code in enumerate(codes, start=1)}


def _groups(
    leaf: Criterion, marks: Mapping[tuple[str, int | None], int]
) -> list[dict[str, object]]:
    """Levels to choose from, by case where there are cases, numbered as the keys 1–9 choose them. marks: of criterion and
    points, from which star the sheet asks for them."""
    number = 0
    found = []
    cases = leaf.cases or (None,)
    for case in cases:
        levels = []
        for level in case.levels if case else leaf.levels:
            number += 1
            levels.append(
                {
                    "level": level,
                    "key": number,
                    "checked": cut("checked", leaf.code, level.code),
                    "stars": marks.get((leaf.code, level.points)),
                }
            )
        found.append({"case": case, "levels": levels})
    if NONE in leaf.points:
        found.append(
            {
                "case": None,
                "none": {"key": number + 1, "checked": cut("checked", leaf.code, NONE)},
                "levels": [],
            }
        )
    return found
