"""A paper is read beside the criterion that it speaks for."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def open_sheet(member):
    member.open("/danh-gia/phieu/")
    member.follow(member.page.locator("tr", has_text="Miến dong").get_by_role("link").first)
    return member.page.locator("fieldset.criterion a[target=evidence]").first


def test_a_wide_screen_shows_the_paper_beside_the_criteria_until_it_is_closed(visitor):
    member = visitor("uyvien1")
    paper = open_sheet(member)
    pane = member.page.get_by_role("region", name="Minh chứng")

    paper.click()
    expect(pane.get_by_text(paper.inner_text())).to_be_visible()
    shown = member.page.frame_locator(".beside iframe").owner.get_attribute("src")
    answer = member.page.request.get(shown.split("#")[0])
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    assert paper.bounding_box()["x"] < pane.bounding_box()["x"]

    member.page.keyboard.press("Escape")
    expect(pane).to_have_count(0)
    expect(paper).to_be_focused()


def test_a_phone_opens_the_paper_in_a_tab_of_its_own(visitor):
    member = visitor("uyvien1")
    member.page.set_viewport_size({"width": 390, "height": 844})
    paper = open_sheet(member)

    with member.context.expect_page():
        paper.click()

    assert member.page.locator(".beside").count() == 0


def test_the_office_checks_a_paper_with_the_paper_beside_it(visitor):
    office = visitor("huyen")
    office.open("/danh-gia/ho-so/")
    office.follow(office.page.locator("tr", has_text="Rượu men lá").get_by_role("link").first)
    office.press("Kiểm tra")

    office.page.locator(".check-item a[target=evidence]").first.click()

    pane = office.page.get_by_role("region", name="Minh chứng")
    expect(pane.get_by_text("Phiếu đăng ký sản phẩm")).to_be_visible()
    expect(
        office.page.locator(".check-item").first.get_by_role("button", name="Đạt")
    ).to_be_visible()


def test_after_a_verdict_the_paper_the_place_and_the_focus_stay(visitor):
    office = visitor("huyen")
    page = office.page
    office.open("/danh-gia/ho-so/")
    page.locator("tr", has_text="Rượu men lá").get_by_role("link").first.click()
    office.press("Kiểm tra")
    third = page.locator(".check-item").nth(2)
    third.locator("a[target=evidence]").last.click()
    pane = page.get_by_role("region", name="Minh chứng")
    frame = pane.locator("iframe").element_handle()
    page.locator("#return-reason").fill("Lời nhắn đang gõ (thử)")
    third.get_by_role("button", name="Chưa đúng").click()
    assert third.get_by_label("Lý do").evaluate("box => box.matches(':focus:invalid')")

    third.get_by_label("Lý do").fill("Thiếu dấu (thử)")
    place = page.evaluate("scrollY")
    third.get_by_role("button", name="Chưa đúng").press("Enter")

    third.locator(".badge-state", has_text="Chưa đúng").wait_for()
    page.get_by_text("1 mục cần bổ sung").wait_for()
    assert frame.evaluate("frame => frame.isConnected")
    expect(pane).to_be_visible()
    assert abs(page.evaluate("scrollY") - place) < 5
    expect(third.get_by_role("button", name="Chưa đúng")).to_be_focused()
    expect(page.locator("#return-reason")).to_have_value("Lời nhắn đang gõ (thử)")

    third.get_by_role("button", name="Đạt").click()
    third.locator(".badge-state", has_text="Đạt").wait_for()
    expect(third.get_by_label("Lý do")).to_have_value("")
    page.keyboard.press("Escape")
    expect(pane).to_have_count(0)
    expect(third.locator("a[target=evidence]").first).to_be_focused()


def test_a_verdict_given_after_the_session_has_ended_leads_to_signing_in(visitor):
    office = visitor("huyen")
    office.open("/danh-gia/ho-so/")
    office.page.locator("tr", has_text="Rượu men lá").get_by_role("link").first.click()
    office.press("Kiểm tra")
    office.context.clear_cookies(name="sessionid")

    office.page.locator(".check-item").first.get_by_role("button", name="Đạt").click()

    office.page.wait_for_url("**/dang-nhap/**")
