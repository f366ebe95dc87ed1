"""What a person is – roles, seats, producers – asked once and kept in the process until it changes.

Every page asks for it, and it hardly ever changes. Triggers draw a new `User.standing` at random whenever a row that
says what a person is comes, goes or changes; the user row is read with every request anyway, so that an answer kept
under the old mark is never used again, whichever process keeps it.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django.db.migrations import RunPython
from django.utils import timezone

A = TypeVar("A")


def of_standing(question: Callable[[int], A]) -> Callable[[Any], A]:
    """Turn a question about a person's key into one about the person, answered from memory while nothing changed.

    Tables that the answer is read from need `MarkStanding`; the answer must not be changed by who gets it.
    """

    @lru_cache(maxsize=20_000)
    def kept(pk: int, standing: int, day: Any) -> A:
        return question(pk)

    @wraps(question)
    def ask(person: Any) -> A:
        return kept(person.pk, person.standing, timezone.localdate())

    return ask


class MarkStanding(RunPython):
    """Migration step: a table whose rows, by their `user_id`, say what a person is."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(self.forwards, self.backwards)

    def deconstruct(self) -> Any:
        return self.__class__.__name__, [self.table], {}

    def forwards(self, apps: Any, schema_editor: Any) -> None:
        mark = "UPDATE people_user SET standing = {} WHERE id = {}.user_id"
        if schema_editor.connection.vendor == "sqlite":
            drawn = "abs(random()) % 2147483647"
            for verb, rows in (
                ("INSERT", ["NEW"]),
                ("UPDATE", ["OLD", "NEW"]),
                ("DELETE", ["OLD"]),
            ):
                body = "; ".join(mark.format(drawn, row) for row in rows)
                schema_editor.execute(
                    f"CREATE TRIGGER standing_{self.table}_{verb.lower()} AFTER {verb} ON {self.table}"
                    f" FOR EACH ROW BEGIN {body}; END"
                )
            return
        drawn = "floor(random() * 2147483647)"
        body = " ".join(
            f"IF TG_OP <> '{other}' THEN {mark.format(drawn, row)}; END IF;"
            for row, other in (("OLD", "INSERT"), ("NEW", "DELETE"))
        )
        name = f"standing_{self.table}"
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    def backwards(self, apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("insert", "update", "delete"):
                schema_editor.execute(f"DROP TRIGGER standing_{self.table}_{verb}")
        else:
            schema_editor.execute(f"DROP TRIGGER standing_{self.table} ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION standing_{self.table}()")
