"""Figures of rounds: registered, assessed, put forward, newcomers; days begin at midnight in Vietnam."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from ocop.core.periods import Period
from ocop.criteria.models import Edition
from ocop.evaluation.enums import TrackState
from ocop.evaluation.models import Decision, Dossier, Round, Track
from ocop.measures.definitions import find
from ocop.measures.queries import parts, records, value
from tests.certificates.factories import make_certificate
from tests.measures.world import area, communes, place
from tests.producers.factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.country]
LAST_MINUTE, NEW_YEAR = (
    datetime(2019, 12, 31, 16, 59, tzinfo=UTC),
    datetime(2019, 12, 31, 17, 0, tzinfo=UTC),
)
"""In Vietnam the last minute of 2019 and the first of 2020."""


@pytest.fixture
def commune(db):
    return communes()[0]


def number(code: str, period: str):
    return value(find(code), area(), Period.parse(period)).number


def held(at, level: str = "province") -> Round:
    edition = Edition.objects.get(code="qd1048")
    return Round.objects.create(
        place=at,
        level=level,
        year=2019,
        edition=edition,
        edition_digest=edition.digest,
        process_code="qd1048",
        receives_from=date(2019, 1, 1),
        receives_until=date(2019, 12, 31),
    )


def filed(at, round: Round, when: datetime | None, **fields) -> Dossier:
    one = make_product(make_producer(at))
    return Dossier.objects.create(
        product=one,
        producer=one.producer,
        round=round,
        set_code=one.set_code,
        submission=int(when is not None),
        submitted_at=when,
        **fields,
    )


def concluded(dossier: Dossier, when: datetime, **fields) -> Track:
    fields = {"points_sum": 80, "sheets_counted": 1, **fields}
    return Track.objects.create(
        dossier=dossier,
        round=dossier.round,
        level=dossier.round.level,
        concluded_at=when,
        **fields,
    )


def test_what_is_registered_counts_on_the_day_of_vietnam(commune):
    round = held(place())
    filed(commune, round, LAST_MINUTE)
    filed(commune, round, NEW_YEAR, purpose="upgrade")
    filed(commune, round, None)

    assert (number("A01", "2019-M12"), number("A01", "2020-M01")) == (1, 1)
    for text in ("2019", "2020"):
        period = Period.parse(text)
        assert records(find("A01"), area(), period).count() == number("A01", text)


def test_registered_products_are_parted_by_why_they_came(commune):
    round = held(place())
    for purpose in ("new", "upgrade", "upgrade"):
        filed(commune, round, LAST_MINUTE, purpose=purpose)
    event = next(d for d in find("A01").dimensions if d.key == "event")

    found = parts(find("A01"), area(), Period.parse("2019"), event)

    assert {part.key: part.figure.number for part in found} == {
        "new": 1,
        "upgrade": 2,
        "renewal": 0,
    }


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


def test_a_producer_is_new_in_the_period_of_its_first_dossier_or_certificate(commune):
    round = held(place())
    first = filed(commune, round, timezone.make_aware(datetime(2019, 4, 1)))
    make_certificate(first.product, date(2019, 11, 1))
    older = filed(commune, round, LAST_MINUTE)
    make_certificate(make_product(older.producer), date(2018, 12, 31))

    assert number("B02", "2018") == 1
    assert (number("B02", "2019-H1"), number("B02", "2019-H2"), number("B02", "2019")) == (1, 0, 1)
