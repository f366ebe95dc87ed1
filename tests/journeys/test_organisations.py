"""An officer seats people whose organisations the system knows, and writes down one that it does not."""

import re
from itertools import count

import pytest
from playwright.sync_api import expect

from .test_round_journey import day, option

pytestmark = pytest.mark.browser

numbers = count(8)


@pytest.fixture
def council(visitor):
    """The council page of a new round of the district, as its officer sees it."""
    office = visitor("huyen")
    office.open("/danh-gia/dot/moi/")
    office.fill(
        place="(066)",
        year=day(0)[:4],
        number=str(next(numbers)),
        edition=option(office, "edition", "1048"),
        process_code="qd1048",
        receives_from=day(0),
        receives_until=day(20),
    )
    office.press("Lập đợt")
    office.open(re.search(r"/danh-gia/dot/\d+/", office.page.url).group() + "hoi-dong/")
    office.fill(decision_number="08/QĐ-UBND (thử)", decision_date=day(-5))
    office.press("Lưu")
    return office


def test_a_seat_says_the_persons_post_and_takes_it(council):
    page = council.page
    page.locator("[name=login]").fill("xa@demo.vn")
    page.locator("[name=login]").blur()
    expect(page.locator("#seat-post")).to_contain_text("Ủy ban nhân dân xã Côn Minh")
    council.press("Thêm", within="main form:has([name=login])")

    expect(page.locator(".worklist")).to_contain_text("Ủy ban nhân dân xã Côn Minh")


def test_an_unknown_organisation_is_added_by_a_tick_while_one_types(council):
    page = council.page
    page.locator("[name=login]").fill("uyvien1@demo.vn")
    page.locator("[name=organisation]").press_sequentially("Phòng Lạ (thử)")
    page.get_by_label("Thêm cơ quan “Phòng Lạ (thử)”").check()
    council.press("Thêm", within="main form:has([name=login])")

    expect(page.locator(".worklist")).to_contain_text("Phòng Lạ (thử)")
