"""The editions that come with the system: whole, or named where they are not, and said to be inferred where they are."""

import re
from collections import Counter

import pytest
import yaml

from ocop.rules import document
from ocop.rules.loading import builtin_codes, builtin_edition, builtin_files, parse_edition

from .small import small_files

X = "index.yaml"


@pytest.mark.parametrize(
    ("code", "parts", "requirements", "incomplete"),
    [
        ("qd1048", (35, 25, 40), 47, []),
        ("qd148", (40, 25, 35), 569, ["S11", "S12", "S13"]),
        ("qd26", (40, 25, 35), 575, []),
    ],
)
def test_each_edition_has_26_sheets_with_its_must_pass_levels(
    code, parts, requirements, incomplete
):
    edition = builtin_edition(code)

    assert len(edition.sheets) == 26
    assert tuple(points for *_names, points in edition.parts) == parts
    assert sum(len(sheet.requirements) for sheet in edition.sheets.values()) == requirements
    assert [set_code for set_code in edition.sheets if not edition.usable(set_code)] == incomplete


def test_the_marks_of_the_law_in_force_are_290_of_four_179_of_three_and_106_of_five_stars():
    stars = Counter(
        rule.stars
        for sheet in builtin_edition("qd26").sheets.values()
        for rule in sheet.requirements
    )

    assert stars == {3: 179, 4: 290, 5: 106}


def test_a_requirement_without_words_of_its_own_says_criterion_and_level():
    tea = builtin_edition("qd26").sheets["S11"]

    rule = next(r for r in tea.requirements if r.criteria == ("A.2.3",))

    assert (
        rule.what
        == "A.2.3 Phong cách, ghi nhãn hàng hóa từ 1 điểm (“Có nhãn, ghi đủ nội dung, đúng quy định”)"
    )
    assert (
        rule.what_en
        == "A.2.3 Style and labelling of goods with at least 1 point (“Labelled, fully and as regulated”)"
    )
    assert all(
        r.what and r.what_en
        for s in builtin_edition("qd148").sheets.values()
        for r in s.requirements
    )


def sheet_nodes(code):
    for name, text in builtin_files(code).items():
        if name != X:
            yield name, text, yaml.safe_load(text)


def levels(node):
    if isinstance(node, dict):
        if "label" in node and "points" in node:
            yield node
        for value in node.values():
            yield from levels(value)
    elif isinstance(node, list):
        for value in node:
            yield from levels(value)


@pytest.mark.parametrize(
    ("code", "exceptions"),
    [
        ("qd1048", []),
        ("qd148", ["che-tuoi-che-bien C", "tra-tu-thuc-vat-khac C", "ca-phe-ca-cao C"]),
        ("qd26", []),
    ],
)
def test_an_edition_names_what_it_lacks(code, exceptions):
    index = yaml.safe_load(builtin_files(code)[X])

    assert len(index["sets"]) == len(list(sheet_nodes(code))) == 26
    assert [f"{e['set']} {e['section']}" for e in index["exceptions"]] == exceptions


@pytest.mark.parametrize("code", builtin_codes())
def test_the_same_level_text_has_the_same_translation_in_every_set(code):
    translations = {}
    for _name, _text, node in sheet_nodes(code):
        for level in levels(node):
            translations.setdefault(level["label"], set()).add(level["label_en"])

    assert [label for label, english in translations.items() if len(english) > 1] == []


@pytest.mark.parametrize("code", builtin_codes())
def test_no_sheet_mentions_a_place_on_somebodys_disk(code):
    place = re.compile(r"(^|[\s\"'(=:])/[a-z]+/|[A-Za-z]:\\")

    assert [name for name, text, _node in sheet_nodes(code) if place.search(text)] == []


# Points that no section has.


def with_unaccounted(points):
    """The small edition with a section of its first set smaller, and the points that it had left with its part."""
    files = small_files()
    files["mot.yaml"] = (
        files["mot.yaml"]
        .replace(
            "  max_points: 8\n  sections:\n",
            f"  max_points: 8\n  unaccounted_points: {points}\n  sections:\n",
        )
        .replace(
            "    name_en: Section two\n    max_points: 8",
            "    name_en: Section two\n    max_points: 5",
        )
        .replace("complete: true", "complete: false", 1)
    )
    begin = files["mot.yaml"].index("    - code: B.2.2")
    files["mot.yaml"] = files["mot.yaml"][:begin]
    first = files[X].index("complete: true")
    files[X] = files[X][:first] + files[X][first:].replace("complete: true", "complete: false", 1)
    files[X] = files[X].replace("exceptions:\n", "exceptions:\n- set: mot\n  section: B\n", 1)
    return files


def test_a_part_with_unaccounted_points_adds_up_and_makes_its_sheet_unusable():
    edition = parse_edition(with_unaccounted(3))

    assert not edition.usable("S1")
    assert edition.sheets["S1"].parts[1].unaccounted == 3


def test_filling_the_section_takes_the_unaccounted_points_away():
    files = {name: document.load(text) for name, text in with_unaccounted(3).items()}
    level = [{"code": f"L{n}", "points": n, "label": "x", "label_en": "x"} for n in (0, 3)]
    criterion = {"code": "B.2.2", "number": "2.2", "name": "x", "name_en": "x", "kind": "single"}

    document.at(files["mot.yaml"], "parts.1.sections.0")["max_points"] = 8
    document.add(files["mot.yaml"], "parts.1.sections.0", "criteria", criterion | {"levels": level})
    document.settle(files, "mot.yaml")

    edition = parse_edition({name: document.dump(node) for name, node in files.items()})
    assert edition.usable("S1")
    assert edition.sheets["S1"].parts[1].unaccounted == 0
    assert [e["set"] for e in files[X]["exceptions"]] == ["hai"]
