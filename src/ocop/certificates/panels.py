"""What certificates add to the pages of producers and to the desks of offices."""

from typing import Any

from django.db.models import prefetch_related_objects

from ocop.core.panels import register
from ocop.people.models import User
from ocop.producers.models import Product

from . import desk


def product_panel(product: Product, person: Any) -> dict[str, Any] | None:
    """The product's certificates, the newest first: 1 query, which panels of rooms above share."""
    prefetch_related_objects([product], "certificates")
    certificates = sorted(product.certificates.all(), key=lambda c: c.valid_from, reverse=True)
    return {"certificates": certificates} if certificates else None


def desk_panel(user: User, person: Any) -> dict[str, Any] | None:
    return desk.figures(user)


register("people.User", "certificates/partials/desk_panel.html", desk_panel)
register("producers.Product", "certificates/partials/product_panel.html", product_panel)
