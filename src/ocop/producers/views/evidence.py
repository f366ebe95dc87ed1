"""The evidence library: papers kept once, their versions, where they are used."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import audit, cells
from ocop.core.field_forms import FieldForm, may_be_kept
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.rights import page
from ocop.core.templatetags.ocop import icon
from ocop.core.views import posted_version, serve, serve_preview

from .. import forms, policy, queries
from ..actions import evidence as actions
from ..followers import uses_of
from ..models import Evidence, Producer
from ..templatetags.producers import expiry, item_name
from .producers import found_producer


@page(found_producer)
def library(request: HttpRequest, producer: Producer) -> HttpResponse:
    """The evidence library of a producer."""
    may_edit = policy.can_edit(request.user, producer)
    listing = Listing(
        request,
        queries.library(producer),
        search="search",
        order="item_code",
        name="kho-minh-chung",
        columns=paper_columns(may_edit=may_edit),
    )
    context = {
        "listing": listing,
        "producer": producer,
        "is_demo": producer.is_demo,
        "may_edit": may_edit,
    }
    return render(request, "producers/library.html", context)


def paper_columns(*, may_edit: bool) -> list[Column]:
    columns = [
        Column(_("Giấy tờ"), sort="title", cell=_pictured),
        Column(_("Loại"), sort="item_code", cell=lambda e: item_name(e.item_code)),
        Column(
            _("Số, nơi cấp"),
            key="number",
            cell=lambda e: f"{e.number} · {e.issuer}" if e.issuer else e.number,
        ),
        Column(
            _("Hết hạn"),
            sort="expires_on",
            cell=lambda e: cells.mark(**expiry(e)),
            is_nowrap=True,
        ),
        Column(_("Dùng trong"), key="uses", cell=lambda e: _("%(n)s hồ sơ") % {"n": e.uses_count}),
    ]
    return [*columns, Column("", cell=_renewal)] if may_edit else columns


def _pictured(paper: Evidence) -> SafeString:
    """The title of a paper beside a small picture of it."""
    return format_html(
        '<a class="d-inline-flex gap-2 align-items-center" href="{}">'
        '<img class="thumb" src="{}" alt="" loading="lazy" width="56" height="56">{}</a>',
        addresses("producers:evidence")(paper.pk),
        addresses("producers:small_evidence")(paper.pk),
        paper.title,
    )


def _renewal(paper: Evidence) -> SafeString:
    return format_html(
        '<a class="btn btn-plain btn-sm" href="{}">{}{}</a>',
        addresses("producers:replace_evidence")(paper.pk),
        icon("arrow-repeat"),
        _("Bản mới"),
    )


@page(found_producer, policy.can_edit)
@may_be_kept
def add_evidence(request: HttpRequest, producer: Producer) -> HttpResponse:
    initial = {"item_code": request.GET.get("loai"), "product": request.GET.get("san-pham")}
    kept_as = _("Thêm giấy tờ: %(producer)s") % {"producer": producer}
    return _new_paper(
        request,
        producer,
        title=_("Thêm giấy tờ"),
        initial=initial,
        field=FieldForm(f"new-paper-{producer.pk}", kept_as),
    )


def found_paper(person: Any, pk: int) -> Evidence:
    visible = policy.evidence_visible_to(person).select_related(
        "producer__place", "product", "file", "superseded_by", "added_by"
    )
    return get_object_or_404(visible, pk=pk)


@page(found_paper, policy.can_edit_evidence)
def replace_evidence(request: HttpRequest, old: Evidence) -> HttpResponse:
    """A new version of a paper; what used the old one keeps it."""
    if old.superseded_by is not None:
        return redirect("producers:evidence", old.superseded_by_id)
    return _new_paper(
        request,
        old.producer,
        title=_("Bản mới của: %(title)s") % {"title": old.title},
        initial={name: getattr(old, name) for name in ("item_code", "title", "product", "issuer")},
        replaces=old,
    )


def _new_paper(
    request: HttpRequest,
    producer: Producer,
    *,
    title: str,
    initial: dict[str, Any],
    replaces: Evidence | None = None,
    field: FieldForm | None = None,
) -> HttpResponse:
    form = forms.NewPaperForm(
        request.POST or None,
        request.FILES or None,
        producer=producer,
        person=request.user,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            paper = actions.add(
                actor=request.user,
                evidence=form.save(commit=False),
                upload=form.cleaned_data["file"],
                replaces=replaces,
            )
            messages.success(request, _("Đã đưa vào kho minh chứng."))
            return redirect(
                "producers:evidence" if replaces else "producers:library",
                paper.pk if replaces else producer.pk,
            )
    context = {
        "form": form,
        "field": field,
        "title": title,
        "is_demo": producer.is_demo,
        "back": reverse("producers:library", args=[producer.pk]),
        "back_title": _("Kho minh chứng"),
    }
    return render(request, "producers/form.html", context)


@page(found_paper)
def evidence(request: HttpRequest, paper: Evidence) -> HttpResponse:
    """A paper: what it looks like, what is written about it, where it is used, its earlier versions."""
    context = {
        "paper": paper,
        "is_demo": paper.producer.is_demo,
        "uses": uses_of(paper),
        "versions": queries.versions(paper),
        "history": tell(audit.history(paper)[:20]),
        "may_edit": policy.can_edit(request.user, paper.producer),
    }
    return render(request, "producers/evidence.html", context)


@page(found_paper, policy.can_edit_evidence)
def change_evidence(request: HttpRequest, paper: Evidence) -> HttpResponse:
    """Correct what is written about a paper."""
    form = forms.PaperForm(request.POST or None, instance=paper, producer=paper.producer)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        version = posted_version(request)
        with form.showing_refusals():
            kept = actions.change(
                actor=request.user, evidence=paper, version=version, fields=fields
            )
            messages.success(
                request,
                _("Đã lưu.")
                if kept.pk == paper.pk
                else _("Đã lưu thành bản mới. Hồ sơ đã nộp vẫn dùng bản cũ."),
            )
            return redirect("producers:evidence", kept.pk)
    context = {
        "form": form,
        "title": _("Sửa thông tin giấy tờ"),
        "version": paper.version,
        "back": reverse("producers:evidence", args=[paper.pk]),
        "back_title": paper.title,
        "draft": f"evidence-{paper.pk}",
    }
    return render(request, "producers/form.html", context)


@page(found_paper, policy.can_edit_evidence)
@require_POST
def remove_evidence(request: HttpRequest, paper: Evidence) -> HttpResponse:
    actions.remove(actor=request.user, evidence=paper)
    messages.success(request, _("Đã xóa giấy tờ khỏi kho."))
    return redirect("producers:library", paper.producer_id)


@page(found_paper)
def evidence_file(request: HttpRequest, paper: Evidence) -> HttpResponse:
    """The file of a paper, for those who see its producer, and for councils through `evaluation`."""
    return serve(paper.file, paper.file_name, inline=True)


@page(found_paper)
def small_evidence(request: HttpRequest, paper: Evidence) -> HttpResponse:
    """The first page of a paper, small."""
    return serve_preview(paper.file)
