"""Figures of councils: assessed, put forward; days begin at midnight in Vietnam."""

from datetime import date, datetime

import pytest

from ocop.dossiers.models import Dossier
from ocop.evaluation.enums import TrackState
from ocop.evaluation.models import Decision, Track
from tests.certificates.factories import make_certificate
from tests.dossiers.factories import filed, held
from tests.measures.world import LAST_MINUTE, NEW_YEAR, communes, number, place

pytestmark = [pytest.mark.django_db, pytest.mark.country]


@pytest.fixture
def commune(db):
    return communes()[0]


def concluded(dossier: Dossier, when: datetime, **fields) -> Track:
    fields = {"points_sum": 80, "sheets_counted": 1, **fields}
    return Track.objects.create(
        dossier=dossier,
        round=dossier.round,
        level=dossier.round.level,
        concluded_at=when,
        **fields,
    )


def test_a_product_is_assessed_when_a_council_of_the_level_concludes(commune):
    of_district, of_province = held(commune.district, "district"), held(place())
    concluded(filed(commune, of_district, LAST_MINUTE), LAST_MINUTE)
    concluded(filed(commune, of_province, LAST_MINUTE), LAST_MINUTE)
    concluded(filed(commune, of_province, LAST_MINUTE), NEW_YEAR)
    concluded(filed(commune, of_province, LAST_MINUTE), LAST_MINUTE, points_sum=None)

    assert (number("A02", "2019"), number("A03", "2019"), number("A03", "2020")) == (1, 1, 1)


def test_districts_assess_nothing_after_they_ended(commune):
    assert number("A02", "2025-H1") == 0
    assert number("A02", "2025-H2") is None


def test_put_forward_is_what_a_decision_of_the_period_sends_up(commune):
    round = held(place())
    signed = Decision.objects.create(round=round, signed_on=date(2019, 11, 30))
    passed = filed(commune, round, LAST_MINUTE)
    concluded(passed, LAST_MINUTE, state=TrackState.PASSED_UP, decision=signed)
    potential = filed(commune, round, LAST_MINUTE)
    concluded(
        potential,
        LAST_MINUTE,
        state=TrackState.RECOGNISED,
        decision=signed,
        certificate=make_certificate(
            potential.product, date(2019, 11, 30), stars=4, is_potential_five=True
        ),
    )
    concluded(filed(commune, round, LAST_MINUTE), LAST_MINUTE, decision=signed)

    assert (number("A12", "2019-Q4"), number("A12", "2020-Q1")) == (2, 0)
