"""What a council member does in a real browser when the server dies."""

import pytest
from playwright.sync_api import expect

from ..browser import until_saved

pytestmark = pytest.mark.browser


def test_a_confirmed_choice_survives_a_killed_server_and_a_dead_one_loses_nothing(visitor, site):
    member = visitor("uyvien1")
    page = member.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.clock.install()
    member.open("/danh-gia/phieu/")
    member.press("", within="tbody")
    state = page.locator("[data-autosave-state]").first
    chosen = {
        name: page.locator(f"[name='a:{name}']:not(:checked)").first.get_attribute("value")
        for name in ("A.1.1", "A.1.2")
    }
    first, second = (page.locator(f"[name='a:{n}'][value={v}]") for n, v in chosen.items())

    first.check()
    until_saved(page)
    site.kill()
    second.check()
    expect(state).to_have_attribute("data-state", "offline")
    site.start()
    page.clock.fast_forward(30_000)  # the longest that the page waits before it tries again
    expect(state).to_have_attribute("data-state", "saved")

    assert "Đã lưu" in state.inner_text()
    page.reload()
    assert first.is_checked()
    assert second.is_checked()
    member.faults[:] = [f for f in member.faults if "net::ERR_" not in f]
