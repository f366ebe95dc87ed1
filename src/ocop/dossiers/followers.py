"""What rooms above follow of this one's acts: they register it, for this room knows nothing of councils."""

from collections.abc import Callable
from typing import Any

from django.db.models import Aggregate, Value

from ocop.people.models import User

from .models import Dossier, Round

_moves: list[Callable[[User, Round, str], None]] = []
_acceptances: list[Callable[[Dossier], None]] = []
_counts: list[Aggregate] = []


def register_move(follow: Callable[[User, Round, str], None]) -> None:
    """What is asked before a round takes a step and done as it takes it, (actor, round, step), in the same transaction;
    raises Refused where the round must not take it."""
    _moves.append(follow)


def follow_move(actor: User, round: Round, to: str) -> None:
    for follow in _moves:
        follow(actor, round, to)


def register_acceptance(follow: Callable[[Dossier], None]) -> None:
    """What a dossier that was taken in enters, in the same transaction."""
    _acceptances.append(follow)


def follow_acceptance(dossier: Dossier) -> None:
    for follow in _acceptances:
        follow(dossier)


def register_products(count: Aggregate) -> None:
    """How many products are assessed in a round, reckoned in a query of rounds."""
    _counts.append(count)


def products_count() -> Any:
    """How many products are assessed in rounds, to annotate a query of them with."""
    return sum(_counts, start=Value(0))
