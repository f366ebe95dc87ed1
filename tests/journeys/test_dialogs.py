"""Dialogs and menus by keyboard: they take the focus, Escape closes them, and it goes back where it was."""

import pytest

pytestmark = pytest.mark.browser

FOCUS_IS_IN = "selector => document.querySelector(selector).contains(document.activeElement)"


@pytest.fixture
def member(visitor):
    """A member at a sheet that is not signed."""
    member = visitor("uyvien1")
    member.open("/danh-gia/phieu/")
    member.press("", within="tbody")
    return member


def focused(person) -> str:
    return person.page.evaluate("document.activeElement.innerText").strip()


def test_the_help_for_keys_takes_the_focus_and_gives_it_back(member):
    opener = member.page.get_by_role("button", name="Phím tắt")
    opener.focus()

    member.page.keyboard.press("Enter")

    dialog = member.page.get_by_role("dialog", name="Phím tắt")
    assert dialog.is_visible()
    assert member.page.evaluate(FOCUS_IS_IN, "#keyboard-help")
    member.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert focused(member) == "Phím tắt"


def test_the_help_for_keys_opens_by_its_own_key_and_closes_by_its_button(member):
    member.page.locator("fieldset[data-criterion] input").first.focus()

    member.page.keyboard.press("?")
    assert focused(member) == "Đóng"
    member.page.keyboard.press("Enter")

    member.page.locator("#keyboard-help").wait_for(state="hidden")
    assert member.page.evaluate(FOCUS_IS_IN, "fieldset[data-criterion]")


def test_tab_stays_within_an_open_question(member):
    member.page.get_by_text("Tôi có liên quan đến sản phẩm này").click()
    member.page.get_by_label("Lý do").fill("Người nhà")
    ask = member.page.get_by_role("button", name="Khai xung đột lợi ích")
    ask.focus()
    member.page.keyboard.press("Enter")
    assert member.page.get_by_role("dialog").is_visible()

    seen = []
    for _press in range(6):
        seen.append(focused(member))
        member.page.keyboard.press("Tab")

    assert {"Đồng ý", "Thôi"} <= set(seen)
    assert "Khai xung đột lợi ích" not in seen


def test_escape_answers_no_to_a_question_and_the_button_has_the_focus_again(member):
    before = member.page.url
    member.page.get_by_text("Tôi có liên quan đến sản phẩm này").click()
    member.page.get_by_label("Lý do").fill("Người nhà")
    member.page.get_by_role("button", name="Khai xung đột lợi ích").focus()

    member.page.keyboard.press("Enter")
    assert member.page.evaluate(FOCUS_IS_IN, "#confirm")
    member.page.keyboard.press("Escape")

    member.page.locator("#confirm").wait_for(state="hidden")
    assert focused(member) == "Khai xung đột lợi ích"
    assert member.page.url == before


def test_what_folds_opens_by_key_and_its_fields_come_next(member):
    summary = member.page.get_by_text("Tôi có liên quan đến sản phẩm này")
    summary.focus()

    member.page.keyboard.press("Enter")
    member.page.keyboard.press("Tab")

    assert member.page.evaluate("document.activeElement.name") == "reason"


def test_the_first_key_skips_to_the_content_past_the_menu(member):
    member.page.reload()

    member.page.keyboard.press("Tab")
    assert focused(member) == "Đến nội dung chính"
    member.page.keyboard.press("Enter")

    assert member.page.evaluate(FOCUS_IS_IN, "main")
