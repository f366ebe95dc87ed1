"""The tables of moves of rounds and dossiers."""

from ocop.core.handing.enums import MOVES
from ocop.core.states import Moves

from .enums import DossierState as D
from .enums import RoundState as R

round_moves = Moves(
    "dossiers.Round",
    "state",
    [
        (R.PREPARING, R.RECEIVING),
        (R.RECEIVING, R.SCORING),
        (R.RECEIVING, R.CONCLUDED),
        (R.SCORING, R.RECEIVING),
        (R.SCORING, R.CONCLUDED),
        (R.CONCLUDED, R.PUBLISHED),
    ],
)

dossier_moves = Moves(
    "dossiers.Dossier",
    "state",
    [
        *MOVES,
        (D.DRAFT, D.WITHDRAWN),
        (D.RETURNED, D.WITHDRAWN),
        (D.ACCEPTED, D.WITHDRAWN),
        (D.ACCEPTED, D.CONCLUDED),
    ],
)
