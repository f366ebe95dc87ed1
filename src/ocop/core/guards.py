"""Promises that the database itself keeps, by triggers, whatever code or query writes to it.

They are named in one place each, next to what they guard, and put in place after every `migrate`, never in a
migration: SQLite rebuilds a table for most changes and loses its triggers without a word. `ocop doctor` names those
that are missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connections

PREFIX = "guard_"
RANDOM = {"sqlite": "abs(random()) % 2147483647", "postgresql": "floor(random() * 2147483647)"}
IN_PLACE = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger.

    event: INSERT, DELETE, UPDATE or UPDATE OF <column>. when: the SQL condition over OLD and NEW; asks: of a refusal, one that
    looks into other tables, which PostgreSQL takes in no WHEN; {people} in it is the table of accounts. refuse: the words
    with which the change is refused; or then: the statement that follows the change, {random} in it a whole number drawn.
    """

    model: str
    name: str
    event: str
    when: str = ""
    asks: str = ""
    refuse: str = ""
    then: str = ""

    @property
    def table(self) -> str:
        return str(apps.get_model(self.model)._meta.db_table)

    @property
    def trigger(self) -> str:
        return f"{PREFIX}{self.table}_{self.name}".lower()

    def statements(self, vendor: str) -> list[str]:
        """The SQL that makes the trigger."""
        head = f"CREATE TRIGGER {self.trigger} {'BEFORE' if self.refuse else 'AFTER'} {self.event} ON {self.table} FOR EACH ROW"
        when = f" WHEN ({self.when})" if self.when else ""
        then = self.then.format(random=RANDOM[vendor])
        asks = self.asks.format(people=get_user_model()._meta.db_table)
        if vendor == "sqlite":
            asked = f" WHERE {asks}" if asks else ""
            body = f"SELECT RAISE(ABORT, '{self.refuse}'){asked}" if self.refuse else then
            return [f"{head}{when} BEGIN {body}; END"]
        body = f"{then}; RETURN NULL"
        if self.refuse:
            body = f"RAISE EXCEPTION '{self.refuse}' USING ERRCODE = 'check_violation'"
        if asks:
            body = f"IF {asks} THEN {body}; END IF; RETURN NEW"
        function = f"CREATE OR REPLACE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$"
        return [function, f"{head}{when} EXECUTE FUNCTION {self.trigger}()"]


_guards: list[Guard] = []


def register(*guards: Guard) -> None:
    _guards.extend(guards)


def in_place(connection: Any) -> dict[str, str]:
    """Our triggers that the database has, with their tables: 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(IN_PLACE[connection.vendor])
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def missing(connection: Any) -> Iterator[str]:
    """Names of triggers that should be in place and are not."""
    there = in_place(connection)
    return (guard.trigger for guard in _guards if guard.trigger not in there)


def remove(using: str = "default", **signal: Any) -> None:
    """Before migrating: a trigger must not stop a table from being rebuilt."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in in_place(connection).items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def install(using: str = "default", **signal: Any) -> None:
    """After migrating: every guard whose table is there."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    remove(using)
    with connection.cursor() as cursor:
        for guard in _guards:
            if guard.table in tables:
                for statement in guard.statements(connection.vendor):
                    cursor.execute(statement)
