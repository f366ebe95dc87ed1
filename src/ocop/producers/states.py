"""Moves of a producer: registered by itself, confirmed by its commune."""

from ocop.core.states import Moves

from .enums import ProducerState as S

producer_moves = Moves(
    "producers.Producer",
    "state",
    [
        (S.PENDING, S.ACTIVE),
        (S.PENDING, S.REJECTED),
        (S.REJECTED, S.PENDING),
        (S.ACTIVE, S.STOPPED),
        (S.STOPPED, S.ACTIVE),
    ],
)
