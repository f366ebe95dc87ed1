"""The desk of who sits in a council: how much is done, never how it was scored."""

import pytest
from django.urls import reverse

from ocop.dossiers.enums import DossierState, RoundState
from ocop.evaluation import desk
from ocop.evaluation.enums import CouncilRole
from tests.dossiers.factories import make_dossier, make_round
from tests.people.factories import client_of, make_user

from .factories import make_council, make_seat, make_sheet, make_track

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


@pytest.fixture
def council():
    """Chair, member, secretary and working group before two products; the member has signed for one of them."""
    round = make_round(state=RoundState.SCORING)
    council = make_council(round)
    seats = {role: make_seat(council, make_user(), role) for role in CouncilRole}
    for number in range(2):
        track = make_track(make_dossier(round, state=DossierState.ACCEPTED))
        make_sheet(track, seats[CouncilRole.CHAIR])
        make_sheet(track, seats[CouncilRole.MEMBER], share=None if number else 0.7)
    return {role: seat.user for role, seat in seats.items()}


def told(user) -> dict[str, tuple[int, str]]:
    found = desk.councils_work(user)
    return {str(t.title): (t.amount, str(t.unit)) for t in found["tiles"]} if found else {}


def test_a_member_reads_how_many_of_the_own_sheets_are_signed(council):
    assert told(council[CouncilRole.MEMBER]) == {"Phiếu của tôi đã ký": (1, "trên 2")}


def test_who_leads_a_council_reads_how_far_all_of_it_is(council):
    of_all = {"Phiếu hội đồng đã ký": (1, "trên 4"), "Sản phẩm đã kết luận": (0, "trên 2")}

    assert told(council[CouncilRole.SECRETARY]) == of_all
    assert told(council[CouncilRole.CHAIR]) == {"Phiếu của tôi đã ký": (0, "trên 2"), **of_all}


def test_the_working_group_reads_how_many_products_it_handed_over(council):
    assert told(council[CouncilRole.SUPPORT]) == {"Sản phẩm đã thẩm định": (0, "trên 2")}


def test_who_sits_in_no_council_reads_nothing_of_one(council):
    assert desk.councils_work(make_user()) is None


def test_the_desk_shows_it(council):
    page = client_of(council[CouncilRole.MEMBER]).get(reverse("people:desk")).content.decode()

    assert ("Hội đồng đang làm đến đâu" in page, "Phiếu của tôi đã ký" in page) == (True, True)
