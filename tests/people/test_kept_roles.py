"""What a person is takes effect with the next request, although it is kept in memory between requests."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from ocop.core import clock
from ocop.evaluation.models import CouncilMember
from ocop.people.actions import BACKEND
from ocop.people.enums import Role
from ocop.people.models import Appointment, User
from ocop.producers.models import ProducerMember
from tests.dossiers.factories import make_round
from tests.evaluation.factories import make_council, make_seat
from tests.people.factories import make_appointment, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_producer

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def newcomer(client):
    """Somebody who is nothing yet, and signed in."""
    user = make_user()
    client.force_login(user, backend=BACKEND)
    return user


def opens(client, url):
    return client.get(url).status_code == 200


def test_a_role_counts_from_the_next_page_and_no_longer_than_it_is_held(client, newcomer):
    assert not opens(client, "/danh-gia/dot/")

    role = make_appointment(newcomer, make_place("province"), Role.OFFICER)
    assert opens(client, "/danh-gia/dot/")

    Appointment.objects.filter(pk=role.pk).update(role=Role.SUPERVISOR)
    assert opens(client, "/danh-gia/dot/")
    assert not opens(client, "/danh-gia/dot/moi/")

    role.delete()
    assert not opens(client, "/danh-gia/dot/")


def test_a_session_that_was_ended_elsewhere_is_refused_at_once(client, newcomer):
    assert opens(client, "/ho-so/")

    Session.objects.all().delete()

    assert not opens(client, "/ho-so/")


def test_an_account_that_was_closed_is_refused_at_once(client, newcomer):
    assert opens(client, "/ho-so/")

    User.objects.filter(pk=newcomer.pk).update(is_active=False)

    assert not opens(client, "/ho-so/")


def test_a_new_password_ends_the_other_sessions_at_once(client, newcomer):
    assert opens(client, "/ho-so/")

    newcomer.set_password("mot-mat-khau-khac")
    newcomer.save()

    assert not opens(client, "/ho-so/")


def test_a_session_ends_with_its_time(client, newcomer):
    assert opens(client, "/ho-so/")

    Session.objects.update(expire_date=clock.true_now() - timedelta(seconds=1))

    assert not opens(client, "/ho-so/")


def test_a_seat_and_a_membership_count_from_the_next_page(client, newcomer):
    seat = make_seat(make_council(make_round()), make_user())
    assert not opens(client, "/danh-gia/phieu/")

    CouncilMember.objects.filter(pk=seat.pk).update(user=newcomer)
    assert opens(client, "/danh-gia/phieu/")

    CouncilMember.objects.filter(pk=seat.pk).update(user=seat.user)
    assert not opens(client, "/danh-gia/phieu/")

    producer = make_producer()
    ProducerMember.objects.create(producer=producer, user=newcomer)
    assert opens(client, f"/chu-the/{producer.pk}/")


def test_a_change_that_is_taken_back_leaves_nothing_in_memory(client, newcomer):
    province = make_place("province")
    with transaction.atomic():
        make_appointment(newcomer, province, Role.OFFICER)
        assert opens(client, "/danh-gia/dot/")
        transaction.set_rollback(True)

    make_appointment(newcomer, province, Role.LEADER)
    assert not opens(client, "/danh-gia/dot/moi/")
