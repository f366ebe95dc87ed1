"""The disk is full: a clear sentence, nothing half written, nothing lost that was saved."""

import errno
import io
import json
import resource
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from playwright.sync_api import expect

from ocop.core.errors import Refused
from ocop.core.files import has_no_room, store
from ocop.core.models import AuditEntry, StoredFile
from ocop.evaluation.models import ScoreSheet
from ocop.producers.models import Evidence, Producer
from tests.browser import PATIENCE_MS, until_saved
from tests.faults.conftest import Caller, opened
from tests.faults.papers import pdf
from tests.sites import Site

pytestmark = pytest.mark.django_db
SENTENCE = "Máy chủ hết chỗ lưu"


@contextmanager
def no_file_larger_than(size_bytes: int):
    """Writing beyond the size fails as it does on a full disk, whoever runs the tests."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def open_sheet() -> ScoreSheet:
    mine = ScoreSheet.objects.filter(member__user__login="uyvien1@demo.vn")
    return mine.filter(track__round__state="scoring").first()


def kept_files() -> set[Path]:
    return {path for path in settings.FILES.rglob("*") if path.is_file()}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_and_a_used_up_quota_are_the_same_to_the_person(number):
    assert has_no_room(OSError(number, "x"))
    assert not has_no_room(OSError(errno.EACCES, "x"))
    assert not has_no_room(OperationalError("database is locked"))


def test_a_file_that_does_not_fit_leaves_neither_bytes_nor_a_row():
    before, paper = kept_files(), pdf("Không vừa") + b"\n%" + b"x" * 300_000

    with no_file_larger_than(200_000), pytest.raises(Refused, match=SENTENCE):
        store(io.BytesIO(paper))

    assert kept_files() == before
    assert not StoredFile.objects.filter(size_bytes=len(paper)).exists()
    assert store(io.BytesIO(paper)).size_bytes == len(paper)


def test_an_upload_that_fills_the_temporary_folder_is_answered_with_a_sentence(signed_in):
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    upload = SimpleUploadedFile("giay.pdf", pdf() + b"\n%" + b"x" * 400_000)
    client, papers, entries = (
        signed_in("chuthe"),
        Evidence.objects.count(),
        AuditEntry.objects.count(),
    )

    with no_file_larger_than(100_000):
        answer = client.post(
            f"/chu-the/{producer.pk}/kho-minh-chung/them/", {"title": "Giấy", "file": upload}
        )

    assert answer.status_code == 507
    assert SENTENCE in answer.content.decode()
    assert (Evidence.objects.count(), AuditEntry.objects.count()) == (papers, entries)


class SmallDisk:
    """A disk of 40 MB that can be filled; where nobody may mount one, a limit on the size of the server's files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
        self.is_mounted = subprocess.run(mount, capture_output=True).returncode == 0

    def fill(self, site: Site) -> None:
        if not self.is_mounted:
            self._limit(site, 60_000)
            return
        with open(self.folder / "filler", "wb", buffering=0) as filler:
            for size in (2**20, 2**12):
                with suppress(OSError):
                    while filler.write(b"\0" * size) == size:
                        pass

    def free(self, site: Site) -> None:
        if self.is_mounted:
            (self.folder / "filler").unlink()
        else:
            self._limit(site, resource.RLIM_INFINITY)

    def _limit(self, site: Site, size_bytes: int) -> None:
        listed = subprocess.run(["pgrep", "-g", str(site.process.pid)], capture_output=True)
        for process in listed.stdout.split():
            resource.prlimit(
                int(process), resource.RLIMIT_FSIZE, (size_bytes, resource.RLIM_INFINITY)
            )

    def remove(self) -> None:
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
        shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def small_disk():
    disk = SmallDisk(Path(tempfile.mkdtemp()))
    yield disk
    disk.remove()


@pytest.fixture(scope="module")
def small_site(copies, small_disk):
    site = opened(copies(small_disk.folder))
    yield site
    site.close()


def save(member: Caller, sheet: ScoreSheet, text: str) -> tuple[int, str]:
    """A comment on a score sheet, as its page saves it."""
    path = f"/danh-gia/phieu/{sheet.pk}/luu/"
    return member.post(path, accept="application/json", field="n:A.1.2", value=text)


def test_a_file_for_a_full_disk_is_refused_and_leaves_nothing_behind(small_site, small_disk):
    producer = Producer.objects.get(name="HTX Minh Hoạ")
    person = Caller(small_site, "chuthe")
    kept = {path for path in (small_site.folder / "files").rglob("*") if path.is_file()}
    papers = small_site.sql("SELECT count(*) FROM producers_evidence")
    content = pdf("Đầy đĩa") + b"\n%" + b"x" * 2_000_000

    small_disk.fill(small_site)
    status, page = person.upload(
        f"/chu-the/{producer.pk}/kho-minh-chung/them/",
        "a.pdf",
        content,
        item_code="HS01",
        title="Giấy lớn (thử)",
    )
    small_disk.free(small_site)

    assert status in (200, 507)
    assert SENTENCE in page
    assert {p for p in (small_site.folder / "files").rglob("*") if p.is_file()} == kept
    assert small_site.sql("SELECT count(*) FROM producers_evidence") == papers
    doctor = small_site.ocop("doctor")
    assert (doctor.returncode, doctor.stderr) == (0, "")


@pytest.mark.browser
def test_the_browser_keeps_a_choice_that_a_full_disk_refuses(small_site, small_disk, browser):
    if "DATABASE_URL" in small_site.environment:
        pytest.skip("only the embedded database lies on the disk of the files")
    sheet, member = open_sheet(), Caller(small_site, "uyvien1")
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(PATIENCE_MS)
    session = {"name": "sessionid", "value": member.cookies["sessionid"], "url": small_site.url}
    context.add_cookies([session])
    page = context.new_page()
    page.clock.install()
    page.goto(f"{small_site.url}/danh-gia/phieu/{sheet.pk}/")

    small_disk.fill(small_site)
    for number in range(300):
        status, answer = save(member, sheet, f"{number} " + "x" * 1500)
        if status != 200:
            break
    page.locator("[name='a:A.1.1'][value=L2]").check()
    expect(page.locator("[data-autosave-state]").first).to_contain_text(SENTENCE)
    small_disk.free(small_site)
    page.clock.fast_forward(30_000)  # the longest that the page waits before it tries again
    until_saved(page)
    page.reload()

    assert status == 507
    assert SENTENCE in json.loads(answer)["message"]
    assert page.locator("[name='a:A.1.1'][value=L2]").is_checked()
    assert small_site.ocop("audit", "verify").returncode == 0
    context.close()
