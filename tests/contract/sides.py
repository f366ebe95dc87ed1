"""A side of the world: everything of one district, put there by the rooms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ocop.core.models import StoredFile
from ocop.people.models import User
from ocop.places.models import Place

from .rooms import modules


@dataclass
class Side:
    """The people of one district and its `things`, which are what an address can name.

    A room says in `tests/<room>/things.py` what it puts there: `begin(side)` what pages need one of, `grow(side)` what
    they list. The rooms below it come before it.
    """

    commune: Place
    officer: User
    seats: Sequence[tuple[User, str]]
    owner: User
    rival: User
    upper_member: User
    clerk: User
    file: StoredFile
    things: dict[str, Any] = field(default_factory=dict)

    def begin(self) -> None:
        """One of everything."""
        self._ask_rooms("begin")
        self.grow()

    def grow(self) -> None:
        """One more of everything that pages list; addresses name the last one."""
        self._ask_rooms("grow")

    def _ask_rooms(self, step: str) -> None:
        for room in modules("things"):
            if hasattr(room, step):
                getattr(room, step)(self)
