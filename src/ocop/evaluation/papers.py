"""Official documents of an evaluation: facts from the database into `ocop.official` and the templates of `core.documents`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone

from ocop.core import audit, qr
from ocop.core.documents import Part, assemble, render_docx, render_pdf
from ocop.core.documents.content import long_date, place_and_date, printed_parts
from ocop.core.downloads import answer
from ocop.core.files import DOCX, PDF
from ocop.core.words import in_vietnamese
from ocop.official import facts
from ocop.official.facts import committee
from ocop.official.papers import KINDS, is_due
from ocop.people.offices import office_of
from ocop.rules.facts import words
from ocop.rules.reasons import Reason

from .enums import ConflictSource, Finding, RevisionKind
from .models import (
    Appraisal,
    Assessment,
    Conflict,
    CouncilMember,
    Decision,
    Dossier,
    DossierPaper,
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


def round_of(round: Round) -> facts.Round:
    """A round as its papers tell it, products that are concluded only: 12 queries."""
    council, book = round.council, rulebook(round)
    session = getattr(council, "session", None)
    here = set(session.attendances.values_list("member_id", flat=True)) if session else set()
    members = list(council.members.select_related("user", "organisation"))
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
                position=", ".join(str(word) for word in (m.position, m.organisation) if word),
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
    template, make = KINDS[kind]
    data = make(known, decision_of(decision))
    content = (render_pdf if suffix == "pdf" else render_docx)(template, data)
    return answer(
        content,
        f"{kind}-dot-{round.number}-{round.year}.{suffix}",
        PDF if suffix == "pdf" else DOCX,
    )


def assessment_data(assessment: Assessment, track: Track) -> dict[str, Any]:
    """A commune's report of what it found of a product, with which the dossier goes up."""
    round, (product, producer) = track.round, track.dossier.names
    place = track.dossier.producer.place.name
    office = office_of(round.place)
    when = f" {long_date(assessment.met_on)}" if assessment.met_on else ""
    findings = []
    for number, criterion in enumerate(assessed_criteria(round), start=1):
        finding, note = assessment.findings.get(criterion["code"], ("", ""))
        label = Finding(finding).label if finding else "chưa đánh giá"
        findings.append(f"{number}. {criterion['name']}: {label}." + (f" {note}" if note else ""))
    paragraphs = (
        f"Sản phẩm: {product}. Chủ thể: {producer}, {place}. Bộ sản phẩm: {rulebook(round).sheet(track.dossier.set_code).name}. Chủ thể tự chấm: {track.dossier.self_total} điểm.",
        f"{office.body} đã họp đánh giá{when}."
        + (f" Thành phần: {assessment.attendees}" if assessment.attendees else ""),
        f"Kiểm tra hình thức hồ sơ: {assessment.form}" if assessment.form else "",
        "Kết quả đánh giá các tiêu chí thuộc cấp xã:",
        *findings,
        f"Nhận xét chung: {assessment.opinion}" if assessment.opinion else "",
    )
    upper = round.upper.place.name if round.upper else ""
    return {
        "superior": office.above,
        "body": office.body,
        "number": assessment.report_number or "     /BC-UBND",
        "place_and_date": place_and_date(office.seat, assessment.report_date),
        "recipients": ["Như trên", "Chủ thể", "Lưu: VT, hồ sơ OCOP."],
        "signer": {"authority": facts.AUTHORITY, "title": facts.SIGNER_TITLE, "name": ""},
        "watermark": facts.DEMO_MARK if round.is_demo else "",
        "kind": "BÁO CÁO",
        "subject": f"Kết quả đánh giá hồ sơ sản phẩm {product}",
        "addressees": [committee(upper) if upper else "Ủy ban nhân dân cấp trên"],
        "paragraphs": [text for text in paragraphs if text],
        "products": [],
        "attachments": ["Hồ sơ sản phẩm (bản điện tử)"],
        "closing": "Kính đề nghị xem xét, đánh giá, phân hạng./.",
    }


def assessment_download(assessment: Assessment, track: Track, suffix: str) -> HttpResponse:
    if suffix not in ("pdf", "docx"):
        raise Http404
    content = (render_pdf if suffix == "pdf" else render_docx)(
        "pass_up", assessment_data(assessment, track)
    )
    return answer(content, f"bao-cao-{track.pk}.{suffix}", PDF if suffix == "pdf" else DOCX)


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
    data = {
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
    return answer(render_pdf("score_sheet", data), f"phieu-{code}.pdf", PDF)


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
    cover = {
        "body": committee(dossier.producer.place.name),
        "title": "HỒ SƠ SẢN PHẨM OCOP",
        "product": product,
        "producer": producer,
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
