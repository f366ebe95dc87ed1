"""Seats in a council: what is known of the person is filled in, what was typed comes back."""

import pytest
from django.urls import reverse

from ocop.dossiers.models import Round
from ocop.evaluation.models import Council, CouncilMember
from ocop.people.actions import appoint
from ocop.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(person):
    return person("huyen").places_as("officer")[0]


@pytest.fixture
def seats(signed_in, district):
    """The council page of a round that still seats people, of which only the seats matter here."""
    base = Round.objects.filter(place=district).first()
    names = ("place", "level", "edition", "process_code", "receives_from", "receives_until")
    fresh = Round.objects.create(year=2018, **{name: getattr(base, name) for name in names})
    Council.objects.create(round=fresh, decision_number="1/QĐ", decision_date="2018-01-05")
    client, url = signed_in("huyen"), reverse("evaluation:council", args=[fresh.pk])

    class Page:
        def open(self, **query):
            return client.get(url, query).context

        def send(self, **data):
            answer = client.post(url, data)
            return answer.context and answer.context["seat_form"]

    return Page()


@pytest.fixture
def office(district):
    return Organisation.objects.create(kind="office", name="Phòng Kinh tế", place=district)


@pytest.fixture
def head(person, district, office):
    """xa@demo.vn, head of the office."""
    post = {"role": "officer", "place": district, "position": "Trưởng phòng"}
    appoint(actor=person("huyen"), user=person("xa"), organisation=office, **post)
    return person("xa")


def test_the_page_says_which_post_the_person_who_is_named_has(seats, head, office):
    post = seats.open(login="XA@demo.vn")["post"]

    assert (post.position, post.organisation) == ("Trưởng phòng", office)
    assert seats.open(login="khong-ai@demo.vn")["post"] is None


def test_a_seat_without_post_and_organisation_has_those_of_the_appointment(seats, head, office):
    seats.send(login="xa@demo.vn", role="member")

    seat = CouncilMember.objects.get(user=head)
    assert (seat.position, seat.organisation) == ("Trưởng phòng", office)


def test_a_refused_seat_comes_back_with_what_was_typed(seats):
    form = seats.send(login="xa@demo.vn", role="member", organisation="Phòng Lạ")

    assert form["organisation"].value() == "Phòng Lạ"
    assert 'name="organisation_new"' in str(form["organisation"])


def test_a_new_organisation_is_written_down_with_the_seat(seats, district):
    typed = {"organisation": "Phòng Lạ", "organisation_new": "Phòng Lạ"}
    seats.send(login="xa@demo.vn", role="member", **typed)

    made = Organisation.objects.get(name="Phòng Lạ")
    assert (made.kind, made.place, made.seats.count()) == ("other", district, 1)
