"""Bodies of a unit that has ended: who surely takes over is written down by the work of the day, else an administrator says."""

from datetime import date, timedelta

import pytest

from ocop.core import audit, clock, daily, history
from ocop.people import heirs
from ocop.people.actions import peoples_committee, resettling
from ocop.people.actions.succession import end_with_units
from ocop.people.enums import OrganisationKind, Role
from ocop.people.work import waiting_for
from tests.days import TODAY
from tests.people.factories import (
    client_of,
    make_appointment,
    make_holder,
    make_officer,
    make_organisation,
    make_user,
)
from tests.places.trees import grown

pytestmark = pytest.mark.django_db

TREE = {"P": "", "D": "P", "A": "D", "B": "D", "C": "D", "N'": "P", "X'": "P", "Y'": "P"}
GOES = {"A": "N'", "C": "N'", "B": "X' Y'", "D": ""}
LAST = TODAY - timedelta(1)
FRONT, SOCIAL = OrganisationKind.FATHERLAND_FRONT, OrganisationKind.SOCIO_POLITICAL
URL = "/co-quan/het-dia-ban/"


@pytest.fixture
def tree():
    """Communes A and C become N', B is split into X' and Y', the district D ends: today."""
    return grown(TREE, {TODAY: GOES})


def outcome(body) -> tuple[date | None, str]:
    body.refresh_from_db()
    return body.valid_to, str(body.successor or "")


def test_a_committee_ends_with_its_unit_and_that_of_the_unit_that_followed_takes_over(tree):
    committee = peoples_committee(tree["A"])

    daily.run(TODAY, again=True)

    assert outcome(committee) == (LAST, "Ủy ban nhân dân đơn vị N'")
    [told] = history.tell(audit.history(committee))
    assert told.title == (
        f"Hoạt động đến hết ngày {LAST:%d/%m/%Y}; Ủy ban nhân dân đơn vị N' kế thừa"
    )
    assert end_with_units(TODAY) == 0


def test_nothing_happens_before_the_day_nor_while_an_office_still_works_there(tree):
    committee, front = peoples_committee(tree["A"]), make_organisation(tree["C"], kind=FRONT)
    make_organisation(tree["N'"], kind=FRONT)
    make_appointment(make_user(), tree["C"], since=TODAY)

    assert end_with_units(LAST) == 0
    end_with_units(TODAY)

    assert outcome(committee)[1]
    assert outcome(front) == (None, "")


def test_a_body_is_followed_by_the_one_of_the_same_name_never_by_another_of_its_kind(tree):
    women = make_organisation(tree["A"], "Hội Phụ nữ Đơn vị A", kind=SOCIAL)
    farmers = make_organisation(tree["A"], "Hội Nông dân Đơn vị A", kind=SOCIAL)
    make_organisation(tree["N'"], "HỘI PHỤ NỮ đơn vị N'", kind=SOCIAL)

    end_with_units(TODAY)

    assert outcome(women) == (LAST, "HỘI PHỤ NỮ đơn vị N'")
    assert outcome(farmers) == (None, "")


def test_of_a_kind_of_which_a_unit_has_one_the_name_does_not_matter(tree):
    front = make_organisation(tree["A"], "Mặt trận xã", kind=FRONT)
    heir = make_organisation(tree["N'"], "Ủy ban MTTQ Việt Nam", kind=FRONT)

    end_with_units(TODAY)

    assert outcome(front) == (LAST, str(heir))


def test_two_that_may_have_taken_over_are_asked_about(tree):
    boss = make_holder(Role.ADMINISTRATOR, tree["P"])
    front = make_organisation(tree["A"], kind=FRONT)
    both = {make_organisation(tree["N'"], name, kind=FRONT) for name in ("Một", "Hai")}

    end_with_units(TODAY)

    [asked] = heirs.asked_of(boss)
    assert (asked.body, set(asked.bodies), asked.heir) == (front, both, None)
    assert "Cho biết 1 cơ quan nay ra sao" in [item.title for item in waiting_for(boss)]


def test_days_missed_are_made_up_step_by_step():
    early, late = TODAY - timedelta(400), TODAY - timedelta(30)
    tree = grown({**TREE, "Z'": "P"}, {early: GOES, late: {"N'": "Z'"}})
    committee = peoples_committee(tree["A"])

    assert end_with_units(TODAY) == 2

    assert outcome(committee) == (early - timedelta(1), "Ủy ban nhân dân đơn vị N'")
    assert outcome(committee.successor) == (late - timedelta(1), "Ủy ban nhân dân đơn vị Z'")
    assert outcome(committee.successor.successor) == (None, "")


def test_the_committee_of_a_district_that_nothing_followed_ends_and_nobody_is_asked(tree):
    boss = make_holder(Role.ADMINISTRATOR, tree["P"])
    committee = peoples_committee(tree["D"])
    committee.valid_to = None
    committee.save()

    end_with_units(TODAY)

    assert outcome(committee) == (LAST, "")
    assert heirs.asked_of(boss) == []


def test_the_committee_of_a_split_unit_is_left_to_those_of_its_parts(tree):
    boss = make_holder(Role.ADMINISTRATOR, tree["P"])
    committee = peoples_committee(tree["B"])
    end_with_units(TODAY)
    page = client_of(boss)
    [item] = page.get(URL).context["waiting"]
    assert [body.place for body in item.successors.values()] == [tree["X'"], tree["Y'"]]
    assert (item.homes, item.may_end_alone) == ({}, False)

    refused = page.post(URL, {"body": committee.pk, "to": "none"}, follow=True)
    assert "Chọn một khả năng" in refused.content.decode()
    page.post(URL, {"body": committee.pk, "to": f"successor:{list(item.successors)[1]}"})

    assert outcome(committee) == (LAST, "Ủy ban nhân dân đơn vị Y'")
    assert heirs.asked_of(boss) == []


def test_a_body_ends_without_an_heir_or_goes_on_at_another_unit(tree):
    boss = make_holder(Role.ADMINISTRATOR, tree["P"])
    office, bank = make_organisation(tree["D"]), make_organisation(tree["D"], kind="bank")
    page = client_of(boss)

    page.post(URL, {"body": office.pk, "to": "none"})
    told = page.post(URL, {"body": bank.pk, "to": f"at:{tree['P'].key}"}, follow=True)

    assert f"{bank} tiếp tục hoạt động tại Đơn vị P." in told.content.decode()
    assert outcome(office) == (LAST, "")
    assert (outcome(bank), bank.place) == ((None, ""), tree["P"])
    assert heirs.asked_of(boss) == []


def test_who_does_not_keep_the_bodies_of_the_territory_is_not_asked(tree):
    office = make_organisation(tree["A"])
    part, reader = make_officer(tree["X'"]), make_holder(Role.LEADER, tree["P"])

    assert heirs.asked_of(part) == heirs.asked_of(reader) == []
    page = client_of(part)
    assert page.post(URL, {"body": office.pk, "to": "none"}).status_code == 404
    assert outcome(office) == (None, "")


def test_what_was_given_at_the_old_body_keeps_its_name_and_goes_on_at_the_new_one(tree):
    boss = make_holder(Role.ADMINISTRATOR, tree["P"])
    front = make_organisation(tree["A"], "Mặt trận A", kind=FRONT)
    heir = make_organisation(tree["N'"], "Mặt trận N", kind=FRONT)
    post = make_appointment(make_user(), tree["A"], organisation=front, since=LAST)

    end_with_units(TODAY)
    carried = resettling.carry_over(actor=boss, appointment=post, to=tree["N'"])

    post.refresh_from_db()
    assert (str(post.organisation), post.until) == ("Mặt trận A", LAST)
    assert (carried.organisation, carried.since) == (heir, clock.today())
