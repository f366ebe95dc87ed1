"""What waits in an evaluation, for each role."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem, register

from . import policy
from .enums import OPEN_TRACKS, CouncilRole, SheetState, TrackState
from .models import ScoreSheet
from .queries.boards import to_appraise

MOST = 20
NEXT_OF_ROUND = {
    RoundState.PREPARING: gettext_lazy("chuẩn bị xong thì mở nhận hồ sơ"),
    RoundState.RECEIVING: gettext_lazy("kiểm tra hồ sơ nộp vào, rồi chuyển bước của đợt"),
    RoundState.SCORING: gettext_lazy("theo dõi phiếu chấm, kết luận từng sản phẩm"),
    RoundState.CONCLUDED: gettext_lazy("ra quyết định và công bố kết quả"),
}


@register
def sheets(user: User) -> Iterator[WorkItem]:
    """Sheets to score: 1 query, one item a round."""
    waiting = (
        ScoreSheet.objects.filter(
            member__user=user, state=SheetState.OPEN, track__round__state=RoundState.SCORING
        )
        .values("track__round__place__name", "track__round__number", "track__round__year")
        .annotate(n=Count("pk"))
    )
    for row in waiting:
        yield WorkItem(
            _("Chấm %(n)d sản phẩm") % {"n": row["n"]},
            reverse("evaluation:my_sheets"),
            _("Đợt %(number)d năm %(year)d – %(place)s")
            % {
                "number": row["track__round__number"],
                "year": row["track__round__year"],
                "place": row["track__round__place__name"],
            },
            mark=_("Cần chấm"),
            tone="wait",
            order=5,
            act=_("Chấm"),
        )


@register
def products_to_reconcile(user: User) -> Iterator[WorkItem]:
    """Products that my council talks over and whose sheet I signed: 1 query for who sits in a council, else none."""
    if not policy.seats(user):
        return
    mine = ScoreSheet.objects.filter(
        member__user=user,
        state=SheetState.SIGNED,
        track__state=TrackState.RECONCILING,
        track__round__state=RoundState.SCORING,
    )
    for sheet in mine.select_related("track__dossier__product")[:MOST]:
        yield WorkItem(
            _("Thống nhất lại %(product)s") % {"product": sheet.track.dossier.product},
            reverse("evaluation:track", args=[sheet.track_id]),
            _("xem điểm hội đồng, sửa điểm của bạn nếu cần"),
            mark=sheet.track.get_state_display(),
            tone=sheet.track.get_state_tone(),
            order=4,
            act=_("Xem điểm"),
        )


@register
def appraisals(user: User) -> Iterator[WorkItem]:
    """Products that the working group has not handed over yet, none that another of it has taken: 1 query, one item a
    round."""
    waiting = (
        to_appraise(user)
        .filter(Q(appraiser=None) | Q(appraiser__user=user))
        .filter(appraisal__handed_over_at__isnull=True, state__in=OPEN_TRACKS)
        .order_by()
        .values("round__place__name", "round__number", "round__year")
        .annotate(n=Count("pk"))
    )
    for row in waiting:
        yield WorkItem(
            _("Thẩm định %(n)d sản phẩm") % {"n": row["n"]},
            reverse("evaluation:appraisals"),
            _("Đợt %(number)d năm %(year)d – %(place)s")
            % {
                "number": row["round__number"],
                "year": row["round__year"],
                "place": row["round__place__name"],
            },
            mark=_("Cần thẩm định"),
            tone="wait",
            order=6,
        )


@register
def rounds_to_run(user: User) -> Iterator[WorkItem]:
    """Rounds of mine that wait for their next step: 1 query."""
    areas = people.paths(user, Role.OFFICER)
    mine = (
        Round.objects.filter(
            Q(pk__in=people.within(Round.objects.all(), areas).values("pk"))
            | Q(council__members__user=user, council__members__role=CouncilRole.SECRETARY)
        )
        .exclude(state=RoundState.PUBLISHED)
        .distinct()
    )
    for round in mine.select_related("place").defer("settings")[:MOST]:
        yield WorkItem(
            str(round),
            reverse("dossiers:round", args=[round.pk]),
            NEXT_OF_ROUND[RoundState(round.state)],
            mark=round.get_state_display(),
            tone=round.get_state_tone(),
            order=30,
            act=_("Mở đợt"),
        )
