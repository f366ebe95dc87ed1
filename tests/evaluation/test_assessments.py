"""The commune's step of Decision 1489/QĐ-TTg: four criteria, a report, and the whole dossier to the province."""

from datetime import date

import pytest
from pypdf import PdfReader

from ocop.core import clock
from ocop.core.errors import NotYours, Refused
from ocop.criteria.models import Edition
from ocop.dossiers.actions import rounds
from ocop.dossiers.enums import DossierState, RoundState
from ocop.dossiers.models import Dossier, Round
from ocop.dossiers.rulebook import assessed_criteria
from ocop.evaluation.actions import assessments
from ocop.evaluation.enums import TrackState
from ocop.evaluation.models import Track
from ocop.places.models import Place
from tests.scene import COMMUNE

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_round(person):
    """open_round("xa", place's key, upper=round): a round by the process without districts, which receives dossiers."""

    def made(name: str, key: str, upper: Round | None = None) -> Round:
        today = clock.today()
        opened = rounds.open_round(
            actor=person(name),
            round=Round(
                place=Place.objects.get(key=key),
                year=today.year,
                number=60,
                edition=Edition.objects.get(code="qd1048"),
                process_code="qd148-2025",
                receives_from=today,
                receives_until=today,
                upper=upper,
            ),
        )
        return rounds.move_round(actor=person(name), round=opened, to=RoundState.RECEIVING)

    return made


@pytest.fixture
def commune_round(open_round):
    return open_round("xa", COMMUNE, upper=open_round("tinh", "06"))


@pytest.fixture
def track(commune_round):
    """A dossier that the commune has received."""
    dossier = Dossier.objects.filter(state=DossierState.ACCEPTED, round__state="scoring").first()
    made = Track.objects.create(dossier=dossier, round=commune_round, level="commune")
    return Track.objects.select_related("round__place", "round__upper", "dossier__product").get(
        pk=made.pk
    )


@pytest.fixture
def assessed(track, person):
    def write(**others):
        findings = {c["code"]: ["met", "Có căn cứ"] for c in assessed_criteria(track.round)}
        assessments.assess(
            actor=person("xa"), track=track, findings={**findings, **others}, fields={}
        )
        return Track.objects.select_related("round__place", "round__upper", "dossier").get(
            pk=track.pk
        )

    return write


def test_the_process_names_four_criteria_and_shows_them_as_a_setting(signed_in, commune_round):
    assert len(assessed_criteria(commune_round)) == 4

    page = signed_in("xa").get(f"/danh-gia/dot/{commune_round.pk}/").content.decode()

    row = page[page.index("Tiêu chí cấp xã đánh giá") :][:600]
    assert "Sử dụng lao động địa phương" in row
    assert "cấu hình" in row


def test_there_is_no_council_to_score_with(commune_round, person):
    with pytest.raises(Refused, match="không có hội đồng"):
        rounds.move_round(actor=person("xa"), round=commune_round, to=RoundState.SCORING)


def test_the_report_is_not_closed_before_every_criterion_is_assessed(assessed, person):
    track = assessed(labour=["", "Chưa rõ"])

    with pytest.raises(Refused, match="lao động"):
        assessments.close(actor=person("xa"), track=track)


def test_what_the_commune_assessed_goes_up_with_its_report_and_waits_for_the_council(
    assessed, person
):
    track = assessments.close(actor=person("xa"), track=assessed())
    assessments.forward(
        actor=person("xa"), track=track, number="12/BC-UBND", signed_on=clock.today()
    )

    above = Track.objects.get(dossier=track.dossier, level="province", round=track.round.upper)
    below = Track.objects.get(pk=track.pk)
    assert (below.state, above.state) == (TrackState.PASSED_UP, TrackState.WAITING)
    assert (below.stars, above.sheets.count()) == (None, 0)
    assert below.assessment.report_number == "12/BC-UBND"


def test_a_closed_report_is_mended_only_after_it_is_reopened(assessed, person):
    track = assessments.close(actor=person("xa"), track=assessed())

    with pytest.raises(Refused):
        assessments.assess(actor=person("xa"), track=track, findings={}, fields={})
    assessments.reopen(actor=person("xa"), track=track)

    assert assessed(origin=["unmet", "Mua ngoài tỉnh"]).assessment.findings["origin"] == [
        "unmet",
        "Mua ngoài tỉnh",
    ]


@pytest.mark.parametrize("name", ["chuthe", "lanhdao", "uyvien1"])
def test_only_the_office_assesses(track, person, name):
    with pytest.raises(NotYours):
        assessments.assess(actor=person(name), track=track, findings={}, fields={})


def test_the_page_takes_the_meeting_down_and_prints_it_for_signing(signed_in, track, tmp_path):
    client, url = signed_in("xa"), f"/danh-gia/san-pham/{track.pk}/cap-xa/"
    answers = {f"v-{c['code']}": "met" for c in assessed_criteria(track.round)}
    client.post(
        url,
        answers
        | {"n-origin": "100% măng của xã", "met_on": "2026-01-05", "opinion": "Đề nghị xếp hạng"},
    )

    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(client.get(url + "bao-cao.pdf").content)
    text = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "100% măng của xã" in text
    assert "Đề nghị xếp hạng" in text
    assert "BÁO CÁO" in text
    assert client.get(url + "bao-cao.docx").content.startswith(b"PK")
    assert track.assessment.met_on == date(2026, 1, 5)


def test_the_producer_reads_the_report_only_after_it_has_gone_up(signed_in, assessed, person):
    track = assessed()
    url = f"/danh-gia/san-pham/{track.pk}/cap-xa/"
    assert signed_in("chuthe").get(url).status_code == 404

    assessments.close(actor=person("xa"), track=track)
    assessments.forward(actor=person("xa"), track=track, number="12/BC", signed_on=clock.today())

    assert "Có căn cứ" in signed_in("chuthe").get(url).content.decode()
