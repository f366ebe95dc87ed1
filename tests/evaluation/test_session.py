"""The session: who sees which totals, attendance, quorum, the order of products."""

import re

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.evaluation.actions import rounds
from ocop.evaluation.models import Track
from ocop.evaluation.queries.rounds import member_progress
from ocop.evaluation.queries.sessions import standings

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen_by(scoring_round, person):
    """seen_by("chutich") is, of the first product, (totals seen, mean, names of who has not signed)."""

    def see(name: str):
        members = list(member_progress(scoring_round))
        first = next(standings(scoring_round, members, person(name)))
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
    list(standings(scoring_round, members, reader))

    with django_assert_num_queries(4):
        list(standings(scoring_round, members, reader))


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
        rounds.reorder(actor=person("uyvien1"), round=scoring_round, track=product(2), to=1)


def test_a_session_is_not_closed_without_its_quorum(person, scoring_round):
    session = scoring_round.council.session
    member = scoring_round.council.members.get(user=person("uyvien2"))
    rounds.sign_attendance(actor=person("uyvien2"), session=session, member=member)

    with pytest.raises(Refused, match="Chủ tịch hội đồng vắng mặt"):
        rounds.close_session(actor=person("thuky"), session=session)


def test_a_session_is_not_closed_while_a_product_is_open(person, everybody_present):
    with pytest.raises(Refused, match="sản phẩm chưa kết luận: Miến dong"):
        rounds.close_session(actor=person("thuky"), session=everybody_present)


def test_the_page_refreshes_its_products_alone(signed_in, scoring_round, everybody_present):
    client = signed_in("thuky")
    url = f"/danh-gia/dot/{scoring_round.pk}/phien-hop/"

    part = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert re.match(r"\s*<section id=\"products\"", part)
    assert "<html" not in part
