"""A province that can be counted by hand."""

from dataclasses import dataclass
from datetime import date

import pytest

from ocop.certificates.models import Certificate
from ocop.places.models import Place
from ocop.producers.models import Producer
from tests.certificates.factories import happened, make_certificate
from tests.measures.world import communes
from tests.producers.factories import make_producer, make_product


@dataclass
class Province:
    """Two communes of one district and one of another; in the first two cooperatives, in the third a household.

    End of 2019: miến 3★ and bún 4★ of the first cooperative, miến 4★ of the second, wine 3★ of the household. The second
    cooperative's gave way to a 5★ in 2021, the household's was revoked in 2020.
    """

    communes: list[Place]
    first: Producer
    second: Producer
    household: Producer
    certificates: list[Certificate]


@pytest.fixture
def province(db) -> Province:
    found = communes()
    one = found[0]
    two = next(c for c in found if c.district_id == one.district_id and c != one)
    three = next(c for c in found if c.district_id != one.district_id)
    first, second = make_producer(one), make_producer(two)
    household = make_producer(three, type="household_business")
    miến, bún = make_product(first), make_product(first)
    certificates = [
        make_certificate(miến, date(2018, 12, 31), stars=3),
        make_certificate(bún, date(2019, 6, 30), stars=4),
        make_certificate(make_product(second), date(2019, 12, 31), stars=4),
        make_certificate(make_product(household, set_code="BSP-15"), date(2019, 7, 1), stars=3),
    ]
    certificates.append(make_certificate(certificates[2].product, date(2021, 3, 1), stars=5))
    happened(certificates[2], "superseded", date(2021, 3, 1))
    happened(certificates[3], "revoked", date(2020, 2, 1))
    return Province([one, two, three], first, second, household, certificates)
