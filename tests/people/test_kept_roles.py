"""What a person is takes effect with the next request, although it is kept in memory between requests."""

import pytest
from django.db import transaction

from ocop.evaluation.models import CouncilMember
from ocop.people.actions import register_account
from ocop.people.enums import Role
from ocop.people.models import Appointment
from ocop.places.models import Place
from ocop.producers.models import Producer, ProducerMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client):
    user = register_account(login="moi@example.vn", full_name="Người mới", password="mot-mat-khau")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
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
