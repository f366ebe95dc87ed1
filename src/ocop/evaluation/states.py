"""The tables of moves of everything in an evaluation, and what else the database refuses by itself."""

from ocop.core import guards
from ocop.core.states import Moves

from .enums import CertificateState as C
from .enums import DecisionState, EditionState, SessionState, SheetState
from .enums import DossierState as D
from .enums import RoundState as R
from .enums import TrackState as T

edition_moves = Moves("evaluation.Edition", "state", [(EditionState.DRAFT, EditionState.PUBLISHED)])

process_moves = Moves(
    "evaluation.ProcessEdition", "state", [(EditionState.DRAFT, EditionState.PUBLISHED)]
)

round_moves = Moves(
    "evaluation.Round",
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
    "evaluation.Dossier",
    "state",
    [
        (D.DRAFT, D.SUBMITTED),
        (D.DRAFT, D.WITHDRAWN),
        (D.SUBMITTED, D.CHECKING),
        (D.SUBMITTED, D.DRAFT),
        (D.SUBMITTED, D.RETURNED),
        (D.CHECKING, D.RETURNED),
        (D.CHECKING, D.ACCEPTED),
        (D.RETURNED, D.SUBMITTED),
        (D.RETURNED, D.WITHDRAWN),
        (D.ACCEPTED, D.CONCLUDED),
        (D.ACCEPTED, D.WITHDRAWN),
    ],
)

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

certificate_moves = Moves(
    "evaluation.Certificate",
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

# Results name the edition that they were made by: what was published stays as it was.
guards.register(
    guards.Guard(
        "evaluation.Edition",
        "published",
        "UPDATE",
        when="OLD.state = 'published' AND (OLD.digest <> NEW.digest OR OLD.code <> NEW.code"
        " OR CAST(OLD.files AS text) <> CAST(NEW.files AS text))",
        refuse="a published edition never changes",
    ),
    guards.Guard(
        "evaluation.Edition",
        "kept",
        "DELETE",
        when="OLD.state = 'published'",
        refuse="a published edition never goes",
    ),
    guards.Guard(
        "evaluation.ProcessEdition",
        "published",
        "UPDATE",
        when="OLD.state = 'published' AND (OLD.code <> NEW.code"
        " OR CAST(OLD.content AS text) <> CAST(NEW.content AS text))",
        refuse="a published process never changes",
    ),
    guards.Guard(
        "evaluation.ProcessEdition",
        "kept",
        "DELETE",
        when="OLD.state = 'published'",
        refuse="a published process never goes",
    ),
)
