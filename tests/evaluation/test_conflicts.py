"""Conflicts of interest: declared, found in what is held, lifted where they were found wrongly."""

from datetime import timedelta

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.evaluation.actions import conflicts
from ocop.evaluation.models import Conflict, CouncilMember, ScoreSheet
from ocop.people.models import Appointment, Organisation, User
from ocop.places.models import Place
from ocop.producers.models import Producer, ProducerMember

from ..days import TODAY

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def member(scoring_round, person):
    return scoring_round.council.members.select_related("user").get(user=person("uyvien1"))


@pytest.fixture
def found(scoring_round, product, member):
    """found() is why the member may not score the first product, by what the system holds; "" for no reason."""

    def reason() -> str:
        track = product()
        ScoreSheet.objects.filter(track=track, member=member).delete()
        fresh = CouncilMember.objects.select_related("user").get(pk=member.pk)
        conflicts.find_conflicts(scoring_round, [fresh], [track])
        return "".join(Conflict.objects.filter(member=member).values_list("reason", flat=True))

    return reason


@pytest.fixture
def body(scoring_round):
    """body("Sở A") is a new organisation at the round's place, or at another."""

    def made(name: str, key: str = "", **fields) -> Organisation:
        place = Place.objects.get(key=key) if key else scoring_round.place
        return Organisation.objects.create(name=name, kind="other", place=place, **fields)

    return made


@pytest.fixture
def sits_for(member):
    """sits_for(organisation) makes it the one that the member's seat names."""
    return lambda body: CouncilMember.objects.filter(pk=member.pk).update(organisation=body)


def holds_post(person: User, body: Organisation, **fields) -> None:
    Appointment.objects.create(
        user=person, role="leader", place=body.place, organisation=body, **fields
    )


def test_a_member_without_ties_is_left_alone(found):
    assert found() == ""


@pytest.mark.parametrize("name", ["HTX Minh Hoạ", "hợp tác xã minh hoạ", "Hợp tác xã  Minh Hoạ."])
def test_who_works_at_the_producer_is_found_however_it_is_written(found, sits_for, body, name):
    sits_for(body(name))

    assert found() == "Công tác tại chủ thể"


def test_who_works_where_the_producer_belongs_is_found(found, sits_for, body, product):
    centre = body("Trung tâm Dịch vụ nông nghiệp")
    Producer.objects.filter(pk=product().dossier.producer_id).update(organisation=centre)
    sits_for(centre)

    assert found() == "Công tác tại chủ thể"


def test_another_body_of_the_same_name_elsewhere_is_no_tie(found, sits_for, body, product):
    mine, other = body("Hội Phụ nữ"), body("Hội Phụ nữ", key="08")
    Producer.objects.filter(pk=product().dossier.producer_id).update(organisation=other)
    sits_for(mine)

    assert found() == ""


def test_a_colleague_of_who_acts_for_the_producer_is_found(found, member, body, product):
    office = body("Phòng Nông nghiệp")
    acting = product().dossier.producer.members.get().user
    for person in (acting, member.user):
        holds_post(person, office)

    assert found() == "Cùng cơ quan với người của chủ thể"


def test_a_colleague_of_long_ago_is_not(found, member, body, product):
    office = body("Phòng Nông nghiệp")
    holds_post(member.user, office)
    holds_post(product().dossier.producer.members.get().user, office, until=YESTERDAY)

    assert found() == ""


def test_a_merger_of_their_offices_hides_nobody(found, member, body, product):
    new = body("Trung tâm mới")
    old = body("Trung tâm cũ", successor=new)
    Producer.objects.filter(pk=product().dossier.producer_id).update(organisation=new)
    holds_post(member.user, old)

    assert found() == "Công tác tại chủ thể"


def test_who_once_acted_for_the_producer_is_found(found, product, member):
    ProducerMember.objects.create(
        producer=product().dossier.producer,
        user=member.user,
        since="2020-01-01",
        until="2021-01-01",
    )

    assert found() == "Là thành viên của chủ thể"


def test_the_representatives_name_is_found_whatever_its_case(found, product, member):
    Producer.objects.filter(pk=product().dossier.producer_id).update(
        representative=str(member.user).upper()
    )

    assert found() == "Trùng họ tên với người đại diện của chủ thể"


def test_the_same_telephone_is_found_in_either_spelling(found, product, member):
    Producer.objects.filter(pk=product().dossier.producer_id).update(phone="0912 345 678")
    User.objects.filter(pk=member.user_id).update(phone="+84912345678")

    assert found() == "Trùng số điện thoại hoặc e-mail với chủ thể"


def test_what_was_found_wrongly_is_lifted_with_a_reason_and_the_sheet_comes_back(
    found, product, member, person, sits_for, body
):
    sits_for(body("HTX Minh Hoạ"))
    found()
    track = product()
    expected = track.sheets_expected
    conflict = Conflict.objects.select_related("track__round__place", "member").get(member=member)

    with pytest.raises(NotYours):
        conflicts.lift(actor=person("chutich"), conflict=conflict, reason="Trùng tên")
    with pytest.raises(Refused):
        conflicts.lift(actor=person("thuky"), conflict=conflict, reason=" ")
    conflicts.lift(actor=person("thuky"), conflict=conflict, reason="Trùng tên, khác đơn vị")

    assert ScoreSheet.objects.filter(track=track, member=member).count() == 1
    assert product().sheets_expected == expected + 1
    assert not Conflict.objects.filter(member=member).exists()
    entry = AuditEntry.objects.filter(action="evaluation.conflict.lifted").first()
    assert entry.data["reason"] == "Trùng tên, khác đơn vị"


def test_what_a_member_declared_is_not_lifted(product, member, person):
    track = product(1)
    conflict = conflicts.declare_conflict(actor=member.user, track=track, reason="Người nhà")
    conflict = Conflict.objects.select_related("track__round__place", "member").get(pk=conflict.pk)

    with pytest.raises(Refused):
        conflicts.lift(actor=person("thuky"), conflict=conflict, reason="Vẫn cần chấm")


def test_a_product_goes_on_without_a_member_whom_the_secretary_excuses(
    product, person, sheet_of, sign
):
    track = product()
    sign(track, "chutich", 0.7)

    conflicts.excuse(
        actor=person("thuky"), sheet=sheet_of(track, "uyvien1"), reason="Nghỉ ốm (minh hoạ)"
    )

    now = product()
    assert (now.sheets_signed, now.sheets_expected) == (5, 5)
    assert Conflict.objects.get(track=track).reason == "Nghỉ ốm (minh hoạ)"


def test_a_signed_sheet_is_not_taken_away(product, person, sheet_of):
    with pytest.raises(Refused):
        conflicts.excuse(actor=person("thuky"), sheet=sheet_of(product(), "uyvien2"), reason="Vắng")
