"""Organisations: the list that officers and administrators keep, their pages, proposals while somebody types."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from ocop.core import audit, clock
from ocop.core.history import tell
from ocop.core.listing import Column, Listing
from ocop.core.rights import allow, is_signed_in
from ocop.core.views import posted_version
from ocop.places.models import Place

from .. import forms, policy, queries
from ..actions import organisations as actions
from ..enums import Role
from ..fields import is_known, organisation_label
from ..models import Organisation


@allow(policy.manages_people)
def organisations(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        policy.organisations_of(request.user).select_related("place__district"),
        search="search",
        order="sort_key",
        name="co-quan",
        filters=forms.OrganisationFilter(request.GET),
        row_template="people/partials/organisation_row.html",
        columns=[
            Column(_("Tên cơ quan, tổ chức"), sort="sort_key", value=lambda o: o.name),
            Column(_("Tên viết tắt"), value=lambda o: o.short_name, is_shown=False),
            Column(_("Loại"), sort="kind", value=lambda o: o.get_kind_display()),
            Column(_("Địa bàn"), sort="place__sort_key", value=lambda o: o.place.name),
            Column(_("Mã địa bàn"), value=lambda o: o.place.key, is_shown=False),
            Column(_("Thành lập ngày"), value=lambda o: o.valid_from, is_shown=False),
            Column(_("Hoạt động đến ngày"), sort="valid_to", value=lambda o: o.valid_to),
        ],
    )
    if listing.wants_export:
        return listing.export()
    return render(request, "people/organisations.html", {"listing": listing})


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


def _kept(request: HttpRequest, pk: int) -> Organisation:
    """An organisation of the person's territory, else 404."""
    around = policy.organisations_of(request.user)
    return get_object_or_404(around.select_related("place__district", "parent", "successor"), pk=pk)


@allow(policy.manages_people)
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """What is written of an organisation, who acts for it today, what became of it."""
    found = _kept(request, pk)
    posts = found.appointments.in_force(clock.today()).select_related("user", "place")
    context = {
        "organisation": found,
        "in_force": found.is_in_force(clock.today()),
        "posts": posts.order_by("user__sort_key"),
        "bodies": found.bodies.all(),
        "predecessors": found.predecessors.all(),
        "history": tell(audit.history(found)[:20]),
    }
    return render(request, "people/organisation.html", context)


@allow(policy.manages_people)
def add(request: HttpRequest) -> HttpResponse:
    form = forms.OrganisationForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            made = actions.add(actor=request.user, organisation=form.save(commit=False))
            messages.success(request, _("Đã thêm cơ quan."))
            return redirect("people:organisation", made.pk)
    context = {"form": form, "title": _("Thêm cơ quan"), "draft": "organisation-new"}
    return render(request, "people/organisation_form.html", context)


@allow(policy.manages_people)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _kept(request, pk)
    form = forms.OrganisationForm(request.POST or None, instance=found, actor=request.user)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.changed_data}
        with form.showing_refusals():
            actions.change(
                actor=request.user,
                organisation=found,
                version=posted_version(request),
                fields=fields,
            )
            messages.success(request, _("Đã lưu."))
            return redirect("people:organisation", pk)
    context = {
        "form": form,
        "title": _("Sửa thông tin cơ quan"),
        "draft": f"organisation-{pk}",
        "version": found.version,
        "organisation": found,
    }
    return render(request, "people/organisation_form.html", context)


@allow(policy.manages_people)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation works for the last time on a day; who takes over."""
    found = _kept(request, pk)
    form = forms.OrganisationEndForm(request.POST or None, around=_around(request))
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("on"):
            actions.end(actor=request.user, organisation=found, **form.cleaned_data)
            messages.success(request, _("Đã ghi ngày kết thúc."))
            return redirect("people:organisation", pk)
    context = {
        "form": form,
        "title": _("Kết thúc hoạt động"),
        "draft": f"organisation-end-{pk}",
        "organisation": found,
    }
    return render(request, "people/organisation_form.html", context)


@allow(policy.manages_people)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """One body that was written down twice: this row goes into another."""
    found = _kept(request, pk)
    form = forms.OrganisationMergeForm(request.POST or None, around=_around(request))
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("into"):
            into = actions.merge(actor=request.user, duplicate=found, **form.cleaned_data)
            messages.success(request, _("Đã gộp hai dòng làm một."))
            return redirect("people:organisation", into.pk)
    context = {
        "form": form,
        "title": _("Gộp dòng trùng"),
        "draft": f"organisation-merge-{pk}",
        "organisation": found,
    }
    return render(request, "people/organisation_form.html", context)


def _around(request: HttpRequest) -> list[Place]:
    return request.user.places_as(Role.ADMINISTRATOR, Role.OFFICER)
