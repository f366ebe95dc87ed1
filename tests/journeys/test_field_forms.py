"""A working group and a producer enter what they see where there is no network, on phones that may die."""

import hashlib
import json
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from ..browser import ARGUMENTS, PATIENCE_MS, Visitor, until
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
        with suppress(Error):
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
        self.page.locator("form[data-field-form] button:not([type=button])").first.click()

    def save_one(self) -> None:
        """Save a new thing without a network: the form is ready for the next."""
        self.save()
        expect(self.page.locator("[name=title]")).to_have_value("")

    def wait_for_count(self, unsent: int) -> None:
        self.page.locator("[data-on-device] [data-count]", has_text=str(unsent)).wait_for()

    def wait_until_kept(self, store: str, condition: str) -> None:
        """Wait until what lies on the disk is so; `rows` are those of a store."""
        until(
            self.page,
            f"""new Promise((found) => {{
                indexedDB.open("ocop-field").onsuccess = (opened) => {{
                    const base = opened.target.result;
                    base.transaction("{store}").objectStore("{store}").getAll().onsuccess = (read) => {{
                        const rows = read.target.result;
                        base.close();
                        found({condition});
                    }};
                }};
            }})""",
        )

    def look_here(self, unsent: int) -> None:
        """The page of what is on the phone, once it shows that many things unsent."""
        self.goto(HERE)
        self.page.locator(f"body[data-shown='{unsent}']").wait_for()


@pytest.fixture(scope="module")
def ground(copies, tmp_path_factory):
    """A served copy of the demo of these tests' own: its server is killed."""
    site = copies(tmp_path_factory.mktemp("ground"))
    site.start()
    yield site
    site.close()


@pytest.fixture
def phone(browser, ground, tmp_path):
    if ground.process.poll() is not None:
        ground.start()
    phone = Phone(browser.browser_type, ground, tmp_path)
    yield phone
    phone.context.close()


@pytest.fixture
def library(ground) -> str:
    """The address of a new paper of the producer whose phone it is."""
    key = ground.sql("SELECT id FROM producers_producer WHERE name = 'HTX Minh Hoạ'")[0][0]
    return f"/chu-the/{key}/kho-minh-chung/them/"


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


def test_papers_photographed_without_a_network_outlive_server_and_browser(phone, ground, library):
    content = png(640, 480)
    phone.sign_in("chuthe")
    phone.keep(library)
    ground.kill()
    phone.context.set_offline(True)

    phone.goto(library)
    phone.page.locator("[data-field-keep][data-state=cut]").wait_for()
    paper(phone, "Giấy chụp ở xưởng", content)
    phone.save_one()
    paper(phone, "Giấy thứ hai", png(64, 64))
    phone.save_one()
    phone.wait_for_count(2)
    phone.page.fill("[name=title]", "Viết dở")
    with phone.page.expect_file_chooser():  # the camera opens after what was typed is on the disk
        phone.page.click("[name=file]")
    phone.kill()

    phone.open_browser()
    phone.look_here(unsent=3)
    phone.goto(library)
    expect(phone.page.locator("[name=title]")).to_have_value("Viết dở")
    ground.start()
    phone.sign_in("chuthe")  # a killed browser may have lost the session too
    phone.page.get_by_text("Đã gửi 2 mục").wait_for()

    digest = hashlib.sha256(content).hexdigest()
    assert papers_named(ground, "Giấy chụp ở xưởng") == [(digest, "trang-1.png")]
    assert len(papers_named(ground, "Giấy thứ hai")) == 1
    phone.look_here(unsent=1)


def test_two_versions_of_a_visit_stand_side_by_side_until_the_person_chooses(phone, ground):
    phone.sign_in("giupviec")
    phone.goto(VISITS)
    visit = (
        phone.page.locator("tbody tr", has_text="Chưa làm").locator("a").first.get_attribute("href")
    )
    phone.keep(visit)
    phone.context.set_offline(True)
    phone.goto(f"{visit}A/")
    phone.page.locator("fieldset[data-criterion]").first.wait_for()

    phone.goto(visit)
    phone.page.fill("[name=findings]", "Xưởng sạch, sổ sách đủ")
    phone.page.fill("[name=visitors]", "Hà, Bình")
    phone.save()
    phone.wait_for_count(1)
    key = visit.strip("/").rsplit("/", 1)[-1]
    ground.sql(
        "INSERT INTO evaluation_appraisal (version, created_at, updated_at, track_id, answers, notes, facts, papers,"
        " visitors, findings) SELECT 2, created_at, created_at, id, '{}', '{}', '[]', 'Đủ giấy tờ', '', 'Chưa có nhãn'"
        f" FROM evaluation_track WHERE id = {key}"
    )
    phone.context.set_offline(False)
    phone.look_here(unsent=1)

    conflict = phone.page.locator("[data-state=conflict]")
    expect(conflict.locator("tbody tr")).to_have_count(1)
    for version in ("Chưa có nhãn", "Xưởng sạch, sổ sách đủ"):
        conflict.get_by_text(version).wait_for()
    conflict.get_by_label("Xưởng sạch, sổ sách đủ").check()
    conflict.get_by_role("button", name="Gửi theo lựa chọn").click()
    phone.page.locator("body[data-shown='0']").wait_for()

    # The field that only the other changed is the other's, the one that both changed as it was chosen.
    assert ground.sql(
        f"SELECT papers, visitors, findings FROM evaluation_appraisal WHERE track_id = {key}"
    ) == [("Đủ giấy tờ", "Hà, Bình", "Xưởng sạch, sổ sách đủ")]


@pytest.fixture
def visit(phone) -> str:
    """The address of a product that nobody of the working group has looked at, kept on the group's phone."""
    phone.sign_in("giupviec")
    phone.goto(VISITS)
    untouched = phone.page.locator("tbody tr", has_text="Chưa làm").locator("a").first
    address = untouched.get_attribute("href")
    phone.keep(address)
    return address


def note(phone, visit: str, code: str, text: str) -> None:
    """Write a note beside a criterion, and see that the phone has it."""
    phone.goto(f"{visit}{code[0]}/")
    phone.page.locator("body[data-field-ready]").wait_for()
    criterion = phone.page.locator(f"fieldset[data-criterion='{code}']")
    criterion.locator("details").evaluate("details => { details.open = true; }")
    criterion.locator("textarea").fill(text)
    phone.wait_until_kept("entries", f"rows.some((row) => row.value === {json.dumps(text)})")


def noted(site, visit: str, columns: str = "notes") -> list:
    key = visit.strip("/").rsplit("/", 1)[-1]
    rows = site.sql(f"SELECT {columns} FROM evaluation_appraisal WHERE track_id = {key}")
    # PostgreSQL's client reads JSON itself, SQLite has it as text.
    return [json.loads(v) if isinstance(v, str) else v for v in rows[0]] if rows else []


def test_notes_of_each_criterion_outlive_server_and_browser(phone, ground, visit):
    ground.kill()
    phone.context.set_offline(True)
    note(phone, visit, "A.1.1", "Hợp đồng đến tháng 6")
    phone.page.locator("fieldset[data-criterion='A.1.1'] input[type=radio]").nth(1).check()
    phone.wait_for_count(2)
    note(phone, visit, "B.4.1", "Chưa có sổ")
    note(phone, visit, "B.4.1", "Chưa có sổ bán hàng")
    phone.wait_for_count(3)
    phone.kill()

    phone.open_browser()
    phone.look_here(unsent=3)
    assert "Đối chiếu phần B" in phone.page.locator("main").inner_text()
    phone.goto(f"{visit}B/")
    expect(phone.page.locator("[name='n:B.4.1']")).to_have_value("Chưa có sổ bán hàng")
    ground.start()
    phone.sign_in("giupviec")
    phone.page.get_by_text("Đã gửi 3 mục").wait_for()

    level = {"A.1.1": "L2"}
    notes = {"A.1.1": "Hợp đồng đến tháng 6", "B.4.1": "Chưa có sổ bán hàng"}
    assert noted(ground, visit, "answers, notes") == [level, notes]
    phone.look_here(unsent=0)
    phone.wait_until_kept("pages", "rows.length > 3 && !rows.some((row) => row.isOld)")
    phone.context.set_offline(True)  # what was sent is in the copies that the phone keeps
    phone.goto(f"{visit}B/")
    expect(phone.page.locator("[name='n:B.4.1']")).to_have_value("Chưa có sổ bán hàng")


def test_two_notes_of_one_criterion_stand_side_by_side_until_the_person_chooses(
    phone, ground, visit, browser
):
    phone.context.set_offline(True)
    note(phone, visit, "A.1.1", "Tôi thấy ở xưởng")
    note(phone, visit, "B.4.1", "Chỉ mình tôi ghi")
    other = Visitor(browser, ground, "giupviec", width=390)
    other.sign_in("giupviec@demo.vn")
    other.open(f"{visit}A/")
    criterion = other.page.locator("fieldset[data-criterion='A.1.1']")
    criterion.get_by_text("Ghi chú", exact=True).first.click()
    criterion.locator("textarea").fill("Người ở văn phòng ghi")
    other.page.locator("[data-autosave-state][data-state=saved]").wait_for()
    other.context.close()

    phone.context.set_offline(False)
    phone.look_here(unsent=1)

    assert noted(ground, visit) == [{"A.1.1": "Người ở văn phòng ghi", "B.4.1": "Chỉ mình tôi ghi"}]
    conflict = phone.page.locator("[data-state=conflict]")
    for version in ("Người ở văn phòng ghi", "Tôi thấy ở xưởng"):
        conflict.get_by_text(version).wait_for()
    phone.goto(f"{visit}A/")
    asked = phone.page.locator("[data-conflict='n:A.1.1']")
    asked.get_by_text("Người ở văn phòng ghi").wait_for()
    asked.get_by_role("button", name="Giữ phần tôi nhập").click()
    phone.page.locator("[data-autosave-state][data-state=saved]").wait_for()
    assert noted(ground, visit)[0]["A.1.1"] == "Tôi thấy ở xưởng"


def test_signing_out_at_a_visit_warns_of_notes_and_clears_them(phone, visit):
    phone.page.route("**/luu/", lambda route: route.abort())
    note(phone, visit, "A.1.1", "Chưa gửi được")
    phone.goto(visit)
    phone.wait_for_count(1)

    phone.page.click("form[action*='dang-xuat'] button")
    assert "Còn 1 mục chưa gửi" in phone.page.locator("#confirm[open]").inner_text()
    phone.page.click("#confirm[open] button[value=yes]")
    phone.page.wait_for_url("**/dang-nhap/")

    left = "Promise.all([caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations()])"
    until(phone.page, f"{left}.then((all) => all.flat().length === 0)")


def test_entries_wait_for_their_person_and_a_bad_one_does_not_hold_up_the_others(
    phone, ground, library
):
    phone.sign_in("chuthe")
    phone.keep(library)
    phone.context.set_offline(True)
    phone.goto(library)
    paper(phone, "Không phải ảnh", b"<script>alert(1)</script>")
    phone.save_one()
    paper(phone, "Giấy tốt", png())
    phone.save_one()
    phone.wait_for_count(2)
    phone.context.set_offline(False)

    phone.context.clear_cookies()  # the session has ended, and another person takes the phone
    phone.sign_in("xa")
    phone.look_here(unsent=0)
    assert phone.page.get_by_text("Giấy tốt").count() == 0
    phone.context.set_offline(True)
    phone.goto(library)
    assert phone.page.locator("form[data-field-form]").count() == 0
    phone.context.set_offline(False)
    phone.context.clear_cookies()
    assert papers_named(ground, "Giấy tốt") == []

    phone.goto("/dang-nhap/")
    phone.sign_in("chuthe")
    phone.page.get_by_text("Đã gửi 1 mục").wait_for()
    phone.look_here(unsent=1)

    refused = phone.page.locator("[data-state=refused]")
    assert "Chỉ nhận" in refused.inner_text()
    assert len(papers_named(ground, "Giấy tốt")) == 1
    with phone.page.expect_download() as exported:
        phone.page.click("[data-export]")
    assert "Không phải ảnh" in exported.value.path().read_text()


def test_signing_out_warns_of_what_is_unsent_and_leaves_nothing(phone, library):
    phone.sign_in("chuthe")
    phone.keep(library)
    phone.page.fill("[name=title]", "Viết dở")
    phone.wait_for_count(1)

    phone.page.click("form[action*='dang-xuat'] button")
    assert "Còn 1 mục chưa gửi" in phone.page.locator("#confirm[open]").inner_text()
    phone.page.click("#confirm[open] button[value='']")
    assert phone.page.url.endswith(library)
    phone.page.click("form[action*='dang-xuat'] button")
    phone.page.click("#confirm[open] button[value=yes]")
    phone.page.wait_for_url("**/dang-nhap/")

    left = "Promise.all([caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations()])"
    until(phone.page, f"{left}.then((all) => all.flat().length === 0)")
