"""Tables of rounds and of what is filed in them."""

from .dossiers import Dossier, DossierPaper, PaperCheck
from .rounds import Round

__all__ = ["Dossier", "DossierPaper", "PaperCheck", "Round"]
