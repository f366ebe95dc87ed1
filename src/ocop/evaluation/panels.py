"""What an evaluation shows on a product's page."""

from typing import Any

from ocop.producers import policy as producers
from ocop.producers.models import Product

from .policy import dossiers_visible_to


def product_panel(product: Product, person: Any) -> dict[str, Any]:
    """The product's dossiers and certificates, and whether the person may start a dossier: 3 queries."""
    return {
        "dossiers": dossiers_visible_to(person)
        .filter(product=product)
        .select_related("round__place")
        .order_by("-pk"),
        "certificates": product.certificates.order_by("-valid_from"),
        "may_start": producers.can_edit(person, product.producer)
        and product.producer.state == "active",
        "product": product,
    }
