"""Editions are read in Vietnamese and in English, what they lack included."""

import pytest
import yaml

from ocop.criteria.actions import editions
from ocop.criteria.models import Edition
from ocop.people.models import User
from ocop.rules.facts import source_note_in
from ocop.rules.loading import builtin_files

from .editing import RICE, page, post

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


# In the language of the page.


def test_editions_sectors_and_what_is_missing_are_in_the_language_of_the_page(admin, administrator):
    User.objects.filter(pk=administrator.pk).update(language="en")
    qd148 = Edition.objects.get(code="qd148")

    listing = admin.get("/bo-tieu-chi/").content.decode()
    page_of_148 = admin.get(page(qd148)).content.decode()
    sheet = admin.get(page(Edition.objects.get(code="qd1048"), f"phieu/{RICE}/")).content.decode()

    assert "Decision 1048/QĐ-TTg: Criteria for assessing" in listing
    assert "Quyết định 1048" not in listing
    assert "appendix III" in page_of_148
    assert "Phụ lục III" not in page_of_148
    assert "BSP-03 · Food" in sheet


def test_what_148_lacks_is_said_in_vietnamese(admin):
    html = admin.get(page(Edition.objects.get(code="qd148"))).content.decode()

    assert "Phụ lục III" in html
    assert "appendix III" not in html


def test_evidence_is_shown_in_words_and_a_rule_of_the_form_asks_for_both_languages(admin, draft):
    html = admin.get(page(draft, "phieu/do-an-nhanh/")).content.decode()
    assert "Phải có minh chứng: phiếu kiểm nghiệm an toàn thực phẩm" in html
    assert "food_safety_test_report" not in html

    rule = {"kind": "evidence", "what": "sổ theo dõi"}
    at = "phieu/do-an-nhanh/quy-tac/?o=parts.0.sections.0.criteria.0"
    assert post(admin, draft, at, **rule).context["form"].errors["what_en"]
    assert post(admin, draft, at, **rule, what_en="a log book").status_code == 302

    assert (
        "Phải có minh chứng: sổ theo dõi"
        in admin.get(page(draft, "phieu/do-an-nhanh/")).content.decode()
    )
    assert editions.faults(draft) == ()


def test_a_draft_says_which_comments_a_form_would_drop(admin, draft):
    text = draft.files[f"{RICE}.yaml"]
    assert "không giữ ghi chú" not in admin.get(page(draft)).content.decode()

    commented = "# đầu tệp\n" + text.replace("rules:", "# ở dưới\nrules:", 1)
    post(admin, draft, f"tep/{RICE}.yaml/", text=commented)

    assert f"không giữ ghi chú ở dưới: {RICE}.yaml" in admin.get(page(draft)).content.decode()


def test_why_something_was_inferred_is_told_in_the_language_of_the_page(
    admin, draft, administrator
):
    rice = page(draft, f"phieu/{RICE}/")

    vietnamese = admin.get(rice).content.decode()
    User.objects.filter(pk=administrator.pk).update(language="en")
    english = admin.get(rice).content.decode()

    assert "Chưa biết các tiêu chí của mục này vì chưa có văn bản nguồn" in vietnamese
    assert "The criteria of this section are unknown" not in vietnamese
    assert "The criteria of this section are unknown" in english


def test_every_note_of_our_editions_is_known_in_vietnamese():
    def notes(node):
        if isinstance(node, dict):
            yield from [node["source_note"]] if node.get("source_note") else []
            for value in node.values():
                yield from notes(value)
        elif isinstance(node, list):
            for value in node:
                yield from notes(value)

    found = {
        note
        for code in ("qd1048", "qd148")
        for text in builtin_files(code).values()
        for note in notes(yaml.safe_load(text))
    }

    assert found
    assert [note for note in found if source_note_in(note, "vi") == note] == []
