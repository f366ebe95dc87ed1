"""An administrator moves a rehearsal's calendar, and everybody finds themselves on the later day."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from ocop.certificates.models import Certificate

from ..browser import Visitor
from ..days import TODAY

pytestmark = pytest.mark.browser
LATER = TODAY + timedelta(days=45)


@pytest.fixture(scope="module")
def practice(copies, tmp_path_factory):
    """A rehearsal of its own: a calendar never goes back for whoever comes next."""
    site = copies(tmp_path_factory.mktemp("practice"))
    site.start()
    yield site
    site.close()


@pytest.fixture
def at(browser, practice):
    """at(login) is somebody at a browser there, "" for anybody."""
    made = []

    def come(name: str) -> Visitor:
        visitor = Visitor(browser, practice, name)
        made.append(visitor)
        if name:
            visitor.sign_in(f"{name}@demo.vn")
        return visitor

    yield come
    for visitor in made:
        visitor.context.close()
    assert [fault for visitor in made for fault in visitor.faults] == []


def test_the_calendar_moves_for_everybody_and_what_ends_has_ended(at):
    number = Certificate.objects.get(valid_to=TODAY + timedelta(days=40)).number
    administrator, buyer = at("quantri"), at("")
    buyer.open(f"/c/{number}/")
    assert "Sắp hết hạn" in buyer.text

    administrator.press("Chuyển lịch", within="aside.rehearsal")
    administrator.fill(den=LATER.isoformat())
    administrator.press("Xem trước")
    assert "Sẽ qua 45 ngày" in administrator.text
    assert "Nhắc việc được gửi" in administrator.text
    administrator.press("Chuyển lịch đến")
    expect(administrator.page.locator("#job")).to_contain_text("Số ngày đã qua: 45")
    administrator.press("Xem kết quả")

    assert f"{LATER:%d/%m/%Y}" in administrator.page.locator("aside.rehearsal").inner_text()
    buyer.open(f"/c/{number}/")
    assert "Đã hết hạn" in buyer.text
    assert f"{LATER:%d/%m/%Y}" in buyer.page.locator("aside.rehearsal").inner_text()


def test_the_band_fits_a_phone_and_leaves_a_mark_on_paper(at):
    visitor = at("")
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 800})
    visitor.open("/")
    band = page.locator("aside.rehearsal")

    assert band.bounding_box()["height"] < 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(media="print")
    assert band.evaluate("e => getComputedStyle(e).position") == "fixed"
    assert page.locator(".rehearsal-why").is_hidden()
