"""A dossier's self-scoring: the sheet with the papers beside each criterion, saved input by input."""

from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from ocop.core.rights import one_of, page
from ocop.core.words import page_language
from ocop.criteria.autosave import conflicting, saved
from ocop.criteria.sheet_html import part_html
from ocop.criteria.sheet_inputs import FieldConflict

from .. import policy
from ..actions import dossiers as actions
from ..models import Dossier, DossierPaper
from ..queries import dossiers as queries
from ..rulebook import rulebook
from .dossier_papers import from_library
from .dossiers import found_dossier


@page(found_dossier)
def self_score(request: HttpRequest, dossier: Dossier, part: str) -> HttpResponse:
    """The sheet, as the producer fills it in for itself, one part at a time; the others are in the page too (`parts.js`)."""
    book = rulebook(dossier.round)
    sheet = book.sheet(dossier.set_code)
    codes = [p.code for p in sheet.parts]
    one_of(codes, part)
    used = queries.papers_of(dossier)
    may_edit = policy.edits_dossier(request.user, dossier)
    beside = CriterionPapers(request, dossier, used, may_edit=may_edit)

    context = queries.progress(dossier, used) | {
        "part": part,
        "nexts": dict(pairwise(codes)),
        "may_edit": may_edit,
        "parts": [
            (
                p,
                reverse("dossiers:self_score", args=[dossier.pk, p.code]),
                part_html(
                    book.edition,
                    dossier.set_code,
                    p.code,
                    page_language(),
                    answers=dossier.answers,
                    texts=dossier.notes,
                    extra=beside.html,
                    disabled=not may_edit,
                ),
            )
            for p in sheet.parts
        ],
        "facts": [(r.id, r, r.id in dossier.facts) for r in sheet.facts],
        "confirmed": book.confirmed,
    }
    return render(request, "dossiers/self_score.html", context)


class CriterionPapers:
    """Beside each criterion: the papers that prove it, those used, and a choice of more from the library."""

    def __init__(
        self, request: HttpRequest, dossier: Dossier, used: list[DossierPaper], *, may_edit: bool
    ) -> None:
        self.request, self.dossier, self.used, self.may_edit = request, dossier, used, may_edit
        self.proofs = queries.proofs_of(dossier)
        self.covered = {p.item_code for p in used}
        self.library = list(queries.library_of(dossier)) if may_edit else []

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
        return render_to_string("dossiers/partials/criterion_papers.html", context, self.request)


@page(found_dossier)
@require_POST
def save_self_score(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """One input, saved at once; answers with the live total and expected stars. `e:<criterion>` is a paper for it."""
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    if field.startswith("e:"):
        return saved(_attached(request, dossier, field.removeprefix("e:"), value))
    try:
        changed = actions.save_field(
            actor=request.user,
            dossier=dossier,
            field=field,
            value=value,
            was=request.POST.get("was", ""),
        )
    except FieldConflict as conflict:
        return conflicting(conflict)
    changed.product = dossier.product
    progress = queries.progress(changed)
    pieces = {"#self-total": "self_total", "#pathway": "pathway"}
    return saved(
        {
            place: render_to_string(f"dossiers/partials/{name}.html", progress, request)
            for place, name in pieces.items()
        }
    )


def _attached(
    request: HttpRequest, dossier: Dossier, criterion: str, evidence: str
) -> dict[str, str]:
    """Use a paper for a criterion; the piece of the page that shows it."""
    if evidence:
        paper = from_library(dossier, evidence)
        actions.attach(actor=request.user, dossier=dossier, evidence=paper, criterion=criterion)
    shown = CriterionPapers(request, dossier, queries.papers_of(dossier), may_edit=True)
    return {f'[data-papers="{criterion}"]': shown.html(criterion)}
