"""Figures of rounds: what was registered, assessed, put forward, and by whom for the first time."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ocop.certificates.queries import issued
from ocop.core.listing import Column
from ocop.core.periods import Period
from ocop.measures.definitions import Dimension, Records, choices, measure
from ocop.measures.enums import Kind
from ocop.measures.moments import begin, happened
from ocop.places.enums import Level
from ocop.producers.measures import GROUP, PRODUCER_RECORDS, PRODUCER_TYPE, PRODUCERS, PRODUCTS
from ocop.producers.models import Producer

from . import policy
from .enums import Purpose, TrackState
from .models import Dossier, Track

DISTRICTS_UNTIL = date(2025, 6, 30)
"""The last day of districts, and of their councils (Resolution 203/2025/QH15)."""

EVENT = Dimension("event", _("Mục đích đánh giá"), choices(Purpose))
OF_DOSSIER = {
    EVENT: "purpose",
    GROUP: "product__set_code",
    PRODUCER_TYPE: "producer__type",
}
OF_TRACK = {dimension: f"dossier__{column}" for dimension, column in OF_DOSSIER.items()}


def day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


DOSSIERS = Records(
    model=Dossier,
    visible_to=policy.dossiers_visible_to,
    columns=(
        Column(_("Sản phẩm"), sort="product__sort_key", value=lambda d: d.names[0]),
        Column(_("Chủ thể"), sort="producer__sort_key", value=lambda d: d.names[1]),
        Column(_("Đợt đánh giá"), value=lambda d: str(d.round)),
        Column(_("Mục đích"), sort="purpose", value=lambda d: d.get_purpose_display()),
        Column(_("Nộp lần đầu"), sort="submitted_at", value=lambda d: day_of(d.submitted_at)),
    ),
    address=lambda d: reverse("evaluation:dossier", args=[d.pk]),
    order="submitted_at",
    search="product__search",
    around=("product", "producer", "round__place"),
)
TRACKS = Records(
    model=Track,
    visible_to=policy.tracks_visible_to,
    columns=(
        Column(
            _("Sản phẩm"), sort="dossier__product__sort_key", value=lambda t: t.dossier.names[0]
        ),
        Column(
            _("Chủ thể"), sort="dossier__producer__sort_key", value=lambda t: t.dossier.names[1]
        ),
        Column(_("Đợt đánh giá"), value=lambda t: str(t.round)),
        Column(_("Kết luận"), sort="concluded_at", value=lambda t: day_of(t.concluded_at)),
    ),
    address=lambda t: reverse("evaluation:track", args=[t.pk]),
    order="concluded_at",
    search="dossier__product__search",
    around=("dossier__product", "dossier__producer", "round__place"),
)

measure(
    "evaluation.registered",
    _("Sản phẩm đăng ký tham gia"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=lambda period: Dossier.objects.filter(happened("submitted_at", period), submission__gt=0),
    place="producer__place",
    by=OF_DOSSIER,
    records=DOSSIERS,
    indicator="A01",
)


def assessed(level: str, period: Period) -> QuerySet[Track]:
    """Products on which a council of a level concluded in a period; not those that it gave back unscored."""
    scored = Track.objects.filter(level=level, points_sum__isnull=False)
    return scored.filter(happened("concluded_at", period))


measure(
    "evaluation.assessed_by_districts",
    _("Sản phẩm được đánh giá cấp huyện"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=lambda period: assessed(Level.DISTRICT, period),
    place="dossier__producer__place",
    by=OF_TRACK,
    records=TRACKS,
    indicator="A02",
    until=DISTRICTS_UNTIL,
)
measure(
    "evaluation.assessed_by_provinces",
    _("Sản phẩm được đánh giá cấp tỉnh"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=lambda period: assessed(Level.PROVINCE, period),
    place="dossier__producer__place",
    by=OF_TRACK,
    records=TRACKS,
    indicator="A03",
)


def put_forward(period: Period) -> QuerySet[Track]:
    """Products of provincial rounds that a decision signed in a period sends up to the centre.

    One that the province recognises itself goes up as a potential one of 5 stars, or once a round above has it.
    """
    above = Track.objects.filter(dossier=OuterRef("dossier"), level=Level.COUNTRY)
    return Track.objects.filter(
        Q(state=TrackState.PASSED_UP) | Q(certificate__is_potential_five=True) | Exists(above),
        level=Level.PROVINCE,
        decision__signed_on__range=(period.first_day, period.last_day),
    )


measure(
    "evaluation.put_forward",
    _("Sản phẩm đề nghị cấp trung ương"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=put_forward,
    place="dossier__producer__place",
    by=OF_TRACK,
    records=TRACKS,
    indicator="A12",
)


def newcomers(period: Period) -> QuerySet[Producer]:
    """Producers whose first dossier was handed in, or first certificate issued, in a period."""
    mine = Dossier.objects.filter(producer=OuterRef("pk"), submission__gt=0)
    recognised = issued(period.first_day, period.last_day).filter(producer=OuterRef("pk"))
    known = issued(date.min, period.first_day - timedelta(days=1)).filter(producer=OuterRef("pk"))
    return Producer.objects.filter(
        Exists(mine.filter(happened("submitted_at", period))) | Exists(recognised),
        ~Exists(mine.filter(submitted_at__lt=begin(period.first_day))),
        ~Exists(known),
    )


measure(
    "evaluation.new_producers",
    _("Chủ thể mới tham gia"),
    unit=PRODUCERS,
    kind=Kind.FLOW,
    rows=newcomers,
    by={PRODUCER_TYPE: "type"},
    records=PRODUCER_RECORDS,
    indicator="B02",
)
