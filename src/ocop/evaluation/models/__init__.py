"""Tables of an evaluation, by thing."""

from .appraisals import Appraisal, Assessment
from .councils import Attendance, Conflict, Council, CouncilMember, Session
from .decisions import Decision
from .dossiers import Dossier, DossierPaper, PaperCheck, Track
from .rounds import Round
from .sheets import Discussion, PaperEntry, ScoreSheet, SheetRevision

__all__ = [
    "Appraisal",
    "Assessment",
    "Attendance",
    "Conflict",
    "Council",
    "CouncilMember",
    "Decision",
    "Discussion",
    "Dossier",
    "DossierPaper",
    "PaperCheck",
    "PaperEntry",
    "Round",
    "ScoreSheet",
    "Session",
    "SheetRevision",
    "Track",
]
