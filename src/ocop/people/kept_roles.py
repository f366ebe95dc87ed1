"""What a person is – roles, seats, producers – asked once and kept in the process until it changes.

Every page asks for it, and it hardly ever changes. Triggers draw a new `User.roles_stamp` at random whenever a row that
says what a person is comes, goes or changes; the user row is read with every request anyway, so that an answer kept
under the old stamp is never used again, whichever process keeps it. A change of the tree of units, which changes what
belongs to whose place, draws everybody's.
"""

from collections.abc import Callable
from functools import cache, lru_cache, wraps
from typing import Any, TypeVar

from ocop.core import clock, guards

A = TypeVar("A")

guards.register(
    guards.Guard(
        "places.TreeChange",
        "roles_stamp_of_all",
        "INSERT",
        then="UPDATE people_user SET roles_stamp = {random}",
    )
)


def kept_until_changed(*models: str) -> Callable[[Callable[[int], A]], Callable[[Any], A]]:
    """Turn a question about a person's key into one about the person, answered from memory while nothing changed.

    models: those whose rows, by their `user_id`, the answer is read from. The answer must not be changed by who gets it.
    """
    for model in models:
        _stamp_changes(model)

    def keep(question: Callable[[int], A]) -> Callable[[Any], A]:
        @lru_cache(maxsize=20_000)
        def kept(pk: int, stamp: int, day: Any) -> A:
            return question(pk)

        @wraps(question)
        def ask(person: Any) -> A:
            return kept(person.pk, person.roles_stamp, clock.today())

        return ask

    return keep


@cache
def _stamp_changes(model: str) -> None:
    """Once for each model, however many questions are answered from its rows."""
    stamp = "UPDATE people_user SET roles_stamp = {{random}} WHERE id = {}.user_id"
    for name, event, row in (
        ("roles_stamp_comes", "INSERT", "NEW"),
        ("roles_stamp_changes", "UPDATE", "NEW"),
        ("roles_stamp_moves", "UPDATE OF user_id", "OLD"),
        ("roles_stamp_goes", "DELETE", "OLD"),
    ):
        guards.register(guards.Guard(model, name, event, then=stamp.format(row)))
