"""A password is not what everybody knows of its person, whatever page it is chosen on."""

import pytest
from django.test import Client

from ocop.people.models import User
from tests.people.factories import client_of, make_invitation, make_officer, make_user
from tests.places.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

LIKE_LOGIN, LIKE_NAME = "nguyenthihoa@example.vn", "nguyen thi hoa"


def told(answer) -> bool:
    """Whether the password was refused as too like what is known."""
    [error] = answer.context["form"].errors.as_data().get("password", [None])
    return error is not None and error.code == "password_too_similar"


@pytest.mark.parametrize("password", [LIKE_LOGIN, LIKE_NAME])
def test_who_registers_chooses_no_password_like_the_own_name_or_login(password):
    answer = Client().post(
        "/chu-the/dang-ky/",
        {
            "type": "household_business",
            "name": "Hộ Hoa",
            "place": f"({make_place().key})",
            "full_name": "Nguyen Thi Hoa",
            "login": LIKE_LOGIN,
            "password": password,
            "again": password,
        },
    )

    assert told(answer)
    assert not User.objects.filter(login=LIKE_LOGIN).exists()


@pytest.mark.parametrize("password", [LIKE_LOGIN, LIKE_NAME])
def test_nor_does_who_is_invited(password):
    officer = make_officer(make_place())
    _invitation, token = make_invitation(officer, login=LIKE_LOGIN, full_name="Nguyen Thi Hoa")

    answer = Client().post(f"/loi-moi/{token}/", {"password": password, "again": password})

    assert told(answer)


@pytest.mark.parametrize("password", [LIKE_LOGIN, LIKE_NAME])
def test_nor_does_who_changes_it(password):
    user = make_user("Nguyen Thi Hoa", login=LIKE_LOGIN, password="mot-mat-khau-dai")

    answer = client_of(user).post(
        "/ho-so/mat-khau/",
        {
            "old_password": "mot-mat-khau-dai",
            "new_password1": password,
            "new_password2": password,
        },
    )

    [error] = answer.context["form"].errors.as_data()["new_password2"]
    assert error.code == "password_too_similar"
