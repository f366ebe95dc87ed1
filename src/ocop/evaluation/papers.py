"""Official documents of an evaluation: data from the database into the templates of `core.documents`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils import timezone

from ocop.core import qr
from ocop.core.documents import Part, assemble, render_docx, render_pdf
from ocop.core.documents.content import long_date, place_and_date, printed_parts
from ocop.core.files import DOCX, PDF
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.rules.agreement import spreads
from ocop.rules.facts import words
from ocop.rules.reasons import Reason

from . import policy
from .actions.expiry import office_place
from .enums import CouncilRole, SheetState
from .models import (
    Certificate,
    CouncilMember,
    Decision,
    Dossier,
    DossierPaper,
    ExpiryNotice,
    Round,
    ScoreSheet,
    Track,
)
from .queries.dossiers import checklist_of, papers_of
from .rulebook import rulebook

DEMO_MARK = "DỮ LIỆU MINH HOẠ"
MOST_PAPERS_AT_ONCE = 10
LARGEST_AT_ONCE_BYTES = 2 * 2**20
LARGEST_DOSSIER_BYTES = 400 * 2**20


def committee(place: Place) -> str:
    return f"ỦY BAN NHÂN DÂN {place.name.upper()}"


def _frame(
    round: Round, *, number: str, on: date | None, signer: Mapping[str, str], recipients: list[str]
) -> dict[str, Any]:
    """The frame that every document of a round has (Decree 30/2020/NĐ-CP)."""
    place = round.place
    seat = place.province if place.level == Level.COMMUNE and place.province else place
    return {
        "superior": committee(place.parent)
        if place.parent and place.parent.level != Level.COUNTRY
        else "",
        "body": committee(place),
        "number": number,
        "place_and_date": place_and_date(seat.short_name, on),
        "recipients": recipients,
        "signer": dict(signer),
        "watermark": DEMO_MARK if round.is_demo else "",
    }


def _signer(decision: Decision | None) -> dict[str, str]:
    return {
        "authority": decision.authority if decision else "TM. ỦY BAN NHÂN DÂN",
        "title": decision.signer_title if decision else "CHỦ TỊCH",
        "name": decision.signer if decision else "",
    }


def _tracks(round: Round) -> list[Track]:
    """Concluded products of a round in the order of the session, with their sheets: 2 queries."""
    return list(
        round.tracks.filter(concluded_at__isnull=False)
        .select_related("dossier__product", "dossier__producer__place")
        .prefetch_related("sheets__member__user", "discussions__by")
        .order_by("position", "pk")
    )


def _voters(round: Round) -> list[CouncilMember]:
    return list(round.council.members.filter(votes=True).select_related("user"))


def _note(track: Track) -> str:
    return " ".join(
        Reason.from_data(r).text()
        for r in track.reasons
        if r["code"] in ("capped", "stopped", "disqualified", "potential_five")
    )


def decision_data(round: Round, decision: Decision | None) -> dict[str, Any]:
    tracks = sorted(_tracks(round), key=lambda t: (-(t.mean_total or 0), t.pk))
    ranked = [t for t in tracks if t.stars]
    name, book = round.place.name, rulebook(round)
    subject = f"Về việc phê duyệt kết quả đánh giá, phân hạng sản phẩm OCOP {name} đợt {round.number} năm {round.year}"
    by_stars = ", ".join(
        f"{sum(t.stars == s for t in ranked):02d} sản phẩm {s} sao"
        for s in (5, 4, 3, 2, 1)
        if any(t.stars == s for t in ranked)
    )
    number = decision.number if decision and decision.number else "     /QĐ-UBND"
    return _frame(
        round,
        number=number,
        on=decision.signed_on if decision else None,
        signer=_signer(decision),
        recipients=[
            "Như Điều 3",
            "Ủy ban nhân dân cấp trên (b/c)",
            "Các chủ thể có tên tại Phụ lục",
            "Lưu: VT, hồ sơ OCOP.",
        ],
    ) | {
        "subject": subject,
        "authority_line": f"CHỦ TỊCH {committee(round.place)}",
        "grounds": [
            f"Căn cứ Quyết định số {book.edition.decision} của Thủ tướng Chính phủ ban hành {book.edition.name}",
            f"Căn cứ Quyết định số {round.council.decision_number} {long_date(round.council.decision_date)} về việc thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP",
            f"Căn cứ Biên bản họp Hội đồng đánh giá, phân hạng sản phẩm OCOP {name} đợt {round.number} năm {round.year}",
        ],
        "articles": [
            f"Phê duyệt kết quả đánh giá, phân hạng {len(ranked):02d} sản phẩm OCOP {name} đợt {round.number} năm {round.year}: {by_stars} (có Phụ lục kèm theo).",
            "Cấp giấy chứng nhận cho các sản phẩm được công nhận; chuyển hồ sơ các sản phẩm đủ điều kiện lên cấp trên theo quy định."
            + (
                f"\nGiấy chứng nhận có giá trị đến hết {long_date(decision.valid_to)}."
                if decision and decision.valid_to
                else ""
            ),
            "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan liên quan và các chủ thể có tên tại Phụ lục chịu trách nhiệm thi hành.",
        ],
        "appendix_title": f"KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP {name.upper()} ĐỢT {round.number} NĂM {round.year}",
        "results": [
            {
                "product": t.dossier.product.name,
                "producer": t.dossier.producer.name,
                "place": t.dossier.producer.place.name,
                "points": t.mean_printed or "",
                "stars": t.stars or 0,
                "note": _note(t),
            }
            for t in tracks
        ],
    }


def minutes_data(round: Round, decision: Decision | None) -> dict[str, Any]:
    session = getattr(round.council, "session", None)
    here = set(session.attendances.values_list("member_id", flat=True)) if session else set()
    members = list(round.council.members.select_related("user"))
    chair = next((m for m in members if m.role == CouncilRole.CHAIR), None)
    secretary = next((m for m in members if m.role == CouncilRole.SECRETARY), None)
    process, voters = rulebook(round).process, [m for m in members if m.votes]
    when = timezone.localtime(session.starts_at) if session else None
    closed = timezone.localtime(session.closed_at) if session and session.closed_at else None
    products = [
        {
            "product": t.dossier.product.name,
            "producer": t.dossier.producer.name,
            "set_name": rulebook(round).sheet(t.dossier.set_code).name,
            "scores": [s.total for s in t.sheets.all()],
            "mean": t.mean_printed or "",
            "spread": t.spread or 0,
            "stars": t.stars or 0,
            "discussion": "\n".join(n.text for n in t.discussions.all()),
            "conclusion": " ".join(Reason.from_data(r).text() for r in t.reasons),
        }
        for t in _tracks(round)
    ]
    ranked = [p for p in products if p["stars"]]
    return _frame(
        round,
        number="     /BB-HĐ",
        on=when.date() if when else None,
        recipients=["Thành viên Hội đồng", "Lưu: hồ sơ OCOP."],
        signer={
            "authority": "",
            "title": "CHỦ TỊCH HỘI ĐỒNG",
            "name": str(chair.user) if chair else "",
        },
    ) | {
        "subject": f"Họp Hội đồng đánh giá, phân hạng sản phẩm OCOP {round.place.name} đợt {round.number} năm {round.year}",
        "opened": f"{when:%H} giờ {when:%M}, {long_date(when.date())}" if when else "…",
        "closed": f"{closed:%H} giờ {closed:%M} cùng ngày" if closed else "…",
        "venue": session.venue if session else "…",
        "council_decision": f"Quyết định số {round.council.decision_number} {long_date(round.council.decision_date)}",
        "attendees": [
            {
                "name": str(m.user),
                "position": ", ".join(filter(None, (m.position, m.organisation))),
                "role": m.get_role_display(),
                "is_present": m.pk in here,
                "reason": "",
            }
            for m in members
        ],
        "guests": [],
        "quorum": f"Có mặt {sum(m.pk in here for m in voters)}/{len(voters)} thành viên chấm điểm"
        + (", có Chủ tịch Hội đồng." if chair and chair.pk in here else "."),
        "max_spread": process.value("max_spread"),
        "products": products,
        "remarks": session.remarks if session else "",
        "conclusions": [
            f"Hội đồng thống nhất kết quả của {len(ranked)} sản phẩm được xếp hạng trên {len(products)} sản phẩm đánh giá."
        ],
        "secretary": str(secretary.user) if secretary else "",
    }


def summary_data(round: Round, decision: Decision | None) -> dict[str, Any]:
    voters = _voters(round)
    chair = next((m for m in voters if m.role == CouncilRole.CHAIR), None)
    secretary = (
        round.council.members.filter(role=CouncilRole.SECRETARY).select_related("user").first()
    )
    rows = []
    for track in _tracks(round):
        totals = {s.member_id: s.total for s in track.sheets.all() if s.state == SheetState.SIGNED}
        rows.append(
            {
                "product": track.dossier.product.name,
                "producer": track.dossier.producer.name,
                "scores": [totals.get(m.pk, "") for m in voters],
                "mean": track.mean_printed or "",
                "stars": track.stars or 0,
                "note": _note(track),
            }
        )
    return _frame(
        round,
        number="",
        on=None,
        recipients=[],
        signer={
            "authority": "",
            "title": "CHỦ TỊCH HỘI ĐỒNG",
            "name": str(chair.user) if chair else "",
        },
    ) | {
        "subject": f"Đánh giá sản phẩm OCOP {round.place.name} đợt {round.number} năm {round.year}",
        "members": [str(m.user) for m in voters],
        "products": rows,
        "notes": [
            "Ô trống: thành viên không chấm sản phẩm do xung đột lợi ích.",
            f"Mã bộ tiêu chí: {round.edition_digest[:16]}.",
        ],
        "secretary": str(secretary.user) if secretary else "",
    }


def pass_up_data(round: Round, decision: Decision | None) -> dict[str, Any]:
    rule = rulebook(round).process.level(round.level)
    floor = rule.passes_up_from if rule else None
    tracks = [
        t
        for t in _tracks(round)
        if floor is not None and t.mean_total is not None and t.mean_total >= floor and t.stars
    ]
    upper = committee(round.upper.place) if round.upper else "Ủy ban nhân dân cấp trên"
    number = "     /TTr-UBND"
    return _frame(
        round,
        number=number,
        on=None,
        signer=_signer(decision),
        recipients=["Như trên", "Lưu: VT, hồ sơ OCOP."],
    ) | {
        "kind": "TỜ TRÌNH",
        "subject": f"Đề nghị đánh giá, phân hạng sản phẩm OCOP đợt {round.number} năm {round.year}",
        "addressees": [upper],
        "paragraphs": [
            f"Căn cứ kết quả đánh giá của Hội đồng, {committee(round.place)} đề nghị xem xét, đánh giá {len(tracks):02d} sản phẩm sau:"
        ],
        "products": [
            {
                "product": t.dossier.product.name,
                "producer": t.dossier.producer.name,
                "set_name": rulebook(round).sheet(t.dossier.set_code).name,
                "points": t.mean_printed or "",
                "stars": t.stars or 0,
            }
            for t in tracks
        ],
        "attachments": [
            "Biên bản họp Hội đồng",
            "Bảng tổng hợp điểm",
            "Hồ sơ sản phẩm (bản điện tử)",
        ],
        "closing": "Kính đề nghị xem xét, quyết định./.",
    }


KINDS = {
    "quyet-dinh": ("decision", decision_data),
    "bien-ban": ("minutes", minutes_data),
    "tong-hop-diem": ("score_summary", summary_data),
    "to-trinh": ("pass_up", pass_up_data),
}


def download(round: Round, decision: Decision | None, kind: str, suffix: str) -> HttpResponse:
    """A document of a round as PDF or Word."""
    if kind not in KINDS or suffix not in ("pdf", "docx") or not hasattr(round, "council"):
        raise Http404
    template, make = KINDS[kind]
    content = (render_pdf if suffix == "pdf" else render_docx)(template, make(round, decision))
    return answer(
        content,
        f"{kind}-dot-{round.number}-{round.year}.{suffix}",
        PDF if suffix == "pdf" else DOCX,
    )


def answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f'inline; filename="{name}"' if content_type == PDF else f'attachment; filename="{name}"'
    )
    return response


def certificate_address(certificate: Certificate) -> str:
    """The address in the QR code: the public page, and after # the signed facts that a phone checks by itself."""
    token = qr.certificate_token(
        {
            "number": certificate.number,
            "product": certificate.product_name,
            "producer": certificate.producer_name,
            "stars": certificate.stars,
            "valid_from": certificate.valid_from.isoformat(),
            "valid_to": certificate.valid_to.isoformat() if certificate.valid_to else "",
            "decision": certificate.decision_number,
        },
        qr.keyring(settings.CERTIFICATE_KEY),
    )
    return f"{settings.PUBLIC_URL}/c/{certificate.number}/#{token}"


def certificate_download(certificate: Certificate) -> HttpResponse:
    track = certificate.track
    place = track.round.place if track else certificate.place
    decision = track.decision if track else None
    data = {
        "superior": "",
        "body": committee(place),
        "number": certificate.number,
        "product": certificate.product_name,
        "producer": certificate.producer_name
        + (f" (nay là {certificate.went_to})" if certificate.went_to else ""),
        "place": ", ".join(
            filter(None, (certificate.place.name, getattr(certificate.place.district, "name", "")))
        ),
        "product_code": certificate.product_code,
        "stars": certificate.stars,
        "decision": f"Quyết định số {certificate.decision_number}"
        + (f" {long_date(certificate.decision_date)}" if certificate.decision_date else ""),
        "valid_from": certificate.valid_from,
        "valid_to": certificate.valid_to or "",
        "place_and_date": place_and_date(place.short_name, certificate.decision_date),
        "signer": _signer(decision),
        "qr": qr.svg(certificate_address(certificate)),
        "address": f"{settings.PUBLIC_URL.split('//')[-1]}/c/{certificate.number}",
        "watermark": DEMO_MARK if certificate.producer.is_demo else "",
    }
    return answer(render_pdf("certificate", data), f"giay-chung-nhan-{certificate.number}.pdf", PDF)


def sheet_download(sheet: ScoreSheet) -> HttpResponse:
    """A blank sheet for a member and a product, with its code."""
    track, round = sheet.track, sheet.track.round
    book = rulebook(round)
    rules_sheet = book.sheet(track.dossier.set_code)
    code = f"P{sheet.pk:06d}"
    data = {
        "council": str(round.council),
        "round": str(round),
        "edition": f"{book.edition.name} ({book.edition.decision})",
        "set_name": rules_sheet.name,
        "product": track.dossier.product.name,
        "producer": track.dossier.producer.name,
        "place": track.dossier.producer.place.name,
        "member": str(sheet.member.user),
        "code": code,
        "qr": qr.svg(f"{settings.PUBLIC_URL}/danh-gia/phieu/{sheet.pk}/nhap-giay/1/"),
        "parts": printed_parts(rules_sheet),
        "facts": [words(rule) for rule in rules_sheet.facts],
        "watermark": DEMO_MARK if round.is_demo else "",
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
    cover = {
        "body": committee(dossier.producer.place),
        "title": "HỒ SƠ SẢN PHẨM OCOP",
        "product": dossier.product.name,
        "producer": dossier.producer.name,
        "facts": [
            ("Đợt đánh giá", str(dossier.round)),
            ("Mục đích", dossier.get_purpose_display()),
            ("Bộ sản phẩm", rulebook(dossier.round).sheet(dossier.set_code).name),
            ("Tự chấm", f"{score.total} điểm"),
            ("Trạng thái", dossier.get_state_display()),
        ],
        "qr": "",
        "watermark": DEMO_MARK if dossier.round.is_demo else "",
    }
    return assemble(cover, parts, output, progress)


def expiry_notice(notice: ExpiryNotice, suffix: str) -> HttpResponse:
    """The written notice that a certificate ends, as PDF or Word; a draft without number and date until it is sent."""
    certificate = notice.certificate
    place = office_place(certificate)
    seat = place.province if place.level == Level.COMMUNE and place.province else place
    ends = long_date(certificate.valid_to) if certificate.valid_to else "…"
    decision = f"Quyết định số {certificate.decision_number}" if certificate.decision_number else ""
    if decision and certificate.decision_date:
        decision += f" {long_date(certificate.decision_date)}"
    data = {
        "superior": committee(place.parent)
        if place.parent and place.parent.level != Level.COUNTRY
        else "",
        "body": committee(place),
        "number": notice.number or "     /TB-UBND",
        "place_and_date": place_and_date(seat.short_name, notice.sent_on),
        "recipients": ["Như trên", "UBND cấp xã nơi có chủ thể", "Lưu: VT, hồ sơ OCOP."],
        "signer": {
            "authority": "TM. ỦY BAN NHÂN DÂN",
            "title": notice.signer_title or "CHỦ TỊCH",
            "name": notice.signer,
        },
        "watermark": DEMO_MARK if certificate.producer.is_demo else "",
        "kind": "THÔNG BÁO",
        "subject": f"Về việc giấy chứng nhận sản phẩm OCOP số {certificate.number} sắp hết hiệu lực",
        "addressees": [certificate.producer.name],
        "paragraphs": [
            f"Ủy ban nhân dân {place.name[:1].lower()}{place.name[1:]} thông báo: giấy chứng nhận số {certificate.number} công nhận sản phẩm “{certificate.product_name}” đạt {certificate.stars} sao"
            + (f" theo {decision}" if decision else "")
            + f" có hiệu lực đến hết {ends}.",
            "Sau ngày nêu trên, sản phẩm không được sử dụng hạng sao và nhãn hiệu chứng nhận OCOP trên bao bì, nhãn, quảng cáo nếu chưa được đánh giá, phân hạng lại.",
            "Để giữ hoặc nâng hạng, đề nghị chủ thể lập và nộp hồ sơ đánh giá lại trước ngày hết hiệu lực, gồm phiếu đăng ký, báo cáo theo tiêu chí với kết quả ba năm và nội dung mới, minh chứng đã thay đổi hoặc hết hạn. Hồ sơ được lập từ hồ sơ lần trước trên hệ thống OCOP.",
        ],
        "products": [],
        "attachments": [],
        "closing": "Trân trọng thông báo./.",
    }
    content = (render_pdf if suffix == "pdf" else render_docx)("pass_up", data)
    name = f"thong-bao-{certificate.number}.{suffix}"
    return answer(content, name, PDF if suffix == "pdf" else DOCX)


def matrix(track: Track, user: Any) -> dict[str, Any]:
    """Criterion × member of a product: points, spread, outliers; totals; what the sheets amount to now. 5 queries."""
    from .actions.results import agreement_of, attendance_of, result_of

    book = rulebook(track.round)
    rules_sheet = book.sheet(track.dossier.set_code)
    sheets = list(track.sheets.select_related("member__user").prefetch_related("revisions__by"))
    signed = [s for s in sheets if s.is_signed]
    scores = {s.pk: book.score(track.dossier.set_code, s.answers, s.facts) for s in signed}
    names = {s.pk: str(s.member.user) for s in signed}
    points = {
        names[pk]: {leaf.code: found.criteria[leaf.code] for leaf in rules_sheet.leaves}
        for pk, found in scores.items()
    }
    found_spreads = {
        s.code: s
        for s in spreads(points, {leaf.code: leaf.max_points for leaf in rules_sheet.leaves})
    }
    rows = []
    for leaf in rules_sheet.leaves:
        spread = found_spreads.get(leaf.code)
        cells = [
            (points[names[s.pk]][leaf.code], names[s.pk] in (spread.far if spread else ()))
            for s in signed
        ]
        by_member = {names[s.pk]: points[names[s.pk]][leaf.code] for s in signed}
        rows.append({"leaf": leaf, "cells": cells, "spread": spread, "points": by_member})
    result = result_of(track, signed, attendance=attendance_of(track.round)) if signed else None
    mine = next((s for s in signed if s.member.user_id == user.pk), None)
    return {
        "rules_sheet": rules_sheet,
        "signed": signed,
        "waiting": [s for s in sheets if not s.is_signed],
        "rows": rows,
        "result": result,
        "agreement": agreement_of(track, signed),
        "discussions": track.discussions.select_related("by"),
        "mine": mine,
        "conflicts": track.conflicts.select_related("member__user"),
        "may_rescore": mine is not None
        and track.state == "reconciling"
        and policy.scores_sheet(user, mine),
        "is_secretary": policy.is_secretary_of(user, track.round),
        "is_demo": track.round.is_demo,
        "reasons": [Reason.from_data(r) for r in track.reasons],
    }
