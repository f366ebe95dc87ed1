"""The language switch in a real browser: the page changes its language, never what somebody is typing."""

import pytest

pytestmark = pytest.mark.browser


def switch(page) -> None:
    with page.expect_navigation():
        page.click("form[data-language] button")


def language(page) -> str:
    return page.locator("html").get_attribute("lang")


def test_a_visitor_who_registers_switches_twice_and_loses_nothing(visitor):
    page = visitor("").page
    visitor("").open("/chu-the/dang-ky/")
    page.fill("main [name=name]", "HTX Thử Nghiệm")
    page.select_option("main [name=type]", index=2)
    kept = page.input_value("main [name=type]")

    switch(page)

    assert language(page) == "en"
    assert page.locator("h1").inner_text() == "Register for OCOP"
    assert page.input_value("main [name=name]") == "HTX Thử Nghiệm"
    assert page.input_value("main [name=type]") == kept
    switch(page)
    assert language(page) == "vi"
    assert page.input_value("main [name=name]") == "HTX Thử Nghiệm"


def test_what_an_officer_types_survives_the_switch(visitor):
    officer = visitor("huyen")
    officer.open("/danh-gia/dot/")
    officer.follow(officer.page.locator("tr", has_text="Chấm điểm").get_by_role("link").first)
    address = officer.page.url
    officer.open(address.removeprefix(officer.site.url) + "hoi-dong/#main")
    form = officer.page.locator("main form:not([data-draft])").first
    field = form.locator("input:not([type=hidden])").first
    field.fill("12/QĐ-UBND")

    switch(officer.page)

    assert language(officer.page) == "en"
    assert field.input_value() == "12/QĐ-UBND"
    officer.open("/ban-lam-viec/")
    assert "Work waiting for me" in officer.text
    switch(officer.page)
    assert "Việc đang chờ tôi" in officer.text
