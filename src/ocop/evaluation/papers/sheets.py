"""Score sheets on paper, to be filled in by hand and typed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from ocop.core import qr
from ocop.core.downloads import answer
from ocop.core.files import PDF
from ocop.dossiers.rulebook import rulebook
from ocop.official import facts
from ocop.official.score_sheet import PrintedSheet, printed_parts, score_sheet_pdf
from ocop.rules.facts import words

from ..models import ScoreSheet


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
    printed: PrintedSheet = {
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
        "watermark": facts.mark(is_demo=round.is_demo),
    }
    return answer(score_sheet_pdf(printed), f"phieu-{code}.pdf", PDF)
