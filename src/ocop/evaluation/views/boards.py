"""The secretary's board: who and what is late, reminders, paper sheets by their code; the chair's look at the scoring."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import clock
from ocop.core.listing import Column, Listing
from ocop.core.rights import page

from .. import policy
from ..actions import reminders
from ..enums import RoundState
from ..models import Round, ScoreSheet
from ..queries import forensics
from ..queries import rounds as queries
from .rounds import found_round


@page(found_round, policy.runs_round)
def board(request: HttpRequest, found: Round) -> HttpResponse:
    """Progress by member and by product, from kept numbers."""
    members = [m for m in queries.member_progress(found) if m.votes]
    last = queries.reminded(found)
    listing = Listing(
        request,
        queries.board(found),
        order="",
        name="tien-do",
        search="dossier__product__search",
        row_template="evaluation/partials/board_row.html",
        columns=[
            Column(
                _("Sản phẩm"),
                sort="dossier__product__sort_key",
                value=lambda t: t.dossier.product.name,
            ),
            Column(_("Đã ký"), sort="sheets_signed", value=lambda t: t.sheets_signed),
            Column(_("Còn lại"), sort="unsigned", value=lambda t: t.unsigned),
            Column(_("Còn chờ")),
            Column(_("Hạn"), sort="dossier__due_on", value=lambda t: t.dossier.due_on),
            Column(_("Trạng thái"), sort="state", value=lambda t: t.get_state_display()),
        ],
    )
    if listing.wants_export:
        return listing.export()
    unsigned = queries.unsigned_of(listing.page)
    for item in listing.page:
        item.waiting = unsigned.get(item.pk, [])
    today = clock.today()
    context = {
        "round": found,
        "is_demo": found.is_demo,
        "listing": listing,
        "members": [(m, m.sheets_count - m.signed_count, last.get(m.user_id)) for m in members],
        "signed": sum(m.signed_count for m in members),
        "expected": sum(m.sheets_count for m in members),
        "late": sum(m.late_count for m in members),
        "today": today,
        "is_scoring": found.state == RoundState.SCORING,
        "is_secretary": policy.is_secretary_of(request.user, found),
    }
    return render(request, "evaluation/board.html", context)


@page(found_round, policy.runs_round)
@require_POST
def remind(request: HttpRequest, found: Round) -> HttpResponse:
    """Remind one member, or all who still have sheets to sign."""
    members = found.council.members.filter(votes=True).select_related("user")
    if one := request.POST.get("member", ""):
        members = members.filter(pk=one) if one.isdecimal() and len(one) < 10 else members.none()
    reached = reminders.remind(actor=request.user, round=found, members=list(members))
    messages.success(request, _("Đã nhắc %(n)d người.") % {"n": len(reached)})
    return redirect("evaluation:board", found.pk)


@page(found_round, policy.is_secretary_of)
def sheet_by_code(request: HttpRequest, found: Round) -> HttpResponse:
    """The page to type a paper sheet in, by the code that is printed on it."""
    code = re.fullmatch(r"\s*[Pp]?0*(\d{1,9})\s*", request.GET.get("ma", ""))
    sheet = code and ScoreSheet.objects.filter(track__round=found, pk=code[1]).first()
    if not sheet:
        messages.error(request, _("Không có phiếu mang mã này trong đợt."))
        return redirect("evaluation:board", found.pk)
    return redirect("evaluation:type_paper", sheet.pk, 1)


@page(found_round, policy.leads_round)
def look(request: HttpRequest, found: Round) -> HttpResponse:
    """Before closing: members' severity, sheets that are alike, self-score against council. For chair and secretary."""
    return render(
        request,
        "evaluation/look.html",
        {"round": found, "is_demo": found.is_demo, **forensics.look(found, request.user)},
    )
