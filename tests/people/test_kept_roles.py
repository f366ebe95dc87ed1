"""What a person is takes effect with the next request, although it is kept in memory between requests."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from ocop.core import clock
from ocop.evaluation.models import CouncilMember
from ocop.people.actions import register_account
from ocop.people.enums import Role
from ocop.people.models import Appointment, User
from ocop.places.models import Place
from ocop.producers.models import Producer, ProducerMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client):
    user = register_account(login="moi@example.vn", full_name="Người mới", password="mot-mat-khau")
    client.force_login(user, backend="ocop.people.backends.Accounts")
    return user


def opens(client, url):
    return client.get(url).status_code == 200


def test_a_role_counts_from_the_next_page_and_no_longer_than_it_is_held(client, newcomer):
    assert not opens(client, "/danh-gia/dot/")

    role = Appointment.objects.create(
        user=newcomer, role=Role.OFFICER, place=Place.objects.get(key="06")
    )
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
    seat = CouncilMember.objects.first()
    assert not opens(client, "/danh-gia/phieu/")

    CouncilMember.objects.filter(pk=seat.pk).update(user=newcomer)
    assert opens(client, "/danh-gia/phieu/")

    CouncilMember.objects.filter(pk=seat.pk).update(user=seat.user)
    assert not opens(client, "/danh-gia/phieu/")

    producer = Producer.objects.get(name="HTX Minh Hoạ")
    ProducerMember.objects.create(producer=producer, user=newcomer)
    assert opens(client, f"/chu-the/{producer.pk}/")


def test_a_change_that_is_taken_back_leaves_nothing_in_memory(client, newcomer):
    with transaction.atomic():
        Appointment.objects.create(
            user=newcomer, role=Role.OFFICER, place=Place.objects.get(key="06")
        )
        assert opens(client, "/danh-gia/dot/")
        transaction.set_rollback(True)

    Appointment.objects.create(user=newcomer, role=Role.LEADER, place=Place.objects.get(key="06"))
    assert not opens(client, "/danh-gia/dot/moi/")
