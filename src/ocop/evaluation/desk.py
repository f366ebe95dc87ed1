"""How far the councils are in which a person sits, on the person's desk."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from ocop.core.charts import Tile
from ocop.dossiers.enums import RoundState
from ocop.people.models import User

from . import policy
from .enums import CouncilRole, SheetState
from .models import ScoreSheet, Track
from .queries.boards import to_appraise

LEADING = (CouncilRole.CHAIR, CouncilRole.VICE_CHAIR, CouncilRole.SECRETARY)


def councils_work(user: User) -> dict[str, Any] | None:
    """What is done of the person's own sheets, of the council's that the person leads, of the visits: 2 to 4 queries in
    rounds that are scored now; None for who sits in no council.

    A member reads here how much is done, never how it was scored.
    """
    seats = policy.seats(user)
    if not seats:
        return None
    led = [pk for pk, role in seats.items() if role in LEADING]
    tiles = [
        *_own_sheets(user),
        *(_councils(led) if led else ()),
        *(_visits(user) if CouncilRole.SUPPORT in seats.values() else ()),
    ]
    return {"tiles": tiles} if tiles else None


def _own_sheets(user: User) -> list[Tile]:
    mine = ScoreSheet.objects.filter(member__user=user, track__round__state=RoundState.SCORING)
    counts = mine.aggregate(all=Count("pk"), signed=Count("pk", filter=Q(state=SheetState.SIGNED)))
    page = reverse("evaluation:my_sheets")
    return _done(_("Phiếu của tôi đã ký"), counts["signed"], counts["all"], page, "clipboard-check")


def _councils(rounds: list[int]) -> list[Tile]:
    tracks = Track.objects.filter(round__in=rounds, round__state=RoundState.SCORING)
    counts = tracks.aggregate(
        all=Count("pk"),
        concluded=Count("pk", filter=Q(concluded_at__isnull=False)),
        sheets=Sum("sheets_expected", default=0),
        signed=Sum("sheets_signed", default=0),
    )
    page = reverse("dossiers:rounds")
    return [
        *_done(_("Phiếu hội đồng đã ký"), counts["signed"], counts["sheets"], page, "people"),
        *_done(_("Sản phẩm đã kết luận"), counts["concluded"], counts["all"], page, "award"),
    ]


def _visits(user: User) -> list[Tile]:
    counts = (
        to_appraise(user)
        .order_by()
        .aggregate(
            all=Count("pk"), done=Count("pk", filter=Q(appraisal__handed_over_at__isnull=False))
        )
    )
    page = reverse("evaluation:appraisals")
    return _done(_("Sản phẩm đã thẩm định"), counts["done"], counts["all"], page, "list-check")


def _done(title: str, done: int, of: int, page: str, icon: str) -> list[Tile]:
    """So much of so much is done; nothing where there is nothing to do."""
    if not of:
        return []
    return [Tile(title=title, amount=done, unit=_("trên %(n)d") % {"n": of}, url=page, icon=icon)]
