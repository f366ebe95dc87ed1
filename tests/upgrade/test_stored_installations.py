"""What people entered under an older release is brought along: each stored installation is restored and updated.

`scripts/store_installation.sh` keeps one a release, as it was made then; none is ever made anew.
"""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser import Visitor
from tests.sites import Site, new_database

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

ON_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]
STORED = sorted(
    Path(__file__).parent.glob(f"*.{'postgresql' if ON_POSTGRESQL else 'sqlite'}.tar.xz")
)


@pytest.fixture(scope="module", params=STORED, ids=lambda path: path.name.split(".")[0])
def archive(request) -> Path:
    return request.param


@pytest.fixture(scope="module")
def updated(archive, django_db_setup, tmp_path_factory) -> Iterator[Site]:
    server = new_database(os.environ["DATABASE_URL"], "stored") if ON_POSTGRESQL else ""
    site = Site(tmp_path_factory.mktemp("stored"), server)
    site.ocop("restore", str(archive)).check_returncode()
    site.trail = site.sql("SELECT count(*) FROM core_auditentry")[0][0]
    setup = site.ocop("setup")
    assert setup.returncode == 0, setup.stderr
    yield site
    site.close()


def test_a_release_left_an_installation():
    assert STORED


def test_an_updated_installation_is_whole(archive, updated):
    doctor, verified = updated.ocop("doctor"), updated.ocop("audit", "verify")

    assert (doctor.returncode, verified.returncode) == (0, 0), doctor.stdout + verified.stdout
    assert updated.sql("SELECT count(*) FROM core_auditentry")[0][0] >= updated.trail > 0
    with tarfile.open(archive) as stored:
        kept = [name for name in stored.getnames() if name.startswith("files/")]
    assert kept
    assert [name for name in kept if not (updated.folder / name).exists()] == []


def test_people_find_their_work_in_an_updated_installation(browser, updated):
    updated.start()
    officer, anybody = (Visitor(browser, updated, name) for name in ("tinh", ""))

    officer.sign_in("tinh@demo.vn")
    officer.open("/danh-gia/dot/")
    officer.follow(officer.page.locator("main table a").first)
    officer.open("/chu-the/san-pham/")
    officer.follow(officer.page.locator("main table a").first)
    anybody.open("/san-pham-ocop/")
    anybody.follow(anybody.page.locator("main a[href^='/c/']").first)

    assert "Hiệu lực từ" in anybody.text
    assert (officer.faults, anybody.faults) == ([], [])
