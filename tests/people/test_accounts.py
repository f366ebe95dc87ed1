"""Accounts in the hands of those who manage people: roles given and ended, accounts closed."""

import pytest
from django.urls import reverse

from ocop.core.errors import NotYours
from ocop.core.models import AuditEntry
from ocop.people import policy
from ocop.people.actions import appoint, set_active
from ocop.people.enums import Role
from ocop.people.models import Appointment
from tests.dossiers.factories import make_round
from tests.evaluation.factories import make_council, make_seat
from tests.people.factories import as_found, client_of, make_holder, make_officer, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_producer

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def country():
    return make_place("country")


@pytest.fixture
def province(country):
    return make_place("province", under=country)


@pytest.fixture
def district(province):
    return make_place("district", under=province)


@pytest.fixture
def commune(district):
    return make_place(under=district)


@pytest.fixture
def administrator(country):
    """Of the whole country."""
    return make_holder(Role.ADMINISTRATOR, country)


@pytest.fixture
def above(province):
    """The province's officer."""
    return make_officer(province)


@pytest.fixture
def officer(district):
    return make_officer(district, "Cán bộ huyện")


@pytest.fixture
def below(commune):
    """The commune's officer."""
    return make_officer(commune, "Cán bộ xã")


def account_page(user):
    return reverse("people:account", args=[user.pk])


def closing(user):
    return reverse("people:set_active", args=[user.pk])


def given(place, role=Role.ADMINISTRATOR, *, by=None, to=None):
    """A role that one person gave another, or the installation somebody new."""
    return appoint(actor=by, user=to or make_user(), role=role, place=place)


def test_people_are_found_by_name_without_accents(above, officer, below):
    html = client_of(above).get("/nguoi-dung/?q=can bo huyen").content.decode()

    assert account_page(officer) in html
    assert account_page(below) not in html


def test_an_officer_gives_and_ends_a_role_within_the_own_district(district, officer, below):
    client, other = client_of(officer), make_place(under=district)

    client.post(account_page(below), {"role": "officer", "place": f"({other.key})"})
    made = Appointment.objects.get(user=below, place=other)
    client.post(reverse("people:end_appointment", args=[made.pk]))

    made.refresh_from_db()
    assert made.until is not None  # and past roles are not ended again:
    assert client.post(reverse("people:end_appointment", args=[made.pk])).status_code == 404


def test_an_officer_gives_no_role_outside_the_own_district_and_none_of_the_administrator(
    province, district, officer, below
):
    client, other = client_of(officer), make_place(under=district)
    before = Appointment.objects.count()

    client.post(account_page(below), {"role": "officer", "place": f"({province.key})"})
    client.post(account_page(below), {"role": "administrator", "place": f"({other.key})"})

    assert Appointment.objects.count() == before


def test_an_officer_sees_no_account_without_a_role_in_the_own_area(commune, above, officer, below):
    client, owner = client_of(officer), make_user()
    make_producer(commune, owner=owner)

    assert client.get(account_page(below)).status_code == 200
    assert client.get(account_page(above)).status_code == 404
    assert client.get(account_page(owner)).status_code == 404
    assert client.get(reverse("people:accounts")).status_code == 404


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(administrator, below):
    closer, closed = client_of(administrator), client_of(below)

    closer.post(closing(below), {"active": "0"})
    assert closed.get("/ban-lam-viec/").status_code == 302
    assert AuditEntry.objects.filter(action="people.account.closed").count() == 1

    closer.post(closing(below), {"active": "1"})
    assert as_found(below).is_active


def ends(user, appointment):
    """Whether that person may end the role, as the button says and as the address does."""
    client, url = client_of(user), reverse("people:end_appointment", args=[appointment.pk])
    shown = url in client.get(account_page(appointment.user)).content.decode()
    done = client.post(url).status_code == 302
    appointment.refresh_from_db()
    assert shown == done == (appointment.until is not None)
    return done


def closes(user, other):
    """Whether that person may close the account, as the button says and as the address does."""
    client = client_of(user)
    shown = closing(other) in client.get(account_page(other)).content.decode()
    done = client.post(closing(other), {"active": "0"}).status_code == 302
    assert shown == done == (not as_found(other).is_active)
    return done


def test_a_role_is_ended_from_above_not_by_a_peer(district, above, officer):
    peer = given(district, Role.OFFICER, by=above)
    leader = given(district, Role.LEADER, by=above)

    assert not ends(officer, peer)
    assert ends(officer, leader)  # who manages nobody
    assert not ends(officer, officer.appointments.get())
    assert ends(above, peer)


def test_of_two_administrators_of_a_place_only_who_made_the_other_may_end_it(
    country, administrator
):
    made = given(country, by=administrator)

    assert not ends(as_found(made.user), administrator.appointments.get())
    assert not ends(administrator, administrator.appointments.get())
    assert ends(administrator, made)


def test_an_account_is_closed_from_a_place_that_holds_all_it_stands_for(
    district, commune, administrator, officer, below
):
    """A commune's administrator closes nobody who only also has a role there."""
    of_commune = given(commune).user
    of_another = given(make_place(under=district)).user
    given(commune, Role.LEADER, to=officer)
    member, owner = make_user(), make_user()
    make_seat(make_council(make_round(district)), member)
    make_producer(commune, owner=owner)

    assert not closes(of_commune, officer)  # of the district, too
    assert not closes(of_commune, member)  # of a district's council
    assert not closes(of_another, owner)  # acts for a producer of another commune
    assert not closes(of_commune, administrator)
    assert closes(of_commune, below)
    assert closes(administrator, officer)
    assert closes(administrator, member)
    assert closes(administrator, owner)


def test_whoever_stands_nowhere_is_closed_by_the_highest_administrators(province, administrator):
    of_province, nobody = given(province).user, make_user()

    assert client_of(of_province).post(closing(nobody), {"active": "0"}).status_code == 404
    assert client_of(administrator).post(closing(nobody), {"active": "0"}).status_code == 302


def test_nobody_closes_the_own_account(administrator):
    client_of(administrator).post(closing(administrator), {"active": "0"})

    assert as_found(administrator).is_active


def test_changing_the_own_name_changes_how_one_is_found_and_is_on_record(below):
    client_of(below).post("/ho-so/", {"full_name": "Cán bộ Đổi Tên", "wants_email": "on"})

    changed = AuditEntry.objects.filter(action="people.profile.changed", target_id=str(below.pk))
    assert "doi ten" in as_found(below).search
    assert changed.count() == 1


def test_an_administrator_of_a_province_sets_nothing_for_the_others(province, administrator):
    of_province, of_country = client_of(given(province).user), client_of(administrator)

    for page in ("/nguoi-dung/tai-khoan/", "/bo-tieu-chi/", "/dia-ban/lich-lam-viec/"):
        assert of_province.get(page).status_code == 404, page
        assert of_country.get(page).status_code == 200, page


def test_no_commune_has_an_administrator(province, commune, administrator):
    assert not policy.may_appoint(administrator, Role.ADMINISTRATOR, commune)
    assert policy.may_appoint(administrator, Role.OFFICER, commune)
    assert policy.may_appoint(administrator, Role.ADMINISTRATOR, province)


def test_an_account_that_the_country_closed_is_not_opened_from_below(
    province, administrator, below
):
    of_province = as_found(given(province).user)

    set_active(actor=of_province, user=below, active=False)
    set_active(actor=of_province, user=below, active=True)
    set_active(actor=administrator, user=below, active=False)

    with pytest.raises(NotYours):
        set_active(actor=of_province, user=below, active=True)
    set_active(actor=administrator, user=below, active=True)
    assert as_found(below).is_active


def test_who_cannot_sign_in_is_told_so_and_not_that_something_was_not_saved(client):
    page = client.post("/dang-nhap/", {"username": "la@example.vn", "password": "sai"})

    assert "Chưa đăng nhập được" in page.content.decode()
    assert "Chưa lưu được" not in page.content.decode()
