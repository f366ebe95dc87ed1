"""The evidence library: papers kept once, their versions, where they are used."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import audit
from ocop.core.field_forms import FieldForm, may_be_kept
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.rights import page
from ocop.core.views import posted_version, serve, serve_preview

from .. import forms, policy, queries
from ..actions import evidence as actions
from ..followers import uses_of
from ..models import Evidence, Producer
from .producers import found_producer


@page(found_producer)
def library(request: HttpRequest, found: Producer) -> HttpResponse:
    """The evidence library of a producer."""
    listing = Listing(
        request,
        queries.library(found),
        search="search",
        order="item_code",
        name="kho-minh-chung",
        row_template="producers/partials/evidence_row.html",
        columns=[
            Column(_("Giấy tờ"), sort="title"),
            Column(_("Loại"), sort="item_code"),
            Column(_("Số, nơi cấp")),
            Column(_("Hết hạn"), sort="expires_on"),
            Column(_("Dùng trong")),
            Column(""),
        ],
    )
    context = {
        "listing": listing,
        "producer": found,
        "is_demo": found.is_demo,
        "may_edit": policy.can_edit(request.user, found),
    }
    return render(request, "producers/library.html", context)


@page(found_producer, policy.can_edit)
@may_be_kept
def add_evidence(request: HttpRequest, found: Producer) -> HttpResponse:
    initial = {"item_code": request.GET.get("loai"), "product": request.GET.get("san-pham")}
    kept_as = _("Thêm giấy tờ: %(producer)s") % {"producer": found}
    return _new_paper(
        request,
        found,
        title=_("Thêm giấy tờ"),
        initial=initial,
        field=FieldForm(f"new-paper-{found.pk}", kept_as),
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
    found: Producer,
    *,
    title: str,
    initial: dict[str, Any],
    replaces: Evidence | None = None,
    field: FieldForm | None = None,
) -> HttpResponse:
    form = forms.NewPaperForm(
        request.POST or None,
        request.FILES or None,
        producer=found,
        person=request.user,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            made = actions.add(
                actor=request.user,
                evidence=form.save(commit=False),
                upload=form.cleaned_data["file"],
                replaces=replaces,
            )
            messages.success(request, _("Đã đưa vào kho minh chứng."))
            return redirect(
                "producers:evidence" if replaces else "producers:library",
                made.pk if replaces else found.pk,
            )
    context = {
        "form": form,
        "field": field,
        "title": title,
        "is_demo": found.is_demo,
        "back": reverse("producers:library", args=[found.pk]),
        "back_title": _("Kho minh chứng"),
    }
    return render(request, "producers/form.html", context)


@page(found_paper)
def evidence(request: HttpRequest, found: Evidence) -> HttpResponse:
    """A paper: what it looks like, what is written about it, where it is used, its earlier versions."""
    context = {
        "paper": found,
        "is_demo": found.producer.is_demo,
        "uses": uses_of(found),
        "versions": queries.versions(found),
        "history": tell(audit.history(found)[:20]),
        "may_edit": policy.can_edit(request.user, found.producer),
    }
    return render(request, "producers/evidence.html", context)


@page(found_paper, policy.can_edit_evidence)
def change_evidence(request: HttpRequest, found: Evidence) -> HttpResponse:
    """Correct what is written about a paper."""
    form = forms.PaperForm(request.POST or None, instance=found, producer=found.producer)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        version = posted_version(request)
        with form.showing_refusals():
            kept = actions.change(
                actor=request.user, evidence=found, version=version, fields=fields
            )
            messages.success(
                request,
                _("Đã lưu.")
                if kept.pk == found.pk
                else _("Đã lưu thành bản mới. Hồ sơ đã nộp vẫn dùng bản cũ."),
            )
            return redirect("producers:evidence", kept.pk)
    context = {
        "form": form,
        "title": _("Sửa thông tin giấy tờ"),
        "version": found.version,
        "back": reverse("producers:evidence", args=[found.pk]),
        "back_title": found.title,
        "draft": f"evidence-{found.pk}",
    }
    return render(request, "producers/form.html", context)


@page(found_paper, policy.can_edit_evidence)
@require_POST
def remove_evidence(request: HttpRequest, found: Evidence) -> HttpResponse:
    actions.remove(actor=request.user, evidence=found)
    messages.success(request, _("Đã xóa giấy tờ khỏi kho."))
    return redirect("producers:library", found.producer_id)


@page(found_paper)
def evidence_file(request: HttpRequest, found: Evidence) -> HttpResponse:
    """The file of a paper, for those who see its producer, and for councils through `evaluation`."""
    return serve(found.file, found.file_name, inline=True)


@page(found_paper)
def small_evidence(request: HttpRequest, found: Evidence) -> HttpResponse:
    """The first page of a paper, small."""
    return serve_preview(found.file)
