"""Every kind of page in a real Chromium, wide and narrow: it can be read and used by everybody."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from ..browser import PATIENCE_MS
from ..sites import PASSWORD

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
    "giupviec",
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
STARTS = {"": PUBLIC}
ALIKE = 3
WIDTHS = (1280, 390)
FAULTS = """async ([lang, serious]) => {
  const found = serious.length ? (await axe.run({resultTypes: ['violations']})).violations : [];
  const faults = found.filter(v => serious.includes(v.impact)).map(v => `${v.id}: ${v.nodes[0].html}`);
  if (document.documentElement.lang !== lang) faults.push(`lang ${document.documentElement.lang}`);
  const heads = [...document.querySelectorAll('h1')].filter(h => h.checkVisibility()).length;
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
    """Finds every kind of page by following links, and examines each once: as the role sees it that is shown most."""

    def __init__(self, browser, site) -> None:
        self.browser, self.site = browser, site
        self.axe = AXE.read_text(encoding="utf-8")
        self.contexts = {role: self.entered(role) for role in ("", *ROLES)}
        self.draft = self.draft_an_edition()
        self.fullest: dict[str, tuple[str, str]] = {}
        most: dict[str, int] = {}
        for role in self.contexts:
            for name, (path, shown) in self.found(role).items():
                if shown > most.get(name, 0):
                    most[name], self.fullest[name] = shown, (role, path)

    def entered(self, role: str):
        """A browser of its own in which the role is signed in."""
        context = self.browser.new_context(locale="vi-VN")
        context.set_default_timeout(PATIENCE_MS)
        if role:
            page = context.new_page()
            page.goto(self.site.url + "/dang-nhap/")
            page.fill("[name=username]", f"{role}@demo.vn")
            page.fill("[name=password]", PASSWORD)
            page.click("main .btn-primary")
            page.wait_for_url("**/ban-lam-viec/")
            page.close()
        return context

    def draft_an_edition(self) -> str:
        """The address of a draft: only there an edition's forms are shown, and the demo has none."""
        page = self.contexts["quantri"].new_page()
        page.goto(self.site.url + "/bo-tieu-chi/")
        page.click("details summary")
        page.fill("[name=code]", "ban-nhap")
        page.fill("[name=name]", "Bản nháp")
        page.select_option("[name=based_on]", index=1)
        page.click("details .btn-primary")
        page.wait_for_url(re.compile(r"/bo-tieu-chi/\d+/$"))
        path = urlsplit(page.url).path
        page.close()
        return path

    def found(self, role: str) -> dict[str, tuple[str, int]]:
        """Of each kind of page that a role can reach the fullest of the first few: name → (address, number of different
        things that it shows)."""
        starts = STARTS.get(role, ("/ban-lam-viec/",))
        pages: dict[str, tuple[str, int]] = {}
        seen: set[str] = set()
        visits: Counter[str] = Counter()
        waiting = [self.draft, *starts] if role == "quantri" else list(starts)
        while waiting:
            path = waiting.pop(0)
            name = path if path in starts else name_of(path)
            if path in seen or not name or visits[name] >= ALIKE:
                continue
            seen.add(path)
            visits[name] += 1
            answer = self.contexts[role].request.get(self.site.url + path)
            if "text/html" not in answer.headers["content-type"]:
                continue
            page = Parts(answer.text())
            path = urlsplit(answer.url).path
            name = name if path in starts else name_of(path)
            if name not in pages or len(page.parts) > pages[name][1]:
                pages[name] = path, len(page.parts)
            waiting += page.links
        return pages

    def faults(
        self, role: str, *, language: str = "vi", with_axe: bool = True
    ) -> dict[str, list[str]]:
        """By page and width, of the pages that are this role's to examine; nothing when all is well."""
        page = self.contexts[role].new_page()
        noise: list[str] = []
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("console", lambda m: noise.append(m.text) if m.type == "error" else None)
        if language != "vi":
            self.switch(page, language)
        faults = {}
        for path in [path for whose, path in self.fullest.values() if whose == role]:
            noise.clear()
            page.set_viewport_size({"width": WIDTHS[0], "height": 900})
            if page.goto(self.site.url + path).status == 404:
                noise[:] = [text for text in noise if "404" not in text]
            if with_axe:
                page.evaluate(self.axe)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                serious = ["serious", "critical"] if with_axe else []
                if found := [*page.evaluate(FAULTS, [language, serious]), *noise]:
                    faults[f"{path} at {width}"] = found
        if language != "vi":
            self.switch(page, "vi")
        page.close()
        return faults

    def switch(self, page, language: str) -> None:
        page.goto(self.site.url + "/ban-lam-viec/")
        with page.expect_navigation():
            page.click("form[action='/ngon-ngu/'] button")
        assert page.get_attribute("html", "lang") == language


@pytest.fixture(scope="module")
def reader(browser, site):
    return Reader(browser, site)


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_page_reads_well_wide_and_narrow(reader, role):
    assert reader.faults(role) == {}


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_page_keeps_its_form_in_english(reader, role):
    assert reader.faults(role, language="en", with_axe=False) == {}
