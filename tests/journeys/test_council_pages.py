"""The council's pages under a person's hands: paper typed by keyboard, a phone in the session."""

import pytest
from playwright.sync_api import expect

from ..browser import until, until_saved

pytestmark = pytest.mark.browser


def open_round(person):
    """The demo's round that is being scored."""
    person.open("/danh-gia/dot/")
    person.follow(person.page.locator("tr", has_text="Chấm điểm").get_by_role("link").first)


def type_in(person, *, wrong_at: int | None = None) -> None:
    """Number and Enter for every criterion; the last Enter sends the form."""
    boxes = person.page.locator("[data-marks]")
    count = boxes.count()
    expect(
        boxes.first
    ).to_be_focused()  # the browser does so with its next picture, after the page is there
    for at in range(count):
        person.page.keyboard.type("1" if at == wrong_at else "2")
        if at < count - 1:
            person.page.keyboard.press("Enter")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def test_a_paper_sheet_is_typed_twice_by_keyboard_and_settled(visitor):
    secretary = visitor("thuky")
    open_round(secretary)
    secretary.press("Tiến độ chấm")
    secretary.follow(secretary.page.locator("tr", has_text="Ủy viên 1").get_by_role("link").first)
    secretary.press("Nhập phiếu giấy", within="li:has-text('Ủy viên 1')")

    expect(secretary.page.locator("[data-marks]").first).to_be_focused()
    secretary.page.keyboard.type("9")
    secretary.page.keyboard.press("Enter")
    expect(secretary.page.locator(".typed.is-wrong")).to_have_count(1)
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
    open_round(member)
    member.press("Phiên họp")
    member.press("Ký có mặt")

    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not member.page.evaluate(wide)
    assert member.page.locator("li", has_text="Ủy viên 2").get_by_text("Có mặt").is_visible()


def score_part(member, part: str) -> None:
    """Choose the first level of every criterion by the key 1, which goes on to the next."""
    member.follow(member.page.locator(f".part-tabs a[href$='/{part}/']"))
    member.page.locator("fieldset[data-criterion]:visible input").first.focus()
    for _criterion in range(member.page.locator("fieldset[data-criterion]:visible").count()):
        member.page.keyboard.press("1")
    until_saved(member.page)


def test_a_phone_warns_wherever_the_page_stands_until_its_choices_are_sent(visitor):
    member = visitor("uyvien1")
    page = member.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.clock.install()
    member.open("/danh-gia/phieu/")
    member.follow(page.locator("tbody tr", has_text="Đang chấm").get_by_role("link").first)
    page.locator("fieldset[data-criterion]:visible").last.scroll_into_view_if_needed()
    warning = page.locator(".toast", has_text="Mất mạng")

    page.context.set_offline(True)
    page.locator("fieldset[data-criterion]:visible input").last.check()
    warning.wait_for()
    page.clock.fast_forward(20_000)  # longer than other toasts stay
    page.wait_for_timeout(500)
    assert warning.is_visible()

    page.context.set_offline(False)
    warning.wait_for(state="detached")
    until_saved(member.page)
    member.faults[:] = [f for f in member.faults if "ERR_INTERNET_DISCONNECTED" not in f]


def test_a_member_is_led_to_what_is_not_scored_and_signs_when_nothing_is_left(visitor):
    member = visitor("chutich")
    member.open("/danh-gia/phieu/")
    member.press("", within="tbody")
    score_part(member, "C")
    assert member.page.get_by_role("button", name="Ký phiếu").count() == 0

    member.page.get_by_role("link", name="Chấm tiếp từ tiêu chí 1.1").focus()
    with member.page.expect_navigation():
        member.page.keyboard.press("Enter")
    until(member.page, "document.activeElement.closest('fieldset')?.dataset.criterion == 'A.1.1'")
    score_part(member, "A")
    score_part(member, "B")
    member.follow(member.page.get_by_role("link", name="Đã đủ, sang ký phiếu"))
    assert member.page.url.endswith("/C/#sheet-end")
    member.press("Ký phiếu")

    toast = member.page.locator("#toasts[role=status] .toast")
    expect(toast).to_contain_text("Đã ký phiếu")
    toast.get_by_role("button", name="Đóng").press("Enter")
    toast.wait_for(state="detached")
    assert member.faults == []


def test_a_refused_form_comes_back_with_what_was_typed(visitor):
    secretary = visitor("thuky")
    open_round(secretary)
    secretary.press("Phiên họp")
    secretary.press("Ký có mặt")
    secretary.page.get_by_label("Ý kiến, kết luận chung").press_sequentially("Đã bàn kỹ")

    secretary.press("Kết thúc")

    assert secretary.page.url.endswith("/phien-hop/")
    refusal = secretary.page.get_by_role("alert")
    assert "vắng mặt" in refusal.inner_text()
    expect(refusal).to_be_focused()
    assert secretary.page.get_by_label("Ý kiến, kết luận chung").input_value() == "Đã bàn kỹ"


def test_the_councils_scores_fit_a_phone(visitor):
    secretary = visitor("thuky")
    secretary.page.set_viewport_size({"width": 390, "height": 844})
    open_round(secretary)
    secretary.press("Phiên họp")
    secretary.follow(secretary.page.locator(".in-session a", has_text="Mật ong Mẫu").first)

    matrix = secretary.page.locator(".table-wrap:has(.matrix)")
    assert matrix.evaluate("wrap => wrap.scrollWidth <= wrap.clientWidth")
    scores = matrix.locator("tr", has_text="1.1 ").locator("td[data-label^='Ủy viên']")
    assert scores.count() >= 4
    assert all(scores.nth(n).is_visible() for n in range(scores.count()))
