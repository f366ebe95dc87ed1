"""Papers of a dossier: chosen from the library or taken into it, put aside, looked at."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import one_of, page
from ocop.core.views import serve, serve_preview
from ocop.core.words import named
from ocop.producers.actions import evidence as library
from ocop.producers.forms import NewPaperForm
from ocop.producers.models import Evidence

from .. import policy
from ..actions import dossiers as actions
from ..models import Dossier, DossierPaper
from ..queries import dossiers as queries
from ..rulebook import rulebook
from .dossiers import found_dossier


@page(found_dossier, policy.edits_dossier)
def papers_for_item(request: HttpRequest, dossier: Dossier, item: str) -> HttpResponse:
    """Choose from the library what covers an item of the checklist, or take a new paper into it and use that."""
    asked = {i.code: i for i in queries.checklist_of(dossier) if not i.is_physical}
    wanted = asked[one_of(asked, item)]
    picked = request.POST.get("evidence", "")
    form = NewPaperForm(
        request.POST if request.method == "POST" and not picked else None,
        request.FILES or None,
        producer=dossier.producer,
        person=request.user,
        initial={"title": named(wanted)[:200], "item_code": item},
    )
    form.fields["item_code"].widget = form.fields["item_code"].hidden_widget()
    if request.method == "POST":
        paper = from_library(dossier, picked) if picked else _taken_in(request, form)
        if paper is not None:
            actions.attach(actor=request.user, dossier=dossier, evidence=paper, item_code=item)
            messages.success(request, _("Đã thêm “%(title)s”.") % {"title": paper.title})
            return redirect(f"{reverse('dossiers:dossier', args=[dossier.pk])}#{item}")
    used = {p.evidence_id for p in queries.papers_of(dossier) if p.item_code == item}
    unused = queries.library_of(dossier).exclude(pk__in=used).order_by("item_code", "title")
    context = {
        "dossier": dossier,
        "item": wanted,
        "demand": queries.demand_on(dossier, item),
        "form": form,
        "fitting": unused.filter(item_code=item),
        "others": unused.exclude(item_code=item),
        "is_demo": dossier.round.is_demo,
    }
    return render(request, "dossiers/dossier_item.html", context)


def from_library(dossier: Dossier, key: str) -> Evidence:
    """The paper that a form names, if the dossier may use it, else 404."""
    return get_object_or_404(
        queries.library_of(dossier), pk=key if key.isdecimal() and len(key) < 10 else 0
    )


def _taken_in(request: HttpRequest, form: NewPaperForm) -> Evidence | None:
    """The uploaded paper in the library, None with the form's errors when it cannot be taken."""
    if form.is_valid():
        with form.showing_refusals():
            return library.add(
                actor=request.user,
                evidence=form.save(commit=False),
                upload=form.cleaned_data["file"],
            )
    return None


@page(found_dossier)
@require_POST
def detach(request: HttpRequest, dossier: Dossier, paper: int) -> HttpResponse:
    used = get_object_or_404(
        dossier.papers.select_related("dossier__producer__place", "evidence"), pk=paper
    )
    item, criterion = used.item_code, used.criterion
    actions.detach(actor=request.user, paper=used)
    if criterion:
        part = rulebook(dossier.round).sheet(dossier.set_code).homes[criterion][0]
        return redirect(f"{reverse('dossiers:self_score', args=[dossier.pk, part])}#{criterion}")
    return redirect(f"{reverse('dossiers:dossier', args=[dossier.pk])}#{item}")


def used_paper(dossier: Dossier, evidence: int) -> DossierPaper:
    """A paper that a dossier uses, once however often it does. Raises Http404."""
    used = dossier.papers.select_related("evidence__file").filter(evidence_id=evidence)
    return get_list_or_404(used)[0]


@page(found_dossier)
def paper_file(request: HttpRequest, dossier: Dossier, evidence: int) -> HttpResponse:
    """The file of a paper used in a dossier, for whoever may see the dossier."""
    paper = used_paper(dossier, evidence)
    return serve(paper.evidence.file, paper.evidence.file_name, inline=True)


@page(found_dossier)
def paper_preview(request: HttpRequest, dossier: Dossier, evidence: int) -> HttpResponse:
    """The first page of a paper used in a dossier, small."""
    paper = used_paper(dossier, evidence)
    return serve_preview(paper.evidence.file)
