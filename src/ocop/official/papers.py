"""The papers of a round: decision, minutes, score summary and letter upward (Decree 30/2020/NĐ-CP)."""

from collections.abc import Callable, Mapping

from .decision import decision
from .facts import Decision, Round
from .frame import Official
from .letters import letter_upward
from .minutes import minutes
from .score_summary import score_summary

# By the name of the file: what makes a paper's facts of those of the round.
KINDS: Mapping[str, Callable[[Round, Decision], Official]] = {
    "quyet-dinh": decision,
    "bien-ban": minutes,
    "tong-hop-diem": score_summary,
    "to-trinh": letter_upward,
}


def is_due(kind: str, round: Round) -> bool:
    """Whether a round has a document of a kind: the letter upward only when something goes up."""
    return kind in KINDS and (kind != "to-trinh" or any(p.passes_up for p in round.products))
