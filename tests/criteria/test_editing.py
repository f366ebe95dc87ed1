"""An administrator completes and changes the score sheets of a draft in the browser, without code."""

import pytest

from ocop.criteria.models import Edition
from ocop.rules.loading import parse_edition

from .editing import C6, NINE, RICE, WORDS, complete_rice, levels, page, post, sheet_of

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


# Forms.


def test_a_draft_says_what_it_still_lacks_and_where(admin, draft):
    html = admin.get(page(draft, f"phieu/{RICE}/")).content.decode()

    assert "Mục này chưa có tiêu chí" in html
    assert "25/40" in html


def test_each_save_is_checked_and_the_fault_stands_at_the_section(admin, draft):
    post(admin, draft, f"phieu/{RICE}/sua/?trong={C6}&kieu=single", **WORDS, **levels(NINE))

    html = admin.get(page(draft, f"phieu/{RICE}/")).content.decode()

    at_section = html[html.index('id="m-C.6"') :]
    assert "các tiêu chí của mục C.6 cộng lại 9 điểm, cần 15" in at_section[:600]
    assert "disabled" in admin.get(page(draft)).content.decode()


def test_levels_are_changed_added_removed_and_put_in_order(admin, draft):
    path = "parts.0.sections.0.criteria.0"
    assert [
        lv["code"] for lv in sheet_of(draft)["parts"][0]["sections"][0]["criteria"][0]["levels"]
    ] == ["L1", "L2", "L3"]
    rows = [("L1", 2, "Vừa"), ("L2", "", ""), ("L3", 3, "Nhiều"), ("", 0, "Không có")]

    answer = post(admin, draft, f"phieu/{RICE}/sua/?o={path}", **WORDS, **levels(rows, initial=3))

    assert answer.status_code == 302
    criterion = sheet_of(draft)["parts"][0]["sections"][0]["criteria"][0]
    assert [(lv["code"], lv["points"], lv["label"]) for lv in criterion["levels"]] == [
        ("L4", 0, "Không có"),
        ("L1", 2, "Vừa"),
        ("L3", 3, "Nhiều"),
    ]
    assert len({lv["code"] for lv in criterion["levels"]}) == 3
    assert "none_points" not in criterion
    assert criterion["rules"][0]["type"] == "disqualify"  # what the form does not know is kept


def test_half_a_level_and_equal_points_are_refused_with_a_sentence(admin, draft):
    url = f"phieu/{RICE}/sua/?trong={C6}&kieu=single"
    half = levels(NINE) | {"levels-1-label_en": ""}
    equal = levels([("", 0, "Kém"), ("", 5, "Khá"), ("", 5, "Tốt")])

    first = post(admin, draft, url, **WORDS, **half)
    second = post(admin, draft, url, **WORDS, **equal)

    assert "Điền cả điểm và lời" in first.content.decode()
    assert "Hai mức không thể cùng số điểm" in second.content.decode()
    assert sheet_of(draft)["parts"][2]["sections"][0]["criteria"] == []


def test_a_criterion_of_cases_and_one_of_sub_criteria_are_made_by_forms(admin, draft):
    cases = {
        "case0-label": "Nhiều người",
        "case0-label_en": "Many",
        "case1-label": "Một người",
        "case1-label_en": "One",
        **levels([("", 1, "Ít"), ("", 9, "Đủ")], "levels0"),
        **levels([("", 0, "Không"), ("", 6, "Có")], "levels1"),
    }
    post(admin, draft, f"phieu/{RICE}/sua/?trong={C6}&kieu=alternative", **WORDS, **cases)
    post(admin, draft, f"phieu/{RICE}/sua/?trong={C6}&kieu=sum", **WORDS | {"number": "6.2"})
    for points in (4, 2):
        post(
            admin,
            draft,
            f"phieu/{RICE}/sua/?trong={C6}.criteria.1&kieu=single",
            **WORDS,
            **levels([("", 0, "Không"), ("", points, "Có")]),
        )

    draft.refresh_from_db()
    edition = parse_edition(draft.files)
    alternative, *subs = [
        leaf for leaf in edition.sheets["BSP-03"].leaves if leaf.code.startswith("C.6")
    ]
    assert (alternative.kind, alternative.max_points, alternative.case_of("b2").max_points) == (
        "alternative",
        9,
        6,
    )
    assert [(sub.code, sub.max_points) for sub in subs] == [("C.6.2.1", 4), ("C.6.2.2", 2)]
    assert edition.usable("BSP-03")


def test_criteria_and_sections_move_and_go(admin, draft):
    complete_rice(admin, draft)
    post(admin, draft, f"phieu/{RICE}/", verb="up", path=f"{C6}.criteria.1")
    assert [c["name"] for c in sheet_of(draft)["parts"][2]["sections"][0]["criteria"]] == [
        "Tiêu chí 2",
        "Tiêu chí 1",
    ]

    post(admin, draft, f"phieu/{RICE}/", verb="remove", path=f"{C6}.criteria.0")

    assert [c["code"] for c in sheet_of(draft)["parts"][2]["sections"][0]["criteria"]] == ["C.6.1"]


def test_rules_are_added_in_words_and_taken_out(admin, draft):
    url = "phieu/che-tuoi-che-bien/quy-tac/"
    before = len(sheet_of(draft, "che-tuoi-che-bien")["rules"])
    post(
        admin,
        draft,
        url,
        kind="requires_for_stars",
        criterion="A.1.1",
        min_points="2",
        stars="5",
        what="Nguyên liệu trong tỉnh",
        what_en="Local materials",
    )
    post(
        admin,
        draft,
        f"{url}?o=parts.0.sections.0.criteria.1",
        kind="gate",
        what="Cơ sở ngừng hoạt động",
        what_en="Closed",
    )

    draft.refresh_from_db()
    sheet = parse_edition(draft.files).sheets["BSP-12"]
    rule = next(r for r in sheet.requirements if r.stars == 5)
    gate = next(r for r in sheet.facts if r.what == "Cơ sở ngừng hoạt động")
    assert (rule.criteria, rule.min_points, rule.is_inferred) == (("A.1.1",), 2, False)
    assert gate.owner == "A.1.2"
    assert (
        "Từ 5 sao: Nguyên liệu trong tỉnh"
        in admin.get(page(draft, "phieu/che-tuoi-che-bien/")).content.decode()
    )

    post(admin, draft, "phieu/che-tuoi-che-bien/", verb="remove", path=f"rules.{before}")
    assert len(sheet_of(draft, "che-tuoi-che-bien")["rules"]) == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "requires_for_stars", "criterion": "A.1.1"}, "Quy tắc này cần điền ô này"),
        ({"kind": "gate"}, "Quy tắc này cần điền ô này"),
        (
            {"kind": "requires_for_stars", "criterion": "A.1.1", "min_points": "9", "stars": "4", "what": "x", "what_en": "x"},
            "Tiêu chí này có các mức: 1, 2, 3 điểm",
        ),
        ({"kind": "gate", "what": "x", "what_en": "x", "inferred": "on"}, "Ghi nơi đã đọc điều kiện này"),
    ],
)  # fmt: skip
def test_an_unfinished_rule_is_refused_with_a_sentence(admin, draft, data, words):
    answer = post(admin, draft, f"phieu/{RICE}/quy-tac/", **data)

    assert (answer.status_code, words in answer.content.decode()) == (200, True)


def test_two_people_editing_are_told(admin, draft):
    version = draft.version
    post(
        admin,
        draft,
        f"phieu/{RICE}/sua/?o={C6}",
        number="6",
        name="Cảm quan",
        name_en="Senses",
        max_points="15",
    )

    answer = admin.post(
        page(draft, f"phieu/{RICE}/sua/?o={C6}"),
        {"version": version, "number": "6", "name": "Khác", "name_en": "Other", "max_points": "15"},
    )

    assert answer.status_code == 409
    assert sheet_of(draft)["parts"][2]["sections"][0]["name"] == "Cảm quan"


def test_a_published_edition_offers_no_forms(admin):
    edition = Edition.objects.get(code="qd1048")

    assert admin.get(page(edition, f"phieu/{RICE}/")).status_code == 200
    assert admin.get(page(edition, f"phieu/{RICE}/sua/?o={C6}")).status_code == 404
    assert (
        admin.post(page(edition, f"phieu/{RICE}/"), {"verb": "remove", "path": C6}).status_code
        == 404
    )


@pytest.mark.parametrize("path", ["parts.9", "parts.0.sections.x", "rules.0.name", "parts.2"])
def test_an_address_that_leads_nowhere_is_not_found(admin, draft, path):
    assert admin.get(page(draft, f"phieu/{RICE}/sua/?o={path}")).status_code == 404


def test_a_broken_file_leaves_the_experts_way_and_its_line(admin, draft):
    post(admin, draft, f"tep/{RICE}.yaml/", text="code: [BSP-03\nname: x\n")

    html = admin.get(page(draft, f"tep/{RICE}.yaml/")).content.decode()

    assert "Dòng 2: không phải YAML đúng" in html
    assert admin.get(page(draft, f"phieu/{RICE}/")).status_code == 422
    assert admin.get(page(draft)).status_code == 200


@pytest.mark.parametrize(
    ("rest", "sent"),
    [
        (f"phieu/{RICE}/bo/", {}),
        (
            "bo-moi/",
            {
                "code": "S99",
                "slug": "hoa",
                "name": "Hoa",
                "name_en": "Flowers",
                "sector": "Thực phẩm",
                "sector_en": "Food",
            },
        ),
    ],
)
def test_a_list_of_sets_that_is_no_yaml_any_more_is_refused_with_the_way_to_mend_it(
    admin, draft, rest, sent
):
    post(admin, draft, "tep/index.yaml/", text="edition: [")

    answer = post(admin, draft, rest, **sent)

    assert (answer.status_code, answer.context["message"]) == (
        422,
        "Tệp YAML hỏng, biểu mẫu không đọc được. Hãy sửa ở trang YAML.",
    )
