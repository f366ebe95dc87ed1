"""The kinds of papers that are printed, and an office's own templates of them."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.downloads import answer
from ocop.core.errors import Refused
from ocop.core.files import DOCX
from ocop.core.rights import allow, page
from ocop.core.views import serve
from ocop.core.words import in_vietnamese, page_language
from ocop.documents.kinds import Kind, declared
from ocop.people.models import User
from ocop.places.models import Place
from ocop.stationery.own_templates import Unfit, check
from ocop.stationery.own_templates.start import start_docx

from . import actions, forms, policy, queries
from .models import OwnTemplate
from .printing import content_of, our_file
from .words import fault_words


def found_place(person: User, place: int) -> Place:
    return get_object_or_404(Place, pk=place)


def found_template(person: User, pk: int) -> OwnTemplate:
    return get_object_or_404(OwnTemplate.objects.select_related("place", "file"), pk=pk)


def found_kind(person: User, code: str) -> Kind:
    if code not in declared():
        raise Http404
    return declared()[code]


@allow(policy.keeps_templates)
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of paper, with the template that the chosen place uses."""
    places = queries.places_of(request.user)
    if not places:
        raise Http404
    form = forms.PlaceForm(request.GET or None, places=places)
    chosen = int(form.cleaned_data["noi"]) if form.is_valid() else places[0].pk
    place = next(place for place in places if place.pk == chosen)
    kept = queries.kept_at(place)
    context = {
        "place": place,
        "places": places,
        "form": forms.PlaceForm({"noi": place.pk}, places=places),
        "rows": [(kind, kept.get(kind.code)) for kind in declared().values()],
    }
    return render(request, "stationery/kinds.html", context)


@page(found_place, policy.keeps_templates_of)
def kind(request: HttpRequest, place: Place, code: str) -> HttpResponse:
    """A kind of paper: its fields, what to start from, the versions, and a form for the next one."""
    printed = found_kind(request.user, code)
    form = forms.UploadForm(
        request.POST or None, request.FILES or None, kind=printed, person=request.user
    )
    if request.method == "POST" and form.is_valid():
        actions.upload(
            actor=request.user, place=place, kind=code, template=form.cleaned_data["template"]
        )
        messages.success(request, _("Đã lưu. Từ nay bản Word in theo mẫu này."))
        return redirect("stationery:kind", place.pk, code)
    context = {
        "place": place,
        "kind": printed,
        "fields": _told(printed),
        "form": form,
        "versions": queries.versions(code, place),
    }
    return render(request, "stationery/kind.html", context)


def _told(printed: Kind) -> list[tuple[str, str]]:
    """Each field as it is written in a template, a list with the loop that goes through it, and what it is."""
    language, rows = page_language(), []
    for field in printed.fields:
        named = field.words_in(language)
        if field.is_list:
            around = "tr" if field.inside else "p"
            rows.append((f"{{%{around} for x in {field.name} %}} … {{%{around} endfor %}}", named))
        elif not field.inside:
            rows.append((f"{{{{ {field.name} }}}}", named))
        base = "x" if field.is_list else field.name
        rows += [
            (f"{{{{ {base}.{inner.name} }}}}", f"{named}: {_small(inner.words_in(language))}")
            for inner in field.inside
        ]
        if field.is_list and not field.inside:
            rows.append(("{{ x }}", named))
    return rows


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


@page(found_kind, policy.keeps_templates)
@in_vietnamese
def start(request: HttpRequest, printed: Kind) -> HttpResponse:
    """A template with every field, to begin from."""
    return answer(start_docx(printed), f"mau-{printed.code}.docx", DOCX)


@page(found_kind, policy.keeps_templates)
@in_vietnamese
def sample(request: HttpRequest, printed: Kind, suffix: str) -> HttpResponse:
    """The paper of nobody as we lay it out."""
    return our_file(printed.sample(), f"vi-du-{printed.code}", suffix)


@page(found_template, policy.keeps_template)
def file(request: HttpRequest, template: OwnTemplate) -> FileResponse:
    """A template as it was uploaded."""
    return serve(template.file, template.name)


@page(found_template, policy.keeps_template)
@in_vietnamese
def preview(request: HttpRequest, template: OwnTemplate) -> HttpResponse:
    """A template filled with the sample."""
    if template.declared is None:
        raise Http404
    try:
        filled = check(content_of(template), template.declared)
    except Unfit as unfit:
        raise Refused(" ".join(fault_words(unfit.faults))) from None
    return answer(filled, f"vi-du-{template.kind}.docx", DOCX)


@page(found_template, policy.keeps_template)
@require_POST
def switch(request: HttpRequest, template: OwnTemplate) -> HttpResponse:
    if request.POST.get("on") == "1":
        actions.switch_on(actor=request.user, template=template)
        messages.success(request, _("Từ nay bản Word in theo mẫu này."))
    else:
        actions.switch_off(actor=request.user, template=template)
        messages.success(request, _("Từ nay bản Word in theo mẫu của hệ thống."))
    return redirect("stationery:kind", template.place_id, template.kind)
