"""The session: who sees which totals, attendance, quorum, the order of products."""

import re

import pytest
from django.utils.html import strip_tags

from ocop.core.errors import NotYours, Refused
from ocop.core.models import AuditEntry
from ocop.evaluation.actions import sessions
from ocop.evaluation.models import Session, Track
from ocop.evaluation.queries.boards import member_progress
from ocop.evaluation.queries.sessions import agenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by(scoring_round, person):
    """seen_by("chutich") is, of the first product, (totals seen, mean, names of who has not signed)."""

    def see(name: str):
        members = list(member_progress(scoring_round))
        first = next(agenda(scoring_round, members, person(name)))
        return (
            sorted(total for _member, total in first.totals),
            first.mean,
            {m.user.login.split("@")[0] for m in first.missing},
        )

    return see


def test_the_chair_sees_totals_of_a_product_only_after_signing_it(seen_by, product, sign):
    assert seen_by("chutich")[:2] == ([], None)

    sheet = sign(product(), "chutich", 0.7)

    totals, mean, missing = seen_by("chutich")
    assert len(totals) == 5
    assert sheet.total in totals
    assert float(mean) == pytest.approx(sum(totals) / 5, abs=0.005)
    assert missing == {"uyvien1"}


def test_a_running_score_is_never_shown(seen_by, product, sheet_of):
    sheet = sheet_of(product(), "uyvien1")
    sheet.answers, sheet.total = {"A.1.1": "L1"}, 1
    sheet.save()

    totals, _mean, missing = seen_by("thuky")

    assert (len(totals), 1 in totals, missing) == (4, False, {"chutich", "uyvien1"})


def test_members_see_no_totals_in_the_session(seen_by):
    assert seen_by("uyvien2")[:2] == ([], None)


def test_totals_cost_the_same_however_many_products(
    scoring_round, person, django_assert_num_queries
):
    members, reader = list(member_progress(scoring_round)), person("thuky")
    list(agenda(scoring_round, members, reader))

    with django_assert_num_queries(3):
        list(agenda(scoring_round, members, reader))


@pytest.mark.parametrize(("name", "status"), [("uyvien1", 200), ("giamsat", 200), ("chuthe", 404)])
def test_the_session_is_for_the_council_and_the_area(signed_in, scoring_round, name, status):
    url = f"/danh-gia/dot/{scoring_round.pk}/phien-hop/"

    assert signed_in(name).get(url).status_code == status


def test_a_product_is_moved_to_a_place_in_the_order(signed_in, scoring_round, product):
    last = product(2)

    signed_in("thuky").post(f"/danh-gia/dot/{scoring_round.pk}/thu-tu/{last.pk}/", {"to": "1"})

    order = Track.objects.filter(round=scoring_round).order_by("position")
    assert list(order.values_list("position", flat=True)) == [1, 2, 3]
    assert order.first() == last


def test_members_do_not_reorder(person, scoring_round, product):
    with pytest.raises(NotYours):
        sessions.reorder(actor=person("uyvien1"), round=scoring_round, track=product(2), to=1)


def test_a_session_is_not_closed_without_its_quorum(person, scoring_round):
    session = scoring_round.council.session
    member = scoring_round.council.members.get(user=person("uyvien2"))
    sessions.sign_attendance(actor=person("uyvien2"), session=session, member=member)

    with pytest.raises(Refused, match="Chủ tịch hội đồng vắng mặt"):
        sessions.close_session(actor=person("thuky"), session=session)


def test_a_session_is_not_closed_while_a_product_is_open(person, everybody_present):
    with pytest.raises(Refused, match="sản phẩm chưa kết luận: Miến dong"):
        sessions.close_session(actor=person("thuky"), session=everybody_present)


def test_the_page_refreshes_its_products_alone(signed_in, scoring_round, everybody_present):
    client = signed_in("thuky")
    url = f"/danh-gia/dot/{scoring_round.pk}/phien-hop/"

    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert re.match(r"\s*<section id=\"products\"", part)
    assert "<html" not in part


def attendance_told(page: str) -> list[str]:
    """What the page says of who is here, as text."""
    section = re.search(r"<h2>Điểm danh</h2>(.*?)<ul", page, re.S)[1]
    return [" ".join(strip_tags(p).split()) for p in section.split("</p>")[:-1]]


def test_the_page_says_who_is_counted_for_the_quorum_and_who_is_the_whole_council(
    signed_in, scoring_round, person
):
    for name in ("chutich", "thuky"):
        member = scoring_round.council.members.get(user=person(name))
        sessions.sign_attendance(
            actor=person("thuky"), session=scoring_round.council.session, member=member
        )

    page = signed_in("thuky").get(f"/danh-gia/dot/{scoring_round.pk}/phien-hop/").content.decode()

    voters = scoring_round.council.members.filter(votes=True).count()
    everybody = scoring_round.council.members.count()
    needed = -(-voters * 3 // 4)
    assert voters < everybody
    assert attendance_told(page) == [
        f"Người chấm có mặt: 1/{voters}, cần ít nhất {needed} để họp.",
        f"Cả hội đồng có mặt: 2/{everybody}, trong đó {everybody - voters} người không chấm.",
    ]
    assert f"Chưa đủ người chấm để họp: có mặt 1/{voters}, cần ít nhất {needed}." in page


@pytest.mark.parametrize("name", ["thuky", "chutich", "huyen"])
def test_a_slip_in_the_attendance_is_taken_back_with_a_reason_that_is_kept(
    signed_in, scoring_round, everybody_present, person, name
):
    member = scoring_round.council.members.get(user=person("uyvien2"))
    url = f"/danh-gia/dot/{scoring_round.pk}/phien-hop/{member.pk}/bo-diem-danh/"
    office = signed_in(name)

    office.post(url, {"reason": " "})
    assert everybody_present.attendances.filter(member=member).exists()
    page = office.post(url, {"reason": "Ghi nhầm người"}, follow=True).content.decode()

    assert not everybody_present.attendances.filter(member=member).exists()
    assert f"Đã bỏ điểm danh của {member.user}." in page
    entry = AuditEntry.objects.filter(action="evaluation.attendance.withdrawn").get()
    assert (entry.actor_id, entry.data["member"], entry.data["reason"]) == (
        person(name).pk,
        member.pk,
        "Ghi nhầm người",
    )
    sessions.sign_attendance(actor=member.user, session=everybody_present, member=member)


def test_members_do_not_take_attendance_back_and_nobody_does_after_the_session(
    scoring_round, everybody_present, person
):
    member = scoring_round.council.members.get(user=person("uyvien2"))
    slip = {"session": everybody_present, "member": member, "reason": "Ghi nhầm"}

    with pytest.raises(NotYours):
        sessions.withdraw_attendance(actor=person("uyvien2"), **slip)
    Session.objects.filter(pk=everybody_present.pk).update(state="closed")
    with pytest.raises(Refused, match="đã kết thúc"):
        sessions.withdraw_attendance(actor=person("thuky"), **slip)
    assert everybody_present.attendances.filter(member=member).exists()
