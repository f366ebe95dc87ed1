"""Boards and rankings of a round."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet

from ..enums import DossierState, SheetState, TrackState
from ..models import CouncilMember, Round, ScoreSheet, Track
from ..policy import rounds_visible_to


def round_list(user: Any) -> QuerySet[Round]:
    """Rounds that a person sees, with the numbers of their dossiers: 1 query."""
    return (
        rounds_visible_to(user)
        .select_related("place", "edition")
        .annotate(
            tracks_count=Count("tracks", distinct=True),
            open_count=Count(
                "dossiers",
                filter=Q(dossiers__state__in=(DossierState.SUBMITTED, DossierState.CHECKING)),
                distinct=True,
            ),
        )
    )


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
    """Of each voting member: sheets to score and sheets signed; 1 query."""
    return (
        CouncilMember.objects.filter(council__round=round)
        .select_related("user")
        .annotate(
            sheets_count=Count("sheets"),
            signed_count=Count("sheets", filter=Q(sheets__state=SheetState.SIGNED)),
        )
        .order_by("order", "pk")
    )


def track_counts(round: Round) -> dict[str, int]:
    """Products of a round by state: 1 query."""
    counted = dict(round.tracks.values_list("state").annotate(n=Count("pk")))
    return {state: counted.get(state, 0) for state in TrackState.values}


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
