"""Products that councils have concluded, so that their decisions can be issued."""

import pytest

from tests.evaluation.concluding import conclude


@pytest.fixture
def concluded(db):
    """concluded("06", "qd1048", 4, 78) is a product concluded at a place, and its decision."""
    return conclude
