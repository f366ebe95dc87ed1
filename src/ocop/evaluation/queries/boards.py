"""Boards and rankings of a round."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from ocop.core import clock
from ocop.core.compiled import Select
from ocop.dossiers.models import Round
from ocop.people.models import Notification

from ..enums import OPEN_TRACKS, CouncilRole, SheetState, TrackState
from ..models import CouncilMember, PaperEntry, ScoreSheet, Track
from ..policy import seats

REMINDER = "evaluation.reminded"


def sheets_url(round: Round) -> str:
    """Where a reminder of a round leads; by it the board knows who was reminded."""
    return f"/danh-gia/phieu/?dot={round.pk}"


def has_gone_up(round: Round) -> bool:
    """Whether a dossier of a round is in the round chosen above; from then on the choice stands: 1 query."""
    gone = Track.objects.filter(round=round.upper_id, dossier__tracks__round=round)
    return round.upper_id is not None and gone.exists()


def ranking(round: Round) -> QuerySet[Track]:
    """Products of a round, best first: 1 query over kept totals, whatever the number of sheets."""
    return (
        round.tracks.select_related(
            "dossier__product", "dossier__producer", "dossier__producer__place"
        )
        .defer("dossier__answers", "dossier__notes", "reasons")
        .order_by(F("mean_total").desc(nulls_last=True), "dossier__product__sort_key")
    )


def member_progress(round: Round) -> QuerySet[CouncilMember]:
    """Of each member of the council: sheets to score, signed, and late by the day set for the council; 1 query."""
    is_open = Q(sheets__state=SheetState.OPEN)
    return (
        CouncilMember.objects.filter(council__round=round)
        .select_related("user", "organisation")
        .annotate(
            sheets_count=Count("sheets"),
            signed_count=Count("sheets", filter=Q(sheets__state=SheetState.SIGNED)),
            late_count=Count(
                "sheets",
                filter=is_open & Q(sheets__track__dossier__due_on__lt=clock.today()),
            ),
        )
        .order_by("order", "pk")
    )


def reminded(round: Round) -> dict[int, datetime]:
    """When each person was last reminded of a round's sheets: 1 query."""
    given = Notification.objects.filter(kind=REMINDER, url=sheets_url(round))
    return dict(given.values_list("user_id").annotate(Max("created_at")))


def board(round: Round) -> QuerySet[Track]:
    """Products of a round with the numbers of their sheets, as kept; 1 query, none of it over single sheets."""
    return (
        round.tracks.select_related("dossier__product", "dossier__producer")
        .defer("dossier__answers", "dossier__notes", "reasons")
        .annotate(unsigned=F("sheets_expected") - F("sheets_signed"))
        .order_by("-unsigned", "position", "pk")
    )


def unsigned_of(tracks: Iterable[Track]) -> dict[int, list[ScoreSheet]]:
    """Sheets not signed yet of the products of one page: 1 query."""
    found: dict[int, list[ScoreSheet]] = {}
    for sheet in (
        ScoreSheet.objects.filter(track__in=[t.pk for t in tracks], state=SheetState.OPEN)
        .select_related("member__user")
        .defer("answers", "comments")
    ):
        found.setdefault(sheet.track_id, []).append(sheet)
    return found


_typings = Select(
    lambda sheet: PaperEntry.objects.filter(sheet=sheet), sheet=PaperEntry._meta.get_field("sheet")
)


def typings_of(sheet: ScoreSheet) -> dict[int, PaperEntry]:
    """What was typed of a paper sheet, by the number of the typing: 1 query."""
    return {entry.number: entry for entry in _typings.rows(sheet=sheet.pk)}


def track_counts(round: Round) -> dict[str, int]:
    """Products of a round by state: 1 query."""
    counted = dict(round.tracks.values_list("state").annotate(n=Count("pk")))
    return {state: counted.get(state, 0) for state in TrackState.values}


def to_appraise(user: Any) -> QuerySet[Track]:
    """Products of the councils in whose working group a person is, those not handed over first and of these the
    person's own: 1 query."""
    return (
        Track.objects.filter(
            Q(state__in=OPEN_TRACKS) | Q(appraisal__isnull=False),
            round__in=[pk for pk, role in seats(user).items() if role == CouncilRole.SUPPORT],
        )
        .select_related(
            "dossier__product",
            "dossier__producer",
            "round",
            "round__place",
            "appraisal",
            "appraiser__user",
        )
        .defer("dossier__answers", "dossier__notes", "reasons")
        .annotate(is_mine=Exists(CouncilMember.objects.filter(user=user, appraised=OuterRef("pk"))))
        .order_by(
            F("appraisal__handed_over_at").asc(nulls_first=True), "-is_mine", "position", "pk"
        )
    )


def sheets_of(user: Any) -> QuerySet[ScoreSheet]:
    """The sheets of a member's councils: 1 query."""
    return (
        ScoreSheet.objects.filter(member__user_id=user.pk)
        .select_related(
            "track__dossier__product",
            "track__dossier__producer",
            "track__round",
            "track__round__place",
        )
        .defer("answers", "comments", "track__dossier__answers", "track__dossier__notes")
        .order_by("state", "track__position", "pk")
    )
