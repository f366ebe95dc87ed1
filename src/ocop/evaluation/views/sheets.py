"""Score sheets of members: list, page, autosave, signature."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import cells
from ocop.core.compiled import Select
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.rights import allow, is_signed_in, one_of, page
from ocop.core.words import page_language
from ocop.criteria.autosave import Piece, conflicting, mark_of, saved
from ocop.criteria.sheet_html import part_html
from ocop.criteria.sheet_inputs import FieldConflict
from ocop.dossiers.models import DossierPaper
from ocop.dossiers.queries import dossiers as dossier_queries
from ocop.dossiers.rulebook import rulebook
from ocop.rules.scoring import Score

from .. import policy
from ..actions import conflicts
from ..actions import sheets as actions
from ..enums import SheetState
from ..models import CouncilMember, ScoreSheet, Track
from ..queries import boards as queries
from .appraisals import beside_sheet, product_and_producer
from .paper_sheets import any_sheet
from .sheet_head import part_tabs, total_line


@allow(policy.is_council_person)
def my_sheets(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.sheets_of(request.user),
        order="",
        name="phieu-cham",
        search="track__dossier__product__search",
        columns=sheet_columns(),
    )
    return render(request, "evaluation/my_sheets.html", {"listing": listing})


def sheet_columns() -> list[Column]:
    address = addresses("evaluation:sheet")
    return [
        Column(
            _("Sản phẩm"),
            sort="track__dossier__product__sort_key",
            cell=lambda s: product_and_producer(address(s.pk), s.track.dossier),
        ),
        Column(_("Đợt"), key="round", cell=lambda s: s.track.round),
        Column(
            _("Đã chấm"),
            sort="answered",
            cell=lambda s: f"{s.answered} " + _("tiêu chí"),
            is_number=True,
        ),
        Column(_("Tổng điểm"), sort="total", cell=lambda s: s.total, is_number=True),
        Column(_("Trạng thái"), sort="state", cell=cells.badge),
    ]


PAGE_FIELDS = (
    *actions.SCORING_FIELDS,
    "signed_at",
    "track__state",
    "track__level",
    "track__concluded_at",
    "track__sheets_signed",
    "track__round__is_demo",
    "track__dossier__round_id",
    "track__dossier__purpose",
    "track__dossier__product__name",
    "track__dossier__producer__name",
    "track__dossier__producer__type",
    "track__appraisal",
)


_own = Select(
    lambda pk, person: (
        ScoreSheet.objects.select_related(
            "member",
            "track__round",
            "track__appraisal",
            "track__dossier__product",
            "track__dossier__producer",
        )
        .only(*PAGE_FIELDS)
        .filter(pk=pk, member__user_id=person)
        .order_by()
    ),
    pk=ScoreSheet._meta.pk,
    person=CouncilMember._meta.get_field("user"),
)


def own_sheet(person: Any, pk: int) -> ScoreSheet:
    """The person's own sheet with what a page needs around it: 1 query."""
    sheet = _own.get(pk=pk, person=person.pk)
    track = sheet.track
    if track.dossier.round_id == track.round_id:
        track.dossier.round = track.round
    return sheet


@page(own_sheet)
def sheet(request: HttpRequest, sheet: ScoreSheet, part: str = "") -> HttpResponse:
    """All criteria of a part on one screen, evidence one click away. The other parts are in the page too, so that a member
    goes through the whole sheet without a network (`parts.js`)."""
    track = sheet.track
    book = rulebook(track.round)
    rules_sheet = book.sheet(track.dossier.set_code)
    part = one_of([p.code for p in rules_sheet.parts], part or rules_sheet.parts[0].code)
    papers_used = dossier_queries.papers_of(track.dossier)
    appraisal = getattr(track, "appraisal", None)
    locked = sheet.is_signed or not policy.scores_sheet(request.user, sheet)
    codes = [p.code for p in rules_sheet.parts]
    score = actions.scored(sheet)
    beside = _beside(track, papers_used)
    shown = progress(sheet, score)
    context = {
        **shown,
        "part_tabs": part_tabs(shown, part),
        "total_line": total_line(shown, is_locked=locked),
        "track": track,
        "part": part,
        "nexts": dict(pairwise(codes)),
        "locked": locked,
        "may_rescore": policy.rescores(request.user, sheet),
        "is_demo": track.round.is_demo,
        "html": {
            p.code: part_html(
                book.edition,
                track.dossier.set_code,
                p.code,
                page_language(),
                answers=sheet.answers,
                texts=sheet.comments,
                extra=beside,
                disabled=locked,
            )
            for p in rules_sheet.parts
        },
        "facts": [(rule.id, rule, rule.id in sheet.facts) for rule in rules_sheet.facts],
        "confirmed": book.confirmed,
        "papers": papers_used,
        "appraisal": appraisal if appraisal and appraisal.is_handed_over else None,
    }
    return render(request, "evaluation/sheet.html", context)


def _beside(track: Track, papers_used: list[DossierPaper]) -> Callable[[str], str]:
    """What stands beside a criterion: the working group's finding, links to the papers that speak for it."""
    rules_sheet = rulebook(track.round).sheet(track.dossier.set_code)
    proofs = dossier_queries.proofs_of(track.dossier)
    appraisal = getattr(track, "appraisal", None)
    links = {
        p.pk: format_html(
            '<a href="{}" target="evidence">{}</a>',
            reverse("dossiers:paper_file", args=[track.dossier_id, p.evidence_id]),
            p.evidence.title,
        )
        for p in papers_used
    }
    words = _("Minh chứng:")

    def html(code: str) -> str:
        found_by_group = beside_sheet(appraisal, rules_sheet, code)
        fitting = [(links[p.pk],) for p in dossier_queries.papers_for(code, papers_used, proofs)]
        if not fitting:
            return found_by_group
        return found_by_group + format_html(
            '<p class="small mb-1"><strong>{}</strong> {}</p>',
            words,
            format_html_join(" · ", "{}", fitting),
        )

    return html


PART = "evaluation:sheet_part"


def progress(sheet: ScoreSheet, score: Score) -> dict[str, Any]:
    """How far a sheet is: points by part, criteria answered of those asked, and those still to be scored before it can
    be signed, each with the address of the part that it stands in."""
    book, set_code = rulebook(sheet.track.round), sheet.track.dossier.set_code
    rules_sheet = book.sheet(set_code)
    urls = {p.code: addresses(PART, p.code)(sheet.pk) for p in rules_sheet.parts}
    return {
        "sheet": sheet,
        "rules_sheet": rules_sheet,
        "answered": book.answered(set_code, sheet.answers),
        "leaves_count": book.asked(set_code, sheet.answers),
        "missing": [(rules_sheet.leaf(c), urls[rules_sheet.homes[c][0]]) for c in score.unanswered],
        "warnings": score.warnings,
        "doubts_mark": mark_of(score.warnings),
        "end_mark": mark_of(score.unanswered),
        "urls": urls,
        "last_url": urls[rules_sheet.parts[-1].code],
    }


@allow(is_signed_in)
@require_POST
def save_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One choice: kept before the answer is sent."""
    data = request.POST
    try:
        kept = actions.save_field(
            actor=request.user,
            sheet_id=pk,
            field=data.get("field", ""),
            value=data.get("value", ""),
            was=data.get("was"),
        )
    except FieldConflict as conflict:
        return conflicting(conflict)
    shown = progress(kept.sheet, kept.score)
    return saved(
        {"#sheet-parts": part_tabs(shown), "#sheet-total": total_line(shown)},
        [
            Piece(place, shown[mark], partial(_drawn, place, shown, request))
            for place, mark in (("sheet-doubts", "doubts_mark"), ("sheet-end", "end_mark"))
        ],
        has=data.getlist("has"),
    )


def _drawn(place: str, context: dict[str, Any], request: HttpRequest) -> str:
    name = place.replace("-", "_")
    return render_to_string(f"evaluation/partials/{name}.html", context, request)


@page(own_sheet)
@require_POST
def sign_sheet(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    actions.sign(actor=request.user, sheet=sheet)
    messages.success(
        request, _("Đã ký phiếu %(product)s.") % {"product": sheet.track.dossier.product}
    )
    following = queries.sheets_of(request.user).filter(state=SheetState.OPEN).first()
    return (
        redirect("evaluation:sheet", following.pk)
        if following
        else redirect("evaluation:my_sheets")
    )


@page(own_sheet)
@require_POST
def rescore(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """Several of the own scores changed with one reason."""
    levels = {
        field.removeprefix("a:"): value
        for field, value in request.POST.items()
        if field.startswith("a:") and value
    }
    saved = actions.rescore(
        actor=request.user, sheet=sheet, levels=levels, reason=request.POST.get("reason", "")
    )
    messages.success(
        request,
        _("Đã sửa điểm, tổng mới %(total)d; điểm cũ và lý do được giữ.") % {"total": saved.total},
    )
    return redirect("evaluation:track", sheet.track_id)


@page(any_sheet, policy.keeps_sheet)
@require_POST
def reopen_sheet(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    actions.reopen(actor=request.user, sheet=sheet, reason=request.POST.get("reason", ""))
    messages.success(request, _("Đã mở lại phiếu."))
    return redirect("evaluation:track", sheet.track_id)


@page(any_sheet, policy.keeps_sheet)
@require_POST
def excuse_sheet(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    """The secretary lets a product go on without a member who cannot score it."""
    conflicts.excuse(actor=request.user, sheet=sheet, reason=request.POST.get("reason", ""))
    messages.success(request, _("Thành viên được miễn chấm sản phẩm này."))
    return redirect("evaluation:track", sheet.track_id)
