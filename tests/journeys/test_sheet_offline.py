"""A member, or a producer, goes through a whole score sheet in a hall whose network comes and goes."""

import pytest

from ..browser import until_saved

pytestmark = pytest.mark.browser
STAYS = "Chưa có mạng nên ở lại trang này"


@pytest.fixture
def member(visitor):
    """A member at an open sheet, on a phone. What the browser says of a network that is cut is no fault of the page."""
    member = visitor("uyvien1")
    member.page.set_viewport_size({"width": 390, "height": 844})
    member.open("/danh-gia/phieu/")
    member.page.locator("tbody tr", has_text="Đang chấm").get_by_role("link").first.click()
    member.page.locator("fieldset[data-criterion]").first.wait_for()
    yield member
    member.context.set_offline(False)
    member.faults[:] = [f for f in member.faults if "ERR_INTERNET_DISCONNECTED" not in f]


def tab(person, part: str):
    return person.page.locator(f".part-tabs a[href$='/{part}/']")


def shown(person) -> list[str]:
    """Parts whose criteria are on the page."""
    criteria = person.page.locator("fieldset[data-criterion]:visible")
    codes = criteria.evaluate_all("all => all.map(each => each.dataset.criterion)")
    return sorted({code[0] for code in codes})


def last_criterion(person, part: str):
    return person.page.locator(f"fieldset[data-criterion^='{part}.']:visible").last


def choose(person, part: str) -> str:
    """Choose another level of the part's last criterion."""
    other = last_criterion(person, part).locator("input[type=radio]:not(:checked)").first
    level = other.get_attribute("value")
    other.check()
    return level


def chosen(person, part: str) -> str:
    return last_criterion(person, part).locator("input:checked").get_attribute("value")


def test_all_parts_are_scored_without_a_network_and_sent_when_it_is_back(member):
    page = member.page
    levels = {"A": choose(member, "A")}
    until_saved(member.page)
    page.context.set_offline(True)

    for part in "BCAB":
        tab(member, part).click()
        assert shown(member) == [part]
        assert tab(member, part).get_attribute("aria-current") == "page"
    levels["B"] = choose(member, "B")
    page.get_by_role("link", name="Phần C").click()
    assert shown(member) == ["C"]
    levels["C"] = choose(member, "C")
    page.go_back()
    assert shown(member) == ["B"]

    page.context.set_offline(False)
    until_saved(member.page)
    assert tab(member, "B").get_attribute("aria-current") == "page"
    for part, level in levels.items():
        page.goto(page.url.rsplit("/", 2)[0] + f"/{part}/")
        assert chosen(member, part) == level


def test_keys_choose_only_in_the_part_that_is_shown(member):
    tab(member, "B").click()

    member.page.keyboard.press("j")
    member.page.keyboard.press("1")

    until_saved(member.page)
    chosen = member.page.locator("fieldset[data-criterion^='B.'] input:checked")
    assert chosen.count() >= 1
    assert member.page.evaluate("document.activeElement.closest('[hidden]')") is None


def test_no_link_and_no_form_leaves_a_page_that_could_not_be_opened_again(member):
    page = member.page
    sheet = page.url
    page.context.set_offline(True)
    level = choose(member, "A")

    page.locator(".top a.brand").click()
    page.get_by_text(STAYS).wait_for()
    page.locator("form[action*='dang-xuat'] button").click()
    page.wait_for_timeout(300)
    assert page.url == sheet
    assert chosen(member, "A") == level

    page.context.set_offline(False)
    page.locator(".top a.brand").click()
    page.wait_for_url("**/ban-lam-viec/")
    until_saved(member.page)


def test_only_unsent_choices_stay_on_the_device(member):
    page = member.page
    page.context.set_offline(True)
    choose(member, "A")
    page.get_by_text("Mất mạng").first.wait_for()

    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "a:A." in kept
    assert page.locator("h1").inner_text() not in kept
    assert page.evaluate("caches.keys()") == []


def test_a_producer_scores_all_parts_of_the_own_dossier_without_a_network(visitor):
    producer = visitor("chuthe")
    producer.open("/danh-gia/ho-so/")
    producer.page.locator("tr", has_text="Bột nghệ").get_by_role("link").first.click()
    producer.page.locator("a", has_text="Phần A").first.click()
    producer.page.locator("fieldset[data-criterion]").first.wait_for()
    producer.context.set_offline(True)

    producer.page.get_by_role("link", name="Phần B").last.click()
    producer.page.get_by_role("link", name="Phần C").last.click()
    assert shown(producer) == ["C"]
    level = choose(producer, "C")

    producer.context.set_offline(False)
    until_saved(producer.page)
    producer.page.reload()
    assert shown(producer) == ["C"]
    assert chosen(producer, "C") == level
    producer.faults[:] = [f for f in producer.faults if "ERR_INTERNET_DISCONNECTED" not in f]
