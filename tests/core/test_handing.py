"""The chain by which things go to a higher office, tried with a dossier: whatever is done in whatever order, no demand is
lost, and what was accepted stays as it is."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop.core import clock
from ocop.core.errors import Refused
from ocop.core.handing.actions import Chain
from ocop.core.handing.enums import Stage, Verdict
from ocop.core.handing.pages import stages
from ocop.dossiers.models import Dossier, PaperCheck
from ocop.dossiers.states import dossier_moves

from ..contract.pages import taken_back
from ..evaluation.factories import make_dossier, make_round
from ..people.factories import make_officer
from ..places.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]

ITEMS = ("HS01", "HS02")
CHAIN = Chain(dossier_moves, points="checks")
finding = st.tuples(st.just("find"), st.sampled_from(ITEMS), st.sampled_from(Verdict.values))
answering = st.tuples(st.just("answer"), st.sampled_from(ITEMS), st.just(""))
moving = st.tuples(
    st.sampled_from(("hand up", "take back", "send back", "accept")), st.just(""), st.just("")
)
steps = st.lists(st.one_of(moving, finding, answering), max_size=14)


@pytest.fixture
def thing(db):
    """A draft that nobody has handed in."""
    return make_dossier(make_round())


@pytest.fixture
def office():
    return make_officer(make_place())


def carry_out(thing: Dossier, office, what: str, item: str, verdict: str) -> None:
    """A step as a room's use case makes it."""
    if what == "hand up":
        open_items = [p for p in CHAIN.found(thing).values() if p.is_open([1])]
        if open_items and thing.is_returned:
            raise Refused("not ready")
        CHAIN.hand_up(thing, evidence={item: [1] for item in ITEMS}, due_on=clock.today())
    elif what == "take back":
        CHAIN.take_back(thing)
    elif what == "answer":
        CHAIN.answer(thing, item_code=item, reply="đúng rồi")
    else:
        CHAIN.begin_checking(thing)
        thing.save()
        if what == "find":
            CHAIN.find(
                office, thing, item_code=item, verdict=verdict, reason="thiếu dấu", evidence=[1]
            )
        elif what == "send back":
            CHAIN.send_back(thing, reason="", due_on=clock.today())
        elif CHAIN.unsettled(thing, ITEMS):
            raise Refused("not settled")
        else:
            CHAIN.accept(thing)


def demands(thing: Dossier) -> set[tuple[int, str]]:
    """Of every hand-in."""
    found = PaperCheck.objects.filter(dossier=thing).exclude(verdict=Verdict.FINE)
    return set(found.values_list("submission", "item_code"))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(path=steps)
def test_no_path_loses_a_demand_and_what_is_accepted_stays(thing, office, path):
    with taken_back():
        returned: set[tuple[int, str]] = set()
        for step in path:
            before = Dossier.objects.get(pk=thing.pk)
            current = Dossier.objects.get(pk=thing.pk)
            try:
                with transaction.atomic():
                    carry_out(current, office, *step)
            except Refused:
                current = Dossier.objects.get(pk=thing.pk)
                assert (current.state, current.submission) == (before.state, before.submission)
                continue
            if current.is_returned:
                returned |= demands(current)
            assert before.state != Stage.ACCEPTED
            assert returned <= demands(current)
            assert current.is_editable is (current.state in (Stage.DRAFT, Stage.RETURNED))
            if current.state == Stage.ACCEPTED:
                assert CHAIN.unsettled(current, ITEMS) == set()


def handed_up(thing: Dossier, office, verdicts: dict[str, str]) -> None:
    carry_out(thing, office, "hand up", "", "")
    for item, verdict in verdicts.items():
        carry_out(thing, office, "find", item, verdict)


def test_what_was_fine_and_is_the_same_is_not_looked_at_again(thing, office):
    handed_up(thing, office, {"HS01": Verdict.FINE, "HS02": Verdict.WRONG})
    carry_out(thing, office, "send back", "", "")
    carry_out(thing, office, "answer", "HS02", "")

    carry_out(thing, office, "hand up", "", "")

    assert [(p.item_code, p.is_carried) for p in CHAIN.found(thing).values()] == [("HS01", True)]
    assert CHAIN.unsettled(thing, ITEMS) == {"HS02"}


def test_it_is_late_with_whoever_has_it_until_it_is_accepted(thing, office):
    handed_up(thing, office, dict.fromkeys(ITEMS, Verdict.FINE))
    seen = []

    for days in (0, -1):
        thing.due_on = clock.today() + timedelta(days=days)
        seen.append(thing.is_late)
    carry_out(thing, office, "accept", "", "")
    thing.due_on = clock.today() - timedelta(days=1)

    assert (seen, thing.is_late) == ([False, True], False)


def test_the_way_is_shown_as_a_row_of_steps(thing, office):
    drawn = [[(step.name, step.state) for step in stages(thing)]]
    handed_up(thing, office, {"HS01": Verdict.WRONG})
    carry_out(thing, office, "send back", "", "")
    drawn.append([(step.name, step.state) for step in stages(thing)])

    rest = [("Đã nộp", ""), ("Đang kiểm tra", ""), ("Đã tiếp nhận", "")]
    assert drawn == [[("Đang lập", "now"), *rest], [("Trả lại bổ sung", "now"), *rest]]
