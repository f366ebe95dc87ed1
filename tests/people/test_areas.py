"""Who reads and runs what was recorded at units that are gone."""

from datetime import timedelta

import pytest

from ocop.dossiers.enums import DossierState
from ocop.evaluation import policy as evaluation
from ocop.people import policy
from ocop.people.enums import Role
from ocop.producers.models import Producer
from tests.days import TODAY
from tests.dossiers.factories import make_dossier, make_round
from tests.people.factories import as_found, client_of, make_holder, make_officer
from tests.places.trees import grown
from tests.producers.factories import make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
LATELY = TODAY - timedelta(days=10)


def read_by(user) -> set[str]:
    """Short names of the units whose producers a person sees, in lists and one by one alike."""
    producers = Producer.objects.select_related("place")
    listed = policy.within(producers, policy.paths(user, *policy.READERS))
    assert {p.pk for p in producers if policy.may_read_place(user, p.place)} == {
        p.pk for p in listed
    }
    return {p.place.code for p in listed}


TREE = {"P": "", "D": "P", "E": "P", "A": "D", "B": "D", "C": "E"}


@pytest.mark.parametrize(
    ("more", "goes", "readers"),
    [
        pytest.param(
            {"N'": "D"},
            {"A": "N'", "B": "N'"},
            {"N'": {"A", "B"}, "D": {"A", "B"}, "E": {"C"}, "P": {"A", "B", "C"}},
            id="communes merge",
        ),
        pytest.param(
            {"M'": "P", "N'": "P"},
            {"A": "M'", "B": "M'", "C": "N'", "D": "", "E": ""},
            {"M'": {"A", "B"}, "N'": {"C"}, "P": {"A", "B", "C"}},
            id="districts end",
        ),
        pytest.param(
            {"X'": "D", "Y'": "D"},
            {"A": "X' Y'"},
            {"X'": set(), "Y'": set(), "D": {"A", "B"}, "E": {"C"}, "P": {"A", "B", "C"}},
            id="a commune is split",
        ),
        pytest.param(
            {"X'": "D", "Y'": "E"},
            {"A": "X' Y'"},
            {"X'": set(), "D": {"B"}, "E": {"C"}, "P": {"A", "B", "C"}},
            id="a commune is split between districts",
        ),
        pytest.param(
            {"A'": "E"},
            {"A": "A'"},
            {"A'": {"A"}, "D": {"B"}, "E": {"A", "C"}, "P": {"A", "B", "C"}},
            id="a commune moves to the other district",
        ),
        pytest.param({"A'": "D"}, {"A": "A'"}, {"A'": {"A"}, "D": {"A", "B"}}, id="a new name"),
    ],
)
def test_who_holds_a_role_reads_the_past_of_what_went_wholly_into_the_place(more, goes, readers):
    tree = grown({**TREE, **more}, {LATELY: goes})
    for name in "ABC":
        make_producer(tree[name])

    assert {name: read_by(make_holder(Role.LEADER, tree[name])) for name in readers} == readers


def test_provinces_that_merged_are_read_and_run_by_the_new_ones_officer():
    tree = grown(
        {"P1": "", "P2": "", "P'": "", "D1": "P1", "D2": "P2", "A": "D1", "B": "D2", "N'": "P'"},
        {LATELY: {"P1": "P'", "P2": "P'", "A": "N'", "B": "N'", "D1": "", "D2": ""}},
    )
    places = [make_producer(tree[name]).place for name in ("D1", "A", "B")]

    officer, commune = (make_holder(Role.OFFICER, tree[name]) for name in ("P'", "N'"))

    assert read_by(officer) == {"D1", "A", "B"}
    assert [policy.is_officer_over(officer, place) for place in places] == [True] * 3
    assert [policy.is_officer_over(commune, place) for place in places] == [False, True, True]


def test_a_decree_counts_from_the_next_page_of_who_has_read_before():
    tree = grown({"P": "", "D": "P", "A": "D"})
    make_producer(tree["A"])
    leader = make_holder(Role.LEADER, grown({"P2": ""})["P2"])
    assert read_by(leader) == set()

    grown(
        {"P": "", "D": "P", "A": "D", "P2": ""},
        {LATELY: {"P": "P2", "D": "P2", "A": "P2"}},
    )

    leader = as_found(leader)
    assert read_by(leader) == {"A"}


def test_the_officer_of_the_new_province_opens_what_the_old_ones_communes_handed_in():
    """As an officer of Thái Nguyên in 2026 reads Bắc Kạn of 2019."""
    tree = grown(
        {"P1": "", "P'": "", "A": "P1", "N'": "P'", "P2": "", "B": "P2"},
        {LATELY: {"P1": "P'", "A": "N'"}},
    )
    handed_in, draft, elsewhere = (
        make_dossier(make_round(province), make_product(make_producer(commune)), state)
        for province, commune, state in (
            (tree["P1"], tree["A"], DossierState.SUBMITTED),
            (tree["P1"], tree["A"], DossierState.DRAFT),
            (tree["P2"], tree["B"], DossierState.SUBMITTED),
        )
    )
    officer = make_officer(tree["P'"])
    client = client_of(officer)

    listed = {
        page: {row.pk for row in client.get(page).context["listing"].page}
        for page in ("/chu-the/", "/danh-gia/ho-so/")
    }

    assert listed == {
        "/chu-the/": {handed_in.producer_id, draft.producer_id},
        "/danh-gia/ho-so/": {handed_in.pk, draft.pk},
    }
    opened = [client.get(f"/danh-gia/ho-so/{d.pk}/").status_code for d in (handed_in, elsewhere)]
    assert opened == [200, 404]
    assert evaluation.runs_round(officer, handed_in.round)
