"""One product in a council: the discussion, the conclusion, the answer to the question why."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import one_of, page

from .. import policy
from ..actions import conflicts, results, rounds, sheets
from ..models import Track
from ..queries import matrix as queries


def found_track(person: Any, pk: int) -> Track:
    visible = policy.tracks_visible_to(person).select_related(
        "round__place", "round__council__session", "dossier__product", "dossier__producer__place"
    )
    return get_object_or_404(visible, pk=pk)


@page(found_track)
def track(request: HttpRequest, found: Track) -> HttpResponse:
    """Criterion by member with the spread drawn, for who may see it; else the result with the criteria's means."""
    if not rounds.has_council(found.round):
        return redirect("evaluation:assessment", found.pk)
    if policy.sees_scores(request.user, found):
        runs = policy.runs_round(request.user, found.round)
        context = {
            "track": found,
            "runs": runs,
            "sees_round": policy.rounds_visible_to(request.user).filter(pk=found.round_id).exists(),
            "may_discuss": policy.discusses(request.user, found),
            **queries.matrix(found, request.user),
        }
        return render(request, "evaluation/track.html", context)
    if not policy.sees_result(request.user, found):
        raise Http404
    context = {
        "track": found,
        "is_demo": found.round.is_demo,
        "reasons": found.decided_reasons,
        "parts": queries.means(found),
    }
    return render(request, "evaluation/result.html", context)


ACTS = ("thong-nhat", "ket-luan", "tra-lai", "trao-doi", "xung-dot")


@page(found_track)
@require_POST
def act_on_track(request: HttpRequest, found: Track, verb: str) -> HttpResponse:
    """Reconcile, conclude, give back, or note what was said."""
    reason = request.POST.get("reason", "")
    if one_of(ACTS, verb) == "thong-nhat":
        sheets.start_reconciling(actor=request.user, track=found)
        messages.success(request, _("Đã mở thống nhất lại và báo cho các thành viên."))
    elif verb == "ket-luan":
        results.conclude(actor=request.user, track=found)
        messages.success(request, _("Đã kết luận."))
    elif verb == "tra-lai":
        results.send_back(actor=request.user, track=found, reason=reason)
        messages.success(request, _("Đã ghi: trả lại hồ sơ."))
    elif verb == "trao-doi":
        sheets.discuss(actor=request.user, track=found, text=request.POST.get("text", ""))
    else:
        conflicts.declare_conflict(actor=request.user, track=found, reason=reason)
        messages.success(request, _("Đã ghi nhận; bạn không chấm sản phẩm này."))
        return redirect("evaluation:my_sheets")
    return redirect("evaluation:track", found.pk)


@page(found_track)
@require_POST
def lift_conflict(request: HttpRequest, found: Track, conflict: int) -> HttpResponse:
    """The secretary hands a member's sheet out after all."""
    known = found.conflicts.select_related("member", "track__round__place")
    conflicts.lift(
        actor=request.user,
        conflict=get_object_or_404(known, pk=conflict),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Đã giao lại phiếu cho thành viên."))
    return redirect("evaluation:track", found.pk)
