"""What desks say of dossiers: to who leads an area what is late, to a producer how the own products stand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ocop.core import clock
from ocop.dossiers import desk
from ocop.dossiers.enums import DossierState
from ocop.dossiers.models import Dossier
from ocop.people.enums import Role
from tests.certificates.factories import make_certificate
from tests.people.factories import client_of, make_holder, make_officer, make_user
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


def test_a_producer_reads_how_the_own_products_stand(place):
    owner = make_user()
    producer = make_producer(make_place(under=place), owner=owner)
    filed, certified = make_product(producer), make_product(producer)
    make_product(producer, is_active=False)
    make_product()
    make_dossier(make_round(place), filed, DossierState.SUBMITTED)
    make_certificate(certified)

    page = client_of(owner).get(reverse("people:desk")).content.decode()

    assert "Sản phẩm của tôi" in page
    assert [(str(t.title), t.amount) for t in desk.own_products(owner)["tiles"]] == [
        ("Sản phẩm đang làm", 2),
        ("Hồ sơ chưa có kết quả", 1),
        ("Giấy chứng nhận còn hiệu lực", 1),
    ]


def test_who_makes_nothing_has_no_products_on_the_desk(leader):
    assert desk.own_products(leader) is None
