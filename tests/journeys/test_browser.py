"""What a council member does in a real browser when the server dies."""

import pytest

pytestmark = pytest.mark.browser


def test_a_confirmed_choice_survives_a_killed_server_and_a_dead_one_loses_nothing(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    page = context.new_page()
    page.goto(site.url + "/dang-nhap/")
    page.fill("[name=username]", "uyvien1@demo.vn")
    page.fill("[name=password]", "ocop-demo-2026")
    page.click("main .btn-primary")
    page.goto(site.url + "/danh-gia/phieu/")
    page.click("tbody a")
    state = page.locator("[data-autosave-state]").first

    page.locator("[name='a:A.1.1'][value=L2]").check()
    page.locator("[data-autosave-state][data-state=saved]").first.wait_for(timeout=40000)
    site.kill()
    page.locator("[name='a:A.1.2'][value=L1]").check()
    page.locator("[data-autosave-state][data-state=offline]").first.wait_for(timeout=40000)
    site.start()
    page.locator("[data-autosave-state][data-state=saved]").first.wait_for(timeout=40000)

    assert "Đã lưu" in state.text_content()
    page.reload()
    assert page.locator("[name='a:A.1.1'][value=L2]").is_checked()
    assert page.locator("[name='a:A.1.2'][value=L1]").is_checked()
    context.close()
