"""The session of a council: who is here, how far each product is, what its signed sheets say so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ocop.dossiers.models import Round
from ocop.rules.deciding import printed

from .. import policy
from ..enums import SheetState
from ..models import CouncilMember, ScoreSheet, Track


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A product in the session. `totals` holds signed sheets only, and nothing where the person may not see them.
    own_sheet: the key of the person's own sheet. is_barred: the person does not score it."""

    track: Track
    totals: tuple[tuple[CouncilMember, int], ...]
    missing: tuple[CouncilMember, ...]
    sees_totals: bool
    own_sheet: int | None
    is_barred: bool

    @property
    def mean(self) -> Decimal | None:
        points = [total for _member, total in self.totals]
        return printed(sum(points), len(points)) if points else None

    @property
    def spread(self) -> int | None:
        points = [total for _member, total in self.totals]
        return max(points) - min(points) if len(points) > 1 else None


def agenda(round: Round, members: list[CouncilMember], person: Any) -> Iterator[AgendaItem]:
    """Products in the order of the session: 4 queries, whatever their number.

    The chair, the secretary and the office see the totals of signed sheets, of each product whose scores they may see;
    nobody sees the total of a sheet that is not signed.
    """
    by_id = {member.pk: member for member in members}
    mine = next((m for m in members if m.user_id == person.pk), None)
    leads = policy.leads_round(person, round)
    own_scorings = policy.own_scorings(person, round.tracks.values("dossier"))
    sheets: dict[int, list[tuple[int, int, str, int]]] = {}
    for row in ScoreSheet.objects.filter(track__round=round).values_list(
        "track_id", "pk", "member_id", "state", "total"
    ):
        sheets.setdefault(row[0], []).append(row[1:])
    barred = set(
        mine.conflicts.filter(track__round=round).values_list("track_id", flat=True) if mine else ()
    )
    order = round.tracks.select_related("dossier__product", "dossier__producer").defer(
        "dossier__answers", "dossier__notes"
    )
    for track in order.order_by("position", "pk"):
        rows = sheets.get(track.pk, [])
        own = next((r for r in rows if mine and r[1] == mine.pk), None)
        sees_totals = leads and policy.sees_scores_of(
            person, track, own_scorings.get(track.dossier_id, {})
        )
        yield AgendaItem(
            track=track,
            totals=tuple(
                (by_id[m], total) for _p, m, state, total in rows if state == SheetState.SIGNED
            )
            if sees_totals
            else (),
            missing=tuple(by_id[m] for _p, m, state, _t in rows if state == SheetState.OPEN),
            sees_totals=sees_totals,
            own_sheet=own[0] if own else None,
            is_barred=track.pk in barred,
        )
