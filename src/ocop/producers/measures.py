"""Figures of producers and products by themselves; those of recognised ones stand with the certificates."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ocop.core.listing import Column
from ocop.core.periods import Period
from ocop.core.words import page_language
from ocop.criteria.sets import known_sets, set_name
from ocop.measures.definitions import Dimension, Records, Unit, Value, choices, measure
from ocop.measures.enums import Kind
from ocop.rules.checklist import GOODS
from ocop.rules.model import in_language

from . import policy
from .enums import LinkKind, ProducerType, PropertyKind, PropertyState
from .models import Evidence, IntellectualProperty, Linkage, Producer, Product

PRODUCTS, PRODUCERS = Unit(_("sản phẩm")), Unit(_("chủ thể"))
QUALITY_PAPERS = "HS12"
"""Certificates of quality management and of standards in the list of papers."""

PRODUCER_TYPE = Dimension("producer_type", _("Loại hình chủ thể"), choices(ProducerType))


def goods() -> Iterator[Value]:
    """The groups of products of all editions, each with the product sets that belong to it."""
    sheets = known_sets()
    for key, names in GOODS.items():
        holds = tuple(code for code, sheet in sheets.items() if sheet.papers == key)
        if holds:
            yield Value(key, in_language(*names, page_language()), holds)


GROUP = Dimension("group", _("Nhóm sản phẩm"), goods)

PRODUCER_RECORDS = Records(
    model=Producer,
    visible_to=policy.producers_visible_to,
    columns=(
        Column(_("Chủ thể"), sort="sort_key", value=lambda p: p.name),
        Column(_("Loại hình"), sort="type", value=lambda p: p.get_type_display()),
        Column(_("Xã, phường"), sort="place__sort_key", value=lambda p: p.place.name),
    ),
    address=lambda p: reverse("producers:producer", args=[p.pk]),
    order="sort_key",
    search="search",
    around=("place",),
)
PRODUCT_RECORDS = Records(
    model=Product,
    visible_to=policy.products_visible_to,
    columns=(
        Column(_("Sản phẩm"), sort="sort_key", value=lambda p: p.name),
        Column(_("Chủ thể"), sort="producer__sort_key", value=lambda p: p.producer.name),
        Column(
            _("Xã, phường"), sort="producer__place__sort_key", value=lambda p: p.producer.place.name
        ),
        Column(_("Bộ sản phẩm"), value=lambda p: set_name(p.set_code)),
    ),
    address=lambda p: reverse("producers:product", args=[p.pk]),
    order="sort_key",
    search="search",
    around=("producer__place",),
)


def _of_product(name: str, attribute: str, model: type) -> Records:
    """How the rows of a product's chain or titles are listed: each leads to the product."""
    return Records(
        model=model,
        visible_to=lambda user: model.objects.filter(product__in=policy.products_visible_to(user)),
        columns=(
            Column(_("Sản phẩm"), sort="product__sort_key", value=lambda row: row.product.name),
            Column(
                _("Chủ thể"),
                sort="product__producer__sort_key",
                value=lambda row: row.product.producer.name,
            ),
            Column(name, value=lambda row: getattr(row, attribute)),
            Column(_("Loại"), sort="kind", value=lambda row: row.get_kind_display()),
            Column(_("Đến ngày"), sort="until", value=lambda row: row.until),
        ),
        address=lambda row: reverse("producers:product", args=[row.product_id]),
        order="product__sort_key",
        search="product__search",
        around=("product__producer",),
    )


def linkages_in_force(period: Period) -> QuerySet[Linkage]:
    """Links of value chains that had begun by the last day of a period and not ended; one without dates always has."""
    day = period.last_day
    return Linkage.objects.filter(
        Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
    )


measure(
    "producers.linkages",
    _("Liên kết chuỗi giá trị đang thực hiện"),
    unit=Unit(_("chuỗi")),
    kind=Kind.STOCK,
    rows=linkages_in_force,
    place="product__producer__place",
    by={
        Dimension("link", _("Loại liên kết"), choices(LinkKind)): "kind",
        GROUP: "product__set_code",
        PRODUCER_TYPE: "product__producer__type",
    },
    records=_of_product(_("Bên liên kết"), "partner", Linkage),
    indicator="C06",
)


def titles_in_force(period: Period) -> QuerySet[IntellectualProperty]:
    """Titles granted by the last day of a period that still protect."""
    day = period.last_day
    granted = IntellectualProperty.objects.filter(state=PropertyState.GRANTED)
    return granted.filter(Q(on=None) | Q(on__lte=day), Q(until=None) | Q(until__gte=day))


measure(
    "producers.protected_titles",
    _("Nhãn hiệu, chỉ dẫn địa lý, kiểu dáng được bảo hộ"),
    unit=Unit(_("văn bằng")),
    kind=Kind.STOCK,
    rows=titles_in_force,
    place="product__producer__place",
    by={Dimension("property", _("Loại văn bằng"), choices(PropertyKind)): "kind"},
    records=_of_product(_("Số văn bằng"), "number", IntellectualProperty),
    indicator="C09",
)


def products_with_quality_papers(period: Period) -> QuerySet[Product]:
    """Products that a certificate of quality covered on the last day of a period: their own, or one for all that the
    producer makes."""
    day = period.last_day
    papers = Evidence.objects.filter(
        Q(issued_on__lte=day) | Q(issued_on=None, created_at__date__lte=day),
        Q(expires_on=None) | Q(expires_on__gte=day),
        Q(product=OuterRef("pk")) | Q(product=None, producer=OuterRef("producer")),
        item_code=QUALITY_PAPERS,
    )
    return Product.objects.filter(Exists(papers))


measure(
    "producers.products_with_quality_papers",
    _("Sản phẩm có chứng nhận (VietGAP, hữu cơ, HACCP, ISO …)"),
    unit=PRODUCTS,
    kind=Kind.STOCK,
    rows=products_with_quality_papers,
    place="producer__place",
    by={GROUP: "set_code", PRODUCER_TYPE: "producer__type"},
    records=PRODUCT_RECORDS,
    indicator="C10",
)
