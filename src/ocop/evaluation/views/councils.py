"""The council of a round."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.compiled import Select
from ocop.core.rights import page, require
from ocop.dossiers.enums import BEFORE_SCORING
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.people.queries import post_of

from .. import policy
from ..actions import councils
from ..forms.councils import CouncilForm, SeatForm
from ..models import Conflict, CouncilMember
from ..queries import boards as queries

_round = Select(
    lambda pk: (
        Round.objects.select_related("place__parent", "upper", "council__session")
        .filter(pk=pk)
        .order_by()
    ),
    pk=Round._meta.pk,
)


def found_round(person: Any, pk: int) -> Round:
    """The round if the person may see it, else 404: 1 query, 1 more for who neither sits in its council nor reads its area."""
    round = _round.get(pk=pk)
    require(
        policy.sees_council(person, round)
        or policy.rounds_visible_to(person).filter(pk=pk).exists()
    )
    return round


@page(found_round, policy.runs_round)
def council(request: HttpRequest, round: Round) -> HttpResponse:
    """Who sits in the council, by which decision."""
    existing = getattr(round, "council", None)
    form = CouncilForm(
        request.POST if "decision_number" in request.POST else None, instance=existing
    )
    seat_form = SeatForm(request.POST if "login" in request.POST else None, place=round.place)
    named = request.GET.get("login", "").strip().lower()
    if request.method == "POST" and form.is_bound and form.is_valid():
        with form.showing_refusals():
            councils.set_up_council(actor=request.user, round=round, **form.cleaned_data)
            return redirect("evaluation:council", round.pk)
    if request.method == "POST" and seat_form.is_bound and existing and seat_form.is_valid():
        data = dict(seat_form.cleaned_data)
        with seat_form.showing_refusals():
            councils.seat(actor=request.user, council=existing, user=data.pop("login"), **data)
            messages.success(request, _("Đã thêm thành viên."))
            return redirect("evaluation:council", round.pk)
    process = rulebook(round).process
    context = {
        "round": round,
        "form": form,
        "seat_form": seat_form,
        "post": post_of(named, at=round.place) if named else None,
        "council": existing,
        "members": queries.member_progress(round),
        "faults": councils.council_faults(round),
        "sizes": (process.value("council_min"), process.value("council_max")),
        "conflicts": Conflict.objects.filter(track__round=round).select_related(
            "member__user", "track__dossier__product"
        ),
        "is_open": round.state in BEFORE_SCORING,
    }
    return render(request, "evaluation/council.html", context)


@page(found_round, policy.runs_round)
@require_POST
def unseat(request: HttpRequest, round: Round, member: int) -> HttpResponse:
    councils.unseat(
        actor=request.user, member=get_object_or_404(CouncilMember, pk=member, council__round=round)
    )
    return redirect("evaluation:council", round.pk)
