"""What is late in an area, on the desk of who leads it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ocop.core import clock
from ocop.dossiers import desk
from ocop.dossiers.enums import DossierState
from ocop.dossiers.models import Dossier
from ocop.people.enums import Role
from tests.people.factories import client_of, make_holder, make_officer
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

from .factories import make_dossier, make_round

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def place():
    return make_place("province")


@pytest.fixture
def leader(place):
    return make_holder(Role.LEADER, place)


@pytest.fixture
def unchecked(place):
    """A dossier that waits for its check."""
    product = make_product(make_producer(make_place(under=place)))
    return make_dossier(make_round(place), product, DossierState.SUBMITTED)


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (0, False), (1, False)])
def test_a_dossier_is_late_from_the_day_after_its_date(leader, unchecked, days, is_late):
    Dossier.objects.filter(pk=unchecked.pk).update(due_on=clock.today() + timedelta(days))

    found = desk.late_and_under_way(leader)

    late = [str(unchecked.product)] if is_late else []
    assert [item.title for item in found["late"]] == late
    assert found["late_count"] == len(late)


def test_a_round_whose_days_are_over_is_marked(leader, place):
    over = make_round(place, receives_until=clock.today() - timedelta(1))
    going_on = make_round(place)

    marks = {item.title: item.mark for item in desk.late_and_under_way(leader)["rounds"]}

    assert [title for title, mark in marks.items() if mark == "Quá hạn"] == [str(over)]
    assert str(going_on) in marks


def test_an_officer_has_it_in_the_list_of_work(unchecked, place):
    assert desk.late_and_under_way(make_officer(place)) is None


def test_the_page_names_what_is_late(leader, unchecked):
    Dossier.objects.filter(pk=unchecked.pk).update(due_on=clock.today() - timedelta(1))

    html = client_of(leader).get(reverse("people:desk")).content.decode()

    assert "Hồ sơ quá hạn kiểm tra" in html
    assert str(unchecked.product) in html
