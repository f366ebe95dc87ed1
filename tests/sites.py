"""Installations to visit, kill and starve: most are copies of the tests' own world, each in a folder and on PostgreSQL in
a database of its own, served by `ocop serve`."""

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from psycopg import sql

from .days import TODAY
from .worlds import SCENE

OCOP = str(Path(sys.executable).with_name("ocop"))
PASSWORD = "ocop-demo-2026"
# How long to wait for what must come. A green run waits for nothing, so this only has to outlast a machine that is busy.
PATIENCE_SECONDS = 120


class Site:
    """An installation that can be killed and started again; empty until something is put there."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        kept = {
            k: v
            for k, v in os.environ.items()
            if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        }
        if database_url:
            kept["DATABASE_URL"] = database_url
        self.folder, self.processes = folder, list[subprocess.Popen[bytes]]()
        self.temporary = Path(tempfile.mkdtemp(prefix="ocop-site-"))
        # What its server said, for whoever asks why it did not start.
        self.said = tempfile.TemporaryFile()  # noqa: SIM115
        # Bound and never listening: nobody else is given the port, not even while the server is dead.
        self.seat = socket.socket()
        self.seat.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.seat.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.seat.bind(("127.0.0.1", 0))
        self.port = self.seat.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        places = {"OCOP_DATA": str(folder), "TMPDIR": str(self.temporary)}
        self.environment = {**kept, **places, "OCOP_URL": self.url}

    def sql(self, statement: str) -> list[Any]:
        """Past the server: what stands in the database."""
        if address := self.environment.get("DATABASE_URL"):
            with psycopg.connect(address, autocommit=True) as session:
                cursor = session.execute(statement)  # type: ignore[arg-type]
                return cursor.fetchall() if cursor.description else []
        session = sqlite3.connect(
            self.folder / "ocop.sqlite3", isolation_level=None, timeout=PATIENCE_SECONDS
        )
        rows = session.execute(statement).fetchall()
        session.close()
        return rows

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
        given_up = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > given_up:
                self.kill()
                self.said.seek(0)
                raise AssertionError(f"the server did not start: {self.said.read().decode()}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urlopen(self.url + "/tra-cuu/", timeout=PATIENCE_SECONDS):
                return True
        except OSError:
            return False

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [OCOP, *arguments],
            env=self.environment,
            start_new_session=True,
            stdout=self.said,
            stderr=self.said,
        )

    def kill(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):  # died by itself
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def close(self) -> None:
        """Not to be started again."""
        self.kill()
        self.said.close()
        self.seat.close()
        shutil.rmtree(self.temporary)


def new_database(server: str, name: str, *, template: str = "template1") -> str:
    """The address of a new database on a PostgreSQL server, which is named by any of its databases."""
    name = f"{name}_{secrets.token_hex(4)}"
    words = "CREATE DATABASE {} TEMPLATE {}"
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(sql.SQL(words).format(sql.Identifier(name), sql.Identifier(template)))
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def copy_of_the_world(folder: Path) -> Site:
    """Database and files as the tests have them before each of them; everybody signs in with PASSWORD."""
    if connection.vendor == "postgresql":
        connection.close()  # nobody may be in a database while it is copied
        server, template = os.environ["DATABASE_URL"], connection.settings_dict["NAME"]
        site = Site(folder, new_database(server, template, template=template))
    else:
        connection.ensure_connection()
        site = Site(folder)
        with closing(sqlite3.connect(folder / "ocop.sqlite3")) as target:
            connection.connection.backup(target)
    shutil.copytree(settings.FILES, folder / "files")
    password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    site.sql(f"UPDATE people_user SET password = '{password}'")
    # The work of the day is done, and of the next one too: a server would do it at its start, in the midst of a test.
    for day in (TODAY, TODAY + timedelta(days=1)):
        times = f"'{day} 06:00:00+07:00'"
        site.sql(
            f"INSERT INTO core_daydone (day, started_at, finished_at) VALUES ('{day}', {times}, {times})"
        )
    return site


@pytest.fixture(scope="session")
def copies(worlds, django_db_blocker, tmp_path_factory) -> Callable[[Path], Site]:
    """copies(folder) is a new copy of the scene in that folder, not yet served."""
    static = tmp_path_factory.mktemp("static")

    def copy(folder: Path) -> Site:
        with django_db_blocker.unblock():
            worlds.enter(SCENE)
            made = copy_of_the_world(folder)
        if not (static / "static").exists():
            done = made.ocop("setup")
            assert done.returncode == 0, done.stderr
            shutil.copytree(folder / "static", static / "static")
        else:
            (folder / "static").symlink_to(static / "static")
        return made

    return copy


@pytest.fixture(scope="session")
def site(copies, tmp_path_factory) -> Iterator[Site]:
    """The demo, served."""
    site = copies(tmp_path_factory.mktemp("site"))
    site.start()
    yield site
    site.close()
