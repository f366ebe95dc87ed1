"""What certificates add to the pages of producers."""

from typing import Any

from django.db.models import prefetch_related_objects

from ocop.core.panels import register
from ocop.producers.models import Product


def product_panel(product: Product, person: Any) -> dict[str, Any] | None:
    """The product's certificates, the newest first: 1 query, which panels of rooms above share."""
    prefetch_related_objects([product], "certificates")
    certificates = sorted(product.certificates.all(), key=lambda c: c.valid_from, reverse=True)
    return {"certificates": certificates} if certificates else None


register("producers.Product", "certificates/partials/product_panel.html", product_panel)
