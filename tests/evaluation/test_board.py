"""The secretary's board and the chair's look before closing."""

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.evaluation import policy
from ocop.evaluation.actions import reminders
from ocop.evaluation.models import Dossier, Round
from ocop.evaluation.queries.rounds import REMINDER
from ocop.people.models import Notification, User

pytestmark = pytest.mark.django_db


def url(round, page="tien-do/"):
    return f"/danh-gia/dot/{round.pk}/{page}"


def reminded(person, name):
    return Notification.objects.filter(user=person(name), kind=REMINDER).count()


def test_one_click_reminds_those_who_have_not_signed_and_is_audited(
    signed_in, scoring_round, person
):
    signed_in("thuky").post(url(scoring_round, "tien-do/nhac/"))

    counts = {n: reminded(person, n) for n in ("chutich", "uyvien1", "uyvien2", "giupviec")}
    assert counts == {"chutich": 1, "uyvien1": 1, "uyvien2": 0, "giupviec": 0}
    entry = AuditEntry.objects.filter(action="evaluation.reminded").first()
    assert set(entry.data["members"]) == {person("chutich").pk, person("uyvien1").pk}


def test_nobody_is_reminded_twice_on_a_day(scoring_round, person):
    member = scoring_round.council.members.get(user=person("uyvien1"))

    for _time in range(2):
        reminders.remind(actor=person("thuky"), round=scoring_round, members=[member])

    assert reminded(person, "uyvien1") == 1


def test_who_has_signed_all_is_not_reminded(scoring_round, person):
    done = scoring_round.council.members.get(user=person("uyvien2"))

    with pytest.raises(Refused):
        reminders.remind(actor=person("thuky"), round=scoring_round, members=[done])


def test_only_who_runs_the_round_reminds(scoring_round, person):
    with pytest.raises(NotYours):
        reminders.remind(actor=person("uyvien2"), round=scoring_round, members=[])


@pytest.mark.parametrize(
    ("name", "status"), [("thuky", 200), ("huyen", 200), ("uyvien1", 404), ("chuthe", 404)]
)
def test_the_board_is_for_who_runs_the_round(signed_in, scoring_round, name, status):
    assert signed_in(name).get(url(scoring_round)).status_code == status


def test_the_board_names_who_is_waited_for_and_what_is_late(signed_in, scoring_round, product):
    Dossier.objects.filter(pk=product().dossier_id).update(due_on="2026-01-05")

    page = signed_in("thuky").get(url(scoring_round)).content.decode()

    assert "2 phiếu quá hạn" in page
    assert page.count("Chủ tịch hội đồng (minh hoạ); Ủy viên 1 (minh hoạ)") == 3


def test_the_board_costs_a_fixed_number_of_queries(
    signed_in, scoring_round, django_assert_num_queries
):
    client = signed_in("thuky")
    client.get(url(scoring_round))

    with django_assert_num_queries(9):
        client.get(url(scoring_round))


def test_a_paper_sheet_is_found_by_the_code_printed_on_it(
    signed_in, scoring_round, product, sheet_of
):
    sheet, client = sheet_of(product(), "uyvien1"), signed_in("thuky")

    found = client.get(url(scoring_round, "tien-do/phieu/"), {"ma": f"p{sheet.pk:06d}"})
    other = client.get(url(scoring_round, "tien-do/phieu/"), {"ma": "P999999"})

    assert found["Location"] == f"/danh-gia/phieu/{sheet.pk}/nhap-giay/1/"
    assert other["Location"] == url(scoring_round)


def test_the_chairs_look_counts_only_products_that_all_have_signed(
    signed_in, scoring_round, product, sign
):
    sign(product(), "chutich", 0.7)
    sign(product(), "uyvien1", 0.7)

    page = signed_in("chutich").get(url(scoring_round, "xem-xet/")).content.decode()

    assert "Số liệu từ 1 sản phẩm đã đủ phiếu ký" in page
    assert "chưa đủ để nhận xét" in page
    assert "giống 100% câu trả lời" in page
    assert signed_in("uyvien2").get(url(scoring_round, "xem-xet/")).status_code == 404


def test_a_person_finds_the_rounds_that_the_list_shows(scoring_round):
    shown = {person: set(policy.rounds_visible_to(person)) for person in User.objects.all()}

    assert len({frozenset(rounds) for rounds in shown.values()}) > 2
    for person, rounds in shown.items():
        assert {r for r in Round.objects.all() if policy.sees_round(person, r)} == rounds
