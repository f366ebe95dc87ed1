"""Organisations: made when needed, proposed, kept by officers of their territory, ended, merged; offered where one types."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.evaluation.models import CouncilMember
from ocop.people import offices, queries
from ocop.people.actions import appoint, organisations, peoples_committee
from ocop.people.forms import AppointForm
from ocop.people.models import Appointment, Organisation
from ocop.places.models import Place
from tests.dossiers.factories import make_round
from tests.evaluation.factories import make_council, make_seat
from tests.people.factories import client_of, make_officer, make_organisation, make_user
from tests.places.factories import make_place

from ..days import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def district():
    return make_place("district")


@pytest.fixture
def commune(district):
    """The one commune of the district."""
    return make_place(under=district)


@pytest.fixture
def officer(district):
    """The officer of the district."""
    return make_officer(district)


@pytest.fixture
def body(district):
    """body("Phòng A") is a new organisation of the district."""

    def made(name: str, place: Place = district, **fields) -> Organisation:
        return make_organisation(place, name, **fields)

    return made


# People's Committees


def test_a_peoples_committee_is_made_once_when_it_is_needed(district, commune):
    first, second = peoples_committee(commune), peoples_committee(commune)

    assert first == second
    assert first.name == f"Ủy ban nhân dân {commune.name[0].lower()}{commune.name[1:]}"
    assert (first.valid_from, first.valid_to) == (commune.valid_from, commune.valid_to)


def test_the_country_has_no_peoples_committee():
    with pytest.raises(ValueError, match="Committee"):
        peoples_committee(make_place("country"))


def test_papers_are_headed_as_the_row_calls_the_committee_and_alike_without_a_row(
    district, commune
):
    unwritten = offices.office_of(district).body

    committee = peoples_committee(district)
    assert offices.office_of(district).body == committee.name == unwritten

    committee.name = "Ủy ban nhân dân huyện (tên mới)"
    committee.save()
    assert offices.office_of(district).body == "Ủy ban nhân dân huyện (tên mới)"
    assert offices.office_of(commune).above == "Ủy ban nhân dân huyện (tên mới)"


def test_a_unit_has_one_peoples_committee(district, officer):
    peoples_committee(district)

    with pytest.raises(Refused) as refused:
        organisations.add(
            actor=officer,
            organisation=Organisation(kind="peoples_committee", name="UBND khác", place=district),
        )

    assert list(refused.value.fields) == ["place"]


# Proposals


def names(text: str, place: Place) -> list[str]:
    return [one.name for one in queries.proposed(text, around=[place])]


def test_what_stands_here_and_above_is_proposed_accents_ignored(district, body):
    body("Sở Công Thương", place=district.parent, kind="department")
    body("Phòng Công thương")
    body("Phòng Công thương", place=make_place("province"))

    assert names("cong thuong", district) == ["Sở Công Thương", "Phòng Công thương"]


def test_what_has_ended_is_not_proposed(district, body):
    body("Phòng Công thương", valid_to=TODAY - timedelta(days=1))

    assert names("cong thuong", district) == []


def test_a_peoples_committee_is_proposed_before_it_has_a_row(district, commune):
    assert offices.committee_of(commune).name in names(f"UBND {commune.short_name}", district)
    assert not Organisation.objects.filter(place=commune).exists()
    assert names(f"Ủy ban nhân dân {commune.name}", commune) == [offices.committee_of(commune).name]


# Typed in a form


def form(officer, **typed) -> AppointForm:
    data = {"role": "officer", "place": officer.places_as("officer")[0].name, **typed}
    return AppointForm(data, actor=officer)


def test_a_name_that_one_bears_is_that_one(body, officer):
    office = body("Phòng Kinh tế và Hạ tầng", short_name="Phòng KTHT")

    for typed in ("phong kinh te va ha tang", "Phòng KTHT", f"Phòng gì đó ({office.pk})"):
        filled = form(officer, organisation=typed)
        assert filled.is_valid(), filled.errors
        assert filled.cleaned_data["organisation"] == office


def test_a_name_of_two_asks_which(body, district, officer):
    body("Hội Phụ nữ")
    body("Hội Phụ nữ", place=district.parent)

    assert "Có nhiều cơ quan cùng tên" in str(form(officer, organisation="Hội phụ nữ").errors)


def test_an_unknown_name_comes_back_with_the_tick_that_adds_it(officer):
    refused = form(officer, organisation="Phòng Chưa Ghi")

    assert list(refused.errors) == ["organisation"]
    assert 'value="Phòng Chưa Ghi"' in str(refused["organisation"])
    assert 'name="organisation_new"' in str(refused["organisation"])


def test_a_tick_for_another_text_adds_nothing(officer):
    refused = form(officer, organisation="Phòng Chưa Ghi", organisation_new="Phòng Chưa")

    assert list(refused.errors) == ["organisation"]


def test_the_tick_adds_an_organisation_at_the_place_once(district, officer, commune):
    url = reverse("people:account", args=[make_officer(commune).pk])
    data = {
        "role": "leader",
        "place": f"{district.name} ({district.key})",
        "organisation": "Phòng Chưa Ghi",
        "organisation_new": "Phòng Chưa Ghi",
    }

    for role in ("leader", "supervisor"):
        answer = client_of(officer).post(url, data | {"role": role})
        assert answer.status_code == 302

    made = Organisation.objects.get(name="Phòng Chưa Ghi")
    assert (made.kind, made.place) == ("other", district)
    assert made.appointments.count() == 2
    assert AuditEntry.objects.filter(action="people.organisation.added").count() == 1


def test_typing_is_answered_with_proposals_and_the_tick(district, body, officer):
    office = body("Phòng Kinh tế")
    ask = {"field": "organisation", "id": "id_organisation", "around": district.key, "may-add": 1}
    url = reverse("people:suggest_organisations")

    known = client_of(officer).get(url, ask | {"organisation": "phong kinh te"}).content.decode()
    new = client_of(officer).get(url, ask | {"organisation": "Phòng Lạ"}).content.decode()

    assert f"Phòng Kinh tế, {district.name} ({office.pk})" in known
    assert "checkbox" not in known
    assert 'name="organisation_new"' in new
    assert 'value="Phòng Lạ"' in new


# Kept by officers


def test_the_same_name_at_the_same_time_is_refused_and_later_taken(district, body, officer):
    body("Phòng Kinh tế", valid_to=date(2020, 6, 30))
    again = Organisation(kind="office", name="phòng  kinh tế", place=district)

    with pytest.raises(Refused) as refused:
        organisations.add(actor=officer, organisation=again)
    assert list(refused.value.fields) == ["name"]

    again.valid_from = date(2020, 7, 1)
    assert organisations.add(actor=officer, organisation=again).pk


def test_nobody_moves_an_organisation_out_of_the_own_territory(body, district, officer):
    office = body("Phòng Kinh tế")

    with pytest.raises(NotYours):
        organisations.change(
            actor=officer,
            organisation=office,
            version=office.version,
            fields={"place": district.parent},
        )

    office.refresh_from_db()
    assert office.place == district


def test_an_organisation_ends_and_leads_to_its_successor(body, officer):
    old, new = body("Phòng Cũ"), body("Phòng Mới")

    answer = client_of(officer).post(
        reverse("people:end_organisation", args=[old.pk]),
        {"on": "2020-06-30", "successor": "Phòng Mới"},
    )

    assert answer.status_code == 302
    old.refresh_from_db()
    assert (old.valid_to, old.successor) == (date(2020, 6, 30), new)
    page = client_of(officer).get(reverse("people:organisation", args=[old.pk])).content.decode()
    assert "Hoạt động đến hết ngày 30/06/2020; Phòng Mới kế thừa" in page


def test_nothing_is_its_own_heir_or_head(body, officer):
    first = body("Phòng Một")
    second = body("Phòng Hai", successor=first, parent=first)

    with pytest.raises(Refused):
        organisations.end(actor=officer, organisation=first, on=TODAY, successor=second)
    with pytest.raises(Refused):
        organisations.change(
            actor=officer,
            organisation=first,
            version=first.version,
            fields={"parent": second},
        )


def test_two_rows_of_one_body_become_one_and_nothing_is_lost(body, officer):
    twice, office = body("Phòng KT"), body("Phòng Kinh tế")
    below = body("Tổ kinh tế", parent=twice)
    post = appoint(
        actor=officer,
        user=make_user(),
        role="leader",
        place=office.place,
        organisation=twice,
    )
    seat = make_seat(make_council(make_round(office.place)), make_user(), organisation=twice)

    organisations.merge(actor=officer, duplicate=twice, into=office)

    assert Appointment.objects.get(pk=post.pk).organisation == office
    assert CouncilMember.objects.get(pk=seat.pk).organisation == office
    assert Organisation.objects.get(pk=below.pk).parent == office
    assert not Organisation.objects.filter(pk=twice.pk).exists()
    entry = AuditEntry.objects.filter(action="people.organisation.merged").first()
    assert entry.target_id == str(office.pk)
    assert entry.data["moved"] == {
        "people.organisation.parent": 1,
        "people.appointment.organisation": 1,
        "evaluation.councilmember.organisation": 1,
    }


def test_nobody_merges_into_what_others_keep(body, district, officer):
    mine, theirs = body("Phòng Kinh tế"), body("Sở Công Thương", place=district.parent)

    with pytest.raises(NotYours):
        organisations.merge(actor=officer, duplicate=mine, into=theirs)


def test_an_organisation_may_stand_under_a_committee_that_had_no_row(district, officer):
    data = {"kind": "office", "name": "Phòng Kinh tế", "place": f"x ({district.key})"}

    client_of(officer).post(
        reverse("people:add_organisation"), data | {"parent": "UBND " + district.name}
    )

    made = Organisation.objects.get(name="Phòng Kinh tế")
    assert made.parent == offices.head_of(district)


def test_the_list_is_narrowed_and_exported(body, district, commune, officer):
    body("Phòng Kinh tế")
    body("Hội Phụ nữ", kind="socio_political")
    body("Phòng Cũ", valid_to=date(2019, 1, 1))
    body("Sở Công Thương", place=district.parent)
    client, url = client_of(officer), reverse("people:organisations")

    def shown(**query) -> list[str]:
        return [one.name for one in client.get(url, query).context["listing"].page]

    assert shown() == ["Hội Phụ nữ", "Phòng Kinh tế"]
    assert shown(loai="socio_political") == ["Hội Phụ nữ"]
    assert shown(tinh_trang="da-ket-thuc", q="phong") == ["Phòng Cũ"]
    assert shown(dia_ban=f"x ({commune.key})") == []
    assert client.get(url, {"xuat": "xlsx"}).status_code == 200
