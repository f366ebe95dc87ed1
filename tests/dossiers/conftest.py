"""Dossiers of the demo's district round."""

import pytest

from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round

from .filing import of


@pytest.fixture
def draft():
    return of("Bột nghệ Mẫu")


@pytest.fixture
def returned():
    return of("Cơm lam Mẫu")


@pytest.fixture
def receiving():
    """The demo's district round takes dossiers again."""
    round = Round.objects.get(level="district", state=RoundState.SCORING)
    round.state = RoundState.RECEIVING
    round.save()
    return round
