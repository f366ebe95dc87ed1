"""The smallest producers, products and papers, for tests that show their own world."""

from itertools import count
from typing import Any

from ocop.people.models import User
from ocop.places.models import Place
from ocop.producers.enums import LinkKind, ProducerState, ProducerType
from ocop.producers.models import (
    Evidence,
    Linkage,
    Producer,
    ProducerMember,
    Product,
    ProductPicture,
)
from tests.core.factories import stored_pdf, stored_picture
from tests.criteria.factories import SET
from tests.people.factories import make_user
from tests.places.factories import make_place

_numbers = count(1)


def make_producer(
    place: Place | None = None, *, owner: User | None = None, **fields: Any
) -> Producer:
    """An active cooperative. owner: who acts for it, nobody unless said. Without a place it gets a commune of its own."""
    fields = {
        "type": ProducerType.COOPERATIVE,
        "state": ProducerState.ACTIVE,
        "name": f"HTX {next(_numbers)}",
        **fields,
    }
    producer = Producer.objects.create(place=place or make_place(), **fields)
    if owner is not None:
        ProducerMember.objects.create(producer=producer, user=owner)
    return producer


def make_product(producer: Producer | None = None, **fields: Any) -> Product:
    fields = {"name": f"Miến {next(_numbers)}", "set_code": SET, **fields}
    return Product.objects.create(producer=producer or make_producer(), **fields)


def make_paper(producer: Producer, **fields: Any) -> Evidence:
    """A paper of the evidence library that never expires and that nothing uses."""
    fields = {"item_code": "HS02", "title": "Phương án", "file_name": "HS02.pdf", **fields}
    fields.setdefault("file", stored_pdf())
    fields.setdefault("added_by", make_user())
    return Evidence.objects.create(producer=producer, **fields)


def make_picture(product: Product) -> ProductPicture:
    return ProductPicture.objects.create(product=product, file=stored_picture())


def make_link(product: Product, **fields: Any) -> Linkage:
    """Somebody who supplies the product's raw material."""
    fields = {"kind": LinkKind.SUPPLIER, "partner": "Hộ trồng", "what": "Dong riềng", **fields}
    return Linkage.objects.create(product=product, **fields)
