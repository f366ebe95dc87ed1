"""A province whose office recognises products."""

import pytest

from tests.people.factories import make_officer
from tests.places.factories import make_place


@pytest.fixture
def province(db):
    return make_place("province")


@pytest.fixture
def officer(province):
    return make_officer(province)
