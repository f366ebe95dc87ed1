"""Score sheets of members: list, page, autosave, signature; typing in paper sheets."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.listing import Column, Listing
from ocop.core.rights import allow, is_signed_in

from .. import papers, policy
from ..actions import sheets as actions
from ..fields import FieldConflict
from ..models import ScoreSheet
from ..queries import dossiers as dossier_queries
from ..queries import rounds as queries
from ..rulebook import rulebook
from ..sheet_html import part_html
from .dossiers import conflicting


@allow(policy.is_council_person)
def my_sheets(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.sheets_of(request.user),
        order="",
        name="phieu-cham",
        search="track__dossier__product__search",
        row_template="evaluation/partials/sheet_row.html",
        columns=[
            Column(_("Sản phẩm"), sort="track__dossier__product__sort_key"),
            Column(_("Đợt")),
            Column(_("Đã chấm"), sort="answered", is_number=True),
            Column(_("Tổng điểm"), sort="total", is_number=True),
            Column(_("Trạng thái"), sort="state"),
        ],
    )
    return render(request, "evaluation/my_sheets.html", {"listing": listing})


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
)


def own_sheet(request: HttpRequest, pk: int) -> ScoreSheet:
    """The person's own sheet with what a page needs around it: 1 query."""
    mine = ScoreSheet.objects.filter(member__user_id=request.user.pk).select_related(
        "member", "track__round", "track__dossier__product", "track__dossier__producer"
    )
    found = get_object_or_404(mine.only(*PAGE_FIELDS), pk=pk)
    track = found.track
    if track.dossier.round_id == track.round_id:
        track.dossier.round = track.round
    return found


@allow(is_signed_in)
def sheet(request: HttpRequest, pk: int, part: str = "") -> HttpResponse:
    """All criteria of a part on one screen, evidence one click away."""
    found = own_sheet(request, pk)
    track = found.track
    book = rulebook(track.round)
    rules_sheet = book.sheet(track.dossier.set_code)
    part = part or rules_sheet.parts[0].code
    if part not in [p.code for p in rules_sheet.parts]:
        raise Http404
    papers_used = dossier_queries.papers_of(track.dossier)
    proofs = dossier_queries.proofs_of(track.dossier)

    def beside(code: str) -> str:
        links = [
            (
                reverse("evaluation:paper_file", args=[track.dossier_id, p.evidence_id]),
                p.evidence.title,
            )
            for p in papers_used
            if p.criterion == code or any(p.item_code == item.code for item in proofs[code])
        ]
        if not links:
            return ""
        return format_html(
            '<p class="small mb-1"><strong>{}</strong> {}</p>',
            _("Minh chứng:"),
            format_html_join(" · ", '<a href="{}" target="evidence">{}</a>', links),
        )

    locked = found.is_signed or not policy.scores_sheet(request.user, found)
    codes = [p.code for p in rules_sheet.parts]
    context = {
        "sheet": found,
        "track": track,
        "rules_sheet": rules_sheet,
        "part": part,
        "locked": locked,
        "is_demo": track.round.is_demo,
        "leaves_count": len(rules_sheet.leaves),
        "html": part_html(
            book.edition,
            track.dossier.set_code,
            part,
            get_language() or "vi",
            answers=found.answers,
            texts=found.comments,
            extra=beside,
            disabled=locked,
        ),
        "facts": [(rule.id, rule, rule.id in found.facts) for rule in rules_sheet.facts],
        "next_part": codes[codes.index(part) + 1] if part != codes[-1] else "",
        "papers": papers_used,
        "missing": actions.missing(found) if not locked else (),
    }
    return render(request, "evaluation/sheet.html", context)


@allow(is_signed_in)
@require_POST
def save_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One choice: kept before the answer is sent."""
    data = request.POST
    try:
        saved = actions.save_field(
            actor=request.user,
            sheet_id=pk,
            field=data.get("field", ""),
            value=data.get("value", ""),
            was=data.get("was"),
        )
    except FieldConflict as conflict:
        return conflicting(conflict)
    leaves = rulebook(saved.track.round).sheet(saved.track.dossier.set_code).leaves
    html = render_to_string(
        "evaluation/partials/sheet_total.html", {"sheet": saved, "leaves_count": len(leaves)}
    )
    return JsonResponse(
        {"saved_at": f"{timezone.localtime():%H:%M:%S}", "html": {"#sheet-total": html}}
    )


@allow(is_signed_in)
@require_POST
def sign_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_sheet(request, pk)
    actions.sign(actor=request.user, sheet=found)
    messages.success(
        request, _("Đã ký phiếu %(product)s.") % {"product": found.track.dossier.product}
    )
    following = queries.sheets_of(request.user).filter(state="open").first()
    return (
        redirect("evaluation:sheet", following.pk)
        if following
        else redirect("evaluation:my_sheets")
    )


@allow(is_signed_in)
@require_POST
def rescore(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_sheet(request, pk)
    criterion, _colon, level = request.POST.get("choice", "").partition("=")
    actions.rescore(
        actor=request.user,
        sheet=found,
        criterion=criterion,
        level=level,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Đã sửa điểm; điểm cũ và lý do được giữ."))
    return redirect("evaluation:track", found.track_id)


def secretary_sheet(request: HttpRequest, pk: int) -> ScoreSheet:
    found = get_object_or_404(
        ScoreSheet.objects.select_related(
            "member__user",
            "track__round__place",
            "track__dossier__product",
            "track__dossier__producer",
        ),
        pk=pk,
    )
    if not policy.is_secretary_of(request.user, found.track.round):
        raise Http404
    return found


@allow(policy.is_council_person)
@require_POST
def reopen_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    found = secretary_sheet(request, pk)
    actions.reopen(actor=request.user, sheet=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("Đã mở lại phiếu."))
    return redirect("evaluation:track", found.track_id)


@allow(policy.is_council_person)
def type_paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Type a paper sheet in; the second typing shows where it differs from the first."""
    found = secretary_sheet(request, pk)
    if number not in (1, 2) or not policy.types_paper(request.user, found):
        raise Http404
    rules_sheet = rulebook(found.track.round).sheet(found.track.dossier.set_code)
    answers = {
        leaf.code: request.POST[leaf.code]
        for leaf in rules_sheet.leaves
        if request.POST.get(leaf.code)
    }
    differing: list[str] = []
    if request.method == "POST":
        found, differing = actions.type_paper(
            actor=request.user, sheet=found, number=number, answers=answers
        )
        if found.is_signed:
            messages.success(request, _("Hai lần nhập khớp nhau: phiếu giấy đã vào hệ thống."))
            return redirect("evaluation:track", found.track_id)
        if number == 1:
            messages.success(
                request, _("Đã lưu lần nhập thứ nhất. Nhập lại lần thứ hai để đối chiếu.")
            )
            return redirect("evaluation:type_paper", pk, 2)
    entry = found.paper_entries.filter(number=number).first()
    shown = answers or (entry.answers if entry and number == 1 else {})
    first = found.paper_entries.filter(number=1).first()
    rows = [
        (
            leaf,
            shown.get(leaf.code, ""),
            leaf.code in differing,
            first.answers.get(leaf.code) if first and differing else "",
        )
        for leaf in rules_sheet.leaves
    ]
    context: dict[str, Any] = {
        "sheet": found,
        "number": number,
        "rows": rows,
        "differing": differing,
        "track": found.track,
    }
    return render(request, "evaluation/type_paper.html", context)


@allow(policy.is_council_person)
def blank_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The printed sheet for paper mode, with its code."""
    return papers.sheet_download(secretary_sheet(request, pk))
