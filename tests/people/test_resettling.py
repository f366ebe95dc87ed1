"""After a change of the units: roles end with their unit and are given anew, what lived at a split unit is placed anew."""

from datetime import timedelta

import pytest

from ocop.core import clock
from ocop.core.errors import NotYours, Refused
from ocop.people import policy, queries
from ocop.people.actions import appoint, peoples_committee, register_account, resettling
from ocop.people.enums import Role
from ocop.people.models import Appointment
from ocop.people.work import waiting_for
from ocop.places import followers
from ocop.places.models import Place
from ocop.places.territory import present
from ocop.producers.models import Producer
from ocop.producers.queries import officers_over
from tests.places.trees import grown

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

TREE = {"P": "", "D": "P", "A": "D", "B": "D", "C": "D", "N'": "P", "X'": "P", "Y'": "P"}
GOES = {"A": "N'", "C": "N'", "B": "X' Y'", "D": ""}


def somebody(role: Role, place: Place, **fields):
    user = register_account(
        login=f"{role}-{place.pk}@example.vn",
        full_name=f"Cán bộ {place.code}",
        password="mot-mat-khau",
        is_proven=True,
    )
    appoint(actor=None, user=user, role=role, place=place, **fields)
    user.refresh_from_db()
    return user


def opened(client, user, url: str, **sent):
    client.force_login(user, backend="ocop.people.backends.Accounts")
    return client.post(url, sent, follow=True) if sent else client.get(url)


@pytest.fixture
def tree():
    """Communes A and C become N', B is split into X' and Y', the district ends: today. The roles are older."""
    return grown(TREE, {clock.today(): GOES})


@pytest.fixture
def staff(tree):
    """Who held a role at each unit the day before, and who administers the province."""
    yesterday = clock.today() - timedelta(1)
    people = {name: somebody(Role.OFFICER, tree[name], since=yesterday) for name in "PDABC"}
    return people | {"boss": somebody(Role.ADMINISTRATOR, tree["P"], since=yesterday)}


def test_a_role_ends_with_its_unit_and_governs_no_bigger_one(tree, staff):
    with clock.travel(clock.today() - timedelta(1)):
        assert policy.is_officer_over(staff["A"], tree["A"])

    assert staff["A"].appointments_now == ()
    for name in ("A", "N'", "C"):
        assert not policy.is_officer_over(staff["A"], tree[name])
    assert policy.is_officer_over(staff["P"], tree["A"])


def test_who_lost_a_role_with_its_unit_is_told_why_there_is_no_work(client, tree, staff):
    def desk(user):
        return opened(client, user, "/ban-lam-viec/").content.decode()

    assert f"Vai trò “{Role.OFFICER.label} · {tree['A']}” của bạn đã hết" in desk(staff["A"])
    assert "của bạn đã hết" not in desk(staff["P"])


def test_matters_of_a_unit_that_is_gone_go_to_who_works_at_the_one_it_belongs_to(tree, staff):
    assert officers_over(tree["A"]) == [staff["P"]]

    successor = somebody(Role.OFFICER, tree["N'"])

    assert officers_over(tree["A"]) == [successor]
    assert officers_over(tree["B"]) == [staff["P"]]


def test_the_administrator_finds_them_and_proposes_the_one_that_followed(tree, staff):
    waiting = {item.thing.user: item for item in queries.roles_left_behind(staff["boss"])}

    assert waiting.keys() == {staff[name] for name in "DABC"}
    assert waiting[staff["A"]].proposed == tree["N'"]
    assert (waiting[staff["B"]].proposed, waiting[staff["B"]].units) == (
        None,
        [tree["X'"], tree["Y'"]],
    )
    assert waiting[staff["D"]].units[0] == tree["P"]
    assert waiting[staff["D"]].proposed is None
    assert "Giao lại 4 vai trò" in [item.title for item in waiting_for(staff["boss"])]


def test_one_click_gives_all_whose_unit_went_into_one(client, tree, staff):
    url = "/nguoi-dung/het-dia-ban/"
    shown = opened(client, staff["boss"], url)
    assert shown.context["whole"] == 2

    opened(client, staff["boss"], url, all="1")

    staff["A"].refresh_from_db()
    assert [(role.place, role.since) for role in staff["A"].appointments_now] == [
        (tree["N'"], clock.today())
    ]
    assert policy.is_officer_over(staff["A"], tree["C"])
    old = Appointment.objects.get(user=staff["A"], place=tree["A"])
    assert old.until == clock.today() - timedelta(1)
    left = queries.roles_left_behind(staff["boss"])
    assert {item.thing.user for item in left} == {staff["B"], staff["D"]}


def test_of_a_split_unit_one_chooses_and_a_role_may_lapse(client, tree, staff):
    url = "/nguoi-dung/het-dia-ban/"
    roles = {item.thing.user: item.thing for item in queries.roles_left_behind(staff["boss"])}

    opened(client, staff["boss"], url, role=roles[staff["B"]].pk, to=tree["Y'"].key)
    opened(client, staff["boss"], url, role=roles[staff["D"]].pk, lapse="1")

    for name in "BD":
        staff[name].refresh_from_db()
    assert staff["B"].places_as(Role.OFFICER) == [tree["Y'"]]
    assert staff["D"].appointments_now == ()


def test_a_role_goes_on_at_no_unit_that_did_not_follow_and_only_once(tree, staff):
    role = Appointment.objects.get(user=staff["A"])

    with pytest.raises(Refused):
        resettling.carry_over(actor=staff["boss"], appointment=role, to=tree["X'"])
    resettling.carry_over(actor=staff["boss"], appointment=role, to=tree["N'"])
    with pytest.raises(Refused):
        resettling.let_lapse(actor=staff["boss"], appointment=role)


def test_nobody_carries_the_own_role_over_and_no_officer_an_administrators(tree, staff):
    with pytest.raises(NotYours):
        resettling.carry_over(
            actor=staff["A"], appointment=Appointment.objects.get(user=staff["A"]), to=tree["N'"]
        )
    with pytest.raises(NotYours):
        resettling.carry_over(
            actor=somebody(Role.OFFICER, tree["X'"]),
            appointment=Appointment.objects.get(user=staff["A"]),
            to=tree["N'"],
        )


def test_a_role_at_the_committee_goes_on_at_that_of_the_new_unit(tree, staff):
    role = Appointment.objects.get(user=staff["A"])
    role.organisation = peoples_committee(tree["A"])
    role.save()

    carried = resettling.carry_over(actor=staff["boss"], appointment=role, to=tree["N'"])

    assert carried.organisation == peoples_committee(tree["N'"])


def test_a_producer_of_a_split_unit_is_placed_by_an_officer_over_both(client, tree, staff):
    producer = Producer.objects.create(name="HTX B", type="cooperative", place=tree["B"])
    url = "/dia-ban-chia-tach/"
    assert "Chọn đơn vị mới cho 1 mục" in [item.title for item in waiting_for(staff["P"])]
    [waiting] = opened(client, staff["P"], url).context["waiting"]
    assert (waiting.thing, waiting.units) == (producer, [tree["X'"], tree["Y'"]])
    sent = {"kind": "producers.producer", "thing": producer.pk}

    part = somebody(Role.OFFICER, tree["X'"])
    assert opened(client, part, url, **sent, to=tree["X'"].key).status_code == 404
    refused = opened(client, staff["P"], url, **sent, to=tree["N'"].key)
    assert "Chọn một đơn vị kế thừa" in refused.content.decode()
    opened(client, staff["P"], url, **sent, to=tree["Y'"].key)

    producer.refresh_from_db()
    assert producer.place == tree["Y'"]
    assert queries.at_split_units(staff["P"]) == []
    told = opened(client, staff["P"], f"/chu-the/{producer.pk}/").content.decode()
    assert "Chọn địa bàn mới sau chia tách: Đơn vị B → Đơn vị Y&#x27;" in told


def test_what_a_single_unit_follows_is_nobodys_to_choose(tree, staff):
    Producer.objects.create(name="HTX A", type="cooperative", place=tree["A"])

    assert present(clock.today()).unit(tree["A"].pk) == tree["N'"].pk
    assert queries.at_split_units(staff["P"]) == []
    assert [kind.name for kind in followers.kinds()] == ["producers.producer"]


@pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 30])
def test_a_key_that_is_none_names_nothing(tree, staff, client, odd):
    roles = opened(client, staff["boss"], "/nguoi-dung/het-dia-ban/", role=odd, lapse="1")
    things = opened(
        client, staff["P"], "/dia-ban-chia-tach/", kind="producers.producer", thing=odd, to="x"
    )

    assert (roles.status_code, things.status_code) == (404, 404)
