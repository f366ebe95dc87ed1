"""The secretary's board and the chair's look before closing."""

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier
from ocop.evaluation.actions import reminders, sheets
from ocop.evaluation.enums import CouncilRole
from ocop.evaluation.models import ScoreSheet
from ocop.evaluation.queries.boards import REMINDER
from ocop.people.enums import Role
from ocop.people.models import Notification
from ocop.producers.models import Producer, ProducerMember
from tests.dossiers.factories import make_dossier, make_round
from tests.people.factories import as_found, client_of, make_officer, make_user
from tests.places.factories import make_place

from .factories import make_council, make_session, make_sheet, make_track, score

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


def url(round, page="tien-do/"):
    return f"/danh-gia/dot/{round.pk}/{page}"


@pytest.fixture
def officer():
    return make_officer(make_place("province"))


@pytest.fixture
def secretary():
    return make_user("Thư ký")


@pytest.fixture
def chair():
    return make_user("Chủ tịch hội đồng")


@pytest.fixture
def waited_for():
    """The member who, as the chair, has signed nothing yet."""
    return make_user("Ủy viên 1")


@pytest.fixture
def done():
    """The member who has signed everything."""
    return make_user("Ủy viên 2")


@pytest.fixture
def helper():
    return make_user("Tổ giúp việc")


@pytest.fixture
def scoring_round(officer, chair, waited_for, done, secretary, helper):
    """A round with three products before its council."""
    round = make_round(officer.places_as(Role.OFFICER)[0], RoundState.SCORING)
    roles = {
        chair: CouncilRole.CHAIR,
        waited_for: CouncilRole.MEMBER,
        done: CouncilRole.MEMBER,
        secretary: CouncilRole.SECRETARY,
        helper: CouncilRole.SUPPORT,
    }
    council = make_council(round, roles.items())
    make_session(council)
    for position in range(3):
        track = make_track(make_dossier(round, state=DossierState.ACCEPTED), position=position)
        for seat in council.members.filter(votes=True):
            make_sheet(track, seat, 0.4 if seat.user == done else None)
    return round


def sheet_held_by(user, track):
    return ScoreSheet.objects.select_related(
        "member__user", "track__round__place", "track__dossier"
    ).get(member__user=user, track=track)


def sign_at_70(user, track):
    sheet = sheet_held_by(user, track)
    score(sheet, 0.7)
    sheet.save()
    sheets.sign(actor=as_found(user), sheet=sheet)


def reminded(user):
    return Notification.objects.filter(user=user, kind=REMINDER).count()


def test_one_click_reminds_those_who_have_not_signed_and_is_audited(
    scoring_round, secretary, chair, waited_for, done, helper
):
    client_of(secretary).post(url(scoring_round, "tien-do/nhac/"))

    assert [reminded(user) for user in (chair, waited_for, done, helper)] == [1, 1, 0, 0]
    entry = AuditEntry.objects.filter(action="evaluation.reminded").first()
    assert set(entry.data["members"]) == {chair.pk, waited_for.pk}


def test_nobody_is_reminded_twice_on_a_day(scoring_round, secretary, waited_for):
    member = scoring_round.council.members.get(user=waited_for)

    for _time in range(2):
        reminders.remind(actor=as_found(secretary), round=scoring_round, members=[member])

    assert reminded(waited_for) == 1


def test_who_has_signed_all_is_not_reminded(scoring_round, secretary, done):
    member = scoring_round.council.members.get(user=done)

    with pytest.raises(Refused):
        reminders.remind(actor=as_found(secretary), round=scoring_round, members=[member])


def test_only_who_runs_the_round_reminds(scoring_round, done):
    with pytest.raises(NotYours):
        reminders.remind(actor=as_found(done), round=scoring_round, members=[])


def test_the_board_is_for_who_runs_the_round(scoring_round, secretary, waited_for, officer):
    owner = make_user()
    ProducerMember.objects.create(producer=Producer.objects.all()[0], user=owner)

    answers = [
        client_of(user).get(url(scoring_round)).status_code
        for user in (secretary, officer, waited_for, owner)
    ]

    assert answers == [200, 200, 404, 404]


def test_the_board_names_who_is_waited_for_and_what_is_late(scoring_round, secretary):
    late = scoring_round.tracks.all()[0].dossier
    Dossier.objects.filter(pk=late.pk).update(due_on="2026-01-05")

    page = client_of(secretary).get(url(scoring_round)).content.decode()

    assert "2 phiếu quá hạn" in page
    assert page.count("Chủ tịch hội đồng; Ủy viên 1") == 3


def test_the_board_costs_a_fixed_number_of_queries(
    scoring_round, django_assert_num_queries, secretary
):
    client = client_of(secretary)
    client.get(url(scoring_round))

    with django_assert_num_queries(9):
        client.get(url(scoring_round))


def test_a_paper_sheet_is_found_by_the_code_printed_on_it(scoring_round, secretary, waited_for):
    sheet, client = sheet_held_by(waited_for, scoring_round.tracks.all()[0]), client_of(secretary)

    found = client.get(url(scoring_round, "tien-do/phieu/"), {"ma": f"p{sheet.pk:06d}"})
    other = client.get(url(scoring_round, "tien-do/phieu/"), {"ma": "P999999"})

    assert found["Location"] == f"/danh-gia/phieu/{sheet.pk}/nhap-giay/1/"
    assert other["Location"] == url(scoring_round)


def test_the_chairs_look_counts_only_products_that_all_have_signed(
    scoring_round, chair, waited_for, done
):
    track = scoring_round.tracks.all()[0]
    sign_at_70(chair, track)
    sign_at_70(waited_for, track)

    page = client_of(chair).get(url(scoring_round, "xem-xet/")).content.decode()

    assert "Số liệu từ 1 sản phẩm đã đủ phiếu ký" in page
    assert "chưa đủ để nhận xét" in page
    assert "giống 100% câu trả lời" in page
    assert client_of(done).get(url(scoring_round, "xem-xet/")).status_code == 404
