"""Figures of councils: what was assessed, what was put forward."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ocop.core.listing import Column
from ocop.core.periods import Period
from ocop.dossiers.measures import OF_DOSSIER, day_of
from ocop.measures.definitions import Records, measure
from ocop.measures.enums import Kind
from ocop.measures.moments import happened
from ocop.places.enums import Level
from ocop.producers.measures import PRODUCTS

from . import policy
from .enums import TrackState
from .models import Track

DISTRICTS_UNTIL = date(2025, 6, 30)
"""The last day of districts, and of their councils (Resolution 203/2025/QH15)."""

OF_TRACK = {dimension: f"dossier__{column}" for dimension, column in OF_DOSSIER.items()}


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
        Column(_("Đợt đánh giá"), key="round", value=lambda t: str(t.round)),
        Column(_("Kết luận"), sort="concluded_at", value=lambda t: day_of(t.concluded_at)),
    ),
    address=lambda t: reverse("evaluation:track", args=[t.pk]),
    order="concluded_at",
    search="dossier__product__search",
    around=("dossier__product", "dossier__producer", "round__place"),
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
