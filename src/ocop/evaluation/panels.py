"""What an evaluation adds to the pages of producers."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from ocop.producers import policy as producers
from ocop.producers.enums import ProducerState
from ocop.producers.hooks import Use
from ocop.producers.models import Evidence, Product

from .enums import OPEN_DOSSIERS, WRITTEN_DOSSIERS, CertificateState, DossierState, Purpose
from .models import Dossier
from .policy import dossiers_visible_to
from .queries.dossiers import expired_in


def product_panel(product: Product, person: Any) -> dict[str, Any]:
    """The product's dossiers and certificates, papers that lapsed in open ones, what may be started now: 3 queries
    besides the person's own."""
    seen = dossiers_visible_to(person).filter(product=product)
    dossiers = list(seen.select_related("round__place").order_by("-pk"))
    certificates = list(product.certificates.order_by("-valid_from"))
    under_way = [d for d in dossiers if d.state in OPEN_DOSSIERS]
    may_start = (
        producers.can_edit(person, product.producer)
        and product.producer.state == ProducerState.ACTIVE
        and product.is_active
    )
    has_stars = any(c.state == CertificateState.IN_FORCE for c in certificates)
    return {
        "dossiers": dossiers,
        "certificates": certificates,
        "lapsed": expired_in(under_way),
        "is_under_way": bool(under_way),
        "may_start": may_start,
        "purpose": Purpose.RENEWAL if has_stars else Purpose.NEW,
        "product": product,
    }


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
