"""Figures of dossiers: what was registered, and by whom for the first time."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ocop.certificates.queries import issued
from ocop.core.listing import Column
from ocop.core.periods import Period
from ocop.measures.definitions import Dimension, Records, choices, measure
from ocop.measures.enums import Kind
from ocop.measures.moments import begin, happened
from ocop.producers.measures import GROUP, PRODUCER_RECORDS, PRODUCER_TYPE, PRODUCERS, PRODUCTS
from ocop.producers.models import Producer

from . import policy
from .enums import Purpose
from .models import Dossier

EVENT = Dimension("event", _("Mục đích đánh giá"), choices(Purpose))
OF_DOSSIER = {
    EVENT: "purpose",
    GROUP: "product__set_code",
    PRODUCER_TYPE: "producer__type",
}


def day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


DOSSIERS = Records(
    model=Dossier,
    visible_to=policy.dossiers_visible_to,
    columns=(
        Column(_("Sản phẩm"), sort="product__sort_key", value=lambda d: d.names[0]),
        Column(_("Chủ thể"), sort="producer__sort_key", value=lambda d: d.names[1]),
        Column(_("Đợt đánh giá"), key="round", value=lambda d: str(d.round)),
        Column(_("Mục đích"), sort="purpose", value=lambda d: d.get_purpose_display()),
        Column(_("Nộp lần đầu"), sort="submitted_at", value=lambda d: day_of(d.submitted_at)),
    ),
    address=lambda d: reverse("dossiers:dossier", args=[d.pk]),
    order="submitted_at",
    search="product__search",
    around=("product", "producer", "round__place"),
)

measure(
    "dossiers.registered",
    _("Sản phẩm đăng ký tham gia"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=lambda period: Dossier.objects.filter(happened("submitted_at", period), submission__gt=0),
    place="producer__place",
    by=OF_DOSSIER,
    records=DOSSIERS,
    indicator="A01",
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
    "dossiers.new_producers",
    _("Chủ thể mới tham gia"),
    unit=PRODUCERS,
    kind=Kind.FLOW,
    rows=newcomers,
    by={PRODUCER_TYPE: "type"},
    records=PRODUCER_RECORDS,
    indicator="B02",
)
