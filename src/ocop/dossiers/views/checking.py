"""The receiving office's check of a dossier, paper by paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ocop.core.rights import page

from .. import policy
from ..actions import dossiers as actions
from ..enums import Verdict
from ..models import Dossier
from ..queries import dossiers as queries
from ..rulebook import rulebook
from .dossiers import found_dossier


@page(found_dossier, policy.receives_dossier)
def check(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """The receiving office goes through the papers one by one."""
    if request.method == "POST":
        data = request.POST
        actions.check_paper(
            actor=request.user,
            dossier=dossier,
            item_code=data.get("item", ""),
            verdict=data.get("verdict", ""),
            reason=data.get("reason", ""),
        )
        return redirect(f"{request.path}#{_next_to_check(dossier, data.get('item', ''))}")
    rows = [
        row
        for row in queries.check_rows(dossier, queries.papers_of(dossier))
        if row.item.is_required or row.papers or row.item.is_conditional or row.check
    ]
    sheet = rulebook(dossier.round).sheet(dossier.set_code)
    context = {
        "dossier": dossier,
        "is_demo": dossier.round.is_demo,
        "verdicts": Verdict.choices,
        "rows": [row for row in rows if row.is_to_check],
        "carried": [row for row in rows if not row.is_to_check],
        "done": sum(row.check is not None for row in rows),
        "wrong": len(queries.demands_in(rows)),
        "total": len(rows),
        "changed": [sheet.by_code[c] for c in dossier.changed_criteria if c in sheet.by_code],
        "is_open": dossier.is_received,
    }
    return render(request, "dossiers/check.html", context)


def _next_to_check(dossier: Dossier, item: str) -> str:
    """Where the page goes after a finding: to the next paper without one, or to the end."""
    rows = queries.check_rows(dossier, queries.papers_of(dossier))
    waiting = [
        row.item.code
        for row in rows
        if row.check is None and (row.item.is_required or row.papers or row.item.is_conditional)
    ]
    after = [code for code in waiting if code > item]
    return (after or waiting or ["ket-thuc"])[0]
