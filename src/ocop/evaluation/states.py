"""The tables of moves of everything in an evaluation."""

from ocop.core.states import Moves

from .enums import DecisionState, SessionState, SheetState
from .enums import TrackState as T

track_moves = Moves(
    "evaluation.Track",
    "state",
    [
        (T.WAITING, T.SCORING),
        (T.WAITING, T.CONCLUDED),
        (T.SCORING, T.RECONCILING),
        (T.SCORING, T.CONCLUDED),
        (T.RECONCILING, T.SCORING),
        (T.RECONCILING, T.CONCLUDED),
        (T.CONCLUDED, T.WAITING),
        (T.CONCLUDED, T.SCORING),
        (T.CONCLUDED, T.RECOGNISED),
        (T.CONCLUDED, T.PASSED_UP),
        (T.CONCLUDED, T.RESULT_ONLY),
        (T.CONCLUDED, T.NOT_RANKED),
    ],
)

session_moves = Moves(
    "evaluation.Session",
    "state",
    [(SessionState.PLANNED, SessionState.OPEN), (SessionState.OPEN, SessionState.CLOSED)],
)

sheet_moves = Moves(
    "evaluation.ScoreSheet",
    "state",
    [(SheetState.OPEN, SheetState.SIGNED), (SheetState.SIGNED, SheetState.OPEN)],
)

decision_moves = Moves(
    "evaluation.Decision", "state", [(DecisionState.DRAFT, DecisionState.ISSUED)]
)
