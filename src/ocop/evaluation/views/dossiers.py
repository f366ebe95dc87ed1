"""Dossiers: the list, a new one, the page of one, handing in and taking in, the whole as PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.core import audit, jobs
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.models import Job
from ocop.core.rights import allow, one_of, page
from ocop.core.words import fill, named
from ocop.producers import policy as producers
from ocop.producers.models import Product

from .. import policy
from ..actions import dossiers as actions
from ..enums import DossierState, Purpose
from ..forms.dossiers import DossierFilter, DossierForm
from ..jobs import DOSSIER
from ..models import Dossier
from ..papers import dossiers as papers
from ..queries import dossiers as queries
from ..rulebook import rulebook


def found_dossier(person: Any, pk: int) -> Dossier:
    visible = policy.dossiers_visible_to(person).select_related(
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


def found_product(person: Any, product: int) -> Product:
    visible = producers.products_visible_to(person).select_related("producer__place")
    return get_object_or_404(visible, pk=product)


@page(found_product, producers.can_edit_product)
def new_dossier(request: HttpRequest, found: Product) -> HttpResponse:
    """Choose the round for a product."""
    rounds = queries.rounds_to_file_in(found.producer)
    wanted = request.GET.get("muc-dich", "")
    initial = {"purpose": wanted if wanted in Purpose.values else Purpose.NEW}
    if len(rounds) == 1:
        initial["round"] = rounds[0]
    form = DossierForm(request.POST or None, rounds=rounds, product=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            made = actions.start(actor=request.user, product=found, **form.cleaned_data)
            return redirect("evaluation:dossier", made.pk)
    return render(
        request, "evaluation/dossier_new.html", {"form": form, "product": found, "rounds": rounds}
    )


@page(found_dossier)
def dossier(request: HttpRequest, found: Dossier) -> HttpResponse:
    """The dossier on one page: papers, what is missing, expected stars, the way to the next star, history."""
    used = queries.papers_of(found)
    rows = queries.check_rows(found, used)
    book = rulebook(found.round)
    standing = queries.standing(found, used)
    may_edit = policy.edits_dossier(request.user, found)
    tracks = list(found.tracks.select_related("round__place", "decision").order_by("pk"))
    for track in tracks:
        track.dossier = found
    context = standing | {
        "is_demo": found.round.is_demo,
        "next": _next_step(found, standing) if may_edit else None,
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
        and policy.takes_back(request.user, found),
        "is_helping": not producers.acts_for(request.user, found.producer),
        "receives": policy.receives_dossier(request.user, found),
        "completion": book.process.values["completion_days"],
        "history": tell(audit.history(found).exclude(action="evaluation.dossier.saved")[:40]),
    }
    return render(request, "evaluation/dossier.html", context)


def _next_step(dossier: Dossier, standing: dict[str, Any]) -> dict[str, str]:
    """What to do first, in plain words, and where."""
    lacking: queries.Readiness = standing["readiness"]
    if lacking.demands:
        item = lacking.demands[0]
        to_mend = {
            "url": reverse("evaluation:papers_for_item", args=[dossier.pk, item.code]),
            "label": _("Tải giấy tờ đúng hoặc trả lời"),
        }
        to_answer = {"url": f"#{item.code}", "label": _("Trả lời nơi nhận")}
        return {
            "text": _("Sửa theo yêu cầu: %(name)s") % {"name": named(item)},
            **(to_answer if item.is_physical else to_mend),
        }
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


ACTS = ("nop", "lay-lai", "rut", "tra-loi", "tra-lai", "tiep-nhan")


@page(found_dossier)
@require_POST
def act(request: HttpRequest, found: Dossier, verb: str) -> HttpResponse:
    """Hand in, take back, withdraw, answer a demand, return or accept."""
    reason = request.POST.get("reason", "")
    item = ""
    if one_of(ACTS, verb) == "nop":
        actions.submit(actor=request.user, dossier=found)
        messages.success(request, _("Đã nộp hồ sơ. Bạn sẽ nhận thông báo khi có kết quả kiểm tra."))
    elif verb == "lay-lai":
        actions.take_back(actor=request.user, dossier=found)
        messages.success(request, _("Đã lấy lại hồ sơ. Sửa xong, hãy nộp lại."))
    elif verb == "rut":
        actions.withdraw(actor=request.user, dossier=found)
        messages.success(request, _("Đã rút hồ sơ. Giấy tờ vẫn ở trong kho minh chứng."))
    elif verb == "tra-loi":
        item = request.POST.get("item", "")
        actions.answer_demand(
            actor=request.user,
            dossier=found,
            item_code=item,
            reply=request.POST.get("reply", ""),
        )
        messages.success(request, _("Đã ghi câu trả lời; nơi nhận đọc khi hồ sơ được nộp lại."))
    elif verb == "tra-lai":
        actions.return_for_completion(actor=request.user, dossier=found, reason=reason)
        messages.success(request, _("Đã trả hồ sơ kèm danh sách cần bổ sung."))
    else:
        actions.accept(actor=request.user, dossier=found)
        messages.success(request, _("Đã tiếp nhận hồ sơ vào đợt."))
    return redirect(reverse("evaluation:dossier", args=[found.pk]) + (f"#{item}" if item else ""))


@page(found_dossier)
def dossier_pdf(request: HttpRequest, found: Dossier) -> HttpResponse:
    """The whole dossier as one PDF with contents, page numbers and the papers appended; a long one in the background,
    where a second press leads to the same work."""
    if papers.prints_at_once(queries.papers_of(found)):
        return papers.dossier_download(found)
    running = Job.objects.filter(
        kind=DOSSIER,
        asked_by=request.user,
        arguments__dossier=found.pk,
        state__in=(Job.State.WAITING, Job.State.RUNNING),
    ).first()
    title = fill(gettext_lazy("In toàn bộ hồ sơ: %(product)s"), product=found.product)
    job = running or jobs.start(DOSSIER, title=title, asked_by=request.user, dossier=found.pk)
    return redirect("core:job", job.pk)
