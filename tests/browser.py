"""A real Chromium at a served copy of the demo."""

import os
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import Locator, Page, expect, sync_playwright

from .sites import PASSWORD, PATIENCE_SECONDS

PATIENCE_MS = PATIENCE_SECONDS * 1000
expect.set_options(timeout=PATIENCE_MS)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


class Visitor:
    """Somebody at a browser of their own. With SHOTS=<folder>, what they see is kept there, wide and narrow."""

    def __init__(self, browser, site, name: str, *, width: int = 1280) -> None:
        self.name, self.site = name, site
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.open("/dang-nhap/")
        self.page.fill("[name=username]", login)
        self.page.fill("[name=password]", password)
        self.page.click("main .btn-primary")
        self.page.wait_for_url("**/ban-lam-viec/")

    def open(self, path: str) -> None:
        answer = self.page.goto(self.site.url + path)
        assert answer is not None and answer.status < 400, (self.name, path, answer.status)
        self.look()

    def press(self, text: str, *, within: str = "main") -> None:
        """Press the link or button that says so, agree where the page asks, and see what comes."""
        target = self.page.locator(within).locator(
            "a:visible, button:visible", has_text=re.compile(rf"^\s*{re.escape(text)}")
        )
        asks = target.first.get_attribute("data-confirm")
        with self.page.expect_navigation():
            target.first.click()
            if asks:
                self.page.click("#confirm[open] button[value=yes]")
        self.look()

    def follow(self, link: Locator) -> None:
        """Go where the link leads, and on only when the page there has its script: what is done before is lost on it."""
        with self.page.expect_navigation():
            link.click()
        self.look()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            box = self.page.locator(f"main [name={name}]:visible").first
            if box.evaluate("e => e.tagName") == "SELECT":
                box.select_option(value)
            elif box.get_attribute("type") == "radio":
                self.page.check(f"main [name={name}][value='{value}']")
            else:
                box.fill(value)

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def look(self) -> None:
        if folder := os.environ.get("SHOTS"):
            path = urlsplit(self.page.url).path
            name = re.sub(r"\d+", "N", path).strip("/").replace("/", "_") or "home"
            for width in (1280, 390):
                file = Path(folder) / f"{name}.{self.name}.{width}.png"
                if not file.exists():
                    self.page.set_viewport_size({"width": width, "height": 900})
                    self.page.screenshot(path=file, full_page=True)
            self.page.set_viewport_size({"width": 1280, "height": 900})


def until(page: Page, expression: str) -> None:
    """Wait for something of the page; Playwright's own way would need eval, which the pages forbid."""
    given_up = time.monotonic() + PATIENCE_SECONDS
    while not page.evaluate(expression):
        assert time.monotonic() < given_up, expression
        page.wait_for_timeout(50)


def until_saved(page: Page) -> None:
    """Wait until the server has every choice made on the page. The page notes a choice just after its event, and so do we
    look just after."""
    until(
        page,
        "new Promise(look => setTimeout(look, 20)).then("
        "() => !Object.keys(localStorage).some(key => key.startsWith('ocop-autosave:')))",
    )


@pytest.fixture
def visitor(browser, site):
    """visitor("huyen") is that demo account, signed in at a browser; visitor("") is anybody."""
    made: dict[str, Visitor] = {}

    def visit(name: str) -> Visitor:
        if name not in made:
            made[name] = Visitor(browser, site, name)
            if name:
                made[name].sign_in(f"{name}@demo.vn")
        return made[name]

    yield visit
    for each in made.values():
        each.context.close()
    assert {name: each.faults for name, each in made.items() if each.faults} == {}


@pytest.fixture(scope="session")
def browser(django_db_setup):
    """Chromium. Playwright's loop runs in the tests' thread, where Django would open a second connection for code under a
    loop; the tests keep the one that their transaction is on, so that no other holds the database at the end."""
    database = connections["default"]
    with sync_playwright() as playwright:
        connections["default"] = database
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()
