"""Figures of what producers with a certificate declare of their years: workers, income, revenue, links."""

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ocop.core.listing import Column
from ocop.core.periods import Kind as PeriodKind
from ocop.core.periods import Period
from ocop.measures.definitions import (
    MILLIONTH,
    Records,
    Unit,
    measure,
    ratio,
)
from ocop.measures.enums import Kind
from ocop.producers.measures import (
    PRODUCER_RECORDS,
    PRODUCER_TYPE,
    PRODUCERS,
    linkages_in_force,
)
from ocop.producers.models import ProducerYear

from .recognition import OCOP_PRODUCERS, OF_PRODUCT, in_force


def yearly(period: Period) -> QuerySet[ProducerYear]:
    """What producers with a certificate in force at the end of a year declare of that year."""
    recognised = in_force(period).values("producer")
    return ProducerYear.objects.filter(year=period.year, producer__in=recognised)


YEARS = Records(
    model=ProducerYear,
    visible_to=lambda user: ProducerYear.objects.filter(
        producer__in=PRODUCER_RECORDS.visible_to(user)
    ),
    columns=(
        Column(_("Chủ thể"), sort="producer__sort_key", value=lambda y: y.producer.name),
        Column(_("Xã, phường"), key="place", value=lambda y: y.producer.place.name),
        Column(
            _("Lao động"),
            sort="workers",
            value=lambda y: y.workers,
            is_number=True,
            total=Sum("workers"),
        ),
        Column(
            _("Địa phương"),
            key="local_workers",
            value=lambda y: y.local_workers,
            is_number=True,
            total=Sum("local_workers"),
        ),
        Column(
            _("Thu nhập (đồng/tháng)"),
            key="average_income_vnd",
            value=lambda y: y.average_income_vnd,
            is_number=True,
        ),
        Column(
            _("Doanh thu (đồng)"),
            sort="revenue_vnd",
            value=lambda y: y.revenue_vnd,
            is_number=True,
            total=Sum("revenue_vnd"),
        ),
    ),
    address=lambda y: reverse("producers:producer", args=[y.producer_id]),
    order="producer__sort_key",
    search="producer__search",
    around=("producer__place",),
)
OF_YEAR = {
    "kind": Kind.STOCK,
    "place": "producer__place",
    "by": {PRODUCER_TYPE: "producer__type"},
    "records": YEARS,
    "periods": (PeriodKind.YEAR,),
}
PEOPLE = Unit(_("người"))
measure(
    "certificates.workers",
    _("Lao động của chủ thể OCOP"),
    unit=PEOPLE,
    rows=lambda period: yearly(period).filter(workers__isnull=False),
    adds="workers",
    indicator="B07",
    **OF_YEAR,
)
TOLD_WORKERS = measure(
    "certificates.workers_told_local",
    _("Lao động của chủ thể có khai lao động địa phương"),
    unit=PEOPLE,
    rows=lambda period: yearly(period).filter(workers__isnull=False, local_workers__isnull=False),
    adds="workers",
    **OF_YEAR,
)
LOCAL_WORKERS = measure(
    "certificates.local_workers",
    _("Lao động địa phương của chủ thể OCOP"),
    unit=PEOPLE,
    rows=lambda period: yearly(period).filter(workers__isnull=False, local_workers__isnull=False),
    adds="local_workers",
    **OF_YEAR,
)
ratio(
    "certificates.share_of_local_workers",
    _("Tỷ lệ lao động địa phương"),
    of=LOCAL_WORKERS,
    among=TOLD_WORKERS,
    indicator="B08",
    periods=(PeriodKind.YEAR,),
)
measure(
    "certificates.income",
    _("Thu nhập bình quân của lao động"),
    unit=Unit(_("triệu đồng/người/tháng"), decimals=2, times=MILLIONTH),
    rows=yearly,
    adds="average_income_vnd",
    weight="workers",
    indicator="B09",
    **OF_YEAR,
)


def told_twice(period: Period) -> QuerySet[ProducerYear]:
    """Of the producers that declare their revenue of a year and of the year before, this year's row."""
    before = ProducerYear.objects.filter(
        producer=OuterRef("producer"), year=period.year - 1, revenue_vnd__isnull=False
    )
    return yearly(period).filter(Exists(before), revenue_vnd__isnull=False)


def risen(period: Period) -> QuerySet[ProducerYear]:
    less = ProducerYear.objects.filter(
        producer=OuterRef("producer"), year=period.year - 1, revenue_vnd__lt=OuterRef("revenue_vnd")
    )
    return told_twice(period).filter(Exists(less))


TOLD_TWICE = measure(
    "certificates.producers_told_twice",
    _("Chủ thể khai doanh thu cả năm nay và năm trước"),
    unit=PRODUCERS,
    rows=told_twice,
    **OF_YEAR,
)
RISEN = measure(
    "certificates.producers_risen",
    _("Trong đó doanh thu tăng"),
    unit=PRODUCERS,
    rows=risen,
    **OF_YEAR,
)
ratio(
    "certificates.share_of_producers_risen",
    _("Tỷ lệ chủ thể tăng doanh thu"),
    of=RISEN,
    among=TOLD_TWICE,
    indicator="C04",
    periods=(PeriodKind.YEAR,),
)

LINKED_PRODUCERS = measure(
    "certificates.linked_producers",
    _("Chủ thể OCOP có liên kết chuỗi giá trị"),
    unit=PRODUCERS,
    kind=Kind.STOCK,
    rows=lambda period: in_force(period).filter(
        producer__in=linkages_in_force(period).values("product__producer")
    ),
    counts="producer",
    by=OF_PRODUCT,
    records=PRODUCER_RECORDS,
)
ratio(
    "certificates.share_of_linked_producers",
    _("Tỷ lệ chủ thể xây dựng chuỗi giá trị"),
    of=LINKED_PRODUCERS,
    among=OCOP_PRODUCERS,
    indicator="C13",
)
