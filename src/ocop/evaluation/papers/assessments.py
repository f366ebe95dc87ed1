"""A commune's report of what it found of a product."""

from __future__ import annotations

from django.http import HttpResponse

from ocop.documents.writing import long_date, place_and_date
from ocop.dossiers.rulebook import assessed_criteria, rulebook
from ocop.official import facts
from ocop.official.frame import Signer
from ocop.official.reports import AssessmentReport, Found
from ocop.people.offices import office_of
from ocop.stationery.printing import sent

from ..enums import Finding
from ..models import Assessment, Track

REPORT = "bao-cao-danh-gia"


def report_of(assessment: Assessment, track: Track) -> AssessmentReport:
    """The report with which a dossier goes up."""
    round, (product, producer) = track.round, track.dossier.names
    office = office_of(round.place)
    return AssessmentReport(
        superior=office.above,
        body=office.body,
        number=assessment.report_number or "     /BC-UBND",
        place_and_date=place_and_date(office.seat, assessment.report_date),
        recipients=("Như trên", "Chủ thể", "Lưu: VT, hồ sơ OCOP."),
        signer=Signer(facts.AUTHORITY, facts.SIGNER_TITLE),
        watermark=facts.mark(is_demo=round.is_demo),
        subject=f"Kết quả đánh giá hồ sơ sản phẩm {product}",
        upper=round.upper.place.name if round.upper else "",
        product=product,
        producer=producer,
        place=track.dossier.producer.place.name,
        set_name=rulebook(round).sheet(track.dossier.set_code).name,
        self_total=track.dossier.self_total,
        met_on=long_date(assessment.met_on) if assessment.met_on else "",
        attendees=assessment.attendees,
        papers=assessment.form,
        findings=tuple(_findings(assessment, track)),
        opinion=assessment.opinion,
    )


def _findings(assessment: Assessment, track: Track) -> list[Found]:
    found = []
    for criterion in assessed_criteria(track.round):
        finding, note = assessment.findings.get(criterion["code"], ("", ""))
        label = str(Finding(finding).label) if finding else "chưa đánh giá"
        found.append(Found(criterion["name"], label, note))
    return found


def report_download(assessment: Assessment, track: Track, suffix: str) -> HttpResponse:
    made = report_of(assessment, track)
    return sent(REPORT, made, track.round.place, f"bao-cao-{track.pk}", suffix)
