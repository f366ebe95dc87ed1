"""What a buyer and a council member do in a real browser."""

from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
PAGES = (
    "/",
    "/?noi=khong-dau",
    "/c/",
    "/c/LS-06-2024-0001/",
    "/c/KHONG-CO/",
    "/dang-nhap/",
    "/chu-the/dang-ky/",
)
SERIOUS = """axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))
    .map(v => v.id + ' ' + v.nodes[0].html))"""

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_public_pages_read_well_for_everybody(browser, site, width):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="vi-VN", bypass_csp=True
    )
    page = context.new_page()

    for url in PAGES:
        page.goto(site.url + url)
        page.add_script_tag(path=str(AXE))
        assert (url, page.evaluate(SERIOUS)) == (url, [])
        assert (url, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (url, 0)
    context.close()


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
