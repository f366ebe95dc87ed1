"""State machines: an enum, one table of moves, one action per move.

The table is checked twice: here, with a sentence for the person, and by a database trigger that refuses any other
change of the column, whatever code or query writes it (`GuardMoves` in a migration).
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.migrations.operations import RunPython
from django.utils.translation import gettext as _

from .errors import Refused


class Moves:
    """The moves that a state field allows: pairs (from, to)."""

    def __init__(self, field: str, table: Iterable[tuple[str, str]]) -> None:
        self.field = field
        self.table = frozenset((str(old), str(new)) for old, new in table)

    def allowed(self, thing: models.Model, to: str) -> bool:
        return (getattr(thing, self.field), str(to)) in self.table

    def apply(self, thing: models.Model, *, to: str) -> None:
        """Set the new state (the caller saves). Raises Refused when the table has no such move."""
        if not self.allowed(thing, to):
            state = getattr(thing, f"get_{self.field}_display")()
            raise Refused(
                _("Không thực hiện được khi đang ở trạng thái “%(state)s”.") % {"state": state}
            )
        setattr(thing, self.field, to)

    def onward(self, state: str) -> set[str]:
        return {new for old, new in self.table if old == state}


class GuardMoves(RunPython):
    """Migration step: the database itself refuses a move that the table does not know.

    Run again with a new table it replaces the trigger. Pairs are written out in the migration, which is history.
    """

    def __init__(self, table: str, column: str, moves: Iterable[tuple[str, str]]) -> None:
        self.guard = (table, column, sorted(moves))
        super().__init__(self.forwards, self.backwards)

    def deconstruct(self) -> Any:
        return self.__class__.__name__, self.guard, {}

    def forwards(self, apps: Any, schema_editor: Any) -> None:
        table, column, moves = self.guard
        self.backwards(apps, schema_editor)
        known = " OR ".join(
            f"(OLD.{column} = '{old}' AND NEW.{column} = '{new}')" for old, new in moves
        )
        name = f"guard_{table}_{column}"
        changed_otherwise = f"OLD.{column} <> NEW.{column} AND NOT ({known or '1 = 0'})"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OF {column} ON {table} FOR EACH ROW"
                f" WHEN {changed_otherwise}"
                f" BEGIN SELECT RAISE(ABORT, 'move not in the table: {table}.{column}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" RAISE EXCEPTION 'move not in the table: {table}.{column}' USING ERRCODE = 'check_violation';"
                " END $$",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OF {column} ON {table} FOR EACH ROW"
                f" WHEN ({changed_otherwise}) EXECUTE FUNCTION {name}()"
            )

    def backwards(self, apps: Any, schema_editor: Any) -> None:
        table, column, _moves = self.guard
        name = f"guard_{table}_{column}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
