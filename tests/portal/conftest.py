from datetime import timedelta

import pytest

from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock


@pytest.fixture(autouse=True)
def _history_only(db):
    """Public pages are tested over the public record; the demo's illustrative certificate would come and go by the day."""
    Certificate.objects.filter(producer__is_demo=True).delete()


@pytest.fixture
def certificate(db):
    """A certificate of the demo, put in force for three more years by a decision with a number."""
    found = Certificate.objects.select_related("product", "producer__place").get(
        number="LS-06-2024-0001"
    )
    found.decision_number = "215/QĐ-UBND"
    found.valid_to = clock.today() + timedelta(days=1000)
    found.save()
    return found


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
