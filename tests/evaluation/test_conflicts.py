"""Conflicts of interest: declared, found in what is held, lifted where they were found wrongly."""

from datetime import timedelta

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.evaluation.actions import conflicts
from ocop.evaluation.enums import CouncilRole
from ocop.evaluation.models import Conflict, CouncilMember, ScoreSheet, Track
from ocop.people.models import Organisation, User
from ocop.producers.models import ProducerMember
from tests.days import TODAY
from tests.dossiers.factories import make_dossier, make_round
from tests.evaluation.factories import make_council, make_seat, make_sheet, make_track
from tests.people.factories import as_found, make_appointment, make_organisation, make_user
from tests.places.factories import make_place
from tests.producers.factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def council():
    return make_council(make_round(state="scoring"))


@pytest.fixture
def chair(council):
    return make_seat(council, make_user(), CouncilRole.CHAIR)


@pytest.fixture
def secretary(council):
    return as_found(make_seat(council, make_user(), CouncilRole.SECRETARY).user)


@pytest.fixture
def member(council):
    return make_seat(council, make_user("Nông Văn Một"))


@pytest.fixture
def producer():
    return make_producer(owner=make_user(), name="HTX Minh Hoạ")


@pytest.fixture
def track(council, producer, chair, member):
    """A product of the producer before the council, of whom the chair and the member score."""
    return make_track(make_dossier(council.round, make_product(producer), "accepted"))


@pytest.fixture
def found(council, track, member):
    """found() is why the member may not score the product, by what the system holds; "" for no reason."""

    def reason() -> str:
        fresh = CouncilMember.objects.select_related("user").get(pk=member.pk)
        product = Track.objects.select_related("dossier__producer").get(pk=track.pk)
        conflicts.find_conflicts(council.round, [fresh], [product])
        return "".join(Conflict.objects.filter(member=member).values_list("reason", flat=True))

    return reason


def changed(row, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


def sits_for(member: CouncilMember, body: Organisation) -> None:
    changed(member, organisation=body)


def holds_post(person: User, body: Organisation, **fields) -> None:
    make_appointment(person, body.place, "leader", organisation=body, **fields)


def acting_for(producer) -> User:
    return producer.members.get().user


def test_a_member_without_ties_is_left_alone(found):
    assert found() == ""


@pytest.mark.parametrize("name", ["HTX Minh Hoạ", "hợp tác xã minh hoạ", "Hợp tác xã  Minh Hoạ."])
def test_who_works_at_the_producer_is_found_however_it_is_written(found, member, producer, name):
    sits_for(member, make_organisation(producer.place, name))

    assert found() == "Công tác tại chủ thể"


def test_who_works_where_the_producer_belongs_is_found(found, member, producer):
    centre = make_organisation(producer.place, "Trung tâm Dịch vụ nông nghiệp")
    changed(producer, organisation=centre)
    sits_for(member, centre)

    assert found() == "Công tác tại chủ thể"


def test_another_body_of_the_same_name_elsewhere_is_no_tie(found, member, producer):
    mine = make_organisation(producer.place, "Hội Phụ nữ")
    other = make_organisation(make_place("province"), "Hội Phụ nữ")
    changed(producer, organisation=other)
    sits_for(member, mine)

    assert found() == ""


def test_a_colleague_of_who_acts_for_the_producer_is_found(found, member, producer):
    office = make_organisation(producer.place)
    for person in (acting_for(producer), member.user):
        holds_post(person, office)

    assert found() == "Cùng cơ quan với người của chủ thể"


def test_a_colleague_of_long_ago_is_not(found, member, producer):
    office = make_organisation(producer.place)
    holds_post(member.user, office)
    holds_post(acting_for(producer), office, until=YESTERDAY)

    assert found() == ""


def test_a_merger_of_their_offices_hides_nobody(found, member, producer):
    new = make_organisation(producer.place, "Trung tâm mới")
    old = make_organisation(producer.place, "Trung tâm cũ", successor=new)
    changed(producer, organisation=new)
    holds_post(member.user, old)

    assert found() == "Công tác tại chủ thể"


def test_who_once_acted_for_the_producer_is_found(found, producer, member):
    ProducerMember.objects.create(
        producer=producer, user=member.user, since="2020-01-01", until="2021-01-01"
    )

    assert found() == "Là thành viên của chủ thể"


def test_the_representatives_name_is_found_whatever_its_case(found, producer, member):
    changed(producer, representative="NÔNG VĂN MỘT")

    assert found() == "Trùng họ tên với người đại diện của chủ thể"


def test_the_same_telephone_is_found_in_either_spelling(found, producer, member):
    changed(producer, phone="0912 345 678")
    changed(member.user, phone="+84912345678")

    assert found() == "Trùng số điện thoại hoặc e-mail với chủ thể"


def test_what_was_found_wrongly_is_lifted_with_a_reason_and_the_sheet_comes_back(
    found, track, producer, member, chair, secretary
):
    sits_for(member, make_organisation(producer.place, "HTX Minh Hoạ"))
    found()
    expected = track.sheets_expected
    conflict = Conflict.objects.select_related("track__round__place", "member").get(member=member)

    with pytest.raises(NotYours):
        conflicts.lift(actor=as_found(chair.user), conflict=conflict, reason="Trùng tên")
    with pytest.raises(Refused):
        conflicts.lift(actor=secretary, conflict=conflict, reason=" ")
    conflicts.lift(actor=secretary, conflict=conflict, reason="Trùng tên, khác đơn vị")

    track.refresh_from_db()
    assert ScoreSheet.objects.filter(track=track, member=member).count() == 1
    assert track.sheets_expected == expected + 1
    assert not Conflict.objects.filter(member=member).exists()
    entry = AuditEntry.objects.filter(action="evaluation.conflict.lifted").first()
    assert entry.data["reason"] == "Trùng tên, khác đơn vị"


def test_what_a_member_declared_is_not_lifted(track, member, secretary):
    conflict = conflicts.declare_conflict(actor=member.user, track=track, reason="Người nhà")

    with pytest.raises(Refused):
        conflicts.lift(actor=secretary, conflict=conflict, reason="Vẫn cần chấm")


def test_a_product_goes_on_without_a_member_whom_the_secretary_excuses(
    track, chair, member, secretary
):
    make_sheet(track, chair, 0.7)
    theirs = make_sheet(track, member)

    conflicts.excuse(actor=secretary, sheet=theirs, reason="Nghỉ ốm (minh hoạ)")

    track.refresh_from_db()
    assert (track.sheets_signed, track.sheets_expected) == (1, 1)
    assert Conflict.objects.get(track=track).reason == "Nghỉ ốm (minh hoạ)"


def test_a_signed_sheet_is_not_taken_away(track, member, secretary):
    with pytest.raises(Refused):
        conflicts.excuse(actor=secretary, sheet=make_sheet(track, member, 0.7), reason="Vắng")


def test_of_the_last_two_sheets_one_stays_however_old_the_pages_are(
    track, chair, member, secretary
):
    sheets = [make_sheet(track, seat) for seat in (chair, member)]
    opened = [ScoreSheet.objects.select_related("track__round").get(pk=s.pk) for s in sheets]
    conflicts.excuse(actor=secretary, sheet=opened[0], reason="Nghỉ ốm (minh hoạ)")

    with pytest.raises(Refused):
        conflicts.excuse(actor=secretary, sheet=opened[1], reason="Đi công tác (minh hoạ)")

    assert ScoreSheet.objects.get(track=track) == sheets[1]
