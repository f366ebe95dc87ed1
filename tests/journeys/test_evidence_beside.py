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
