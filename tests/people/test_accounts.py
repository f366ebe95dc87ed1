"""Accounts in the hands of those who manage people: roles given and ended, accounts closed."""

import pytest
from django.urls import reverse

from ocop.core.errors import NotYours
from ocop.core.models import AuditEntry
from ocop.people import policy
from ocop.people.actions import appoint, register_account, set_active
from ocop.people.enums import Role
from ocop.people.models import Appointment, User
from ocop.places.models import Place

pytestmark = pytest.mark.django_db


def account_page(user):
    return reverse("people:account", args=[user.pk])


def test_people_are_found_by_name_without_accents(signed_in, person):
    html = signed_in("tinh").get("/nguoi-dung/?q=can bo huyen").content.decode()

    assert account_page(person("huyen")) in html
    assert account_page(person("xa")) not in html


def test_an_officer_gives_and_ends_a_role_within_the_own_district(signed_in, person):
    client, officer = signed_in("huyen"), person("xa")

    client.post(account_page(officer), {"role": "officer", "place": "(02155)"})
    made = Appointment.objects.get(user=officer, place__key="02155")
    client.post(reverse("people:end_appointment", args=[made.pk]))

    made.refresh_from_db()
    assert made.until is not None  # and past roles are not ended again:
    assert client.post(reverse("people:end_appointment", args=[made.pk])).status_code == 404


def test_an_officer_gives_no_role_outside_the_own_district_and_none_of_the_administrator(
    signed_in, person
):
    client, officer = signed_in("huyen"), person("xa")
    before = Appointment.objects.count()

    client.post(account_page(officer), {"role": "officer", "place": "(06)"})
    client.post(account_page(officer), {"role": "administrator", "place": "(02155)"})

    assert Appointment.objects.count() == before


def test_an_officer_sees_no_account_without_a_role_in_the_own_area(signed_in, person):
    client = signed_in("huyen")

    assert client.get(account_page(person("xa"))).status_code == 200
    assert client.get(account_page(person("tinh"))).status_code == 404
    assert client.get(account_page(person("chuthe"))).status_code == 404
    assert client.get(reverse("people:accounts")).status_code == 404


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(signed_in, person):
    administrator, officer = signed_in("quantri"), signed_in("xa")
    closing = reverse("people:set_active", args=[person("xa").pk])

    administrator.post(closing, {"active": "0"})
    assert officer.get("/ban-lam-viec/").status_code == 302
    assert AuditEntry.objects.filter(action="people.account.closed").count() == 1

    administrator.post(closing, {"active": "1"})
    assert User.objects.get(login="xa@demo.vn").is_active


@pytest.fixture
def administers(person):
    """administers("lanhdao", "06", by="quantri"): a person who administers a place since that one gave the role."""

    def given(name, place, by=None):
        return appoint(
            actor=by and person(by),
            user=person(name),
            role="administrator",
            place=Place.objects.get(key=place),
        )

    return given


def ends(client, appointment):
    """Whether that browser may end the role, as the button says and as the address does."""
    url = reverse("people:end_appointment", args=[appointment.pk])
    shown = url in client.get(account_page(appointment.user)).content.decode()
    done = client.post(url).status_code == 302
    appointment.refresh_from_db()
    assert shown == done == (appointment.until is not None)
    return done


def test_a_role_is_ended_from_above_not_by_a_peer(signed_in, person):
    peer = appoint(
        actor=person("tinh"),
        user=person("lanhdao"),
        role="officer",
        place=Place.objects.get(key="066"),
    )
    leader = appoint(
        actor=person("tinh"),
        user=person("giamsat"),
        role="leader",
        place=Place.objects.get(key="066"),
    )

    assert not ends(signed_in("huyen"), peer)  # an officer of the same district
    assert ends(signed_in("huyen"), leader)  # who manages nobody
    assert not ends(signed_in("huyen"), person("huyen").appointments.get())
    assert ends(signed_in("tinh"), peer)


def test_of_two_administrators_of_a_place_only_who_made_the_other_may_end_it(
    signed_in, person, administers
):
    made = administers("lanhdao", "vn", by="quantri")

    assert not ends(signed_in("lanhdao"), person("quantri").appointments.get())
    assert not ends(signed_in("quantri"), person("quantri").appointments.get())
    assert ends(signed_in("quantri"), made)


def test_an_account_is_closed_from_a_place_that_holds_all_it_stands_for(
    signed_in, person, administers
):
    """A commune's administrator closes nobody who only also has a role there."""
    administers("giamsat", "02173")
    administers("lanhdao", "02155")
    appoint(actor=None, user=person("huyen"), role="leader", place=Place.objects.get(key="02173"))
    commune, highest = signed_in("giamsat"), signed_in("quantri")

    def closes(client, name):
        url = reverse("people:set_active", args=[person(name).pk])
        shown = url in client.get(account_page(person(name))).content.decode()
        done = client.post(url, {"active": "0"}).status_code == 302
        assert shown == done == (not person(name).is_active)
        return done

    assert not closes(commune, "huyen")  # an officer of the district
    assert not closes(commune, "uyvien1")  # of a district's council
    assert not closes(signed_in("lanhdao"), "chuthe")  # acts for a producer of another commune
    assert not closes(commune, "quantri")
    assert closes(commune, "xa")
    assert closes(highest, "huyen")
    assert closes(highest, "uyvien1")
    assert closes(highest, "chuthe")


def test_whoever_stands_nowhere_is_closed_by_the_highest_administrators(
    signed_in, person, administers
):
    administers("giamsat", "06")
    nobody = register_account(login="x@example.vn", full_name="Không ai", password="mot-mat-khau")
    url = reverse("people:set_active", args=[nobody.pk])

    assert signed_in("giamsat").post(url, {"active": "0"}).status_code == 404
    assert signed_in("quantri").post(url, {"active": "0"}).status_code == 302


def test_nobody_closes_the_own_account(signed_in, person):
    signed_in("quantri").post(
        reverse("people:set_active", args=[person("quantri").pk]), {"active": "0"}
    )

    assert person("quantri").is_active


def test_changing_the_own_name_changes_how_one_is_found_and_is_on_record(signed_in, person):
    signed_in("xa").post("/ho-so/", {"full_name": "Cán bộ Đổi Tên", "wants_email": "on"})

    changed = person("xa")
    assert "doi ten" in changed.search
    assert (
        AuditEntry.objects.filter(
            action="people.profile.changed", target_id=str(changed.pk)
        ).count()
        == 1
    )


def test_an_administrator_of_a_province_sets_nothing_for_the_others(person, signed_in):
    where = Place.objects.get(key="06")
    appoint(actor=None, user=person("tinh"), role=Role.ADMINISTRATOR, place=where)
    client = signed_in("tinh")

    for page in ("/nguoi-dung/tai-khoan/", "/bo-tieu-chi/", "/dia-ban/lich-lam-viec/"):
        assert client.get(page).status_code == 404, page
        assert signed_in("quantri").get(page).status_code == 200, page


def test_no_commune_has_an_administrator(person):
    country = person("quantri")
    commune = Place.objects.get(key="02173")

    assert not policy.may_appoint(country, Role.ADMINISTRATOR, commune)
    assert policy.may_appoint(country, Role.OFFICER, commune)
    assert policy.may_appoint(country, Role.ADMINISTRATOR, Place.objects.get(key="06"))


def test_an_account_that_the_country_closed_is_not_opened_from_below(person):
    where = Place.objects.get(key="06")
    appoint(actor=None, user=person("tinh"), role=Role.ADMINISTRATOR, place=where)
    province, country, officer = person("tinh"), person("quantri"), person("xa")

    set_active(actor=province, user=officer, active=False)
    set_active(actor=province, user=officer, active=True)
    set_active(actor=country, user=officer, active=False)

    with pytest.raises(NotYours):
        set_active(actor=province, user=officer, active=True)
    set_active(actor=country, user=officer, active=True)
    assert person("xa").is_active


def test_who_cannot_sign_in_is_told_so_and_not_that_something_was_not_saved(client):
    page = client.post("/dang-nhap/", {"username": "huyen@demo.vn", "password": "sai"})

    assert "Chưa đăng nhập được" in page.content.decode()
    assert "Chưa lưu được" not in page.content.decode()
