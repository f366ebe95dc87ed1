"""Criterion by member of one product: for the discussion, and afterwards for the question why."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch

from ocop.dossiers.rulebook import rulebook
from ocop.rules.agreement import CriterionSpread, spreads
from ocop.rules.deciding import printed, rounded
from ocop.rules.model import Criterion
from ocop.rules.reasons import Reason

from .. import policy
from ..models import Appraisal, CouncilMember, ScoreSheet, SheetRevision, Track
from .results import agreement_of, attendance_of, result_of, scored


@dataclass(frozen=True, slots=True)
class Cell:
    """A member's points of a criterion, with the member's remark."""

    member: CouncilMember
    points: int
    is_far: bool
    is_mine: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: the producer's own points, what the working group found, the members' points and their spread."""

    leaf: Criterion
    own_points: int | None
    found_points: int | None
    note: str
    cells: tuple[Cell, ...]
    points: dict[str, int]
    spread: CriterionSpread | None
    my_level: str
    my_distance: float

    @property
    def differs(self) -> bool:
        return self.spread is not None and self.spread.spread > 0


def matrix(track: Track, user: Any) -> dict[str, Any]:
    """Criterion × member of a product: points, spread, outliers; totals; what the sheets amount to now. Each sheet is
    scored once; 8 queries."""
    book = rulebook(track.round)
    rules_sheet = book.sheet(track.dossier.set_code)
    changes = Prefetch("revisions", SheetRevision.objects.select_related("by"))
    sheets = list(track.sheets.select_related("member__user").prefetch_related(changes))
    signed = [s for s in sheets if s.is_signed]
    scores = scored(track, signed)
    names: dict[int, str] = {}
    for sheet in signed:
        name = str(sheet.member.user)
        names[sheet.pk] = f"{name} ({sheet.pk})" if name in names.values() else name
    points = {names[pk]: dict(found.criteria) for pk, found in scores.items()}
    found_spreads = {
        s.code: s
        for s in spreads(points, {leaf.code: leaf.max_points for leaf in rules_sheet.leaves})
    }
    mine = next((s for s in signed if s.member.user_id == user.pk), None)
    appraisal = Appraisal.objects.filter(track=track, handed_over_at__isnull=False).first()
    rows = [
        _row(leaf, track, appraisal, signed, names, points, found_spreads.get(leaf.code), mine)
        for leaf in rules_sheet.leaves
    ]
    may_rescore = mine is not None and policy.rescores(user, mine)
    apart = sorted((r for r in rows if r.my_distance), key=lambda r: -r.my_distance)
    result = (
        result_of(track, signed, attendance=attendance_of(track.round), scores=scores)
        if signed
        else None
    )
    return {
        "rules_sheet": rules_sheet,
        "signed": signed,
        "waiting": [s for s in sheets if not s.is_signed],
        "rows": rows,
        "result": result,
        "mean": track.mean_printed
        or (printed(sum(s.total for s in signed), len(signed)) if signed else None),
        "agreement": agreement_of(track, signed),
        "appraisal": appraisal,
        "discussions": track.discussions.select_related("by"),
        "mine": mine,
        "conflicts": track.conflicts.select_related("member__user"),
        "may_rescore": may_rescore,
        "apart": apart,
        "near": [r for r in rows if not r.my_distance],
        "is_secretary": policy.is_secretary_of(user, track.round),
        "is_demo": track.round.is_demo,
        "reasons": [Reason.from_data(r) for r in track.reasons],
    }


def _row(
    leaf: Criterion,
    track: Track,
    appraisal: Appraisal | None,
    signed: list[ScoreSheet],
    names: dict[int, str],
    points: dict[str, dict[str, int]],
    spread: CriterionSpread | None,
    mine: ScoreSheet | None,
) -> Row:
    code = leaf.code
    far = spread.far if spread else ()
    return Row(
        leaf=leaf,
        own_points=leaf.points.get(track.dossier.answers.get(code, "")),
        found_points=leaf.points.get(appraisal.answers.get(code, "")) if appraisal else None,
        note=appraisal.notes.get(code, "") if appraisal else "",
        cells=tuple(
            Cell(
                s.member,
                points[names[s.pk]][code],
                names[s.pk] in far,
                s is mine,
                s.comments.get(code, ""),
            )
            for s in signed
        ),
        points={names[s.pk]: points[names[s.pk]][code] for s in signed},
        spread=spread,
        my_level=mine.answers.get(code, "") if mine else "",
        my_distance=abs(points[names[mine.pk]][code] - spread.median) if mine and spread else 0,
    )


@dataclass(frozen=True, slots=True)
class Mean:
    """A criterion of a decided product, as its producer may see it: the council's mean, nobody's own points."""

    leaf: Criterion
    own_points: int | None
    mean: Decimal | None
    share: float


def means(track: Track) -> list[tuple[Any, list[Mean]]]:
    """Means of the criteria by part: 1 query. Nothing of who gave what leaves this function."""
    sheet = rulebook(track.round).sheet(track.dossier.set_code)
    scores = scored(track, [s for s in track.sheets.all() if s.is_signed]).values()
    found: dict[str, list[Mean]] = {part.code: [] for part in sheet.parts}
    for leaf in sheet.leaves:
        given = [score.criteria[leaf.code] for score in scores]
        mean = Fraction(sum(given), len(given)) if given else None
        found[sheet.homes[leaf.code][0]].append(
            Mean(
                leaf,
                leaf.points.get(track.dossier.answers.get(leaf.code, "")),
                None if mean is None else rounded(mean, 1),
                float(mean / leaf.max_points) if mean is not None else 0.0,
            )
        )
    return [(part, found[part.code]) for part in sheet.parts]
