"""Editions are read in Vietnamese and in English, what they lack included."""

import pytest

from ocop.criteria.actions import editions
from ocop.criteria.models import Edition
from ocop.people.models import User

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
    assert "not checked against the decision" in page_of_148
    assert "chưa đối chiếu Quyết định" not in page_of_148
    assert "BSP-03 · Food" in sheet


def test_what_readers_of_an_edition_must_know_is_said_in_vietnamese(admin):
    html = admin.get(page(Edition.objects.get(code="qd148"))).content.decode()

    assert "chưa đối chiếu Quyết định" in html
    assert "not checked against the decision" not in html


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


def test_why_something_was_inferred_is_told_in_the_language_of_the_page(admin, administrator):
    coffee = page(Edition.objects.get(code="qd148"), "phieu/ca-phe-ca-cao/")

    vietnamese = admin.get(coffee).content.decode()
    User.objects.filter(pk=administrator.pk).update(language="en")
    english = admin.get(coffee).content.decode()

    assert "Còn 2 điểm chưa biết ở mục nào" in vietnamese
    assert "Các mục trong bản chép cộng lại 33 điểm" in vietnamese
    assert "The sections of the sheet copy add up to 33" not in vietnamese
    assert "The sections of the sheet copy add up to 33" in english
