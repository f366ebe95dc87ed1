"""The worlds in which test files live, each a database of its own: what stands in one is not there in another.

`bare`, for files marked `own_world`: the editions, and no unit, no person, no product. What the tests speak of they make by
the factories of the rooms.
`country`, for files marked so: the country's units of all times besides.
`scene`, for the others: the small scene of tests/scene.py in that country, a rehearsal.

A world is made out of the one before it when the first file asks for it, and kept, so that whoever runs tests of their own
world never waits for the scene.
"""

import sqlite3
from collections.abc import Callable

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from psycopg import sql

from .days import TODAY

BARE, COUNTRY, SCENE = "bare", "country", "scene"


def _bare() -> None:
    from ocop.core.models import AuditHead
    from ocop.criteria.actions.editions import load_builtin

    AuditHead.objects.get_or_create(pk=1)  # what a migration makes, and tests mostly run without
    load_builtin()


def _country() -> None:
    from ocop.places.actions import load

    load()


def _scene() -> None:
    from .scene import build

    build(TODAY)
    _note_migrations()


def _note_migrations() -> None:
    """Tables are made without migrations mostly; a copy that is served is an installation that had them all."""
    with override_settings(MIGRATION_MODULES={}):
        noted = MigrationRecorder(connection)
        there = noted.applied_migrations()
        noted.ensure_schema()
        for app, name in MigrationLoader(None).disk_migrations:
            if (app, name) not in there:
                noted.record_applied(app, name)


MADE: dict[str, Callable[[], None]] = {BARE: _bare, COUNTRY: _country, SCENE: _scene}
"""How each is made out of the one before it."""


class Worlds:
    """Those made so far, and the one that the tests' database is now."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.entered = ""

    def enter(self, name: str) -> None:
        """Make a world, where nobody did yet, and live in it."""
        from ocop.core import rehearsal

        if name == self.entered:
            return
        rehearsal._known = None
        for each, make in MADE.items():
            if each not in self.made:
                self._begin(each)
                make()
                self._keep(each)
                self.made.append(each)
            if each == name:
                break
        self._take(name)
        self.entered = name
        # What this process learned of another world does not hold here. An empty installation would go on asking.
        rehearsal._known = None
        rehearsal._known = rehearsal.is_on()

    def close(self) -> None:
        """Take away all but the database that the tests began with."""

    def _begin(self, name: str) -> None:
        """The database is now the newest world, to be made into the next."""

    def _keep(self, name: str) -> None:
        """What the database now holds is the world of that name."""

    def _take(self, name: str) -> None:
        """The database is now the world of that name, as it was kept."""


class InMemory(Worlds):
    """On SQLite: copies in memory, one of which is copied into the tests' database."""

    def __init__(self) -> None:
        super().__init__()
        self.copies: dict[str, sqlite3.Connection] = {}

    def close(self) -> None:
        for copy in self.copies.values():
            copy.close()

    def _begin(self, name: str) -> None:
        if self.made:
            self._take(self.made[-1])

    def _keep(self, name: str) -> None:
        self.copies[name] = sqlite3.connect(":memory:")
        connection.connection.backup(self.copies[name])

    def _take(self, name: str) -> None:
        connection.ensure_connection()
        self.copies[name].backup(connection.connection)


class OnServer(Worlds):
    """On PostgreSQL: a database each, made by the server out of the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.first = connection.settings_dict["NAME"]

    def close(self) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.first
        for name in self.made:
            self._say("DROP DATABASE {}", self._called(name))

    def _begin(self, name: str) -> None:
        before = self._called(self.made[-1]) if self.made else self.first
        self._say("CREATE DATABASE {} TEMPLATE {}", self._called(name), before)
        self._take(name)

    def _take(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self._called(name)

    def _called(self, name: str) -> str:
        return f"{self.first}_{name}"

    def _say(self, words: str, *names: str) -> None:
        connection.close()  # nobody may be in a database that is copied or dropped
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


def worlds_of_the_database() -> Worlds:
    return OnServer() if connection.vendor == "postgresql" else InMemory()
