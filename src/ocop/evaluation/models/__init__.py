"""Tables of an evaluation, by thing."""

from .appraisals import Appraisal, Assessment
from .calendar import CalendarDay
from .councils import Attendance, Conflict, Council, CouncilMember, Session
from .dossiers import Dossier, DossierPaper, PaperCheck, Track
from .editions import Edition, ProcessEdition
from .results import Certificate, CertificateEvent, Decision, ExpiryNotice
from .rounds import Round
from .sheets import Discussion, PaperEntry, ScoreSheet, SheetRevision

__all__ = [
    "Appraisal",
    "Assessment",
    "Attendance",
    "CalendarDay",
    "Certificate",
    "CertificateEvent",
    "Conflict",
    "Council",
    "CouncilMember",
    "Decision",
    "Discussion",
    "Dossier",
    "DossierPaper",
    "Edition",
    "ExpiryNotice",
    "PaperCheck",
    "PaperEntry",
    "ProcessEdition",
    "Round",
    "ScoreSheet",
    "Session",
    "SheetRevision",
    "Track",
]
