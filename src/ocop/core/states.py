"""State machines: an enum, one table of moves, one action per move.

The table is checked twice: here, with a sentence for the person, and by a database trigger that refuses any other
change of the column, whatever code or query writes it (`core.guards`).
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from . import guards
from .errors import Refused


class Moves:
    """The moves that a model's state field allows: pairs (from, to)."""

    def __init__(self, model: str, field: str, table: Iterable[tuple[str, str]]) -> None:
        self.model, self.field = model, field
        self.table = frozenset((str(old), str(new)) for old, new in table)
        guards.register(self.guard())

    def guard(self) -> guards.Guard:
        known = " OR ".join(
            f"(OLD.{self.field} = '{old}' AND NEW.{self.field} = '{new}')"
            for old, new in sorted(self.table)
        )
        return guards.Guard(
            self.model,
            self.field,
            f"UPDATE OF {self.field}",
            when=f"OLD.{self.field} <> NEW.{self.field} AND NOT ({known})",
            refuse=f"move not in the table: {self.model} {self.field}",
        )

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
