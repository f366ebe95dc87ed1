"""What waits in an evaluation, for each role."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem, register
from ocop.places.queries import lies_in
from ocop.producers.enums import ProducerState
from ocop.producers.models import Product
from ocop.producers.policy import own_ids

from . import policy
from .actions.dossiers import can_score
from .enums import (
    OPEN_DOSSIERS,
    OPEN_TRACKS,
    CouncilRole,
    DossierState,
    RoundState,
    SheetState,
    TrackState,
)
from .models import Dossier, Round, ScoreSheet
from .queries.dossiers import Readiness, readiness
from .queries.rounds import to_appraise

MOST = 20
EXPIRY_DAYS = 180
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
def dossiers_of_producer(user: User) -> Iterator[WorkItem]:
    """My dossiers that I must go on with, and what each still lacks: 1 query and 1 or 2 a dossier."""
    mine = Dossier.objects.filter(
        producer__in=own_ids(user), state__in=(DossierState.DRAFT, DossierState.RETURNED)
    )
    for dossier in mine.select_related("product", "producer", "round__place")[:MOST]:
        returned = dossier.state == DossierState.RETURNED
        lacking = readiness(dossier)
        if lacking.is_ready:
            title = _("Nộp lại hồ sơ %(product)s") if returned else _("Nộp hồ sơ %(product)s")
            act = _("Xem và nộp")
        elif returned:
            title, act = _("Bổ sung hồ sơ %(product)s"), _("Bổ sung")
        else:
            title, act = _("Lập tiếp hồ sơ %(product)s"), _("Làm tiếp")
        yield WorkItem(
            title % {"product": dossier.product},
            reverse("evaluation:dossier", args=[dossier.pk]),
            _("hồ sơ đã đủ") if lacking.is_ready else _shortly(lacking),
            due=dossier.due_on or dossier.round.receives_until,
            mark=dossier.get_state_display(),
            tone="bad" if returned else "info",
            order=10 if returned else 40,
            act=act,
        )


def _shortly(lacking: Readiness) -> str:
    """ "còn thiếu 3 giấy tờ, 12 tiêu chí"; of a returned dossier first what the office asked."""
    if lacking.demands:
        return _("%(n)d mục nơi nhận yêu cầu sửa") % {"n": len(lacking.demands)}
    papers = len(lacking.papers) + len(lacking.expired)
    parts = [
        _("%(n)d giấy tờ") % {"n": papers} if papers else "",
        _("%(n)d tiêu chí") % {"n": len(lacking.criteria)} if lacking.criteria else "",
    ]
    return _("còn thiếu %(what)s") % {"what": ", ".join(filter(None, parts))}


@register
def products_without_dossier(user: User) -> Iterator[WorkItem]:
    """My products that a round would take now and that have no stars and no dossier: 3 queries, 1 more for each round
    elsewhere where the place is gone."""
    products = list(
        Product.objects.filter(
            producer__in=own_ids(user),
            producer__state=ProducerState.ACTIVE,
            is_active=True,
            dossiers=None,
            certificates=None,
        ).select_related("producer__place")[:MOST]
    )
    if not products:
        return
    receiving = Round.objects.filter(state=RoundState.RECEIVING)
    rounds = list(receiving.select_related("place", "edition").defer("edition__files"))
    for product in products:
        place = product.producer.place
        taking = [
            r for r in rounds if lies_in(place, r.place, clock.today()) and can_score(r, product)
        ]
        if taking:
            yield WorkItem(
                _("Lập hồ sơ cho %(product)s") % {"product": product},
                reverse("evaluation:new_dossier", args=[product.pk]),
                _("đợt đánh giá đang nhận hồ sơ"),
                due=max(r.receives_until for r in taking),
                order=42,
                act=_("Lập hồ sơ"),
            )


@register
def dossiers_to_check(user: User) -> Iterator[WorkItem]:
    """Dossiers that my office has to check: 1 query."""
    areas = people.paths(user, Role.OFFICER)
    here = people.within(Dossier.objects.all(), areas, "round__place__path")
    if not areas:
        return
    for dossier in (
        here.filter(state__in=(DossierState.SUBMITTED, DossierState.CHECKING))
        .select_related("product", "producer")
        .order_by("due_on")[:MOST]
    ):
        yield WorkItem(
            _("Kiểm tra hồ sơ %(product)s") % {"product": dossier.product},
            reverse("evaluation:check", args=[dossier.pk]),
            dossier.producer.name,
            due=dossier.due_on,
            mark=dossier.get_state_display(),
            tone="wait",
            order=20,
            act=_("Kiểm tra"),
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
            reverse("evaluation:round", args=[round.pk]),
            NEXT_OF_ROUND[RoundState(round.state)],
            mark=round.get_state_display(),
            tone=round.get_state_tone(),
            order=30,
            act=_("Mở đợt"),
        )


@register
def certificates_to_renew(user: User) -> Iterator[WorkItem]:
    """My certificates that end within half a year and have no dossier under way: 1 query."""
    today = clock.today()
    due = Certificate.objects.filter(
        producer__in=own_ids(user),
        state=CertificateState.IN_FORCE,
        valid_to__range=(today, today + timedelta(days=EXPIRY_DAYS)),
    ).exclude(product__dossiers__state__in=OPEN_DOSSIERS)
    for certificate in due.order_by("valid_to")[:MOST]:
        assert certificate.valid_to is not None
        yield WorkItem(
            _("Đánh giá lại %(product)s để giữ hạng sao") % {"product": certificate.product_name},
            reverse("certificates:certificate", args=[certificate.pk]),
            _("giấy chứng nhận còn %(days)d ngày") % {"days": (certificate.valid_to - today).days},
            due=certificate.valid_to,
            order=35,
            act=_("Bắt đầu"),
        )
