"""Every page in a real Chromium, by every role, wide and narrow: it can be read and used by everybody."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from ..browser import PASSWORD

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
ROLES = (
    "quantri",
    "tinh",
    "huyen",
    "xa",
    "lanhdao",
    "giamsat",
    "chutich",
    "thuky",
    "uyvien1",
    "chuthe",
)
PUBLIC = (
    "/",
    "/?noi=khong-dau",
    "/c/",
    "/c/LS-06-2024-0001/",
    "/c/KHONG-CO/",
    "/dang-nhap/",
    "/quen-mat-khau/",
    "/chu-the/dang-ky/",
)
WIDTHS = (1280, 390)
FAULTS = """async ([lang, serious]) => {
  const found = await axe.run({resultTypes: ['violations']});
  const faults = found.violations.filter(v => serious.includes(v.impact))
    .map(v => `${v.id}: ${v.nodes[0].html}`);
  if (document.documentElement.lang !== lang) faults.push(`lang ${document.documentElement.lang}`);
  const heads = document.querySelectorAll('h1').length;
  if (heads !== 1) faults.push(`${heads} h1`);
  if (!document.title.replace('· OCOP', '').trim()) faults.push('no title');
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide) faults.push(`${wide} px too wide`);
  for (const target of document.querySelectorAll('.btn:not(.btn-link), .tabbar a, .worklist > li > a')) {
    const box = target.getBoundingClientRect();
    if (box.width && Math.min(box.height, box.width) < 40) faults.push(`small ${target.outerHTML.slice(0, 120)}`);
  }
  return faults;
}"""

pytestmark = pytest.mark.browser


class Parts(HTMLParser):
    """What a page is made of, and where it leads: (tag, class) pairs and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self.parts.add((tag, f"{named.get('class')} {named.get('type')} {named.get('data-tone')}"))
        href = named.get("href") or ""
        if tag == "a" and href.startswith("/") and "download" not in named:
            self.links.append(urlsplit(href).path)


def name_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


class Reader:
    """Goes through the site from a desk and examines each page that shows something not examined before."""

    def __init__(self, browser, site) -> None:
        self.browser, self.site = browser, site
        self.axe = AXE.read_text(encoding="utf-8")
        self.examined: dict[str, set[tuple[str, str]]] = {}

    def go(
        self, role: str, starts: tuple[str, ...], *, language: str = "vi"
    ) -> dict[str, list[str]]:
        """Faults by page; nothing when all is well."""
        self.faults = {}
        context = self.browser.new_context(locale="vi-VN")
        page = context.new_page()
        noise: list[str] = []
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("console", lambda m: noise.append(m.text) if m.type == "error" else None)
        if role:
            self.sign_in(page, role)
        if language != "vi":
            self.switch(page, language)
        seen, waiting = set(), list(starts)
        while waiting:
            path = waiting.pop(0)
            name = path if path in starts else name_of(path)
            if name in seen or not name:
                continue
            seen.add(name)
            answer = context.request.get(self.site.url + path)
            if "text/html" not in answer.headers["content-type"]:
                continue
            found = Parts(answer.text())
            waiting += found.links
            known = self.examined.setdefault(f"{language} {name}", set())
            if not found.parts <= known:
                known |= found.parts
                self.examine(page, path, role, language, noise)
        if language != "vi":
            self.switch(page, "vi")
        context.close()
        return self.faults

    def sign_in(self, page, role: str) -> None:
        page.goto(self.site.url + "/dang-nhap/")
        page.fill("[name=username]", f"{role}@demo.vn")
        page.fill("[name=password]", PASSWORD)
        page.click("main .btn-primary")
        page.wait_for_url("**/ban-lam-viec/")

    def switch(self, page, language: str) -> None:
        page.goto(self.site.url + "/ban-lam-viec/")
        page.click("form[action='/ngon-ngu/'] button")
        page.wait_for_function(f"document.documentElement.lang === '{language}'")

    def examine(self, page, path: str, role: str, language: str, noise: list[str]) -> None:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        noise.clear()
        status = page.goto(self.site.url + path).status
        if status == 404:
            noise[:] = [text for text in noise if "404" not in text]
        page.evaluate(self.axe)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(FAULTS, [language, ["serious", "critical"]])
            if found or noise:
                self.faults[f"{role} {language} {path} at {width}"] = [*found, *noise]


@pytest.fixture(scope="module")
def reader(browser, site):
    return Reader(browser, site)


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_page_reads_well_wide_and_narrow(reader, role):
    assert reader.go(role, ("/ban-lam-viec/",) if role else PUBLIC) == {}


def test_every_page_reads_well_in_english(reader):
    assert reader.go("tinh", ("/ban-lam-viec/",), language="en") == {}
