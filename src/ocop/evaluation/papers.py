"""Official documents of an evaluation: facts from the database into `ocop.official` and the templates of `core.documents`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone

from ocop.core import audit, qr
from ocop.core.documents import Cover, Part, assemble, paper_docx, paper_pdf
from ocop.core.documents.writing import long_date, place_and_date
from ocop.core.files import DOCX, PDF
from ocop.core.words import in_vietnamese
from ocop.official import facts
from ocop.official.certificates import certificate_pdf, printed
from ocop.official.expiry import ExpiryNotice as NoticeFacts
from ocop.official.frame import Official, Signer, above, committee, decision_text
from ocop.official.papers import KINDS, is_due
from ocop.official.reports import AssessmentReport, Found
from ocop.official.score_sheet import PrintedSheet, printed_parts, score_sheet_pdf
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.rules.facts import words
from ocop.rules.reasons import Reason

from .actions.expiry import office_place
from .enums import ConflictSource, Finding, RevisionKind
from .models import (
    Appraisal,
    Assessment,
    Certificate,
    Conflict,
    CouncilMember,
    Decision,
    Dossier,
    DossierPaper,
    ExpiryNotice,
    Round,
    ScoreSheet,
    Session,
    SheetRevision,
    Track,
)
from .queries.dossiers import checklist_of, papers_of
from .rulebook import assessed_criteria, rulebook

MOST_PAPERS_AT_ONCE = 10
LARGEST_AT_ONCE_BYTES = 2 * 2**20
LARGEST_DOSSIER_BYTES = 400 * 2**20


def office_of(place: Place) -> facts.Office:
    seat = place.province if place.level == Level.COMMUNE and place.province else place
    above = place.parent if place.parent and place.parent.level != Level.COUNTRY else None
    return facts.Office(place.name, seat.short_name, above.name if above else "")


def round_of(round: Round) -> facts.Round:
    """A round as its papers tell it, products that are concluded only: 11 queries."""
    council, book = round.council, rulebook(round)
    session = getattr(council, "session", None)
    here = set(session.attendances.values_list("member_id", flat=True)) if session else set()
    members = list(council.members.select_related("user"))
    tracks = list(
        round.tracks.filter(concluded_at__isnull=False)
        .select_related("dossier__product", "dossier__producer__place")
        .prefetch_related("sheets", "discussions")
        .order_by("position", "pk")
    )
    said = _said(tracks)
    return facts.Round(
        office=office_of(round.place),
        number=round.number,
        year=round.year,
        edition_name=book.edition.name,
        edition_decision=book.edition.decision,
        edition_digest=round.edition_digest,
        council_decision_number=council.decision_number,
        council_decision_date=council.decision_date,
        seats=tuple(
            facts.Seat(
                name=str(m.user),
                role=m.role,
                position=", ".join(filter(None, (m.position, m.organisation))),
                votes=m.votes,
                is_present=m.pk in here,
            )
            for m in members
        ),
        products=tuple(
            _assessed(track, book.sheet(track.dossier.set_code).name, members, said[track.pk])
            for track in tracks
        ),
        max_spread=book.process.value("max_spread"),
        opened=timezone.localtime(_opened(session)) if session else None,
        closed=timezone.localtime(session.closed_at) if session and session.closed_at else None,
        venue=session.venue if session else "",
        remarks=session.remarks if session else "",
        upper=round.upper.place.name if round.upper else "",
        seal=audit.seal(session, "evaluation.session.closed") if session else "",
        watermark=facts.DEMO_MARK if round.is_demo else "",
    )


def _opened(session: Session) -> datetime:
    """When a session began: when the first member signed in, else as planned, but never after it ended."""
    return session.opened_at or min(session.starts_at, session.closed_at or session.starts_at)


def _said(tracks: list[Track]) -> dict[int, str]:
    """What the minutes say of each product's discussion: who does not score it, the working group's findings, scores
    that were changed, notes; 3 queries."""
    found: dict[int, list[str]] = {track.pk: [] for track in tracks}
    barred: dict[int, list[str]] = {}
    conflicts = Conflict.objects.filter(track__in=tracks, member__votes=True)
    for conflict in (
        conflicts.exclude(source=ConflictSource.EXCUSED)
        .select_related("member__user")
        .order_by("member__order", "pk")
    ):
        barred.setdefault(conflict.track_id, []).append(str(conflict.member.user))
    for pk, names in barred.items():
        found[pk].append(f"Không chấm vì xung đột lợi ích: {'; '.join(names)}.")
    for appraisal in Appraisal.objects.filter(track__in=tracks, handed_over_at__isnull=False):
        if said := " ".join(filter(None, (appraisal.papers, appraisal.findings))):
            found[appraisal.track_id].append(f"Tổ giúp việc: {said}")
    before: dict[int, int] = {}
    revisions = SheetRevision.objects.filter(sheet__track__in=tracks)
    for revision in revisions.select_related("sheet__member__user"):
        sheet = revision.sheet
        if revision.kind == RevisionKind.RESCORED:
            found[sheet.track_id].append(
                f"{sheet.member.user} sửa từ {before[sheet.pk]} thành {revision.total} điểm: {revision.reason}"
            )
        before[sheet.pk] = revision.total
    for track in tracks:
        found[track.pk] += [note.text for note in track.discussions.all()]
    return {pk: "\n".join(texts) for pk, texts in found.items()}


def _assessed(
    track: Track, set_name: str, members: list[CouncilMember], said: str
) -> facts.Assessed:
    totals = {s.member_id: s.total for s in track.sheets.all() if s.is_signed}
    product, producer = track.dossier.names
    return facts.Assessed(
        product=product,
        producer=producer,
        place=track.dossier.producer.place.name,
        set_name=set_name,
        totals=tuple(totals.get(m.pk) for m in members if m.votes),
        mean=Fraction(track.points_sum or 0, track.sheets_counted or 1),
        mean_printed=track.mean_printed or Decimal(0),
        spread=track.spread or 0,
        stars=track.stars or 0,
        reasons=tuple(Reason.from_data(reason) for reason in track.reasons),
        discussion=said,
    )


def decision_of(decision: Decision | None) -> facts.Decision:
    if decision is None:
        return facts.Decision()
    return facts.Decision(
        number=decision.number,
        signed_on=decision.signed_on,
        authority=decision.authority,
        title=decision.signer_title,
        signer=decision.signer,
        valid_from=decision.valid_from,
        valid_to=decision.valid_to,
    )


def download(round: Round, decision: Decision | None, kind: str, suffix: str) -> HttpResponse:
    """A document of a round as PDF or Word."""
    if kind not in KINDS or suffix not in ("pdf", "docx") or not hasattr(round, "council"):
        raise Http404
    known = round_of(round)
    if not is_due(kind, known):
        raise Http404
    made = KINDS[kind](known, decision_of(decision))
    return as_file(made, f"{kind}-dot-{round.number}-{round.year}", suffix)


def assessment_report(assessment: Assessment, track: Track) -> AssessmentReport:
    """A commune's report of what it found of a product, with which the dossier goes up."""
    round, (product, producer) = track.round, track.dossier.names
    office = office_of(round.place)
    findings = []
    for criterion in assessed_criteria(round):
        finding, note = assessment.findings.get(criterion["code"], ("", ""))
        label = str(Finding(finding).label) if finding else "chưa đánh giá"
        findings.append(Found(criterion["name"], label, note))
    return AssessmentReport(
        superior=above(office),
        body=committee(office.name),
        number=assessment.report_number or "     /BC-UBND",
        place_and_date=place_and_date(office.seat, assessment.report_date),
        recipients=("Như trên", "Chủ thể", "Lưu: VT, hồ sơ OCOP."),
        signer=Signer(facts.AUTHORITY, facts.SIGNER_TITLE),
        watermark=facts.DEMO_MARK if round.is_demo else "",
        subject=f"Kết quả đánh giá hồ sơ sản phẩm {product}",
        office=office.name,
        upper=round.upper.place.name if round.upper else "",
        product=product,
        producer=producer,
        place=track.dossier.producer.place.name,
        set_name=rulebook(round).sheet(track.dossier.set_code).name,
        self_total=track.dossier.self_total,
        met_on=long_date(assessment.met_on) if assessment.met_on else "",
        attendees=assessment.attendees,
        papers=assessment.form,
        findings=tuple(findings),
        opinion=assessment.opinion,
    )


def assessment_download(assessment: Assessment, track: Track, suffix: str) -> HttpResponse:
    return as_file(assessment_report(assessment, track), f"bao-cao-{track.pk}", suffix)


def as_file(made: Official, name: str, suffix: str) -> HttpResponse:
    """A paper as PDF or Word file."""
    if suffix == "pdf":
        return answer(paper_pdf(made.paper()), f"{name}.pdf", PDF)
    if suffix == "docx":
        return answer(paper_docx(made.paper()), f"{name}.docx", DOCX)
    raise Http404


def answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f'inline; filename="{name}"' if content_type == PDF else f'attachment; filename="{name}"'
    )
    return response


def certificate_of(certificate: Certificate) -> facts.Certificate:
    """A certificate as it is printed; one of the history, without a track, names no signer."""
    track = certificate.track
    district = certificate.place.district
    made = decision_of(track.decision if track else None)
    return facts.Certificate(
        office=office_of(track.round.place if track else certificate.place),
        number=certificate.number,
        product_code=certificate.product_code,
        product=certificate.product_name,
        producer=certificate.producer_name
        + (f" (nay là {certificate.went_to})" if certificate.went_to else ""),
        place=", ".join(filter(None, (certificate.place.name, district.name if district else ""))),
        stars=certificate.stars,
        decision=replace(
            made, number=certificate.decision_number, signed_on=certificate.decision_date
        ),
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        watermark=facts.DEMO_MARK if certificate.producer.is_demo else "",
    )


def certificate_download(certificate: Certificate) -> HttpResponse:
    keys = qr.keyring(settings.CERTIFICATE_KEY)
    sheet = printed(certificate_of(certificate), keys=keys, site=settings.PUBLIC_URL)
    return answer(certificate_pdf(sheet), f"giay-chung-nhan-{certificate.number}.pdf", PDF)


def paper_code(sheet: ScoreSheet) -> str:
    """The code printed on every page of a paper sheet."""
    return f"P{sheet.pk:06d}"


def sheet_download(sheet: ScoreSheet) -> HttpResponse:
    """A blank sheet for a member and a product, with its code."""
    track, round = sheet.track, sheet.track.round
    book = rulebook(round)
    rules_sheet = book.sheet(track.dossier.set_code)
    code = paper_code(sheet)
    product, producer = track.dossier.names
    printed_sheet: PrintedSheet = {
        "council": str(round.council),
        "round": str(round),
        "edition": f"{book.edition.name} ({book.edition.decision})",
        "set_name": rules_sheet.name,
        "product": product,
        "producer": producer,
        "place": track.dossier.producer.place.name,
        "member": str(sheet.member.user),
        "code": code,
        "qr": qr.svg(f"{settings.PUBLIC_URL}/danh-gia/phieu/{sheet.pk}/nhap-giay/1/"),
        "parts": printed_parts(rules_sheet),
        "facts": [words(rule) for rule in rules_sheet.facts],
        "watermark": facts.DEMO_MARK if round.is_demo else "",
    }
    return answer(score_sheet_pdf(printed_sheet), f"phieu-{code}.pdf", PDF)


def dossier_download(dossier: Dossier) -> FileResponse:
    """The dossier as one PDF, for one that is soon made (`prints_at_once`); others are a job."""
    output = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_dossier(dossier, output)
    output.seek(0, io.SEEK_SET)
    return FileResponse(output, content_type=PDF, filename=f"ho-so-{dossier.pk}.pdf")


def prints_at_once(used: Sequence[DossierPaper]) -> bool:
    """Whether a dossier's PDF is made while somebody waits: few and small papers, a second or so."""
    sizes = [paper.evidence.file.size_bytes for paper in used]
    return len(sizes) <= MOST_PAPERS_AT_ONCE and sum(sizes) <= LARGEST_AT_ONCE_BYTES


@in_vietnamese
def write_dossier(
    dossier: Dossier,
    output: BinaryIO,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Cover, contents, every paper of the dossier in the order of the checklist; returns the number of pages.

    A paper that serves several items is printed once, under the first.
    """
    score = rulebook(dossier.round).score(dossier.set_code, dossier.answers, dossier.facts)
    items = {item.code: f"{item.code} – {item.name}" for item in checklist_of(dossier)}
    order = {code: number for number, code in enumerate(items)}
    used = sorted(papers_of(dossier), key=lambda p: (order.get(p.item_code, len(order)), p.pk))
    first = {}
    for paper in used:
        first.setdefault(paper.evidence_id, paper)
    parts = [
        Part(
            paper.evidence.title,
            items.get(paper.item_code, "Minh chứng theo tiêu chí"),
            lambda f=paper.evidence.file: default_storage.open(f.path),
        )
        for paper in first.values()
    ]
    product, producer = dossier.names
    cover: Cover = {
        "body": committee(dossier.producer.place.name),
        "programme": "Chương trình Mỗi xã, phường một sản phẩm",
        "title": "HỒ SƠ SẢN PHẨM OCOP",
        "name": product,
        "owner": producer,
        "facts": [
            ("Đợt đánh giá", str(dossier.round)),
            ("Mục đích", dossier.get_purpose_display()),
            ("Bộ sản phẩm", rulebook(dossier.round).sheet(dossier.set_code).name),
            ("Tự chấm", f"{score.total} điểm"),
            ("Trạng thái", dossier.get_state_display()),
        ],
        "qr": "",
        "watermark": facts.DEMO_MARK if dossier.round.is_demo else "",
    }
    return assemble(cover, parts, output, progress)


def expiry_notice(notice: ExpiryNotice, suffix: str) -> HttpResponse:
    """The written notice that a certificate ends, as PDF or Word; a draft without number and date until it is sent."""
    certificate = notice.certificate
    office = office_of(office_place(certificate))
    by, on = certificate.decision_number, certificate.decision_date
    made = NoticeFacts(
        superior=above(office),
        body=committee(office.name),
        number=notice.number or "     /TB-UBND",
        place_and_date=place_and_date(office.seat, notice.sent_on),
        recipients=("Như trên", "UBND cấp xã nơi có chủ thể", "Lưu: VT, hồ sơ OCOP."),
        signer=Signer(facts.AUTHORITY, notice.signer_title or facts.SIGNER_TITLE, notice.signer),
        watermark=facts.DEMO_MARK if certificate.producer.is_demo else "",
        subject=f"Về việc giấy chứng nhận sản phẩm OCOP số {certificate.number} sắp hết hiệu lực",
        office=office.name,
        certificate=certificate.number,
        product=certificate.product_name,
        producer=certificate.producer.name,
        stars=certificate.stars,
        decision=decision_text(by, on) if by else "",
        ends=long_date(certificate.valid_to) if certificate.valid_to else "…",
    )
    return as_file(made, f"thong-bao-{certificate.number}", suffix)
