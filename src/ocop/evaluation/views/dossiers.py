"""Dossiers: the producer's side and the receiving office's."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import audit
from ocop.core.listing import Column, Listing
from ocop.core.rights import allow
from ocop.core.views import serve
from ocop.producers import policy as producers
from ocop.producers.models import Evidence

from .. import papers, policy
from ..actions import dossiers as actions
from ..enums import RoundState, Verdict
from ..fields import FieldConflict
from ..forms.dossiers import DossierFilter, DossierForm
from ..models import Dossier, DossierPaper, Round
from ..queries import dossiers as queries
from ..rulebook import rulebook
from ..sheet_html import part_html


def found_dossier(request: HttpRequest, pk: int) -> Dossier:
    visible = policy.dossiers_visible_to(request.user).select_related(
        "product", "producer__place__district", "round__place", "previous"
    )
    return get_object_or_404(visible, pk=pk)


@allow(policy.reads_evaluation)
def dossier_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.dossier_list(request.user),
        order="-updated_at",
        name="ho-so",
        search="product__search",
        filters=DossierFilter(request.GET),
        row_template="evaluation/partials/dossier_row.html",
        columns=[
            Column(_("Sản phẩm"), sort="product__sort_key", value=lambda d: d.product.name),
            Column(_("Chủ thể"), sort="producer__sort_key", value=lambda d: d.producer.name),
            Column(_("Đợt"), sort="round__year", value=lambda d: str(d.round)),
            Column(_("Tự chấm"), sort="self_total", value=lambda d: d.self_total, is_number=True),
            Column(_("Hạn"), sort="due_on", value=lambda d: d.due_on),
            Column(_("Trạng thái"), sort="state", value=lambda d: d.get_state_display()),
        ],
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "evaluation/dossiers.html", {"listing": listing})
    )


@allow(producers.reads_producers)
def new_dossier(request: HttpRequest, product: int) -> HttpResponse:
    """Choose the round for a product."""
    found = get_object_or_404(
        producers.products_visible_to(request.user).select_related("producer__place"), pk=product
    )
    if not producers.can_edit(request.user, found.producer):
        raise Http404
    above = [key for key in found.producer.place.path.split("/") if key]
    rounds = Round.objects.filter(
        state__in=(RoundState.PREPARING, RoundState.RECEIVING), place__key__in=above
    ).select_related("place")
    lowest = {r.process_code: r.level for r in rounds}
    rounds = rounds.filter(lowers__isnull=True) if len(set(lowest.values())) > 1 else rounds
    form = DossierForm(request.POST or None, rounds=rounds)
    if request.method == "POST" and form.is_valid():
        made = actions.start(actor=request.user, product=found, **form.cleaned_data)
        return redirect("evaluation:dossier", made.pk)
    return render(
        request, "evaluation/dossier_new.html", {"form": form, "product": found, "rounds": rounds}
    )


def _standing(dossier: Dossier, papers_used: list[DossierPaper] | None = None) -> dict[str, Any]:
    """What a dossier would score, what it lacks, how to the next star."""
    book = rulebook(dossier.round)
    sheet = book.sheet(dossier.set_code)
    return {
        "dossier": dossier,
        "sheet": sheet,
        "score": book.score(dossier.set_code, dossier.answers, dossier.facts),
        "readiness": queries.readiness(dossier, papers_used),
        "leaves_count": len(sheet.leaves),
        "pathway": book.pathway(dossier.set_code, dossier.answers, dossier.facts),
    }


@allow(policy.reads_evaluation)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier on one page: papers, what is missing, expected stars, the way to the next star, history."""
    found = found_dossier(request, pk)
    used = queries.papers_of(found)
    by_item: dict[str, list[DossierPaper]] = {}
    for paper in used:
        by_item.setdefault(paper.item_code, []).append(paper)
    checks = {c.item_code: c for c in found.checks.filter(submission=found.submission)}
    tracks = list(found.tracks.select_related("round__place", "decision").order_by("pk"))
    for track in tracks:
        track.dossier = found
    context = _standing(found, used) | {
        "is_demo": found.round.is_demo,
        "sees_product": producers.products_visible_to(request.user)
        .filter(pk=found.product_id)
        .exists(),
        "rows": [
            (item, by_item.get(item.code, []), checks.get(item.code))
            for item in queries.checklist_of(found)
        ],
        "tracks": [
            (
                track,
                policy.sees_result(request.user, track)
                or (track.concluded_at is not None and policy.sees_scores(request.user, track)),
            )
            for track in tracks
        ],
        "may_edit": policy.edits_dossier(request.user, found),
        "receives": policy.receives_dossier(request.user, found),
        "history": audit.history(found).exclude(action="evaluation.dossier.saved")[:20],
    }
    return render(request, "evaluation/dossier.html", context)


@allow(policy.reads_evaluation)
def self_score(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """The sheet, as the producer fills it in for itself, one part at a time."""
    found = found_dossier(request, pk)
    book = rulebook(found.round)
    sheet = book.sheet(found.set_code)
    if part not in [p.code for p in sheet.parts]:
        raise Http404
    used = queries.papers_of(found)
    may_edit = policy.edits_dossier(request.user, found)
    proofs = queries.proofs_of(found)
    language = get_language() or "vi"

    def beside(code: str) -> str:
        wanted = proofs[code]
        have = {p.item_code: p for p in used}
        rows = [
            (p.evidence_id, p.evidence.title)
            for p in used
            if p.criterion == code or p.item_code in {i.code for i in wanted}
        ]
        return render_to_string(
            "evaluation/partials/criterion_papers.html",
            {
                "items": [(i.name_in(language), i.code in have) for i in wanted],
                "papers": rows,
                "dossier": found,
            },
        )

    context = _standing(found, used) | {
        "part": part,
        "may_edit": may_edit,
        "html": part_html(
            book.edition,
            found.set_code,
            part,
            language,
            answers=found.answers,
            texts=found.notes,
            extra=beside,
            disabled=not may_edit,
        ),
        "facts": [(r.id, r, r.id in found.facts) for r in sheet.facts],
    }
    return render(request, "evaluation/self_score.html", context)


@allow(policy.reads_evaluation)
@require_POST
def save_self_score(request: HttpRequest, pk: int) -> HttpResponse:
    """One input, saved at once; answers with the live total and expected stars."""
    found = found_dossier(request, pk)
    data = request.POST
    try:
        saved = actions.save_field(
            actor=request.user,
            dossier=found,
            field=data.get("field", ""),
            value=data.get("value", ""),
            was=data.get("was", ""),
        )
    except FieldConflict as conflict:
        return conflicting(conflict)
    html = render_to_string("evaluation/partials/self_total.html", _standing(saved), request)
    return JsonResponse(
        {"saved_at": f"{timezone.localtime():%H:%M:%S}", "html": {"#self-total": html}}
    )


def conflicting(conflict: FieldConflict) -> JsonResponse:
    message = _(
        "Trang khác vừa lưu giá trị khác cho ô này. Chọn giữ phần bạn nhập hoặc lấy nội dung đang lưu."
    )
    return JsonResponse({"message": message, "value": conflict.value}, status=409)


@allow(policy.reads_evaluation)
def papers_for_item(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Choose from the library what covers an item of the checklist."""
    found = found_dossier(request, pk)
    if not policy.edits_dossier(request.user, found):
        raise Http404
    wanted = next((i for i in queries.checklist_of(found) if i.code == item), None)
    if wanted is None:
        raise Http404
    if request.method == "POST":
        evidence = get_object_or_404(
            Evidence.objects.current().filter(producer=found.producer),
            pk=request.POST.get("evidence"),
        )
        actions.attach(actor=request.user, dossier=found, evidence=evidence, item_code=item)
        return redirect("evaluation:dossier", pk)
    library = found.producer.evidence.current().order_by("item_code", "title")
    context = {
        "dossier": found,
        "item": wanted,
        "fitting": library.filter(item_code=item),
        "others": library.exclude(item_code=item),
    }
    return render(request, "evaluation/dossier_item.html", context)


@allow(policy.reads_evaluation)
@require_POST
def detach(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    found = found_dossier(request, pk)
    actions.detach(
        actor=request.user,
        paper=get_object_or_404(found.papers.select_related("dossier__producer__place"), pk=paper),
    )
    return redirect("evaluation:dossier", pk)


@allow(policy.reads_evaluation)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Hand in, withdraw, return or accept."""
    found = found_dossier(request, pk)
    reason = request.POST.get("reason", "")
    if verb == "nop":
        actions.submit(actor=request.user, dossier=found)
        messages.success(request, _("Đã nộp hồ sơ. Bạn sẽ nhận thông báo khi có kết quả kiểm tra."))
    elif verb == "rut":
        actions.withdraw(actor=request.user, dossier=found)
    elif verb == "tra-lai":
        actions.return_for_completion(actor=request.user, dossier=found, reason=reason)
        messages.success(request, _("Đã trả hồ sơ kèm danh sách cần bổ sung."))
    elif verb == "tiep-nhan":
        actions.accept(actor=request.user, dossier=found)
        messages.success(request, _("Đã tiếp nhận hồ sơ vào đợt."))
    else:
        raise Http404
    return redirect("evaluation:dossier", pk)


@allow(policy.is_round_officer)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The receiving office goes through the papers one by one."""
    found = found_dossier(request, pk)
    if not policy.receives_dossier(request.user, found):
        raise Http404
    if request.method == "POST":
        data = request.POST
        actions.check_paper(
            actor=request.user,
            dossier=found,
            item_code=data.get("item", ""),
            verdict=data.get("verdict", ""),
            reason=data.get("reason", ""),
        )
        return redirect(f"{request.path}#{data.get('item', '')}")
    by_item: dict[str, list[DossierPaper]] = {}
    for paper in queries.papers_of(found):
        by_item.setdefault(paper.item_code, []).append(paper)
    checks = {c.item_code: c for c in found.checks.filter(submission=found.submission)}
    rows = [
        (item, by_item.get(item.code, []), checks.get(item.code))
        for item in queries.checklist_of(found)
    ]
    context = {
        "dossier": found,
        "verdicts": Verdict.choices,
        "rows": [r for r in rows if r[0].is_required or r[1] or r[0].is_conditional],
        "is_open": found.state in ("submitted", "checking"),
    }
    return render(request, "evaluation/check.html", context)


@allow(policy.reads_evaluation)
def paper_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """The file of a paper used in a dossier, for whoever may see the dossier."""
    found = found_dossier(request, pk)
    paper = get_object_or_404(found.papers.select_related("evidence__file"), evidence_id=evidence)
    return serve(paper.evidence.file, paper.evidence.file_name, inline=True)


@allow(policy.reads_evaluation)
def dossier_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole dossier as one PDF with contents, page numbers and the papers appended."""
    return papers.dossier_download(found_dossier(request, pk))
