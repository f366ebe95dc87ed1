"""Dialogs and menus by keyboard: they take the focus, Escape closes them, and it goes back where it was."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def member(visitor):
    """A member at a sheet that is not signed."""
    member = visitor("uyvien1")
    member.open("/danh-gia/phieu/")
    member.press("", within="tbody")
    return member


def focus_within(person, selector: str):
    return person.page.locator(f"{selector}:focus-within")


def test_the_help_for_keys_takes_the_focus_and_gives_it_back(member):
    opener = member.page.get_by_role("button", name="Phím tắt")
    opener.focus()

    member.page.keyboard.press("Enter")

    dialog = member.page.get_by_role("dialog", name="Phím tắt")
    expect(dialog).to_be_visible()
    expect(focus_within(member, "#keyboard-help")).to_be_visible()
    member.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_help_for_keys_opens_by_its_own_key_and_closes_by_its_button(member):
    member.page.locator("fieldset[data-criterion] input").first.focus()

    member.page.keyboard.press("?")
    help_for_keys = member.page.locator("#keyboard-help")
    expect(help_for_keys.get_by_role("button", name="Đóng")).to_be_focused()
    member.page.keyboard.press("Enter")

    expect(help_for_keys).to_be_hidden()
    expect(focus_within(member, "fieldset[data-criterion]")).to_be_visible()


def test_tab_stays_within_an_open_question(member):
    member.page.get_by_text("Tôi có liên quan đến sản phẩm này").click()
    member.page.get_by_label("Lý do").fill("Người nhà")
    ask = member.page.get_by_role("button", name="Khai xung đột lợi ích")
    ask.focus()
    member.page.keyboard.press("Enter")
    expect(focus_within(member, "#confirm")).to_be_visible()

    seen = []
    for _press in range(6):
        seen.append(member.page.evaluate("document.activeElement.innerText").strip())
        member.page.keyboard.press("Tab")

    assert {"Đồng ý", "Thôi"} <= set(seen)
    assert "Khai xung đột lợi ích" not in seen


def test_escape_answers_no_to_a_question_and_the_button_has_the_focus_again(member):
    before = member.page.url
    member.page.get_by_text("Tôi có liên quan đến sản phẩm này").click()
    member.page.get_by_label("Lý do").fill("Người nhà")
    ask = member.page.get_by_role("button", name="Khai xung đột lợi ích")
    ask.focus()

    member.page.keyboard.press("Enter")
    expect(focus_within(member, "#confirm")).to_be_visible()
    member.page.keyboard.press("Escape")

    expect(member.page.locator("#confirm")).to_be_hidden()
    expect(ask).to_be_focused()
    assert member.page.url == before


def test_what_folds_opens_by_key_and_its_fields_come_next(member):
    summary = member.page.get_by_text("Tôi có liên quan đến sản phẩm này")
    summary.focus()

    member.page.keyboard.press("Enter")
    expect(member.page.get_by_label("Lý do")).to_be_visible()
    member.page.keyboard.press("Tab")

    expect(member.page.get_by_label("Lý do")).to_be_focused()


def test_the_first_key_skips_to_the_content_past_the_menu(member):
    member.page.reload()

    member.page.keyboard.press("Tab")
    expect(member.page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    member.page.keyboard.press("Enter")

    expect(member.page.locator("main:focus, main:focus-within")).to_be_visible()
