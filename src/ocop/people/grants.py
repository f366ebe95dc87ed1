"""What an invitation gives besides a role at a place; the room that owns the thing registers how."""

from collections.abc import Callable
from typing import Any

from .models import User

Give = Callable[[User, dict[str, Any]], str]
"""(user, grant) → where to go then."""

MayGive = Callable[[User, dict[str, Any]], bool]
"""(who invites, grant) → whether that person may give it."""

_kinds: dict[str, tuple[Give, MayGive]] = {}


def register(kind: str, give: Give, may_give: MayGive) -> None:
    _kinds[kind] = give, may_give


def give(user: User, grant: dict[str, Any]) -> str:
    return _kinds[grant["kind"]][0](user, grant) if grant else ""


def may_give(inviter: User, grant: dict[str, Any]) -> bool:
    return _kinds[grant["kind"]][1](inviter, grant) if grant else True
