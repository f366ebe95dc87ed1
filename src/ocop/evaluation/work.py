"""What waits in an evaluation, for each role."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.people.work import WorkItem, register
from ocop.producers.policy import own_ids

from .enums import (
    OPEN_TRACKS,
    CertificateState,
    CouncilRole,
    DossierState,
    RoundState,
    SheetState,
)
from .models import Certificate, Dossier, Round, ScoreSheet
from .queries.rounds import to_appraise

MOST = 20
EXPIRY_DAYS = 180


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
        )


@register
def appraisals(user: User) -> Iterator[WorkItem]:
    """Products that the working group has not handed over yet: 1 query, one item a round."""
    waiting = (
        to_appraise(user)
        .filter(appraisal__handed_over_at__isnull=True, state__in=OPEN_TRACKS)
        .order_by()
        .values("round__place__name", "round__number", "round__year")
        .annotate(n=Count("pk"))
    )
    for row in waiting:
        yield WorkItem(
            _("Thẩm định %(n)d sản phẩm") % {"n": row["n"]},
            reverse("evaluation:appraisals"),
            f"{row['round__place__name']}, {_('đợt')} {row['round__number']}/{row['round__year']}",
            mark=_("Cần thẩm định"),
            tone="wait",
            order=6,
        )


@register
def dossiers_of_producer(user: User) -> Iterator[WorkItem]:
    """My dossiers that I must go on with: 1 query."""
    mine = Dossier.objects.filter(
        producer__in=own_ids(user), state__in=(DossierState.DRAFT, DossierState.RETURNED)
    )
    for dossier in mine.select_related("product", "round__place")[:MOST]:
        returned = dossier.state == DossierState.RETURNED
        yield WorkItem(
            (_("Bổ sung hồ sơ %(product)s") if returned else _("Lập tiếp hồ sơ %(product)s"))
            % {"product": dossier.product},
            reverse("evaluation:dossier", args=[dossier.pk]),
            str(dossier.round),
            due=dossier.due_on,
            mark=dossier.get_state_display(),
            tone="bad" if returned else "info",
            order=10 if returned else 40,
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
            mark=round.get_state_display(),
            tone=str(round.state),
            order=30,
        )


@register
def expiring_certificates(user: User) -> Iterator[WorkItem]:
    """Certificates that expire within half a year, for their office and their producer: 1 query."""
    today = timezone.localdate()
    areas = people.paths(user, Role.OFFICER)
    in_area = people.within(Certificate.objects.all(), areas)
    due = Certificate.objects.filter(
        Q(pk__in=in_area.values("pk")) | Q(producer__in=own_ids(user)),
        state=CertificateState.IN_FORCE,
        valid_to__range=(today, today + timedelta(days=EXPIRY_DAYS)),
    )
    for certificate in due.order_by("valid_to")[:MOST]:
        yield WorkItem(
            _("Giấy chứng nhận sắp hết hạn: %(product)s") % {"product": certificate.product_name},
            reverse("evaluation:certificate", args=[certificate.pk]),
            certificate.producer_name,
            due=certificate.valid_to,
            order=35,
        )
