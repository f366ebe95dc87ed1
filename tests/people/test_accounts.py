"""Accounts in the hands of those who manage people: roles given and ended, accounts closed."""

import pytest
from django.urls import reverse

from ocop.core.models import AuditEntry
from ocop.people.models import Appointment, User

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
