"""Every chart in a real Chromium, wide and narrow: read by everybody, followed by keyboard, never wider than the page."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

from ocop.core.charts.examples import EXAMPLES, TILES

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
STYLE = ROOT / "src/ocop/core/static/ocop/style.css"
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Biểu đồ</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Biểu đồ</h1>
<div class="tiles">{tiles}</div><div class="charts">{charts}</div></main></body></html>"""

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    drawn = [
        "".join(
            f'<div class="card">{render_to_string(chart.template, {"chart": chart})}</div>'
            for chart in charts
        )
        for charts in (TILES, EXAMPLES)
    ]
    page.set_content(PAGE.format(tiles=drawn[0], charts=drawn[1]))
    page.add_style_tag(path=STYLE)
    yield page
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_charts_can_be_read_by_everybody(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]

    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_marks_are_followed_by_keyboard_and_seen_when_they_are(page):
    link = page.locator(".chart-stack a").first
    before = link.locator("rect").evaluate("mark => getComputedStyle(mark).stroke")

    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    assert link.evaluate("link => link === document.activeElement")
    seen = link.locator("rect").evaluate("mark => getComputedStyle(mark).stroke")
    assert seen != before
