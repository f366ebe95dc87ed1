"""What an invitation gives besides a role at a place; the room that owns the thing registers how."""

from collections.abc import Callable
from typing import Any

from .models import User

Give = Callable[[User, dict[str, Any]], str]
"""(user, grant) → where to go then."""

_kinds: dict[str, Give] = {}


def register(kind: str, give: Give) -> None:
    _kinds[kind] = give


def give(user: User, grant: dict[str, Any]) -> str:
    return _kinds[grant["kind"]](user, grant) if grant else ""
