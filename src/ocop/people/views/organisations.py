"""Organisations: the list that officers and administrators keep, their pages, proposals while somebody types."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ocop.core import audit, cells, clock, jobs
from ocop.core.files import SPREADSHEETS, store
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.models import Job
from ocop.core.navigation import addresses
from ocop.core.rights import allow, is_signed_in, page
from ocop.core.spreadsheets import XLSX_TYPE, template, write_table
from ocop.core.views import posted_version
from ocop.places.models import Place

from .. import forms, imports, policy, queries
from ..actions import organisations as actions
from ..enums import Role
from ..facts import ORGANISATION
from ..fields import is_known, organisation_label
from ..models import Organisation


@allow(policy.manages_people)
def organisations(request: HttpRequest) -> HttpResponse:
    address = addresses("people:organisation")
    listing = Listing(
        request,
        policy.organisations_of(request.user).select_related("place__district"),
        search="search",
        order="sort_key",
        name="co-quan",
        filters=forms.OrganisationFilter(request.GET),
        columns=[
            Column(
                _("Tên cơ quan, tổ chức"),
                sort="sort_key",
                value=lambda o: o.name,
                cell=lambda o: cells.link(address(o.pk), o.name),
            ),
            Column(_("Loại"), sort="kind", value=lambda o: o.get_kind_display()),
            Column(
                _("Địa bàn"),
                sort="place__sort_key",
                value=lambda o: o.place.name,
                cell=lambda o: o.place.in_district,
            ),
            Column(_("Hoạt động đến ngày"), sort="valid_to", value=lambda o: o.valid_to),
        ],
    )
    if listing.wants_export:
        return _exported(listing)
    return render(request, "people/organisations.html", {"listing": listing})


def _exported(listing: Listing) -> HttpResponse:
    """The narrowed list in the columns of the import, which are Vietnamese in every language."""
    with override("vi"):
        rows = imports.export_rows(listing.queryset)
        table = write_table(list(imports.LABELS.values()), rows, sheet_name="Cơ quan")
    return _file(table, f"{listing.name}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(is_signed_in)
def suggest(request: HttpRequest) -> HttpResponse:
    """Organisations for what is typed in an organisation's box, at most twelve, and the tick that adds a name which none of
    them bears. Names of offices are no secret. 4 queries at most."""
    text = request.GET.get(request.GET.get("field", "q"), "").strip()[:200]
    around = list(Place.objects.filter(key__in=request.GET.get("around", "").split(",")[:20]))
    found = queries.proposed(text, around=around) if len(text) >= 2 else []
    may_add = request.GET.get("may-add") == "1"
    offered = may_add and len(text) >= 2 and not is_known(text, around)
    context = {
        "labels": [organisation_label(one) for one in found],
        "may_add": may_add,
        "offer": text if offered else "",
        "name": request.GET.get("field", "q"),
        "id": request.GET.get("id", ""),
    }
    return render(request, "people/organisation_suggestions.html", context)


def kept_organisation(person: Any, pk: int) -> Organisation:
    """An organisation of the person's territory, else 404."""
    around = policy.organisations_of(person)
    return get_object_or_404(around.select_related("place__district", "parent", "successor"), pk=pk)


@page(kept_organisation, policy.manages_people)
def organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What is written of an organisation, who acts for it today, what became of it."""
    posts = organisation.appointments.in_force(clock.today()).select_related("user", "place")
    context = {
        "organisation": organisation,
        "facts": ORGANISATION.panel(organisation),
        "in_force": organisation.is_in_force(clock.today()),
        "posts": posts.order_by("user__sort_key"),
        "bodies": organisation.bodies.all(),
        "predecessors": organisation.predecessors.all(),
        "history": tell(audit.history(organisation)[:20]),
    }
    return render(request, "people/organisation.html", context)


@allow(policy.manages_people)
def add(request: HttpRequest) -> HttpResponse:
    form = forms.OrganisationForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            organisation = actions.add(actor=request.user, organisation=form.save(commit=False))
            messages.success(request, _("Đã thêm cơ quan."))
            return redirect("people:organisation", organisation.pk)
    context = {"form": form, "title": _("Thêm cơ quan"), "draft": "organisation-new"}
    return render(request, "people/organisation_form.html", context)


@page(kept_organisation, policy.manages_people)
def edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = forms.OrganisationForm(request.POST or None, instance=organisation, actor=request.user)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        with form.showing_refusals():
            actions.change(
                actor=request.user,
                organisation=organisation,
                version=posted_version(request),
                fields=fields,
            )
            messages.success(request, _("Đã lưu."))
            return redirect("people:organisation", organisation.pk)
    context = {
        "form": form,
        "title": _("Sửa thông tin cơ quan"),
        "draft": f"organisation-{organisation.pk}",
        "version": organisation.version,
        "organisation": organisation,
    }
    return render(request, "people/organisation_form.html", context)


@page(kept_organisation, policy.manages_people)
def end(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The organisation works for the last time on a day; who takes over."""
    form = forms.OrganisationEndForm(request.POST or None, around=_around(request))
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("on"):
            actions.end(actor=request.user, organisation=organisation, **form.cleaned_data)
            messages.success(request, _("Đã ghi ngày kết thúc."))
            return redirect("people:organisation", organisation.pk)
    context = {
        "form": form,
        "title": _("Kết thúc hoạt động"),
        "draft": f"organisation-end-{organisation.pk}",
        "organisation": organisation,
    }
    return render(request, "people/organisation_form.html", context)


@page(kept_organisation, policy.manages_people)
def merge(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """One body that was written down twice: this row goes into another."""
    form = forms.OrganisationMergeForm(request.POST or None, around=_around(request))
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("into"):
            into = actions.merge(actor=request.user, duplicate=organisation, **form.cleaned_data)
            messages.success(request, _("Đã gộp hai dòng làm một."))
            return redirect("people:organisation", into.pk)
    context = {
        "form": form,
        "title": _("Gộp dòng trùng"),
        "draft": f"organisation-merge-{organisation.pk}",
        "organisation": organisation,
    }
    return render(request, "people/organisation_form.html", context)


def _around(request: HttpRequest) -> list[Place]:
    return request.user.places_as(Role.ADMINISTRATOR, Role.OFFICER)


@allow(policy.manages_people)
def import_template(request: HttpRequest) -> HttpResponse:
    return _file(template(imports.columns(), sheet_name="Cơ quan"), "mau-co-quan.xlsx")


@allow(policy.manages_people)
def import_upload(request: HttpRequest) -> HttpResponse:
    """Upload a spreadsheet: it is checked first, nothing is written."""
    form = forms.OrganisationImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("file"):
            stored = store(form.cleaned_data["file"], kinds=SPREADSHEETS)
            return redirect("core:job", _start_import(request, stored.pk).pk)
    return render(request, "people/organisation_import.html", {"form": form})


def _start_import(request: HttpRequest, file: str, *, shown: str = "") -> Job:
    """shown: the digest of what the person saw and agreed to; without one the file is only checked."""
    title = gettext_lazy("Nhập cơ quan từ bảng tính")
    return jobs.start(
        "people.organisations",
        title=title if shown else gettext_lazy("Kiểm tra bảng tính"),
        asked_by=request.user,
        file=file,
        carry_out=bool(shown),
        shown=shown,
    )


@allow(policy.manages_people)
def import_result(request: HttpRequest, pk: str) -> HttpResponse:
    """What a file would do or did: problems by row and column, then the button that imports a file without any."""
    mine = Job.objects.filter(asked_by=request.user, kind="people.organisations")
    job = get_object_or_404(mine, pk=pk, state=Job.State.DONE)
    if request.method == "POST" and "done" not in job.result:
        again = _start_import(request, job.arguments["file"], shown=job.result["shown"])
        return redirect("core:job", again.pk)
    context = {"job": job, "result": job.result}
    return render(request, "people/organisation_import_result.html", context)
