"""Seats in a council: what is known of the person is filled in, what was typed comes back."""

import pytest
from django.urls import reverse

from ocop.dossiers.enums import RoundState
from ocop.evaluation.models import CouncilMember
from ocop.people.models import Organisation
from tests.dossiers.factories import make_round
from tests.people.factories import (
    client_of,
    make_appointment,
    make_officer,
    make_organisation,
    make_user,
)
from tests.places.factories import make_place

from .factories import make_council

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def place():
    return make_place("province")


@pytest.fixture
def seats(place):
    """The council page of a round that still seats people."""
    council = make_council(make_round(place, RoundState.PREPARING))
    client = client_of(make_officer(place))
    url = reverse("evaluation:council", args=[council.round_id])

    class Page:
        def open(self, **query):
            return client.get(url, query).context

        def send(self, **data):
            answer = client.post(url, data)
            return answer.context and answer.context["seat_form"]

    return Page()


@pytest.fixture
def office(place):
    return make_organisation(place)


@pytest.fixture
def head(place, office):
    """The head of the office."""
    user = make_user(login="truong-phong@example.vn")
    make_appointment(user, place, organisation=office, position="Trưởng phòng")
    return user


def test_the_page_says_which_post_the_person_who_is_named_has(seats, head, office):
    post = seats.open(login="TRUONG-PHONG@example.vn")["post"]

    assert (post.position, post.organisation) == ("Trưởng phòng", office)
    assert seats.open(login="khong-ai@example.vn")["post"] is None


def test_a_seat_without_post_and_organisation_has_those_of_the_appointment(seats, head, office):
    seats.send(login=head.login, role="member")

    seat = CouncilMember.objects.get(user=head)
    assert (seat.position, seat.organisation) == ("Trưởng phòng", office)


def test_a_refused_seat_comes_back_with_what_was_typed(seats):
    form = seats.send(login=make_user().login, role="member", organisation="Phòng Lạ")

    assert form["organisation"].value() == "Phòng Lạ"
    assert 'name="organisation_new"' in str(form["organisation"])


def test_a_new_organisation_is_written_down_with_the_seat(seats, place):
    typed = {"organisation": "Phòng Lạ", "organisation_new": "Phòng Lạ"}
    seats.send(login=make_user().login, role="member", **typed)

    made = Organisation.objects.get(name="Phòng Lạ")
    assert (made.kind, made.place, made.seats.count()) == ("other", place, 1)
