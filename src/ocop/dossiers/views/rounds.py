"""Rounds: the list, a new one, the page of one, its next step."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.core import cells
from ocop.core.listing import Column, Listing
from ocop.core.navigation import addresses
from ocop.core.panels import panels_for
from ocop.core.rights import allow, page
from ocop.people import policy as people

from .. import policy
from ..actions import rounds
from ..enums import RoundState
from ..forms.rounds import RoundFilter, RoundForm
from ..models import Round
from ..queries import rounds as queries
from ..rulebook import has_council, rulebook

NEXT_STEPS = {
    RoundState.PREPARING: [(RoundState.RECEIVING, gettext_lazy("Bắt đầu nhận hồ sơ"))],
    RoundState.RECEIVING: [(RoundState.SCORING, gettext_lazy("Bắt đầu chấm điểm"))],
    RoundState.SCORING: [
        (RoundState.CONCLUDED, gettext_lazy("Kết luận đợt")),
        (RoundState.RECEIVING, gettext_lazy("Nhận thêm hồ sơ")),
    ],
}
STEPS_WITHOUT_COUNCIL = {
    RoundState.PREPARING: NEXT_STEPS[RoundState.PREPARING],
    RoundState.RECEIVING: [(RoundState.CONCLUDED, gettext_lazy("Kết thúc đợt"))],
}
MOST_DOSSIERS = 50


def found_round(person: Any, pk: int) -> Round:
    """The round if the person may see it, else 404."""
    visible = (
        policy.rounds_visible_to(person)
        .select_related("place__parent", "upper")
        .defer("edition__files")
    )
    return get_object_or_404(visible, pk=pk)


@allow(policy.reads_dossiers)
def round_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.round_list(request.user).defer("edition__files"),
        order="-year",
        name="dot-danh-gia",
        search="place__search",
        filters=RoundFilter(request.GET),
        columns=round_columns(),
    )
    if listing.wants_export:
        return listing.export()
    return render(
        request,
        "dossiers/rounds.html",
        {"listing": listing, "may_open": people.is_officer(request.user)},
    )


def round_columns() -> list[Column]:
    address = addresses("dossiers:round")
    return [
        Column(
            _("Đợt"),
            sort="year",
            value=str,
            cell=lambda r: cells.link(
                address(r.pk), _("Đợt %(n)s năm %(y)s") % {"n": r.number, "y": r.year}
            ),
        ),
        Column(
            _("Địa bàn"),
            sort="place__sort_key",
            value=lambda r: r.place.name,
            cell=lambda r: r.place,
            is_fixed=True,
        ),
        Column(
            _("Bộ tiêu chí"),
            key="edition",
            value=lambda r: r.edition.code,
            cell=lambda r: r.edition.short_name,
        ),
        Column(
            _("Sản phẩm"),
            sort="products_count",
            value=lambda r: r.products_count,
            is_number=True,
            total=Sum("products_count"),
        ),
        Column(
            _("Chờ kiểm tra"),
            sort="open_count",
            value=lambda r: r.open_count,
            is_number=True,
            total=Sum("open_count"),
        ),
        Column(
            _("Trạng thái"), sort="state", value=lambda r: r.get_state_display(), cell=cells.badge
        ),
    ]


@allow(people.is_officer)
def new_round(request: HttpRequest) -> HttpResponse:
    form = RoundForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            opened = rounds.open_round(actor=request.user, round=form.save(commit=False))
            messages.success(request, _("Đã lập đợt. Tiếp theo: thành lập hội đồng."))
            return redirect("dossiers:round", opened.pk)
    return render(request, "dossiers/round_form.html", {"form": form, "processes": form.processes})


@page(found_round)
def round_page(request: HttpRequest, round: Round) -> HttpResponse:
    """What was filed in a round, what its council does (panels), what comes next, by which rules."""
    book = rulebook(round)
    steps = NEXT_STEPS if has_council(round) else STEPS_WITHOUT_COUNCIL
    filed = policy.dossiers_visible_to(request.user).filter(round=round)
    context = {
        "round": round,
        "is_demo": round.is_demo,
        "process": book.process,
        "edition": book.edition,
        "steps": steps.get(RoundState(round.state), [])
        if policy.runs_round(request.user, round)
        else [],
        "panels": panels_for(round, request.user),
        "dossiers_count": filed.count(),
        "dossiers": filed.select_related("product", "producer").order_by("state", "-updated_at")[
            :MOST_DOSSIERS
        ],
    }
    return render(request, "dossiers/round.html", context)


@page(found_round, policy.runs_round)
@require_POST
def move_round(request: HttpRequest, round: Round) -> HttpResponse:
    to = request.POST.get("to", "")
    rounds.move_round(actor=request.user, round=round, to=to)
    messages.success(request, _("Đã chuyển bước: %(state)s.") % {"state": RoundState(to).label})
    return redirect("dossiers:round", round.pk)
