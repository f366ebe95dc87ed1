"""Documents change without losing what a form does not know."""

import pytest
import yaml

from ocop.rules import document
from ocop.rules.loading import builtin_codes, builtin_files, parse_edition

from .small import small_files


@pytest.fixture
def files():
    return {name: document.load(text) for name, text in small_files().items()}


def texts(files):
    return {name: document.dump(node) for name, node in files.items()}


@pytest.mark.parametrize("code", builtin_codes())
def test_every_sheet_of_ours_goes_through_unchanged(code):
    for text in builtin_files(code).values():
        assert document.dump(document.load(text), text) == text


def test_comments_above_a_document_and_fields_that_nobody_knows_are_kept():
    text = "# Ghi chú của tỉnh\n\n" + small_files()["mot.yaml"].replace(
        "slug: mot", "slug: mot\nghi_chu_rieng: {a: [1, 2]}"
    )
    sheet = document.load(text)

    document.put(document.at(sheet, "parts.0.sections.0"), {"name": "Tên mới"})

    after = document.dump(sheet, text)
    assert after.startswith("# Ghi chú của tỉnh\n\ncode: S1")
    assert yaml.safe_load(after)["ghi_chu_rieng"] == {"a": [1, 2]}


def test_filling_the_empty_section_completes_sheet_and_list(files):
    level = [
        {"code": f"L{n}", "points": p, "label": "x", "label_en": "x"} for n, p in ((1, 2), (2, 8))
    ]
    criterion = {"code": "B.2.1", "number": "2.1", "name": "x", "name_en": "x", "kind": "single"}

    document.add(files["hai.yaml"], "parts.1.sections.0", "criteria", criterion | {"levels": level})
    document.settle(files, "hai.yaml")

    edition = parse_edition(texts(files))
    assert edition.usable("S2")
    assert edition.sheets["S2"].leaf("B.2.1").max_points == 8
    assert edition.sheets["S2"].leaf("B.2.1").has_none
    assert files["index.yaml"]["exceptions"] == []


def test_emptying_a_section_makes_the_set_incomplete_again(files):
    sheet = files["mot.yaml"]
    for _twice in range(2):
        document.remove(sheet, "parts.1.sections.0.criteria.0")
    document.settle(files, "mot.yaml")

    assert not parse_edition(texts(files)).usable("S1")


def test_maxima_follow_from_levels_cases_and_sub_criteria(files):
    sheet = files["mot.yaml"]
    section = "parts.0.sections.0.criteria"
    document.put(document.at(sheet, f"{section}.0.levels.2"), {"points": 5})
    document.put(document.at(sheet, f"{section}.1.cases.1.levels.1"), {"points": 6})
    document.put(document.at(sheet, f"{section}.2.sub_criteria.0.levels.1"), {"points": 3})

    document.settle(files, "mot.yaml")

    assert [c["max_points"] for c in document.at(sheet, "parts.0.sections.0")["criteria"]] == [
        5,
        6,
        5,
    ]


def test_moving_a_criterion_leaves_the_printed_numbers_in_order(files):
    sheet = files["mot.yaml"]
    document.move(sheet, "parts.1.sections.0.criteria.1", -1)
    document.move(sheet, "parts.1.sections.0.criteria.0", -1)  # nothing above it

    held = document.at(sheet, "parts.1.sections.0")["criteria"]
    assert [(c["code"], c["number"]) for c in held] == [("B.2.2", "2.1"), ("B.2.1", "2.2")]


@pytest.mark.parametrize(
    "path", ["parts.9", "parts.x", "name", "parts", "parts.0.sections.0.note.0"]
)
def test_a_path_that_leads_nowhere_is_refused(files, path):
    with pytest.raises(KeyError):
        document.at(files["mot.yaml"], path)


def test_a_new_edition_without_sets_is_sound_and_takes_a_sheet():
    head = {
        "code": "moi",
        "name": "x",
        "name_en": "x",
        "decision": "2/QĐ",
        "decision_date": "2026-01-01",
    }
    index = document.new_index(head)
    fields = {
        "code": "M1",
        "slug": "m1",
        "name": "x",
        "name_en": "x",
        "sector": "y",
        "sector_en": "y",
    }
    files = {"index.yaml": index, "m1.yaml": document.new_sheet(index, fields)}
    document.set_parts(files, {"A": {"max_points": 40}, "C": {"max_points": 35}})
    for part, points in enumerate((40, 25, 35)):
        code = "ABC"[part]
        section = {
            "code": f"{code}.1",
            "number": "1",
            "name": "x",
            "name_en": "x",
            "max_points": points,
        }
        document.add(files["m1.yaml"], f"parts.{part}", "sections", section)
    document.settle(files, "m1.yaml")

    edition = parse_edition(texts(files))

    assert [points for *_names, points in edition.parts] == [40, 25, 35]
    assert not edition.usable("M1")


@pytest.mark.parametrize("text", ["- a", "a: [", "", "5"])
def test_what_is_no_mapping_is_left_to_the_expert(text):
    with pytest.raises(document.Unreadable):
        document.load(text)
