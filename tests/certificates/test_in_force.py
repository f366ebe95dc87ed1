"""What was in force on a day is told by the history of certificates, whatever they are worth today."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop.certificates import queries as certificates
from ocop.certificates.models import Certificate
from tests.certificates.factories import happened, make_certificate
from tests.producers.factories import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
DAY = timedelta(days=1)
BEGIN = date(2019, 3, 1)


@pytest.fixture
def recognised():
    """A product's certificate from 1 March 2019 for three years."""
    return make_certificate(make_product(), BEGIN)


def numbers(rows) -> set[str]:
    """Of certificates that the test made."""
    return {row.number for row in rows if row.number.startswith("T-")}


def is_in_force(one: Certificate, day: date) -> bool:
    return one.number in numbers(certificates.in_force(day))


def test_it_is_in_force_from_its_first_to_its_last_day(recognised):
    last = recognised.valid_to

    assert [is_in_force(recognised, day) for day in (BEGIN - DAY, BEGIN, last, last + DAY)] == [
        False,
        True,
        True,
        False,
    ]


def test_one_without_end_stays_in_force(recognised):
    Certificate.objects.filter(pk=recognised.pk).update(valid_to=None)

    assert is_in_force(recognised, date(2099, 1, 1))


def test_a_suspension_counts_from_its_day_until_the_restoration(recognised):
    happened(recognised, "suspended", date(2019, 6, 1))
    happened(recognised, "in_force", date(2019, 8, 1))

    days = (date(2019, 5, 31), date(2019, 6, 1), date(2019, 7, 31), date(2019, 8, 1))
    assert [is_in_force(recognised, day) for day in days] == [True, False, False, True]


def test_a_revoked_one_was_in_force_before(recognised):
    happened(recognised, "revoked", date(2020, 1, 15))

    assert is_in_force(recognised, date(2020, 1, 14))
    assert not is_in_force(recognised, date(2020, 1, 15))


def test_a_replaced_one_was_in_force_until_the_next_began(recognised):
    later = make_certificate(recognised.product, date(2020, 12, 31), stars=4)
    happened(recognised, "superseded", date(2020, 12, 31))

    assert numbers(certificates.in_force(date(2020, 12, 30))) == {recognised.number}
    assert numbers(certificates.in_force(date(2020, 12, 31))) == {later.number}


def test_of_one_product_the_later_stands_where_nobody_has_ended_the_earlier_yet(recognised):
    later = make_certificate(recognised.product, date(2020, 12, 31), stars=4)

    assert numbers(certificates.in_force(date(2021, 1, 1))) == {later.number}


def test_one_suspended_over_its_first_day_takes_nobodys_place(recognised):
    later = make_certificate(recognised.product, date(2020, 12, 31), stars=4)
    happened(later, "suspended", date(2020, 12, 1))

    assert numbers(certificates.in_force(date(2021, 1, 1))) == {recognised.number}


def test_a_transfer_does_not_change_what_is_in_force(recognised):
    happened(recognised, "suspended", date(2019, 6, 1))
    happened(recognised, "suspended", date(2019, 7, 1))
    happened(recognised, "in_force", date(2019, 8, 1))
    happened(recognised, "in_force", date(2019, 7, 15))

    assert not is_in_force(recognised, date(2019, 7, 20))
    assert is_in_force(recognised, date(2019, 8, 1))


def test_an_older_record_without_history_is_as_it_stands_today(recognised):
    recognised.events.all().delete()
    assert is_in_force(recognised, BEGIN)

    Certificate.objects.filter(pk=recognised.pk).update(state="revoked")
    assert not is_in_force(recognised, BEGIN)


def test_expired_are_those_that_nothing_followed(recognised):
    other = make_certificate(make_product(recognised.producer), BEGIN)
    make_certificate(other.product, date(2022, 5, 1))
    revoked = make_certificate(make_product(recognised.producer), BEGIN)
    happened(revoked, "revoked", date(2020, 1, 1))

    assert numbers(certificates.expired(recognised.valid_to)) == set()
    assert numbers(certificates.expired(date(2022, 4, 30))) == {recognised.number, other.number}
    assert numbers(certificates.expired(date(2022, 5, 1))) == {recognised.number}


def test_ending_are_those_whose_term_runs_out_and_renewed_those_that_go_on(recognised):
    renewed = make_certificate(make_product(recognised.producer), BEGIN)
    make_certificate(renewed.product, date(2022, 2, 1))
    happened(renewed, "superseded", date(2022, 2, 1))
    upgraded = make_certificate(make_product(recognised.producer), BEGIN)
    make_certificate(upgraded.product, date(2020, 2, 1), stars=4)
    happened(upgraded, "superseded", date(2020, 2, 1))
    revoked = make_certificate(make_product(recognised.producer), BEGIN)
    happened(revoked, "revoked", date(2021, 2, 1))
    of_2022 = date(2022, 1, 1), date(2022, 12, 31)

    assert numbers(certificates.ending(*of_2022)) == {recognised.number, renewed.number}
    assert numbers(certificates.renewed(*of_2022)) == {renewed.number}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    turns=st.lists(st.integers(1, 700), unique=True, max_size=6).map(sorted),
    asked=st.integers(-10, 1_200),
)
def test_it_is_in_force_as_often_as_it_was_restored(recognised, turns, asked):
    recognised.events.exclude(on=BEGIN).delete()
    for number, offset in enumerate(turns):
        state = "in_force" if number % 2 else "suspended"
        happened(recognised, state, BEGIN + offset * DAY)

    turned = sum(offset <= asked for offset in turns)
    in_term = 0 <= asked <= (recognised.valid_to - BEGIN).days
    assert is_in_force(recognised, BEGIN + asked * DAY) == (in_term and turned % 2 == 0)
