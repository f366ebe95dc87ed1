"""A backup taken while the server runs, and brought back on an empty machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sites import Site, new_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def archive(breakable, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("backups") / "ocop.tar"
    breakable.ocop("backup", str(target)).check_returncode()
    return target


@pytest.fixture
def empty_machine(breakable, tmp_path) -> Iterator[Site]:
    server = breakable.environment.get("DATABASE_URL", "")
    site = Site(tmp_path, new_database(server, "restored") if server else "")
    yield site
    site.close()


def stored(site: Site) -> dict[Path, bytes]:
    files = site.folder / "files"
    return {p.relative_to(files): p.read_bytes() for p in files.rglob("*") if p.is_file()}


def test_what_is_restored_is_whole_and_is_served(breakable, archive, empty_machine):
    empty_machine.ocop("restore", str(archive)).check_returncode()

    empty_machine.ocop("setup").check_returncode()
    empty_machine.ocop("doctor").check_returncode()
    trails = [site.ocop("audit", "verify").stdout for site in (breakable, empty_machine)]
    assert trails[0] == trails[1] != ""
    assert stored(empty_machine) == stored(breakable) != {}
    empty_machine.start()


def test_a_backup_is_its_owners_alone_and_never_written_over(breakable, archive):
    before = archive.read_bytes()

    again = breakable.ocop("backup", str(archive))

    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    assert archive.read_bytes() == before
    assert archive.stat().st_mode & 0o077 == 0
    assert [path.name for path in archive.parent.iterdir()] == ["ocop.tar"]


def test_nothing_is_restored_over_an_installation(breakable, archive):
    refused = breakable.ocop("restore", str(archive))

    assert (refused.returncode, "Name an empty folder" in refused.stderr) == (1, True)


def test_half_an_archive_restores_nothing(archive, empty_machine, tmp_path_factory):
    half = tmp_path_factory.mktemp("half") / "half.tar"
    half.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])

    refused = empty_machine.ocop("restore", str(half))

    assert (refused.returncode, "is not a whole backup" in refused.stderr) == (1, True)
    assert {path.name for path in empty_machine.folder.iterdir()} <= {"secret.key"}
