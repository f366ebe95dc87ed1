"""Figures of certificates: what is recognised, by whom, where, since when, until when."""

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ocop.core.listing import Column
from ocop.core.periods import Period, add_months
from ocop.criteria.sets import known_sets
from ocop.measures.definitions import (
    Dimension,
    Records,
    Unit,
    Value,
    measure,
    ratio,
)
from ocop.measures.enums import Kind
from ocop.measures.measures import ALL_COMMUNES, COMMUNES, UNITS
from ocop.places.enums import Level
from ocop.producers.measures import (
    GROUP,
    PRODUCER_RECORDS,
    PRODUCER_TYPE,
    PRODUCERS,
    PRODUCT_RECORDS,
    PRODUCTS,
)

from .. import policy, queries
from ..models import Certificate

CERTIFICATES = Unit(_("giấy"))
RECOGNISED_FROM = 3
"""Stars from which a product counts as recognised in the programme's aims (Decision 919/QĐ-TTg)."""


def stars(lowest: int) -> list[Value]:
    return [Value(str(number), f"{number} ★", (number,)) for number in range(5, lowest - 1, -1)]


STAR = Dimension("star", _("Số sao"), lambda: stars(1))
RECOGNISED_STAR = Dimension("star", _("Số sao"), lambda: stars(RECOGNISED_FROM))
POTENTIAL_FIVE = Dimension(
    "potential_5",
    _("Tiềm năng 5 sao"),
    lambda: [Value("yes", _("Tiềm năng 5 sao"), (True,)), Value("no", _("Không"), (False,))],
)
STAR_STEP = Dimension(
    "star_step",
    _("Nâng từ hạng nào"),
    lambda: [
        Value(f"{low}-{high}", f"{low} → {high}", (10 * low + high,))
        for low in range(1, 5)
        for high in range(low + 1, 6)
    ],
)


OF_PRODUCT = {GROUP: "product__set_code", PRODUCER_TYPE: "producer__type"}
RECORDS = Records(
    model=Certificate,
    visible_to=policy.certificates_visible_to,
    columns=(
        Column(_("Số"), sort="number", value=lambda c: c.number),
        Column(_("Sản phẩm"), sort="product__sort_key", value=lambda c: c.product_name),
        Column(_("Chủ thể"), sort="producer__sort_key", value=lambda c: c.producer_name),
        Column(_("Xã, phường"), sort="place__sort_key", value=lambda c: c.place.name),
        Column(_("Sao"), sort="stars", value=lambda c: c.stars, is_number=True),
        Column(_("Từ ngày"), sort="valid_from", value=lambda c: c.valid_from),
        Column(_("Đến ngày"), sort="valid_to", value=lambda c: c.valid_to),
    ),
    address=lambda c: reverse("certificates:certificate", args=[c.pk]),
    order="product__sort_key",
    search="product__search",
    around=("place",),
)


def in_force(period: Period) -> QuerySet[Certificate]:
    return queries.in_force(period.last_day)


def issued(period: Period) -> QuerySet[Certificate]:
    return queries.issued(period.first_day, period.last_day)


PRODUCTS_IN_FORCE = measure(
    "certificates.products_in_force",
    _("Sản phẩm từ 3 sao trở lên còn hiệu lực"),
    unit=PRODUCTS,
    kind=Kind.STOCK,
    rows=lambda period: in_force(period).filter(stars__gte=RECOGNISED_FROM),
    counts="product",
    by={RECOGNISED_STAR: "stars", POTENTIAL_FIVE: "is_potential_five", **OF_PRODUCT},
    records=PRODUCT_RECORDS,
    indicator="A04",
)
NEWLY_RECOGNISED = measure(
    "certificates.newly_recognised",
    _("Sản phẩm được công nhận mới trong kỳ"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=lambda period: issued(period).filter(stars_before=None),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
    indicator="A05",
)
measure(
    "certificates.newly_recognised_in_phase",
    _("Sản phẩm được công nhận mới, lũy kế từ đầu giai đoạn"),
    unit=PRODUCTS,
    kind=Kind.CUMULATIVE,
    rows=lambda period: queries.issued(period.phase.first_day, period.last_day).filter(
        stars_before=None
    ),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
)
measure(
    "certificates.upgraded",
    _("Sản phẩm nâng hạng"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=lambda period: (
        issued(period)
        .filter(stars__gt=F("stars_before"))
        .annotate(step=10 * F("stars_before") + F("stars"))
    ),
    by={STAR_STEP: "step", **OF_PRODUCT},
    records=RECORDS,
    indicator="A06",
)
measure(
    "certificates.recognised_again",
    _("Sản phẩm công nhận lại"),
    unit=PRODUCTS,
    kind=Kind.FLOW,
    rows=lambda period: issued(period).filter(stars__lte=F("stars_before")),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
    indicator="A07",
)
EXPIRED = measure(
    "certificates.expired",
    _("Giấy chứng nhận hết hạn chưa đánh giá lại"),
    unit=CERTIFICATES,
    kind=Kind.STOCK,
    rows=lambda period: queries.expired(period.last_day),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
    indicator="A08",
)
EXPIRING = measure(
    "certificates.expiring",
    _("Giấy chứng nhận hết hạn trong 6 tháng tới"),
    unit=CERTIFICATES,
    kind=Kind.STOCK,
    rows=lambda period: in_force(period).filter(
        valid_to__lte=add_months(period.last_day, queries.SOON_MONTHS)
    ),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
    indicator="A09",
)
measure(
    "certificates.revoked",
    _("Giấy chứng nhận bị thu hồi"),
    unit=CERTIFICATES,
    kind=Kind.FLOW,
    rows=lambda period: queries.revoked(period.first_day, period.last_day),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
    indicator="A10",
)
ENDING = measure(
    "certificates.ending",
    _("Giấy chứng nhận hết thời hạn trong kỳ"),
    unit=CERTIFICATES,
    kind=Kind.FLOW,
    rows=lambda period: queries.ending(period.first_day, period.last_day),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
)
RENEWED = measure(
    "certificates.renewed",
    _("Trong đó sản phẩm đã có giấy mới"),
    unit=CERTIFICATES,
    kind=Kind.FLOW,
    rows=lambda period: queries.renewed(period.first_day, period.last_day),
    by={STAR: "stars", **OF_PRODUCT},
    records=RECORDS,
)
ratio(
    "certificates.renewal_rate",
    _("Tỷ lệ công nhận lại"),
    of=RENEWED,
    among=ENDING,
    indicator="A11",
)

COMMUNES_WITH_PRODUCTS = measure(
    "certificates.communes_with_products",
    _("Xã có sản phẩm OCOP"),
    unit=UNITS,
    kind=Kind.STOCK,
    rows=in_force,
    units=Level.COMMUNE,
    records=COMMUNES,
    indicator="A15",
)
ratio(
    "certificates.share_of_communes",
    _("Tỷ lệ xã có sản phẩm OCOP"),
    of=COMMUNES_WITH_PRODUCTS,
    among=ALL_COMMUNES,
    indicator="A16",
)


def tourism_in_force(period: Period) -> QuerySet[Certificate]:
    sets = [code for code, sheet in known_sets().items() if sheet.papers == "tourism"]
    return in_force(period).filter(product__set_code__in=sets)


measure(
    "certificates.tourism",
    _("Mô hình du lịch cộng đồng đạt OCOP"),
    unit=Unit(_("mô hình")),
    kind=Kind.STOCK,
    rows=tourism_in_force,
    counts="product",
    by={STAR: "stars", PRODUCER_TYPE: "producer__type"},
    records=PRODUCT_RECORDS,
    indicator="A17",
)

OCOP_PRODUCERS = measure(
    "certificates.producers",
    _("Chủ thể OCOP"),
    unit=PRODUCERS,
    kind=Kind.STOCK,
    rows=in_force,
    counts="producer",
    by={STAR: "stars", **OF_PRODUCT},
    records=PRODUCER_RECORDS,
    indicator="B01",
)
