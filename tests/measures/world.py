"""Small worlds that a reader can count: certificates at communes of a province that the demo leaves empty."""

from datetime import date, timedelta
from itertools import count

from ocop.certificates.models import Certificate, CertificateEvent
from ocop.measures.areas import Area
from ocop.places.models import Place
from ocop.producers.models import Producer, Product

CAO_BANG = "04"
_numbers = count(1)


def place(key: str = CAO_BANG) -> Place:
    return Place.objects.get(key=key)


def area(key: str = CAO_BANG) -> Area:
    return Area(place(key))


def communes(key: str = CAO_BANG, on: date = date(2019, 12, 31)) -> list[Place]:
    """Communes of a province on a day, in a fixed order."""
    return list(Place.objects.under(place(key)).on(on).filter(level="commune").order_by("key"))


def producer(at: Place, **fields) -> Producer:
    fields = {"type": "cooperative", "state": "active", **fields}
    return Producer.objects.create(name=f"HTX {next(_numbers)}", place=at, **fields)


def product(of: Producer, **fields) -> Product:
    fields = {"set_code": "BSP-06", **fields}
    return Product.objects.create(producer=of, name=f"Miến {next(_numbers)}", **fields)


def certificate(
    of: Product, begins: date, *, stars: int = 3, years: int = 3, **fields
) -> Certificate:
    """A certificate with the event by which it was issued, valid for some years."""
    number = f"T-{next(_numbers)}"
    fields = {
        "valid_to": begins.replace(year=begins.year + years) - timedelta(days=1),
        "decision_date": begins,
        **fields,
    }
    made = Certificate.objects.create(
        number=number,
        product_code=number,
        product=of,
        producer=of.producer,
        place=of.producer.place,
        product_name=of.name,
        producer_name=of.producer.name,
        level="province",
        office=of.producer.place.province,
        decision_number="1/QĐ",
        year=begins.year,
        stars=stars,
        valid_from=begins,
        **fields,
    )
    CertificateEvent.objects.create(certificate=made, state="in_force", on=begins)
    return made


def happened(to: Certificate, state: str, on: date) -> None:
    """The office gave the certificate a state; the row and its history say so."""
    Certificate.objects.filter(pk=to.pk).update(state=state)
    CertificateEvent.objects.create(certificate=to, state=state, on=on)
