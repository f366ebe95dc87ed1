"""Tables of an evaluation, by thing."""

from .appraisals import Appraisal, Assessment
from .councils import Attendance, Conflict, Council, CouncilMember, Session
from .decisions import Decision
from .sheets import Discussion, PaperEntry, ScoreSheet, SheetRevision
from .tracks import Track

__all__ = [
    "Appraisal",
    "Assessment",
    "Attendance",
    "Conflict",
    "Council",
    "CouncilMember",
    "Decision",
    "Discussion",
    "PaperEntry",
    "ScoreSheet",
    "Session",
    "SheetRevision",
    "Track",
]
