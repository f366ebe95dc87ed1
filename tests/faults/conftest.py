"""Servers to break: each a copy of the tests' own world in a folder, and on PostgreSQL in a database, of its own."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from tests.browser import PASSWORD, Site, Visitor, new_database
from tests.faults.forms import Form, forms_of


class BreakableSite(Site):
    """A copy of the demo, with every sheet open, that a test may kill and starve."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        shutil.copytree(settings.FILES, folder / "files")
        if connection.vendor == "postgresql":
            self._copy_postgresql()
        else:
            with sqlite3.connect(folder / "ocop.sqlite3") as target:
                connection.connection.backup(target)
            target.close()
        password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
        self.sql(f"UPDATE people_user SET password = '{password}'")
        self.sql("UPDATE evaluation_scoresheet SET state = 'open'")

    def _copy_postgresql(self) -> None:
        given = connection.settings_dict
        server = f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}"
        made = new_database(f"{server}/postgres", "faults")
        copy = f"pg_dump {server}/{given['NAME']} | psql -q {made}"
        subprocess.run(copy, shell=True, check=True, stdout=subprocess.DEVNULL)
        self.environment["DATABASE_URL"] = made

    def sql(self, statement: str) -> list[Any]:
        """Past the server: what stands in the database."""
        if address := self.environment.get("DATABASE_URL"):
            with psycopg.connect(address, autocommit=True) as session:
                cursor = session.execute(statement)  # type: ignore[arg-type]
                return cursor.fetchall() if cursor.description else []
        session = sqlite3.connect(self.folder / "ocop.sqlite3", isolation_level=None)
        rows = session.execute(statement).fetchall()
        session.close()
        return rows


@pytest.fixture(scope="session")
def copies(django_db_setup, django_db_blocker, tmp_path_factory) -> Callable[[Path], BreakableSite]:
    """copies(folder) is a new copy of the world in that folder, not yet served."""
    static = tmp_path_factory.mktemp("static")

    def copy(folder: Path) -> BreakableSite:
        with django_db_blocker.unblock():
            connection.ensure_connection()
            made = BreakableSite(folder)
        if not (static / "static").exists():
            made.ocop("setup").check_returncode()
            shutil.copytree(folder / "static", static / "static")
        elif not (folder / "static").exists():
            (folder / "static").symlink_to(static / "static")
        return made

    return copy


@pytest.fixture(scope="session")
def breakable(copies, tmp_path_factory) -> Iterator[BreakableSite]:
    site = copies(tmp_path_factory.mktemp("breakable"))
    site.start()
    yield site
    site.kill()


@pytest.fixture
def at_browser(browser, breakable) -> Iterator[Callable[[str], Visitor]]:
    """at_browser("huyen") is that demo account in a new browser at the breakable site."""
    made: list[Visitor] = []

    def visit(name: str) -> Visitor:
        made.append(Visitor(browser, breakable, name))
        made[-1].sign_in(f"{name}@demo.vn")
        return made[-1]

    yield visit
    for each in made:
        each.context.close()


FORMS: dict[str, list[Form]] = {}


@pytest.fixture
def forms(signed_in) -> Callable[[str], list[Form]]:
    """forms("huyen") are all the forms that this demo account finds; looked for once, for every test finds the same."""

    def of(role: str) -> list[Form]:
        if role not in FORMS:
            FORMS[role] = forms_of(signed_in(role))
        return FORMS[role]

    return of


class Caller:
    """Somebody without a browser: a session of its own, plain HTTP."""

    def __init__(self, site: Site, name: str) -> None:
        self.site, self.cookies = site, dict[str, str]()
        self.call("GET", "/dang-nhap/")
        status, _body = self.post("/dang-nhap/", username=f"{name}@demo.vn", password=PASSWORD)
        assert status == 302, (name, status)

    def call(
        self, method: str, path: str, body: bytes = b"", content_type: str = "", accept: str = ""
    ) -> tuple[int, str]:
        line = HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Accept": accept or "text/html",
        }
        if content_type:
            headers["Content-Type"] = content_type
        with closing(line):
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            text = answer.read().decode(errors="replace")
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def post(self, path: str, accept: str = "", **fields: str) -> tuple[int, str]:
        form = urlencode(fields).encode()
        return self.call("POST", path, form, "application/x-www-form-urlencoded", accept)

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> tuple[int, str]:
        head, line = "", "--thu\r\nContent-Disposition: form-data; name="
        for key, text in fields.items():
            head += f'{line}"{key}"\r\n\r\n{text}\r\n'
        head += f'{line}"file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + b"\r\n--thu--\r\n"
        return self.call("POST", path, body, "multipart/form-data; boundary=thu")
