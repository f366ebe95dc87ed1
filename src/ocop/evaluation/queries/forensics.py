"""What the signed sheets of a round show as a whole, for its chair before closing."""

from statistics import mean
from typing import Any

from ocop.dossiers.models import Round
from ocop.rules.forensics import FEWEST_PRODUCTS, alike, self_gaps, severities

from .. import policy
from ..enums import SheetState
from ..models import CouncilMember, ScoreSheet


def look(round: Round, person: Any) -> dict[str, Any]:
    """Severity, sheets alike and gaps to the self-score, over products that all have signed: 4 queries.

    A product of which anybody still has an open sheet is left out, for it is being scored blind; and so is one whose
    scores the person may not see.
    """
    members = {
        m.pk: m for m in CouncilMember.objects.filter(council__round=round).select_related("user")
    }
    sheets = list(
        ScoreSheet.objects.filter(track__round=round).only(
            "track_id", "member_id", "state", "total", "answers"
        )
    )
    open_still = {s.track_id for s in sheets if s.state == SheetState.OPEN}
    own = policy.own_scorings(person, round.tracks.values("dossier"))
    tracks = {
        t.pk: t
        for t in round.tracks.exclude(pk__in=open_still).select_related(
            "dossier__product", "dossier__producer"
        )
        if t.sheets_signed and policy.sees_scores_of(person, t, own.get(t.dossier_id, {}))
    }
    totals: dict[int, dict[int, int]] = {}
    answers: dict[int, dict[int, dict[str, str]]] = {}
    for sheet in sheets:
        if sheet.track_id in tracks:
            totals.setdefault(sheet.track_id, {})[sheet.member_id] = sheet.total
            answers.setdefault(sheet.track_id, {})[sheet.member_id] = sheet.answers
    councils = {pk: mean(given.values()) for pk, given in totals.items()}
    gaps = self_gaps([(pk, tracks[pk].dossier.self_total, councils[pk]) for pk in totals])
    return {
        "severities": [(members[s.member], s) for s in severities(totals)],
        "alike": [
            (tracks[a.product], *(members[m] for m in a.members), a.share * 100)
            for a in alike(answers)
        ],
        "gaps": [
            (tracks[pk], gap, tracks[pk].dossier.self_total, councils[pk]) for pk, gap in gaps
        ],
        "products_count": len(totals),
        "open_count": len(open_still),
        "fewest": FEWEST_PRODUCTS,
    }
