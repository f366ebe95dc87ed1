"""A working group and a producer enter what they see where there is no network, on phones that may die."""

import hashlib
import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..browser import ARGUMENTS, PATIENCE_MS, until
from ..faults.papers import png
from ..sites import PASSWORD

pytestmark = pytest.mark.browser

HERE = "/tren-may-nay/"
VISITS = "/danh-gia/tham-dinh/"


class Phone:
    """A phone with one browser, which can be killed and opened again: what it kept on its disk is all that stays."""

    def __init__(self, chromium, site, folder: Path) -> None:
        self.chromium, self.site, self.folder = chromium, site, folder
        self.open_browser()

    def open_browser(self) -> None:
        self.context = self.chromium.launch_persistent_context(
            str(self.folder),
            executable_path="/usr/bin/chromium",
            args=ARGUMENTS,
            viewport={"width": 390, "height": 844},
            locale="vi-VN",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()

    def kill(self) -> None:
        """As a phone that runs out of memory does: no farewell to any page."""
        mine = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").iterdir():
            if process.name.isdecimal() and process.name != str(os.getpid()):
                try:
                    words = (process / "cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if mine in words:
                    os.kill(int(process.name), signal.SIGKILL)
        self.context.close()

    def sign_in(self, name: str) -> None:
        self.page.goto(self.site.url + "/dang-nhap/")
        self.page.fill("[name=username]", f"{name}@demo.vn")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main .btn-primary")
        self.page.wait_for_url("**/ban-lam-viec/")

    def goto(self, path: str) -> None:
        self.page.goto(self.site.url + path)

    def keep(self, path: str) -> None:
        self.goto(path)
        self.page.locator("[data-field-keep] [data-keep]").click()
        self.page.locator("[data-field-keep][data-state=yes]").wait_for()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def save(self) -> None:
        self.page.locator("form[data-field-form] button:not([type=button])").click()

    def look_here(self, unsent: int) -> None:
        """The page of what is on the phone, once it shows that many things unsent."""
        self.goto(HERE)
        self.page.locator(f"body[data-shown='{unsent}']").wait_for()


@pytest.fixture
def ground(copies, tmp_path):
    """A served copy of the demo of this test's own: its server is killed."""
    (tmp_path / "site").mkdir()
    site = copies(tmp_path / "site")
    site.start()
    yield site
    site.close()


@pytest.fixture
def phone(browser, ground, tmp_path):
    phone = Phone(browser.browser_type, ground, tmp_path / "phone")
    yield phone
    phone.context.close()


@pytest.fixture
def library(ground) -> str:
    """The address of a new paper of the producer whose phone it is."""
    key = ground.sql("SELECT id FROM producers_producer WHERE name = 'HTX Minh Hoạ'")[0][0]
    return f"/chu-the/{key}/kho-minh-chung/them/"


@pytest.fixture
def visit(ground) -> str:
    """The address of a product that the working group is to visit."""
    key = ground.sql(
        "SELECT t.id FROM evaluation_track t JOIN evaluation_councilmember m ON m.round_id = t.round_id"
        " JOIN people_user u ON u.id = m.user_id WHERE u.login = 'giupviec@demo.vn' AND t.state = 'scoring' ORDER BY t.id"
    )[0][0]
    return f"{VISITS}{key}/"


def paper(phone, title: str, *contents: bytes) -> None:
    photos = [
        {"name": f"trang-{n}.png", "mimeType": "image/png", "buffer": content}
        for n, content in enumerate(contents, 1)
    ]
    phone.page.set_input_files("[name=file]", photos)
    expect(phone.page.locator(".field-photos li")).to_have_count(len(photos))
    phone.page.select_option("[name=item_code]", "HS12")
    phone.page.fill("[name=title]", title)


def papers_named(site, title: str) -> list:
    return site.sql(
        f"SELECT file_id, file_name FROM producers_evidence WHERE title = '{title}' ORDER BY id"
    )


def test_a_paper_photographed_without_a_network_outlives_server_and_browser(
    phone, ground, library
):
    content = png(640, 480)
    phone.sign_in("chuthe")
    phone.keep(library)
    ground.kill()
    phone.context.set_offline(True)

    phone.goto(library)
    phone.page.locator("[data-field-keep][data-state=cut]").wait_for()
    paper(phone, "Giấy chụp ở xưởng", content)
    phone.save()
    phone.page.locator("[data-on-device] [data-count]", has_text="1").wait_for()
    paper(phone, "Giấy thứ hai", png(64, 64))
    phone.save()
    phone.page.locator("[data-on-device] [data-count]", has_text="2").wait_for()
    phone.page.fill("[name=title]", "Viết dở")
    until(phone.page, "document.querySelector('[name=title]').value === 'Viết dở'")
    phone.page.wait_for_timeout(400)
    phone.kill()

    phone.open_browser()
    phone.look_here(unsent=3)
    phone.goto(library)
    expect(phone.page.locator("[name=title]")).to_have_value("Viết dở")
    assert papers_named(ground, "Giấy chụp ở xưởng") == []
    ground.start()
    phone.goto("/ban-lam-viec/")
    phone.page.get_by_text("Đã gửi 2 mục").wait_for()

    digest = hashlib.sha256(content).hexdigest()
    assert papers_named(ground, "Giấy chụp ở xưởng") == [(digest, "trang-1.png")]
    assert len(papers_named(ground, "Giấy thứ hai")) == 1
    phone.look_here(unsent=1)
