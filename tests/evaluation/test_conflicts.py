"""Conflicts of interest: declared, found in what is held, lifted where they were found wrongly."""

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.evaluation.actions import conflicts
from ocop.evaluation.models import Conflict, CouncilMember, ScoreSheet
from ocop.people.models import User
from ocop.producers.models import Producer, ProducerMember

pytestmark = pytest.mark.django_db


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


def test_a_member_without_ties_is_left_alone(found):
    assert found() == ""


@pytest.mark.parametrize(
    "organisation", ["HTX Minh Hoạ", "hợp tác xã minh hoạ", "Hợp tác xã  Minh Hoạ."]
)
def test_who_works_at_the_producer_is_found_however_it_is_written(found, member, organisation):
    CouncilMember.objects.filter(pk=member.pk).update(organisation=organisation)

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
    found, product, member, person
):
    CouncilMember.objects.filter(pk=member.pk).update(organisation="HTX Minh Hoạ")
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
