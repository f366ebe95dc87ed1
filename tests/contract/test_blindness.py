"""Who has not signed sees nobody's scores: whatever the hidden scores are, every page reads the same."""

import io
import re
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ocop.core import clock
from ocop.core.files import DOCX, PDF
from ocop.core.spreadsheets import XLSX_TYPE
from ocop.evaluation.enums import CouncilRole
from ocop.evaluation.models import Conflict, PaperEntry, ScoreSheet
from tests.criteria.factories import answers
from tests.evaluation.factories import score

from .pages import address, answer, taken_back
from .test_rights import PAGES

pytestmark = pytest.mark.django_db

READABLE = [
    (page["page"], page.get("of", ""))
    for page in PAGES
    if any("GET" in line for line in page.get("here", page.get("anywhere", ())))
    and page["page"].partition(":")[0] in ("home", "portal", "people", "evaluation")
]
WAYS = ("", "?xuat=xlsx", "?sap=-mean_total", "?sap=spread", "?sap=stars")
LISTS = ("evaluation:ranking", "dossiers:rounds", "dossiers:dossiers", "evaluation:my_sheets")
SECRETS = re.compile(r'(name="(_once|csrfmiddlewaretoken)" value|name="csrf" content)="[^"]*"')


def reading(client: Any, side: Any) -> dict[str, str]:
    """All that somebody can read: address → text."""
    found = {}
    for page, of in READABLE:
        for way in WAYS if page in LISTS else WAYS[:1]:
            url = address(page, of, side) + way
            response = answer(client, "GET", url)
            if response.status_code == 200:
                found[url] = text_of(response)
    return found


def text_of(response: Any) -> str:
    kind, whole = response["Content-Type"], response.whole
    if kind == PDF:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(whole)).pages)
    if kind == XLSX_TYPE:
        return str(
            CalamineWorkbook.from_filelike(io.BytesIO(whole)).get_sheet_by_index(0).to_python()
        )
    if kind == DOCX:
        with zipfile.ZipFile(io.BytesIO(whole)) as document:
            return document.read("word/document.xml").decode()
    if kind.startswith("text/html"):
        return SECRETS.sub("", whole.decode())
    return whole.hex()


def rescore_all(track: Any, share: float, *, but: Any) -> None:
    """Other scores on every signed sheet of a product but one person's own, on what was typed of others' paper sheets,
    and in its result."""
    for sheet in track.sheets.filter(state="signed").exclude(member__user=but):
        score(sheet, share)
        sheet.comments = {"A.1.1": f"nhận xét {share}"}
        sheet.save()
    for entry in PaperEntry.objects.filter(sheet__track=track).exclude(sheet__member__user=but):
        entry.answers = answers(share / entry.number)
        entry.save()
    if track.concluded_at:
        totals = [sheet.total for sheet in track.sheets.filter(state="signed")]
        track.points_sum, track.mean_total = sum(totals), sum(totals) / len(totals)
        track.stars, track.spread, track.agreement = 2 if share < 0.5 else 4, 7, 0.5
        track.save()


def changed(world: Any, clients: Any, role: str, track: Any) -> set[str]:
    """Addresses at which somebody could tell one set of others' scores from another."""
    client, person = clients[role], world.people[role]
    with taken_back():
        rescore_all(track, 0.2, but=person)
        before = reading(client, world.here)
        rescore_all(track, 0.9, but=person)
        after = reading(client, world.here)
    assert before.keys() == after.keys()
    assert len(before) > 5
    return {url for url in before if before[url] != after[url]}


@pytest.fixture
def track(world):
    return world.here.things["track"]


@pytest.fixture
def scores_page(world):
    return address("evaluation:track", "track", world.here)


@pytest.fixture
def session_page(world):
    return address("evaluation:session", "scoring", world.here)


@pytest.fixture
def paper_pages(world):
    """Where the secretary types the paper sheet of a member who has not signed."""
    return {
        address("evaluation:type_paper", "open 1", world.here),
        address("evaluation:settle_paper", "open", world.here),
    }


@pytest.mark.parametrize(
    "role",
    ["member", "support", "producer", "rival", "commune", "leader", "supervisor", "administrator"],
)
def test_nobody_can_tell_what_others_scored_while_the_council_scores(world, clients, role, track):
    assert changed(world, clients, role, track) == set()


@pytest.mark.parametrize("role", ["district", "province"])
def test_the_office_sees_what_is_signed(world, clients, role, track, scores_page, session_page):
    assert changed(world, clients, role, track) == {scores_page, session_page}


def test_the_secretary_sees_also_what_is_typed_from_paper(
    world, clients, track, scores_page, session_page, paper_pages
):
    seen = changed(world, clients, "secretary", track)

    assert seen == {scores_page, session_page} | paper_pages


def test_the_chair_sees_totals_in_the_session_after_signing(
    world, clients, track, scores_page, session_page
):
    things = world.here.things
    with taken_back():
        own = track.sheets.get(member__user=world.people["chair"])
        own.state = "open"
        own.save()
        member = things["open"]
        score(member, 0.5)
        member.state = "signed"
        member.save()

        assert changed(world, clients, "chair", track) == set()

        own.state = "signed"
        own.save()
        look = address("evaluation:look", "scoring", world.here)
        assert changed(world, clients, "chair", track) == {scores_page, session_page, look}
    member.refresh_from_db()


def test_a_secretary_with_a_conflict_of_interest_sees_no_totals_before_the_conclusion(
    world, clients, track
):
    with taken_back():
        seat = world.here.things["scoring"].council.members.get(role=CouncilRole.SECRETARY)
        seat.votes = True
        seat.save()
        Conflict.objects.create(member=seat, track=track, source="declared", reason="Người nhà")

        assert changed(world, clients, "secretary", track) == set()


def test_members_read_what_the_group_found_only_after_it_is_handed_over(world, clients, track):
    appraisal, sheet = (
        world.here.things["appraisal"],
        address("evaluation:sheet", "open", world.here),
    )
    with taken_back():
        appraisal.notes = {"A.1.1": "Nguồn gốc chưa rõ"}
        appraisal.save()
        before = reading(clients["member"], world.here)
        appraisal.handed_over_at = clock.now()
        appraisal.save()
        after = reading(clients["member"], world.here)

    assert not any("Nguồn gốc chưa rõ" in text for text in before.values())
    assert "Nguồn gốc chưa rõ" in after[sheet]
    appraisal.refresh_from_db()


def test_who_has_signed_sees_others_scores(world, clients, track, scores_page):
    things = world.here.things
    with taken_back():
        score(things["open"], 0.5)
        things["open"].state = "signed"
        things["open"].save()

        assert changed(world, clients, "member", track) == {scores_page}
    things["open"].refresh_from_db()


def test_an_upper_council_scores_without_knowing_the_lower_ones_points(world, clients):
    assert changed(world, clients, "upper_member", world.here.things["result"]) == set()


def test_a_secretary_who_scores_is_as_blind_as_a_member(
    world, clients, track, scores_page, session_page, paper_pages
):
    things = world.here.things
    with taken_back():
        seat = things["scoring"].council.members.get(role=CouncilRole.SECRETARY)
        seat.votes = True
        seat.save()
        sheet = ScoreSheet.objects.create(track=track, member=seat)

        assert changed(world, clients, "secretary", track) == set()
        for page in paper_pages:
            assert answer(clients["secretary"], "GET", page).status_code == 404

        score(sheet, 0.5)
        sheet.state = "signed"
        sheet.save()
        seen = changed(world, clients, "secretary", track)
        assert seen == {scores_page, session_page} | paper_pages
