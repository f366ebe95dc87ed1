"""What dossiers add to the pages of products, papers and certificates, and to desks."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate
from ocop.core import clock
from ocop.core.panels import register
from ocop.people.models import User
from ocop.producers import policy as producers
from ocop.producers.enums import ProducerState
from ocop.producers.followers import Use
from ocop.producers.models import Evidence, Product

from . import desk
from .enums import OPEN_DOSSIERS, WRITTEN_DOSSIERS, DossierState, Purpose
from .models import Dossier
from .policy import dossiers_visible_to
from .queries.dossiers import expired_in

RENEWAL_OFFERED_DAYS = 365


def product_panel(product: Product, person: Any) -> dict[str, Any]:
    """The product's dossiers, papers that lapsed in open ones, what may be started now: 3 queries besides the person's own."""
    seen = dossiers_visible_to(person).filter(product=product)
    dossiers = list(seen.select_related("round__place").order_by("-pk"))
    under_way = [d for d in dossiers if d.state in OPEN_DOSSIERS]
    may_start = (
        producers.can_edit(person, product.producer)
        and product.producer.state == ProducerState.ACTIVE
        and product.is_active
    )
    has_stars = any(c.state == CertificateState.IN_FORCE for c in product.certificates.all())
    return {
        "dossiers": dossiers,
        "lapsed": expired_in(under_way),
        "is_under_way": bool(under_way),
        "may_start": may_start,
        "purpose": Purpose.RENEWAL if has_stars else Purpose.NEW,
        "product": product,
    }


def renewal_panel(certificate: Certificate, person: Any) -> dict[str, Any] | None:
    """The way to a new dossier from a certificate that ends within a year: 1 query for who may start one."""
    if certificate.state != CertificateState.IN_FORCE or certificate.valid_to is None:
        return None
    days_left = (certificate.valid_to - clock.today()).days
    product = certificate.product
    if days_left > RENEWAL_OFFERED_DAYS or not producers.can_edit(person, product.producer):
        return None
    if product.dossiers.filter(state__in=OPEN_DOSSIERS).exists():
        return None
    return {"days_left": days_left, "product": product}


def desk_panel(user: User, person: Any) -> dict[str, Any] | None:
    return desk.late_and_under_way(user)


def own_products_panel(user: User, person: Any) -> dict[str, Any] | None:
    return desk.own_products(user)


register("people.User", "dossiers/partials/desk_panel.html", desk_panel)
register("people.User", "dossiers/partials/own_products.html", own_products_panel)
register("producers.Product", "dossiers/partials/product_panel.html", product_panel)
register("certificates.Certificate", "dossiers/partials/renewal_panel.html", renewal_panel)


def uses(evidence: Evidence) -> Iterator[Use]:
    """Dossiers that use a paper: 1 query."""
    found = Dossier.objects.filter(papers__evidence=evidence).distinct()
    for dossier in found.select_related("product", "round__place"):
        yield Use(
            dossier.said,
            f"/danh-gia/ho-so/{dossier.pk}/",
            is_open=dossier.state in OPEN_DOSSIERS,
            is_filed=dossier.submission > 0,
            is_written=dossier.state in WRITTEN_DOSSIERS,
            product_id=dossier.product_id,
        )


def is_assessed(products: QuerySet[Product]) -> bool:
    """Whether an office or a council has some of the products before it: 1 query."""
    filed = (DossierState.SUBMITTED, DossierState.CHECKING, DossierState.ACCEPTED)
    return Dossier.objects.filter(state__in=filed, product__in=products).exists()
