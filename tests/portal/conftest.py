"""Public pages over certificates of the country's places."""

from datetime import date, timedelta

import pytest

from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock
from ocop.places.models import Place
from tests.certificates.factories import make_certificate
from tests.producers.factories import make_producer, make_product


@pytest.fixture
def certificate(db):
    """Five stars of the ministry for a product of Xã Côn Minh, in force for three more years."""
    producer = make_producer(Place.objects.get(key="02173"), name="HTX Tài Hoan")
    return make_certificate(
        make_product(producer, name="Miến dong Tài Hoan"),
        date(2024, 12, 31),
        office=Place.objects.get(key="vn"),
        number="LS-06-2024-0001",
        stars=5,
        decision_number="215/QĐ-UBND",
        valid_to=clock.today() + timedelta(days=1000),
    )


@pytest.fixture
def happened():
    """happened(certificate, "revoked", on, decision, reason): what an office did, as the public page reads it."""

    def add(certificate: Certificate, state: str, on, decision: str = "", reason: str = "") -> None:
        certificate.state = state
        certificate.save()
        CertificateEvent.objects.create(
            certificate=certificate, state=state, on=on, decision_number=decision, reason=reason
        )

    return add
