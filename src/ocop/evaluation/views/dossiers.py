"""Dossiers: the producer's side and the receiving office's."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.core import audit, jobs
from ocop.core.errors import Refused
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.models import Job
from ocop.core.rights import allow
from ocop.core.views import serve, serve_preview
from ocop.core.words import fill, named, page_language
from ocop.producers import policy as producers
from ocop.producers.actions import add_evidence
from ocop.producers.forms import EvidenceForm
from ocop.producers.models import Evidence
from ocop.rules.scoring import asked

from .. import papers, policy
from ..actions import dossiers as actions
from ..enums import DossierState, Purpose, RoundState, Verdict
from ..fields import FieldConflict
from ..forms.dossiers import DossierFilter, DossierForm
from ..jobs import DOSSIER
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
    rounds = (
        Round.objects.filter(
            state__in=(RoundState.PREPARING, RoundState.RECEIVING), place__key__in=above
        )
        .select_related("place", "edition")
        .defer("edition__files")
    )
    lowest = {r.process_code: r.level for r in rounds}
    rounds = rounds.filter(lowers__isnull=True) if len(set(lowest.values())) > 1 else rounds
    wanted = request.GET.get("muc-dich", "")
    initial = {"purpose": wanted if wanted in Purpose.values else Purpose.NEW}
    if len(rounds) == 1:
        initial["round"] = rounds[0]
    form = DossierForm(request.POST or None, rounds=rounds, product=found, initial=initial)
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
    pathway = book.pathway(dossier.set_code, dossier.answers, dossier.facts)
    used = queries.papers_of(dossier) if papers_used is None else papers_used
    return {
        "dossier": dossier,
        "sheet": sheet,
        "score": book.score(dossier.set_code, dossier.answers, dossier.facts),
        "readiness": queries.readiness(dossier, used),
        "leaves_count": asked(sheet, dossier.answers),
        "pathway": pathway,
        "steps": queries.steps_of(dossier, pathway, used),
    }


@allow(policy.reads_evaluation)
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier on one page: papers, what is missing, expected stars, the way to the next star, history."""
    found = found_dossier(request, pk)
    used = queries.papers_of(found)
    rows = queries.check_rows(found, used)
    book = rulebook(found.round)
    standing = _standing(found, used)
    may_edit = policy.edits_dossier(request.user, found)
    tracks = list(found.tracks.select_related("round__place", "decision").order_by("pk"))
    for track in tracks:
        track.dossier = found
    context = standing | {
        "is_demo": found.round.is_demo,
        "next": _next_step(found, standing, rows) if may_edit else None,
        "sees_product": producers.products_visible_to(request.user)
        .filter(pk=found.product_id)
        .exists(),
        "rows": rows,
        "by_criterion": [p for p in used if not p.item_code],
        "changes": queries.changes_since(found, used),
        "tracks": [
            (
                track,
                policy.sees_result(request.user, track)
                or (track.concluded_at is not None and policy.sees_scores(request.user, track)),
            )
            for track in tracks
        ],
        "may_edit": may_edit,
        "may_take_back": found.state == DossierState.SUBMITTED
        and producers.can_edit(request.user, found.producer),
        "receives": policy.receives_dossier(request.user, found),
        "completion": book.process.values["completion_days"],
        "history": tell(audit.history(found).exclude(action="evaluation.dossier.saved")[:40]),
    }
    return render(request, "evaluation/dossier.html", context)


def _next_step(
    dossier: Dossier, standing: dict[str, Any], rows: list[queries.CheckRow]
) -> dict[str, str]:
    """What to do first, in plain words, and where."""
    to_mend = [row for row in rows if row.is_to_mend and not row.item.is_physical]
    if dossier.state == DossierState.RETURNED and to_mend:
        item = to_mend[0].item
        return {
            "text": _("Sửa theo yêu cầu: %(name)s") % {"name": named(item)},
            "url": reverse("evaluation:papers_for_item", args=[dossier.pk, item.code]),
            "label": _("Tải giấy tờ đúng"),
        }
    lacking: queries.Readiness = standing["readiness"]
    if wrong := lacking.expired:
        return {
            "text": _("Giấy tờ đã hết hạn: %(title)s") % {"title": wrong[0].evidence.title},
            "url": reverse("producers:replace_evidence", args=[wrong[0].evidence_id]),
            "label": _("Tải bản mới"),
        }
    if lacking.papers:
        item = lacking.papers[0]
        return {
            "text": _("Thêm giấy tờ: %(name)s") % {"name": named(item)},
            "url": reverse("evaluation:papers_for_item", args=[dossier.pk, item.code]),
            "label": _("Chụp ảnh hoặc chọn tệp"),
        }
    if lacking.criteria:
        first = lacking.criteria[0]
        part = standing["sheet"].homes[first][0]
        return {
            "text": _("Tự chấm %(n)d tiêu chí còn lại") % {"n": len(lacking.criteria)},
            "url": reverse("evaluation:self_score", args=[dossier.pk, part]) + f"#{first}",
            "label": _("Chấm tiếp"),
        }
    return {}


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
    beside = CriterionPapers(request, found, used, may_edit=may_edit)

    context = _standing(found, used) | {
        "part": part,
        "may_edit": may_edit,
        "html": part_html(
            book.edition,
            found.set_code,
            part,
            page_language(),
            answers=found.answers,
            texts=found.notes,
            extra=beside.html,
            disabled=not may_edit,
        ),
        "facts": [(r.id, r, r.id in found.facts) for r in sheet.facts],
        "confirmed": book.confirmed,
    }
    return render(request, "evaluation/self_score.html", context)


class CriterionPapers:
    """Beside each criterion: the papers that prove it, those used, and a choice of more from the library."""

    def __init__(
        self, request: HttpRequest, dossier: Dossier, used: list[DossierPaper], *, may_edit: bool
    ) -> None:
        self.request, self.dossier, self.used, self.may_edit = request, dossier, used, may_edit
        self.proofs = queries.proofs_of(dossier)
        self.covered = {p.item_code for p in used}
        self.library = list(_library(dossier)) if may_edit else []

    def html(self, code: str) -> str:
        wanted = self.proofs[code]
        codes = {i.code for i in wanted}
        here = [p for p in self.used if p.criterion == code or p.item_code in codes]
        taken = {p.evidence_id for p in here}
        context = {
            "items": [(i, i.code in self.covered) for i in wanted],
            "papers": here,
            "choices": [e for e in self.library if e.pk not in taken],
            "code": code,
            "dossier": self.dossier,
            "may_edit": self.may_edit,
        }
        return render_to_string("evaluation/partials/criterion_papers.html", context, self.request)


@allow(policy.reads_evaluation)
@require_POST
def save_self_score(request: HttpRequest, pk: int) -> HttpResponse:
    """One input, saved at once; answers with the live total and expected stars. `e:<criterion>` is a paper for it."""
    found = found_dossier(request, pk)
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    if field.startswith("e:"):
        return _saved(_attached(request, found, field.removeprefix("e:"), value))
    try:
        saved = actions.save_field(
            actor=request.user,
            dossier=found,
            field=field,
            value=value,
            was=request.POST.get("was", ""),
        )
    except FieldConflict as conflict:
        return conflicting(conflict)
    saved.product = found.product
    standing = _standing(saved)
    pieces = {"#self-total": "self_total", "#pathway": "pathway"}
    return _saved(
        {
            place: render_to_string(f"evaluation/partials/{name}.html", standing, request)
            for place, name in pieces.items()
        }
    )


def _attached(
    request: HttpRequest, dossier: Dossier, criterion: str, evidence: str
) -> dict[str, str]:
    """Use a paper for a criterion; the piece of the page that shows it."""
    if evidence:
        paper = _from_library(dossier, evidence)
        actions.attach(actor=request.user, dossier=dossier, evidence=paper, criterion=criterion)
    shown = CriterionPapers(request, dossier, queries.papers_of(dossier), may_edit=True)
    return {f'[data-papers="{criterion}"]': shown.html(criterion)}


def _saved(html: dict[str, str]) -> JsonResponse:
    return JsonResponse({"saved_at": f"{timezone.localtime():%H:%M:%S}", "html": html})


def conflicting(conflict: FieldConflict) -> JsonResponse:
    message = _(
        "Trang khác vừa lưu giá trị khác cho ô này. Chọn giữ phần bạn nhập hoặc lấy nội dung đang lưu."
    )
    return JsonResponse({"message": message, "value": conflict.value}, status=409)


@allow(policy.reads_evaluation)
def papers_for_item(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Choose from the library what covers an item of the checklist, or take a new paper into it and use that."""
    found = _editable(request, pk)
    wanted = next((i for i in queries.checklist_of(found) if i.code == item), None)
    if wanted is None or wanted.is_physical:
        raise Http404
    picked = request.POST.get("evidence", "")
    form = EvidenceForm(
        request.POST if request.method == "POST" and not picked else None,
        request.FILES or None,
        producer=found.producer,
        initial={"title": named(wanted)[:200], "item_code": item},
    )
    form.fields["item_code"].widget = form.fields["item_code"].hidden_widget()
    form.instance.producer = found.producer
    if request.method == "POST":
        made = _from_library(found, picked) if picked else _taken_in(request, form)
        if made is not None:
            actions.attach(actor=request.user, dossier=found, evidence=made, item_code=item)
            messages.success(request, _("Đã thêm “%(title)s”.") % {"title": made.title})
            return redirect(f"{reverse('evaluation:dossier', args=[pk])}#{item}")
    used = {p.evidence_id for p in queries.papers_of(found) if p.item_code == item}
    library = _library(found).exclude(pk__in=used).order_by("item_code", "title")
    context = {
        "dossier": found,
        "item": wanted,
        "form": form,
        "fitting": library.filter(item_code=item),
        "others": library.exclude(item_code=item),
        "is_demo": found.round.is_demo,
    }
    return render(request, "evaluation/dossier_item.html", context)


def _editable(request: HttpRequest, pk: int) -> Dossier:
    found = found_dossier(request, pk)
    if not policy.edits_dossier(request.user, found):
        raise Http404
    return found


def _library(dossier: Dossier) -> QuerySet[Evidence]:
    """Papers that the dossier may use: shared ones of its producer and those of its product."""
    return dossier.producer.evidence.current().filter(Q(product=None) | Q(product=dossier.product))


def _from_library(dossier: Dossier, key: str) -> Evidence:
    return get_object_or_404(_library(dossier), pk=key if key.isdecimal() and len(key) < 10 else 0)


def _taken_in(request: HttpRequest, form: EvidenceForm) -> Evidence | None:
    """The uploaded paper in the library, None with the form's errors when it cannot be taken."""
    if not form.is_valid():
        return None
    try:
        return add_evidence(
            actor=request.user,
            evidence=form.save(commit=False),
            uploads=form.cleaned_data["file"],
        )
    except Refused as refused:
        form.add_error("file", refused.message)
        return None


@allow(policy.reads_evaluation)
@require_POST
def detach(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    found = found_dossier(request, pk)
    used = get_object_or_404(
        found.papers.select_related("dossier__producer__place", "evidence"), pk=paper
    )
    item, criterion = used.item_code, used.criterion
    actions.detach(actor=request.user, paper=used)
    if criterion:
        part = rulebook(found.round).sheet(found.set_code).homes[criterion][0]
        return redirect(f"{reverse('evaluation:self_score', args=[pk, part])}#{criterion}")
    return redirect(f"{reverse('evaluation:dossier', args=[pk])}#{item}")


@allow(policy.reads_evaluation)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Hand in, withdraw, return or accept."""
    found = found_dossier(request, pk)
    reason = request.POST.get("reason", "")
    if verb == "nop":
        actions.submit(actor=request.user, dossier=found)
        messages.success(request, _("Đã nộp hồ sơ. Bạn sẽ nhận thông báo khi có kết quả kiểm tra."))
    elif verb == "lay-lai":
        actions.take_back(actor=request.user, dossier=found)
        messages.success(request, _("Đã lấy lại hồ sơ. Sửa xong, hãy nộp lại."))
    elif verb == "rut":
        actions.withdraw(actor=request.user, dossier=found)
        messages.success(request, _("Đã rút hồ sơ. Giấy tờ vẫn ở trong kho minh chứng."))
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
        return redirect(f"{request.path}#{_next_to_check(found, data.get('item', ''))}")
    rows = [
        row
        for row in queries.check_rows(found, queries.papers_of(found))
        if row.item.is_required or row.papers or row.item.is_conditional or row.check
    ]
    sheet = rulebook(found.round).sheet(found.set_code)
    context = {
        "dossier": found,
        "is_demo": found.round.is_demo,
        "verdicts": Verdict.choices,
        "rows": [row for row in rows if row.is_to_check],
        "carried": [row for row in rows if not row.is_to_check],
        "done": sum(row.check is not None for row in rows),
        "wrong": sum(row.check is not None and row.check.verdict != Verdict.FINE for row in rows),
        "total": len(rows),
        "changed": [sheet.by_code[c] for c in found.changed_criteria if c in sheet.by_code],
        "is_open": found.state in (DossierState.SUBMITTED, DossierState.CHECKING),
    }
    return render(request, "evaluation/check.html", context)


def _next_to_check(dossier: Dossier, item: str) -> str:
    """Where the page goes after a finding: to the next paper without one, or to the end."""
    rows = queries.check_rows(dossier, queries.papers_of(dossier))
    waiting = [
        row.item.code
        for row in rows
        if row.check is None and (row.item.is_required or row.papers or row.item.is_conditional)
    ]
    after = [code for code in waiting if code > item]
    return (after or waiting or ["ket-thuc"])[0]


@allow(policy.reads_evaluation)
def paper_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """The file of a paper used in a dossier, for whoever may see the dossier."""
    found = found_dossier(request, pk)
    paper = found.papers.select_related("evidence__file").filter(evidence_id=evidence).first()
    if paper is None:
        raise Http404
    return serve(paper.evidence.file, paper.evidence.file_name, inline=True)


@allow(policy.reads_evaluation)
def paper_preview(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """The first page of a paper used in a dossier, small."""
    found = found_dossier(request, pk)
    papers_here = found.papers.select_related("evidence__file").filter(evidence_id=evidence)
    paper = papers_here.first()
    if paper is None:
        raise Http404
    return serve_preview(paper.evidence.file)


@allow(policy.reads_evaluation)
def dossier_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole dossier as one PDF with contents, page numbers and the papers appended; a long one in the background,
    where a second press leads to the same work."""
    found = found_dossier(request, pk)
    if papers.prints_at_once(queries.papers_of(found)):
        return papers.dossier_download(found)
    running = Job.objects.filter(
        kind=DOSSIER,
        asked_by=request.user,
        arguments__dossier=pk,
        state__in=(Job.State.WAITING, Job.State.RUNNING),
    ).first()
    title = fill(gettext_lazy("In toàn bộ hồ sơ: %(product)s"), product=found.product)
    job = running or jobs.start(DOSSIER, title=title, asked_by=request.user, dossier=pk)
    return redirect("core:job", job.pk)
