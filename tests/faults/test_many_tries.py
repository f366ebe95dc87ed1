"""Passwords, links and forms that somebody tries many times over."""

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.urls import reverse

from ocop.people import lockout
from ocop.people.models import User
from ocop.people.views import accounts
from ocop.producers.views import members as member_views
from ocop.producers.views import producers as producer_views
from tests.sites import PASSWORD

pytestmark = pytest.mark.django_db


def test_ten_wrong_passwords_close_the_sign_in_for_the_right_one_too(client, settings):
    settings.AXES_ENABLED = True
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post("/dang-nhap/", {"username": " Tinh@demo.vn", "password": f"thu-{number}"})

    answer = client.post("/dang-nhap/", {"username": "tinh@demo.vn", "password": PASSWORD})

    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_for_one_account_lock_no_other_out(client, settings):
    settings.AXES_ENABLED = True
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post("/dang-nhap/", {"username": "tinh@demo.vn", "password": f"thu-{number}"})

    client.post("/dang-nhap/", {"username": "xa@demo.vn", "password": PASSWORD})

    assert "_auth_user_id" in client.session


def test_an_invitations_link_is_no_way_to_try_many_passwords(client, link, person, settings):
    settings.AXES_ENABLED = True
    url = reverse("people:accept_invitation", args=[link("huyen", "tinh@demo.vn")])
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post(url, {"password": f"thu-mat-khau-{number}"})

    client.post(url, {"password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_many_names_tried_from_one_address_close_it_and_no_other(client, settings, monkeypatch):
    settings.AXES_ENABLED = True
    monkeypatch.setattr(lockout, "MOST_NAMES", 3)
    for number in range(3):
        client.post("/dang-nhap/", {"username": f"thu-{number}@demo.vn", "password": "Ocop@2026"})
    right = {"username": "tinh@demo.vn", "password": PASSWORD}

    there = client.post("/dang-nhap/", right)
    elsewhere = client.post("/dang-nhap/", right, REMOTE_ADDR="10.9.8.7")

    assert (there.status_code, elsewhere.status_code) == (429, 302)


def test_behind_a_proxy_that_nobody_told_of_nobody_locks_the_whole_site(
    client, settings, monkeypatch
):
    settings.AXES_ENABLED, settings.SERVED_ON_HTTPS = True, True
    monkeypatch.setattr(lockout, "MOST_NAMES", 3)
    for number in range(9):
        client.post("/dang-nhap/", {"username": f"thu-{number}@demo.vn", "password": "Ocop@2026"})

    said = client.post("/dang-nhap/", {"username": "tinh@demo.vn", "password": PASSWORD})

    assert said.status_code == 302


@pytest.mark.parametrize(("proxies", "answer"), [(0, 429), (1, 302)])
def test_a_forged_header_is_no_other_address(client, settings, proxies, answer):
    """Behind a proxy it tells the clients apart; without one it is whatever the client writes."""
    settings.AXES_ENABLED, settings.TRUSTED_PROXIES = True, proxies
    for number in range(settings.AXES_FAILURE_LIMIT):
        client.post("/dang-nhap/", {"username": "tinh@demo.vn", "password": f"thu-{number}"})

    said = client.post(
        "/dang-nhap/",
        {"username": "tinh@demo.vn", "password": PASSWORD},
        headers={"x-forwarded-for": "10.9.8.7"},
    )

    assert said.status_code == answer


def test_what_axes_keeps_of_a_wrong_password_holds_no_link(client, link, settings):
    settings.AXES_ENABLED = True
    token = link("huyen", "tinh@demo.vn")

    client.post(reverse("people:accept_invitation", args=[token]), {"password": "thu-mat-khau"})
    client.post(
        "/dang-nhap/?next=/loi-moi/" + token, {"username": "a", "next": "/loi-moi/" + token}
    )

    kept = AccessAttempt.objects.get(username="tinh@demo.vn")
    assert kept.path_info == "loi-moi/<str:token>/"
    assert token not in "".join(str(vars(attempt)) for attempt in AccessAttempt.objects.all())


def test_forms_that_anybody_may_send_are_not_sent_without_end(client, standing_clock):
    few = [
        ("/chu-the/dang-ky/", producer_views.REGISTRATIONS),
        ("/quen-mat-khau/", accounts.RESETS_AT_ADDRESS),
    ]
    for url, limit in few:
        for number in range(limit.most):
            assert client.post(url, {"email": f"a{number}@example.vn"}).status_code < 400

        refused = client.post(url, {"email": "b@example.vn"})

        assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
        assert "Chờ" in refused.content.decode()
        other = client.post(url, {"email": "b@example.vn"}, REMOTE_ADDR="10.9.8.7")
        assert other.status_code < 400


def test_nobodys_letter_box_is_filled_with_links_to_a_new_password(client, standing_clock):
    User.objects.filter(login="xa@demo.vn").update(email="")
    answers = [
        client.post(
            "/quen-mat-khau/", {"email": "Xa@demo.vn"}, REMOTE_ADDR=f"10.0.0.{n}"
        ).status_code
        for n in range(8)
    ]

    assert answers == [302] * 5 + [429] * 3
    assert [letter.to for letter in mail.outbox] == [["xa@demo.vn"]] * 5


def test_a_producer_fills_nobodys_letter_box_with_invitations(signed_in, producer, standing_clock):
    browser = signed_in("chuthe")
    url = reverse("producers:members", args=[producer.pk])

    answers = [
        browser.post(url, {"full_name": "x", "login": f"a{n}@example.vn", "role": "editor"})
        for n in range(member_views.INVITATIONS.most + 1)
    ]

    assert [a.status_code for a in answers] == [200] * member_views.INVITATIONS.most + [429]
