"""The kinds of papers that are printed, and an office's own templates of them."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.documents import paper_docx, paper_pdf
from ocop.core.documents.kinds import Kind, declared
from ocop.core.documents.own_templates import Unfit, check
from ocop.core.documents.own_templates.start import start_docx
from ocop.core.errors import Refused
from ocop.core.files import DOCX, PDF, download_name
from ocop.core.rights import allow
from ocop.core.words import in_vietnamese, page_language
from ocop.places.models import Place

from . import actions, forms, policy, queries
from .models import OwnTemplate
from .printing import content_of
from .words import fault_words


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


@allow(policy.keeps_templates)
def kind(request: HttpRequest, place: int, code: str) -> HttpResponse:
    """A kind of paper: its fields, what to start from, the versions, and a form for the next one."""
    found, printed = _place(request, place), _kind(code)
    form = forms.UploadForm(
        request.POST or None, request.FILES or None, kind=printed, person=request.user
    )
    if request.method == "POST" and form.is_valid():
        actions.upload(
            actor=request.user, place=found, kind=code, template=form.cleaned_data["template"]
        )
        messages.success(request, _("Đã lưu. Từ nay bản Word in theo mẫu này."))
        return redirect("stationery:kind", found.pk, code)
    context = {
        "place": found,
        "kind": printed,
        "fields": _told(printed),
        "form": form,
        "versions": queries.versions(code, found),
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


@allow(policy.keeps_templates)
@in_vietnamese
def start(request: HttpRequest, code: str) -> HttpResponse:
    """A template with every field, to begin from."""
    return _word(start_docx(_kind(code)), f"mau-{code}.docx")


@allow(policy.keeps_templates)
@in_vietnamese
def sample(request: HttpRequest, code: str, suffix: str) -> HttpResponse:
    """The paper of nobody as we lay it out."""
    paper = _kind(code).sample().paper()
    if suffix == "docx":
        return _word(paper_docx(paper), f"vi-du-{code}.docx")
    if suffix != "pdf":
        raise Http404
    response = HttpResponse(paper_pdf(paper), content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="vi-du-{code}.pdf"'
    return response


@allow(policy.keeps_templates)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A template as it was uploaded."""
    found = _template(request, pk)
    return FileResponse(
        default_storage.open(found.file.path),
        as_attachment=True,
        filename=download_name(found.name, found.file),
        content_type=DOCX,
    )


@allow(policy.keeps_templates)
@in_vietnamese
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A template filled with the sample."""
    found = _template(request, pk)
    if found.declared is None:
        raise Http404
    try:
        return _word(check(content_of(found), found.declared), f"vi-du-{found.kind}.docx")
    except Unfit as unfit:
        raise Refused(" ".join(fault_words(unfit.faults))) from None


@allow(policy.keeps_templates)
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    found = _template(request, pk)
    if request.POST.get("on") == "1":
        actions.switch_on(actor=request.user, template=found)
        messages.success(request, _("Từ nay bản Word in theo mẫu này."))
    else:
        actions.switch_off(actor=request.user, template=found)
        messages.success(request, _("Từ nay bản Word in theo mẫu của hệ thống."))
    return redirect("stationery:kind", found.place_id, found.kind)


def _place(request: HttpRequest, pk: int) -> Place:
    place = get_object_or_404(Place, pk=pk)
    if not policy.keeps_templates_of(request.user, place):
        raise Http404
    return place


def _template(request: HttpRequest, pk: int) -> OwnTemplate:
    found = get_object_or_404(OwnTemplate.objects.select_related("place", "file"), pk=pk)
    if not policy.keeps_templates_of(request.user, found.place):
        raise Http404
    return found


def _kind(code: str) -> Kind:
    if code not in declared():
        raise Http404
    return declared()[code]


def _word(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
