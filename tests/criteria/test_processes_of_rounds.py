"""Process editions: shown with how certain they are; a round chooses only what is a setting."""

import re

import pytest
from django.test import Client

from ocop.core import clock
from ocop.criteria.enums import EditionState
from ocop.criteria.models import Edition
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.places.fields import place_label
from ocop.rules.loading import parse_edition
from ocop.rules.processes import builtin_processes
from tests.people.factories import client_of, make_officer
from tests.places.factories import make_place

from ..days import TODAY
from ..rules.small import small_files

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
URL = "/danh-gia/dot/moi/"
YEAR = TODAY.year + 2


@pytest.fixture
def province():
    return make_place("province")


@pytest.fixture
def officer(province) -> Client:
    """The browser of an officer of the province."""
    return client_of(make_officer(province))


@pytest.fixture
def fields(province):
    """fields() is what the form of a new round sends, changed as given."""
    sent = {
        "place": place_label(province),
        "year": YEAR,
        "number": 1,
        "edition": Edition.objects.get(code="qd1048").pk,
        "process_code": "qd1048",
        "receives_from": f"{YEAR}-01-01",
        "receives_until": f"{YEAR}-12-31",
    }
    return lambda **changes: sent | changes


def test_every_process_is_shown_with_its_certainty_and_source(admin):
    html = admin.get("/bo-tieu-chi/quy-trinh/").content.decode()

    for process in builtin_processes():
        assert process.name in html
        for level in process.levels:
            assert level.source in html
    row = re.search(r"Kiểm tra khi tiếp nhận.*?</tr>", html, re.DOTALL).group()
    assert "cấu hình" in row
    assert "theo Quyết định" not in row
    assert "1 đến 30" in row


def test_an_officer_may_read_the_processes_but_no_stranger(officer, client):
    assert officer.get("/bo-tieu-chi/quy-trinh/").status_code == 200
    assert client.get("/bo-tieu-chi/quy-trinh/").status_code == 302


def test_what_the_officer_chose_holds_in_the_round_and_is_shown_as_a_setting(officer, fields):
    answer = officer.post(
        URL, fields(s_max_spread="6", s_quorum_share="0.8", s_secretary_votes="yes")
    )

    round = Round.objects.get(year=YEAR)
    process = rulebook(round).process
    assert answer.status_code == 302
    assert round.settings == {"max_spread": 6, "quorum_share": "0.8", "secretary_votes": True}
    assert (process.value("max_spread"), process.value("secretary_votes")) == (6, True)
    html = officer.get(f"/danh-gia/dot/{round.pk}/").content.decode()
    value = re.search(r"<dt>Chênh lệch.*?</dd>", html, re.DOTALL).group()
    assert "6" in value
    assert "cấu hình" in value
    assert "theo Quyết định" not in value


def test_what_is_left_empty_stays_as_the_process_says(officer, fields):
    officer.post(URL, fields())

    round = Round.objects.get(year=YEAR)
    assert round.settings == {}
    assert rulebook(round).process.value("max_spread") == 10


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("s_max_spread", "101", "Chọn từ 0 đến 100."),
        ("s_quorum_share", "0.4", "Chọn từ 0,5 đến 1."),
        ("s_certificate_months", "24", "theo Quyết định, không chọn được"),
        ("s_receipt_check_days", "năm", "số nguyên"),
    ],
)
def test_a_choice_out_of_bounds_or_against_the_decree_is_refused_with_a_sentence(
    officer, fields, name, value, words
):
    answer = officer.post(URL, fields(**{name: value}))

    assert answer.status_code == 200
    assert words in " ".join(answer.context["form"].errors[name])
    assert not Round.objects.filter(year=YEAR).exists()


def test_an_edition_without_a_sheet_to_score_on_is_not_offered_for_a_round(officer):
    files = small_files()
    files["index.yaml"] += "usable_for_scoring: false\n"
    Edition.objects.create(
        code="nho",
        name="Bộ nhỏ",
        files=files,
        digest=parse_edition(files).digest,
        state=EditionState.PUBLISHED,
        published_at=clock.now(),
    )

    form = officer.get(URL).context["form"]

    offered = {edition.code for edition in form.fields["edition"].queryset}
    assert {"qd1048", "qd148", "qd26"} <= offered
    assert "nho" not in offered


def test_a_round_chooses_whose_must_pass_level_counts(officer):
    form = officer.get(URL).context["form"]

    choices = dict(form.fields["s_must_pass"].choices)

    assert list(choices) == ["", "own", "median", "agreed"]
    assert str(choices["median"]) == "mức của thành viên ở giữa"
