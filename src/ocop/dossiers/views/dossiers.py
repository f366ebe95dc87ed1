"""Dossiers: the list, a new one, the page of one, handing in and taking in, the whole as PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.core import audit, cells, jobs
from ocop.core.handing.pages import stages
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.models import Job
from ocop.core.navigation import addresses
from ocop.core.panels import panels_for
from ocop.core.rights import allow, one_of, page
from ocop.core.words import fill, named
from ocop.producers import policy as producers
from ocop.producers.models import Product

from .. import papers, policy
from ..actions import dossiers as actions
from ..enums import DossierState, Purpose
from ..forms.dossiers import DossierFilter, DossierForm
from ..jobs import DOSSIER
from ..models import Dossier
from ..queries import dossiers as queries
from ..rulebook import rulebook


def found_dossier(person: Any, pk: int) -> Dossier:
    visible = policy.dossiers_visible_to(person).select_related(
        "product", "producer__place__district", "round__place", "previous"
    )
    return get_object_or_404(visible, pk=pk)


@allow(policy.reads_dossiers)
def dossier_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.dossier_list(request.user),
        order="-updated_at",
        name="ho-so",
        search="product__search",
        filters=DossierFilter(request.GET),
        columns=dossier_columns(),
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "dossiers/dossiers.html", {"listing": listing})
    )


def dossier_columns() -> list[Column]:
    address = addresses("dossiers:dossier")
    return [
        Column(
            _("Sản phẩm"),
            sort="product__sort_key",
            value=lambda d: d.product.name,
            cell=lambda d: cells.link(address(d.pk), d.product),
        ),
        Column(
            _("Chủ thể"),
            sort="producer__sort_key",
            value=lambda d: d.producer.name,
            cell=lambda d: d.producer,
        ),
        Column(
            _("Đợt"),
            sort="round__year",
            value=lambda d: str(d.round),
            cell=lambda d: d.round,
            is_fixed=True,
        ),
        Column(
            _("Tự chấm"),
            sort="self_total",
            value=lambda d: d.self_total,
            cell=lambda d: f"{d.self_total} " + _("điểm"),
            is_number=True,
        ),
        Column(_("Hạn"), sort="due_on", value=lambda d: d.due_on, is_nowrap=True),
        Column(
            _("Trạng thái"), sort="state", value=lambda d: d.get_state_display(), cell=cells.badge
        ),
    ]


def found_product(person: Any, product: int) -> Product:
    visible = producers.products_visible_to(person).select_related("producer__place")
    return get_object_or_404(visible, pk=product)


@page(found_product, producers.can_edit_product)
def new_dossier(request: HttpRequest, product: Product) -> HttpResponse:
    """Choose the round for a product."""
    rounds = queries.rounds_to_file_in(product.producer)
    wanted = request.GET.get("muc-dich", "")
    initial = {"purpose": wanted if wanted in Purpose.values else Purpose.NEW}
    if len(rounds) == 1:
        initial["round"] = rounds[0]
    form = DossierForm(request.POST or None, rounds=rounds, product=product, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            dossier = actions.start(actor=request.user, product=product, **form.cleaned_data)
            return redirect("dossiers:dossier", dossier.pk)
    return render(
        request, "dossiers/dossier_new.html", {"form": form, "product": product, "rounds": rounds}
    )


@page(found_dossier)
def dossier(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The dossier on one page: papers, what is missing, expected stars, the way to the next star, history."""
    used = queries.papers_of(dossier)
    rows = queries.check_rows(dossier, used)
    book = rulebook(dossier.round)
    progress = queries.progress(dossier, used)
    may_edit = policy.edits_dossier(request.user, dossier)
    context = progress | {
        "is_demo": dossier.round.is_demo,
        "next": _next_step(dossier, progress) if may_edit else None,
        "sees_product": producers.products_visible_to(request.user)
        .filter(pk=dossier.product_id)
        .exists(),
        "rows": rows,
        "stages": stages(dossier),
        "demands": queries.demands_in(rows),
        "by_criterion": [p for p in used if not p.item_code],
        "changes": queries.changes_since(dossier, used),
        "may_edit": may_edit,
        "may_take_back": dossier.state == DossierState.SUBMITTED
        and policy.takes_back(request.user, dossier),
        "is_helping": not producers.acts_for(request.user, dossier.producer),
        "receives": policy.receives_dossier(request.user, dossier),
        "completion": book.process.values["completion_days"],
        "panels": panels_for(dossier, request.user),
        "history": tell(audit.history(dossier).exclude(action="dossiers.dossier.saved")[:40]),
    }
    return render(request, "dossiers/dossier.html", context)


def _next_step(dossier: Dossier, progress: dict[str, Any]) -> dict[str, str]:
    """What to do first, in plain words, and where."""
    lacking: queries.Readiness = progress["readiness"]
    if lacking.demands:
        item = lacking.demands[0]
        to_mend = {
            "url": reverse("dossiers:papers_for_item", args=[dossier.pk, item.code]),
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
            "url": reverse("dossiers:papers_for_item", args=[dossier.pk, item.code]),
            "label": _("Chụp ảnh hoặc chọn tệp"),
        }
    if lacking.criteria:
        first = lacking.criteria[0]
        part = progress["sheet"].homes[first][0]
        return {
            "text": _("Tự chấm %(n)d tiêu chí còn lại") % {"n": len(lacking.criteria)},
            "url": reverse("dossiers:self_score", args=[dossier.pk, part]) + f"#{first}",
            "label": _("Chấm tiếp"),
        }
    return {}


ACTS = ("nop", "lay-lai", "rut", "tra-loi", "tra-lai", "tiep-nhan")


@page(found_dossier)
@require_POST
def act(request: HttpRequest, dossier: Dossier, verb: str) -> HttpResponse:
    """Hand in, take back, withdraw, answer a demand, return or accept."""
    reason = request.POST.get("reason", "")
    item = ""
    if one_of(ACTS, verb) == "nop":
        actions.submit(actor=request.user, dossier=dossier)
        messages.success(request, _("Đã nộp hồ sơ. Bạn sẽ nhận thông báo khi có kết quả kiểm tra."))
    elif verb == "lay-lai":
        actions.take_back(actor=request.user, dossier=dossier)
        messages.success(request, _("Đã lấy lại hồ sơ. Sửa xong, hãy nộp lại."))
    elif verb == "rut":
        actions.withdraw(actor=request.user, dossier=dossier)
        messages.success(request, _("Đã rút hồ sơ. Giấy tờ vẫn ở trong kho minh chứng."))
    elif verb == "tra-loi":
        item = request.POST.get("item", "")
        actions.answer_demand(
            actor=request.user,
            dossier=dossier,
            item_code=item,
            reply=request.POST.get("reply", ""),
        )
        messages.success(request, _("Đã ghi câu trả lời; nơi nhận đọc khi hồ sơ được nộp lại."))
    elif verb == "tra-lai":
        actions.return_for_completion(actor=request.user, dossier=dossier, reason=reason)
        messages.success(request, _("Đã trả hồ sơ kèm danh sách cần bổ sung."))
    else:
        actions.accept(actor=request.user, dossier=dossier)
        messages.success(request, _("Đã tiếp nhận hồ sơ vào đợt."))
    return redirect(reverse("dossiers:dossier", args=[dossier.pk]) + (f"#{item}" if item else ""))


@page(found_dossier)
def dossier_pdf(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The whole dossier as one PDF with contents, page numbers and the papers appended; a long one in the background,
    where a second press leads to the same work."""
    if papers.prints_at_once(queries.papers_of(dossier)):
        return papers.dossier_download(dossier)
    running = Job.objects.filter(
        kind=DOSSIER,
        asked_by=request.user,
        arguments__dossier=dossier.pk,
        state__in=(Job.State.WAITING, Job.State.RUNNING),
    ).first()
    title = fill(gettext_lazy("In toàn bộ hồ sơ: %(product)s"), product=dossier.product)
    job = running or jobs.start(DOSSIER, title=title, asked_by=request.user, dossier=dossier.pk)
    return redirect("core:job", job.pk)
