"""The council's pages under a person's hands: paper typed by keyboard, a phone in the session."""

import pytest

pytestmark = pytest.mark.browser


def open_board(secretary):
    secretary.open("/danh-gia/dot/")
    secretary.page.locator("tr", has_text="Chấm điểm").get_by_role("link").first.click()
    secretary.press("Tiến độ chấm")


def type_in(person, *, wrong_at: int | None = None) -> None:
    """Number and Enter for every criterion; the last Enter sends the form."""
    boxes = person.page.locator("[data-marks]").count()
    for at in range(boxes):
        person.page.keyboard.type("1" if at == wrong_at else "2")
        if at < boxes - 1:
            person.page.keyboard.press("Enter")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def test_a_paper_sheet_is_typed_twice_by_keyboard_and_settled(visitor):
    secretary = visitor("thuky")
    open_board(secretary)
    secretary.page.locator("tr", has_text="Ủy viên 1").get_by_role("link").first.click()
    secretary.press("Nhập phiếu giấy", within="li:has-text('Ủy viên 1')")

    secretary.page.keyboard.type("9")
    secretary.page.keyboard.press("Enter")
    assert secretary.page.locator(".typed.is-wrong").count() == 1
    secretary.page.keyboard.press("Backspace")
    type_in(secretary)
    assert "lần nhập 2" in secretary.text
    type_in(secretary, wrong_at=3)

    assert "khác nhau ở 1 tiêu chí" in secretary.text
    secretary.page.locator("fieldset input").first.check()
    secretary.press("Chốt phiếu")
    assert "Phiếu giấy đã vào hệ thống" in secretary.text


def test_the_session_fits_a_phone_and_is_signed_with_one_thumb(visitor):
    member = visitor("uyvien2")
    member.page.set_viewport_size({"width": 390, "height": 844})
    member.open("/danh-gia/dot/")
    member.page.locator("tr", has_text="Chấm điểm").get_by_role("link").first.click()
    member.press("Phiên họp")
    member.press("Ký có mặt")

    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not member.page.evaluate(wide)
    assert member.page.locator("li", has_text="Ủy viên 2").get_by_text("Có mặt").is_visible()
