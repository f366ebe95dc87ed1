"""The secretary's board: who and what is late, reminders, paper sheets by their code; the chair's look at the scoring."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core import cells, clock
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.rights import page
from ocop.dossiers.enums import RoundState
from ocop.dossiers.models import Round

from .. import policy
from ..actions import reminders
from ..models import ScoreSheet
from ..queries import boards as queries
from ..queries import forensics
from .councils import found_round


@page(found_round, policy.runs_round)
def board(request: HttpRequest, round: Round) -> HttpResponse:
    """Progress by member and by product, from kept numbers."""
    members = [m for m in queries.member_progress(round) if m.votes]
    last = queries.reminded(round)
    waiting: dict[int, list[ScoreSheet]] = {}
    today = clock.today()
    listing = Listing(
        request,
        queries.board(round),
        order="",
        name="tien-do",
        search="dossier__product__search",
        columns=board_columns(waiting, today),
    )
    if listing.wants_export:
        return listing.export()
    waiting.update(queries.unsigned_of(listing.page))
    context = {
        "round": round,
        "is_demo": round.is_demo,
        "listing": listing,
        "members": [(m, m.sheets_count - m.signed_count, last.get(m.user_id)) for m in members],
        "signed": sum(m.signed_count for m in members),
        "expected": sum(m.sheets_count for m in members),
        "late": sum(m.late_count for m in members),
        "is_scoring": round.state == RoundState.SCORING,
        "is_secretary": policy.is_secretary_of(request.user, round),
    }
    return render(request, "evaluation/board.html", context)


def board_columns(waiting: Mapping[int, list[ScoreSheet]], today: date) -> list[Column]:
    """waiting: sheets not signed yet by product, known when the page is."""
    address = addresses("evaluation:track")

    def who(track: Any) -> str:
        return "; ".join(str(sheet.member.user) for sheet in waiting.get(track.pk, ())) or "—"

    def due(track: Any) -> SafeString | str:
        due_on = track.dossier.due_on
        if not (track.unsigned and due_on and due_on < today):
            return cells.day(due_on)
        return format_html("{} {}", cells.day(due_on), cells.mark(_("Quá hạn"), "bad"))

    return [
        Column(
            _("Sản phẩm"),
            sort="dossier__product__sort_key",
            value=lambda t: t.dossier.product.name,
            cell=lambda t: cells.link(address(t.pk), t.dossier.product),
        ),
        Column(
            _("Đã ký"),
            sort="sheets_signed",
            value=lambda t: t.sheets_signed,
            cell=lambda t: f"{t.sheets_signed}/{t.sheets_expected}",
            total=Sum("sheets_signed"),
        ),
        Column(_("Còn lại"), sort="unsigned", value=lambda t: t.unsigned, total=Sum("unsigned")),
        Column(_("Còn chờ"), key="waiting", cell=who),
        Column(
            _("Hạn"),
            sort="dossier__due_on",
            value=lambda t: t.dossier.due_on,
            cell=due,
            is_nowrap=True,
        ),
        Column(
            _("Trạng thái"), sort="state", value=lambda t: t.get_state_display(), cell=cells.badge
        ),
    ]


@page(found_round, policy.runs_round)
@require_POST
def remind(request: HttpRequest, round: Round) -> HttpResponse:
    """Remind one member, or all who still have sheets to sign."""
    members = round.council.members.filter(votes=True).select_related("user")
    if one := request.POST.get("member", ""):
        members = members.filter(pk=one) if one.isdecimal() and len(one) < 10 else members.none()
    reached = reminders.remind(actor=request.user, round=round, members=list(members))
    messages.success(request, _("Đã nhắc %(n)d người.") % {"n": len(reached)})
    return redirect("evaluation:board", round.pk)


@page(found_round, policy.is_secretary_of)
def sheet_by_code(request: HttpRequest, round: Round) -> HttpResponse:
    """The page to type a paper sheet in, by the code that is printed on it."""
    code = re.fullmatch(r"\s*[Pp]?0*(\d{1,9})\s*", request.GET.get("ma", ""))
    sheet = code and ScoreSheet.objects.filter(track__round=round, pk=code[1]).first()
    if not sheet:
        messages.error(request, _("Không có phiếu mang mã này trong đợt."))
        return redirect("evaluation:board", round.pk)
    return redirect("evaluation:type_paper", sheet.pk, 1)


@page(found_round, policy.leads_round)
def look(request: HttpRequest, round: Round) -> HttpResponse:
    """Before closing: members' severity, sheets that are alike, self-score against council. For chair and secretary."""
    return render(
        request,
        "evaluation/look.html",
        {"round": round, "is_demo": round.is_demo, **forensics.look(round, request.user)},
    )
