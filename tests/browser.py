"""A real Chromium on a real server: `ocop serve` with the demo, in a process, a folder and a database of its own."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest
from django.db import connections
from playwright.sync_api import sync_playwright
from psycopg import sql

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
OCOP = str(Path(sys.executable).with_name("ocop"))


class Site:
    """An installation that can be killed and started again."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        kept = {
            k: v
            for k, v in os.environ.items()
            if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        }
        if database_url:
            kept["DATABASE_URL"] = database_url
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {**kept, "OCOP_DATA": str(folder), "OCOP_URL": self.url}

    def ocop(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the installation."""
        return subprocess.run(
            [OCOP, *arguments], env=self.environment, capture_output=True, text=True
        )

    def start(self) -> None:
        self.process = self._run("serve", "--port", str(self.port))
        self.processes = [self.process]
        if "DATABASE_URL" in self.environment:  # the embedded database has a worker in the server
            self.processes.append(self._run("worker"))
        for _attempt in range(150):
            try:
                with urlopen(self.url + "/tra-cuu/"):
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the server did not start")

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [OCOP, *arguments],
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def new_database(server: str, name: str) -> str:
    """The address of a new, empty database on a PostgreSQL server, which is named by any of its databases."""
    address = urlsplit(server)
    name = f"{name}_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return address._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demo, on PostgreSQL where the tests run on it."""
    server = os.environ.get("DATABASE_URL", "")
    site = Site(tmp_path_factory.mktemp("site"), new_database(server, "site") if server else "")
    for command in ("setup", "demo"):
        site.ocop(command).check_returncode()
    site.start()
    yield site
    site.kill()


PASSWORD = "ocop-demo-2026"


class Visitor:
    """Somebody at a browser of their own. With SHOTS=<folder>, what they see is kept there, wide and narrow."""

    def __init__(self, browser, site, name: str, *, width: int = 1280) -> None:
        self.name, self.site = name, site
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="vi-VN", accept_downloads=True
        )
        self.context.set_default_timeout(15_000)
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
def browser():
    """Chromium. Playwright's loop runs in the tests' thread, where Django would open a second connection for code under a
    loop; the tests keep the one that their transaction is on, so that no other holds the database at the end."""
    database = connections["default"]
    with sync_playwright() as playwright:
        connections["default"] = database
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()
