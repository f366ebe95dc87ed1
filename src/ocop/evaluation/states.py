"""The tables of moves of everything in an evaluation; migrations put them into the database as triggers."""

from ocop.core.states import Moves

from .enums import CertificateState as C
from .enums import DecisionState, EditionState, SessionState, SheetState
from .enums import DossierState as D
from .enums import RoundState as R
from .enums import TrackState as T

edition_moves = Moves("state", [(EditionState.DRAFT, EditionState.PUBLISHED)])

round_moves = Moves(
    "state",
    [
        (R.PREPARING, R.RECEIVING),
        (R.RECEIVING, R.SCORING),
        (R.SCORING, R.RECEIVING),
        (R.SCORING, R.CONCLUDED),
        (R.CONCLUDED, R.PUBLISHED),
    ],
)

dossier_moves = Moves(
    "state",
    [
        (D.DRAFT, D.SUBMITTED),
        (D.DRAFT, D.WITHDRAWN),
        (D.SUBMITTED, D.CHECKING),
        (D.SUBMITTED, D.DRAFT),
        (D.CHECKING, D.RETURNED),
        (D.CHECKING, D.ACCEPTED),
        (D.RETURNED, D.SUBMITTED),
        (D.RETURNED, D.WITHDRAWN),
        (D.ACCEPTED, D.CONCLUDED),
        (D.ACCEPTED, D.WITHDRAWN),
    ],
)

track_moves = Moves(
    "state",
    [
        (T.WAITING, T.SCORING),
        (T.SCORING, T.RECONCILING),
        (T.SCORING, T.CONCLUDED),
        (T.RECONCILING, T.SCORING),
        (T.RECONCILING, T.CONCLUDED),
        (T.CONCLUDED, T.SCORING),
        (T.CONCLUDED, T.RECOGNISED),
        (T.CONCLUDED, T.PASSED_UP),
        (T.CONCLUDED, T.NOT_RANKED),
    ],
)

session_moves = Moves(
    "state", [(SessionState.PLANNED, SessionState.OPEN), (SessionState.OPEN, SessionState.CLOSED)]
)

sheet_moves = Moves(
    "state", [(SheetState.OPEN, SheetState.SIGNED), (SheetState.SIGNED, SheetState.OPEN)]
)

decision_moves = Moves("state", [(DecisionState.DRAFT, DecisionState.ISSUED)])

certificate_moves = Moves(
    "state",
    [
        (C.IN_FORCE, C.SUSPENDED),
        (C.SUSPENDED, C.IN_FORCE),
        (C.IN_FORCE, C.REVOKED),
        (C.SUSPENDED, C.REVOKED),
        (C.IN_FORCE, C.SUPERSEDED),
        (C.SUSPENDED, C.SUPERSEDED),
    ],
)
