"""What is late in an area, on the desk of who leads it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ocop.core import clock
from ocop.dossiers import desk
from ocop.dossiers.models import Dossier, Round
from ocop.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return User.objects.get(login="lanhdao@demo.vn")


@pytest.fixture
def unchecked():
    """A dossier that waits for its check, in the demo's district."""
    return Dossier.objects.filter(state="submitted").select_related("product").first()


@pytest.mark.parametrize(("days", "is_late"), [(-1, True), (0, False), (1, False)])
def test_a_dossier_is_late_from_the_day_after_its_date(leader, unchecked, days, is_late):
    Dossier.objects.filter(state="submitted").update(due_on=clock.today() + timedelta(days))

    found = desk.late_and_under_way(leader)

    assert (str(unchecked.product) in [item.title for item in found["late"]]) is is_late
    assert found["late_count"] == (len(found["late"]) if is_late else 0)


def test_a_round_whose_days_are_over_is_marked(leader):
    Round.objects.filter(state="receiving").update(receives_until=clock.today() - timedelta(1))

    marks = {item.title: item.mark for item in desk.late_and_under_way(leader)["rounds"]}

    receiving = {str(r) for r in Round.objects.filter(state="receiving").select_related("place")}
    assert {title for title, mark in marks.items() if mark == "Quá hạn"} == receiving & set(marks)
    assert receiving & set(marks)


def test_an_officer_has_it_in_the_list_of_work(unchecked):
    assert desk.late_and_under_way(User.objects.get(login="tinh@demo.vn")) is None


def test_the_page_names_what_is_late(client, leader, unchecked):
    Dossier.objects.filter(pk=unchecked.pk).update(due_on=clock.today() - timedelta(1))
    client.force_login(leader, "ocop.people.backends.Accounts")

    html = client.get(reverse("people:desk")).content.decode()

    assert "Hồ sơ quá hạn kiểm tra" in html
    assert str(unchecked.product) in html
