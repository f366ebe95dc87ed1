"""What the sheets of a product amount to; quorum and agreement. Nothing is kept here: actions do that."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.rules.agreement import krippendorff_alpha
from ocop.rules.deciding import Attendance, Result, competence, quorum
from ocop.rules.reasons import Reason
from ocop.rules.scoring import Score

from ..enums import CouncilRole
from ..models import ScoreSheet, Track

NOBODY = Attendance(1, 0, False)
"""Of a council that has not met."""


def attendance_of(round: Round) -> Attendance | None:
    """Who is at the session, None where the council has not met yet: 1 query."""
    session = getattr(getattr(round, "council", None), "session", None)
    if session is None:
        return None
    members = [m for m in round.council.members.all() if m.votes]
    here = set(session.attendances.values_list("member_id", flat=True))
    chair = any(m.pk in here for m in members if m.role == CouncilRole.CHAIR)
    return Attendance(len(members), sum(m.pk in here for m in members), chair)


def quorum_reasons(round: Round) -> tuple[Reason, ...]:
    """Why the council may not conclude; nothing when it may."""
    return quorum(attendance_of(round) or NOBODY, rulebook(round).process)


def scored(track: Track, sheets: Iterable[ScoreSheet]) -> dict[int, Score]:
    """Each sheet's score by its id: the one time that single answers are read for a page or a conclusion."""
    rules, code = rulebook(track.round), track.dossier.set_code
    return {sheet.pk: rules.score(code, sheet.answers, sheet.facts) for sheet in sheets}


def result_of(
    track: Track,
    sheets: Iterable[ScoreSheet],
    *,
    attendance: Attendance | None = None,
    scores: Mapping[int, Score] | None = None,
) -> Result:
    """What the signed sheets of a product amount to at its level. scores: of the sheets, where the caller has them."""
    scores = scored(track, sheets) if scores is None else scores
    return rulebook(track.round).decide_scored(
        track.dossier.set_code,
        {str(sheet): found for sheet, found in scores.items()},
        level=track.level,
        attendance=attendance,
    )


def competence_of(track: Track) -> tuple[int, bool, bool]:
    """What the level may do with a concluded result, from what was kept of it: (stars it recognises, passes up,
    potential for 5 stars)."""
    if not track.stars or track.points_sum is None or not track.sheets_counted:
        return 0, False, False
    mean = Fraction(track.points_sum, track.sheets_counted)
    recognised, passes_up, potential, _why = competence(
        track.stars, mean, rulebook(track.round).process, track.level
    )
    return recognised, passes_up, potential


def going_up(round: Round) -> list[Track]:
    """Concluded products whose dossiers go to the level above, gone already or not: 1 query."""
    kept = round.tracks.filter(concluded_at__isnull=False).select_related("dossier")
    tracks = list(kept.order_by("position", "pk"))
    for track in tracks:
        track.round = round
    return [track for track in tracks if competence_of(track)[1]]


def agreement_of(track: Track, sheets: list[ScoreSheet]) -> float | None:
    """Krippendorff's alpha over the criteria, as shares of their maxima, to four places; None for a single sheet."""
    leaves = rulebook(track.round).sheet(track.dossier.set_code).leaves
    rows = [
        [
            leaf.points[s.answers[leaf.code]] / leaf.max_points if leaf.code in s.answers else None
            for leaf in leaves
        ]
        for s in sheets
    ]
    alpha = krippendorff_alpha(rows) if len(rows) > 1 else None
    return None if alpha is None else round(alpha, 4)
