"""The smallest certificates, for tests that show their own world."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock
from ocop.producers.models import Product
from tests.producers.factories import make_product

_numbers = count(1)


def make_certificate(
    product: Product | None = None, begins: date | None = None, *, years: int = 3, **fields: Any
) -> Certificate:
    """A certificate of three stars with the event by which the province issued it, from today unless said; valid for some
    years.."""
    product, begins = product or make_product(), begins or clock.today()
    producer, number = product.producer, fields.pop("number", f"T-{next(_numbers)}")
    office = fields.pop("office", None) or producer.place.province or producer.place
    fields = {
        "level": office.level,
        "decision_number": "1/QĐ",
        "decision_date": begins,
        "year": begins.year,
        "stars": 3,
        "valid_to": begins.replace(year=begins.year + years) - timedelta(days=1),
        **fields,
    }
    certificate = Certificate.objects.create(
        number=number,
        product_code=number,
        product=product,
        producer=producer,
        place=producer.place,
        product_name=product.name,
        producer_name=producer.name,
        office=office,
        valid_from=begins,
        **fields,
    )
    CertificateEvent.objects.create(certificate=certificate, state=certificate.state, on=begins)
    return certificate


def happened(to: Certificate, state: str, on: date, **fields: Any) -> None:
    """The office gave the certificate a state; the row and its history say so."""
    Certificate.objects.filter(pk=to.pk).update(state=CertificateState(state))
    CertificateEvent.objects.create(certificate=to, state=state, on=on, **fields)
