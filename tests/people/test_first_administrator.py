"""The first administrator is made where the system runs, not in the browser."""

import pytest
from click.testing import CliRunner
from django.test import Client

from ocop.cli import main
from ocop.people.actions import register_account
from ocop.people.models import User
from tests.people.factories import as_found, make_officer
from tests.places.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
PASSWORD = "vuon-che-tren-nui"


@pytest.fixture(autouse=True)
def country():
    return make_place("country", key="vn")


def administrator(login: str, *, password: str = PASSWORD, place: str = "vn"):
    options = ["--name", "Nông Thị Minh Hoạ", "--password", password, "--place", place]
    return CliRunner().invoke(main, ["administrator", login, *options])


def test_a_new_person_signs_in_and_runs_the_installation():
    answer = administrator("dau-tien@example.vn")

    assert answer.exit_code == 0, answer.output
    client = Client()
    sent = {"username": "dau-tien@example.vn", "password": PASSWORD}
    assert client.post("/dang-nhap/", sent).status_code == 302
    assert client.get("/nguoi-dung/tai-khoan/").status_code == 200


def test_somebody_who_has_an_account_keeps_the_password_and_gets_the_role_once(country):
    province = make_place("province", under=country)
    officer = make_officer(province, password="mat-khau-cua-toi")

    for _time in range(2):
        assert administrator(officer.login, place=province.key).exit_code == 0

    officer = as_found(officer)
    assert officer.check_password("mat-khau-cua-toi")
    assert officer.appointments.filter(role="administrator", place=province).count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"login": "dau-tien@example.vn", "password": "12345678901"}, "password:"),
        ({"login": "khong phai ten", "password": PASSWORD}, "login:"),
        ({"login": "dau-tien@example.vn", "place": "khong-co"}, "khong-co"),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_made(given, said):
    answer = administrator(**given)

    assert answer.exit_code == 1
    assert said in answer.output
    assert not User.objects.exists()


def test_an_account_that_anybody_may_have_registered_is_not_made_administrator():
    squatter = register_account(login="sep@example.vn", full_name="Kẻ khác", password=PASSWORD)

    answer = administrator(squatter.login)

    assert answer.exit_code == 1
    assert "proven" in answer.output
    assert not squatter.appointments.exists()
