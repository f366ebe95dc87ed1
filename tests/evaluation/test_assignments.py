"""The working group's products are shared out evenly, without conflicts of interest."""

from collections import Counter

import pytest

from ocop.core.errors import NotYours, Refused
from ocop.evaluation.actions import appraisals
from ocop.evaluation.models import CouncilMember
from ocop.evaluation.queries.assignments import assignments
from ocop.people.models import Notification, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(scoring_round, person):
    """The demo's one person of the working group, and a second."""
    second = User.objects.create_user("to2@demo.vn", "a-long-password-2026", full_name="Tổ Hai")
    council = scoring_round.council
    CouncilMember.objects.create(council=council, user=second, role="support", votes=False)
    return list(council.members.filter(role="support").order_by("pk"))


@pytest.fixture
def page(scoring_round):
    return f"/danh-gia/dot/{scoring_round.pk}/phan-cong/"


def assign(person, round, chosen, by="thuky"):
    return appraisals.assign(actor=person(by), round=round, chosen=chosen)


def tie(member, track):
    """Give a person the name of the one who represents the product's producer."""
    track.dossier.producer.representative = member.user.full_name
    track.dossier.producer.save()


def test_products_are_shared_out_evenly_and_whoever_has_one_keeps_it(
    person, scoring_round, product, group
):
    assign(person, scoring_round, {product(2).pk: group[1].pk})

    shared = assignments(scoring_round)
    chosen = shared.spread()

    assert chosen[product(2)] == group[1]
    assert sorted(shared.loads(chosen).values()) == [1, 2]


def test_the_load_is_shown_before_anything_is_saved(signed_in, scoring_round, page, group, product):
    shown = signed_in("thuky").get(page, {"chia": "1"}).content.decode()

    assert "đề xuất chia đều, chưa lưu" in shown
    loads = Counter(member.pk for _track, member, _able, _present in shared_rows(signed_in, page))
    for member in group:
        assert f'data-load-of="{member.pk}">{loads[member.pk]}<' in shown
    assert product().appraiser is None


def shared_rows(signed_in, page):
    return signed_in("thuky").get(page, {"chia": "1"}).context["rows"]


def test_one_with_a_conflict_of_interest_is_not_offered_and_refused(
    signed_in, person, scoring_round, product, group, page
):
    tie(group[0], product())

    chosen = assignments(scoring_round).spread()
    shown = signed_in("thuky").get(page).content.decode()

    assert group[0] not in chosen.values(), "all products of the demo's round are of one producer"
    assert "Trùng họ tên với người đại diện của chủ thể" in shown
    with pytest.raises(Refused, match="Chọn người khác"):
        assign(person, scoring_round, {product().pk: group[0].pk})


def test_what_is_saved_is_told_and_stands_first_in_the_persons_list(
    signed_in, person, scoring_round, product, group, page
):
    last, other = product(2), product(1)
    sent = {f"t{product().pk}": "", f"t{other.pk}": group[1].pk, f"t{last.pk}": group[0].pk}

    signed_in("thuky").post(page, sent)

    assert [product(n).appraiser for n in range(3)] == [None, group[1], group[0]]
    told = Notification.objects.filter(kind="evaluation.assigned")
    assert {n.user_id for n in told} == {member.user_id for member in group}
    listed = signed_in("giupviec").get("/danh-gia/tham-dinh/").context["listing"].page
    of_round = [t for t in listed if t.round_id == scoring_round.pk and not has_handed_over(t)]
    assert of_round[0] == last
    desk = signed_in("giupviec").get("/ban-lam-viec/").content.decode()
    waiting = [t for t in of_round if t != other]
    assert f"Thẩm định {len(waiting)} sản phẩm" in desk


def test_what_was_not_sent_stays_as_it_is(signed_in, person, scoring_round, product, group, page):
    assign(person, scoring_round, {product().pk: group[0].pk, product(1).pk: group[1].pk})

    signed_in("thuky").post(page, {f"t{product(1).pk}": ""})

    assert [product(n).appraiser for n in range(3)] == [group[0], None, None]


def sent_as_shown(client, page):
    """What the page's form sends as it stands."""
    rows = client.get(page).context["rows"]
    data = {}
    for track, member, _able, _present in rows:
        data[f"t{track.pk}"] = data[f"was-t{track.pk}"] = member.pk if member else ""
    return data


def test_a_page_from_before_anothers_assignment_does_not_undo_it(
    signed_in, person, scoring_round, product, group, page
):
    client = signed_in("thuky")
    seen = sent_as_shown(client, page)
    assign(person, scoring_round, {product().pk: group[1].pk})

    client.post(page, seen | {f"t{product(1).pk}": group[0].pk})

    assert [product(n).appraiser for n in range(3)] == [group[1], group[0], None]


def test_a_choice_over_anothers_meanwhile_is_refused_on_its_page(
    signed_in, person, scoring_round, product, group, page
):
    client = signed_in("thuky")
    seen = sent_as_shown(client, page)
    assign(person, scoring_round, {product().pk: group[1].pk})
    chosen = {f"t{product().pk}": group[0].pk, f"t{product(1).pk}": group[0].pk}

    answer = client.post(page, seen | chosen, headers={"referer": f"http://testserver{page}"})

    assert (answer.status_code, answer["Location"]) == (302, page)
    assert "vừa được người khác phân công" in client.get(page).content.decode()
    assert [product(n).appraiser for n in range(3)] == [group[1], None, None]
    client.post(page, sent_as_shown(client, page) | chosen)
    assert product().appraiser == group[0]


def has_handed_over(track) -> bool:
    appraisal = getattr(track, "appraisal", None)
    return appraisal is not None and appraisal.is_handed_over


def test_only_people_of_the_group_are_given_products(person, scoring_round, product, group):
    voter = scoring_round.council.members.get(user=person("uyvien1"))

    with pytest.raises(NotYours):
        assign(person, scoring_round, {product().pk: voter.pk})
    with pytest.raises(NotYours):
        assign(person, scoring_round, {product().pk: group[0].pk}, by="uyvien1")


def test_a_product_is_nobodys_again_when_its_person_leaves(person, scoring_round, product, group):
    assign(person, scoring_round, {product().pk: group[1].pk})

    group[1].delete()

    assert product().appraiser is None


def test_every_member_still_scores_every_product(person, scoring_round, product, group):
    before = product().sheets.count()

    assign(person, scoring_round, {product().pk: group[1].pk})

    assert product().sheets.count() == before == 6
