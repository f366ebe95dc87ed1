"""Whose a login is: shown by a link that came to it, or by a code told to an officer, before it is given anything."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ocop.core import clock
from ocop.core.models import AuditEntry
from ocop.people.actions import invite
from ocop.people.enums import Role
from ocop.people.models import Appointment, User
from ocop.producers.actions import members
from ocop.producers.models import Producer
from tests.dossiers.factories import make_round
from tests.evaluation.factories import make_council
from tests.people.factories import as_found, client_of, make_holder, make_officer, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_producer

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
PASSWORD = "mot-mat-khau-dai"
SELF_REGISTERED = {
    "type": "household_business",
    "name": "Hộ kinh doanh Mới",
    "full_name": "Người mới (thử)",
    "login": "homoi@example.vn",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def country():
    return make_place("country")


@pytest.fixture
def commune(country):
    return make_place(under=make_place("province", under=country))


@pytest.fixture
def office(commune):
    """The browser of an officer of the province."""
    return client_of(make_officer(commune.province))


@pytest.fixture
def register(commune, carry_out_jobs, django_capture_on_commit_callbacks):
    """register(login=…) is the browser of who has just registered a producer with that login."""

    place = {"place": f"({commune.key})"}

    def done(**data: str) -> Client:
        browser = Client()
        with django_capture_on_commit_callbacks(execute=True):
            browser.post("/chu-the/dang-ky/", SELF_REGISTERED | place | data)
        carry_out_jobs()
        return browser

    return done


def newcomer(login: str = "homoi@example.vn") -> User:
    return User.objects.get(login=login)


def link() -> str:
    """The address in the latest letter that asks for proof."""
    return re.search(r"/ho-so/xac-nhan/\S+", letters()[-1].body).group()


def letters() -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if "/ho-so/xac-nhan/" in letter.body]


def page(browser: Client, url: str) -> str:
    return browser.get(url).content.decode()


def test_who_registers_by_mail_is_sent_a_link_that_works_once(register):
    browser = register()
    assert letters()[-1].to == ["homoi@example.vn"]
    url = link()
    assert "Gửi lại thư" in page(browser, "/ban-lam-viec/")

    browser.get(url)
    assert (
        not newcomer().is_proven
    )  # who only looks, as the scanners of mail do, has not said anything
    browser.post(url)

    assert newcomer().is_proven
    assert "Gửi lại thư" not in page(browser, "/ban-lam-viec/")
    assert browser.get(url).status_code == 404
    assert AuditEntry.objects.filter(action="people.account.proven").count() == 1


def test_the_link_is_good_for_its_own_account_only(register):
    register()
    url = link()

    assert (
        Client().post(url).status_code == 302
    )  # to the sign-in: whoever reads the mail lacks the password
    assert client_of(make_user()).post(url).status_code == 422
    assert register(login="khac@example.vn", name="Hộ khác").post(url).status_code == 422

    assert not newcomer().is_proven


def test_the_link_ends_after_some_days(register, settings):
    browser = register()
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert browser.post(link()).status_code == 422

    assert not newcomer().is_proven


def test_the_letter_is_sent_again_on_demand_but_not_without_end(
    register, carry_out_jobs, django_capture_on_commit_callbacks, standing_clock
):
    browser = register()
    sent = len(letters())

    with django_capture_on_commit_callbacks(execute=True):
        answers = [browser.post("/ho-so/xac-nhan/").status_code for _ in range(6)]
    carry_out_jobs()

    assert answers == [302] * 5 + [429]
    assert len(letters()) == sent + 5


@pytest.mark.parametrize("login", ["homoi@example.vn", "0912345678"])
def test_the_commune_confirms_a_producer_once_it_knows_whom_it_has_before_it(
    register, login, commune, office
):
    code = re.search(r"<strong>(\d{6})</strong>", page(register(login=login), "/ban-lam-viec/"))[1]
    producer = Producer.objects.get(name="Hộ kinh doanh Mới")
    officer = make_officer(commune)
    office, url = client_of(officer), f"/chu-the/{producer.pk}/xac-nhan/"

    asked = [office.post(url, given).status_code for given in ({}, {"code": "000000"})]
    producer.refresh_from_db()
    assert (asked, producer.state, newcomer(login).is_proven) == ([422, 422], "pending", False)
    office.post(url, {"code": f"{code[:3]} {code[3:]}"})

    producer.refresh_from_db()
    assert (producer.state, newcomer(login).is_proven) == ("active", True)
    entry = AuditEntry.objects.get(action="people.account.proven")
    assert (entry.actor, entry.data["by"]) == (officer, "hand")


def test_the_code_stands_on_no_page_of_the_officers(register, office):
    register()
    producer = Producer.objects.get(name="Hộ kinh doanh Mới")

    for url in (f"/chu-the/{producer.pk}/", f"/chu-the/{producer.pk}/nguoi/"):
        assert newcomer().proof_code not in page(office, url)


def test_nobody_is_given_a_role_or_a_seat_by_a_login_that_is_not_known(
    register, commune, office, country
):
    register()
    stranger = newcomer()
    account = reverse("people:account", args=[stranger.pk])
    round = make_round(commune.province)
    make_council(round)
    administrator = client_of(make_holder(Role.ADMINISTRATOR, country))
    council = reverse("evaluation:council", args=[round.pk])

    role = administrator.post(account, {"role": "officer", "place": f"({commune.key})"})
    seat = office.post(council, {"login": stranger.login, "role": "member"})

    assert "xác nhận trước" in role.content.decode()
    assert "xác nhận trước" in seat.content.decode()
    assert not stranger.appointments.exists()
    assert not round.council.members.filter(user=stranger).exists()
    User.objects.update(proven_at=clock.now())
    office.post(council, {"login": stranger.login, "role": "member"})
    assert round.council.members.filter(user=stranger).exists()


def test_an_offices_invitation_proves_what_reached_the_person_a_producers_proves_nothing(
    django_capture_on_commit_callbacks, carry_out_jobs
):
    place, owner = make_place(), make_user()
    officer, producer = make_officer(place), make_producer(place, owner=owner)
    with django_capture_on_commit_callbacks(execute=True):
        by_office = {
            login: invite(
                actor=officer,
                full_name="Người (thử)",
                login=login,
                role="officer",
                place=place,
            )[1]
            for login in ("moi-1@example.vn", "moi-3@example.vn", "0912345678")
        }
    carry_out_jobs()
    (letter,) = [m for m in mail.outbox if m.to == ["moi-3@example.vn"]]
    mailed = re.search(r"/loi-moi/\S+", letter.body).group()
    _sent, by_producer = members.invite(
        actor=as_found(owner),
        producer=producer,
        full_name="Người (thử)",
        login="moi-2@example.vn",
        role="editor",
    )

    on_screen = [by_office["moi-1@example.vn"], by_office["0912345678"], by_producer]
    for url in [*(f"/loi-moi/{token}/" for token in on_screen), mailed]:
        Client().post(url, {"password": PASSWORD, "again": PASSWORD})

    proven = {u.login for u in User.objects.all() if u.is_proven}
    assert {"0912345678", "moi-3@example.vn"} <= proven
    assert not {"moi-1@example.vn", "moi-2@example.vn"} & proven
    assert Appointment.objects.get(user__login="moi-1@example.vn").given_by == officer


def test_who_was_forestalled_takes_the_own_address_back_by_a_new_password(register):
    forestaller = register()
    forestaller.post("/ho-so/", {"full_name": "Kẻ khác", "email": "khac@example.vn"})
    owner = Client()

    owner.post("/quen-mat-khau/", {"email": "khac@example.vn"})
    assert mail.outbox[-1].subject != "Đặt lại mật khẩu OCOP"
    owner.post("/quen-mat-khau/", {"email": "homoi@example.vn"})
    assert mail.outbox[-1].to == ["homoi@example.vn"]
    url = re.search(r"/dat-lai-mat-khau/\S+", mail.outbox[-1].body).group()
    form = owner.get(url)["Location"]
    owner.post(form, {"new_password1": "mat-khau-cua-toi", "new_password2": "mat-khau-cua-toi"})

    assert (newcomer().is_proven, newcomer().email) == (True, "homoi@example.vn")
    assert forestaller.get("/ban-lam-viec/").status_code == 302
