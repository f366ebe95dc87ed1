"""What the room puts into the world of the contract tests."""

from datetime import timedelta

from ocop.certificates.actions import expiry
from ocop.core import clock
from tests.certificates.factories import make_certificate
from tests.contract.sides import Side


def grow(side: Side) -> None:
    """A certificate of the district that ends soon, with the notice that is to be sent."""
    certificate = make_certificate(
        side.things["product"],
        office=side.commune.district,
        valid_to=clock.today() + timedelta(days=100),
    )
    expiry.watch(certificate)
    side.things["certificate"] = certificate
    side.things["expiry_notice"] = certificate.notice
