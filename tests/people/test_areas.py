"""Who reads and runs what was recorded at units that are gone."""

from datetime import date, timedelta

import pytest

from ocop.core import clock
from ocop.dossiers.models import Dossier
from ocop.evaluation import policy as evaluation
from ocop.people import policy
from ocop.people.actions import appoint, register_account
from ocop.people.enums import Role
from ocop.places.models import Place
from ocop.producers.models import Producer
from tests.days import TODAY
from tests.places.trees import grown

pytestmark = pytest.mark.django_db
LATELY = TODAY - timedelta(days=10)


def somebody(role: Role, place: Place):
    user = register_account(
        login=f"{role}-{place.pk}@example.vn", full_name="Người mới", password="mot-mat-khau"
    )
    appoint(actor=None, user=user, role=role, place=place)
    user.refresh_from_db()
    return user


def producer_at(place: Place) -> Producer:
    return Producer.objects.create(name=f"HTX {place.code}", type="cooperative", place=place)


def read_by(user) -> set[str]:
    """Short names of the units whose producers a person sees, in lists and one by one alike."""
    producers = Producer.objects.filter(place__key__startswith="t-").select_related("place")
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
        producer_at(tree[name])

    assert {name: read_by(somebody(Role.LEADER, tree[name])) for name in readers} == readers


def test_provinces_that_merged_are_read_and_run_by_the_new_ones_officer():
    tree = grown(
        {"P1": "", "P2": "", "P'": "", "D1": "P1", "D2": "P2", "A": "D1", "B": "D2", "N'": "P'"},
        {LATELY: {"P1": "P'", "P2": "P'", "A": "N'", "B": "N'", "D1": "", "D2": ""}},
    )
    places = [producer_at(tree[name]).place for name in ("D1", "A", "B")]

    officer, commune = (somebody(Role.OFFICER, tree[name]) for name in ("P'", "N'"))

    assert read_by(officer) == {"D1", "A", "B"}
    assert [policy.is_officer_over(officer, place) for place in places] == [True] * 3
    assert [policy.is_officer_over(commune, place) for place in places] == [False, True, True]


def test_a_decree_counts_from_the_next_page_of_who_has_read_before():
    tree = grown({"P": "", "D": "P", "A": "D"})
    producer_at(tree["A"])
    leader = somebody(Role.LEADER, grown({"P2": ""})["P2"])
    assert read_by(leader) == set()

    grown(
        {"P": "", "D": "P", "A": "D", "P2": ""},
        {LATELY: {"P": "P2", "D": "P2", "A": "P2"}},
    )

    leader.refresh_from_db()
    assert read_by(leader) == {"A"}


def test_an_officer_of_thai_nguyen_reads_bac_kan_of_2019(client):
    in_2026 = date(2026, 1, 5)
    with clock.travel(in_2026):
        officer = somebody(Role.OFFICER, Place.objects.get(key="19@2025"))
    bac_kan = Producer.objects.filter(place__province__key="06")
    handed_in = Dossier.objects.filter(producer__in=bac_kan, submission__gt=0)
    client.force_login(officer, backend="ocop.people.backends.Accounts")

    with clock.travel(in_2026):
        listed = {
            page: client.get(page).context["listing"].page.paginator.count
            for page in ("/chu-the/", "/danh-gia/ho-so/")
        }

    assert listed == {
        "/chu-the/": bac_kan.count(),
        "/danh-gia/ho-so/": Dossier.objects.filter(producer__in=bac_kan).count(),
    }
    assert handed_in.exists()
    with clock.travel(in_2026):
        for dossier in handed_in[:3]:
            assert client.get(f"/danh-gia/ho-so/{dossier.pk}/").status_code == 200
            assert evaluation.runs_round(officer, dossier.round)
