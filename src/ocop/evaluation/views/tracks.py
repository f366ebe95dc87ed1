"""One product in a council: the discussion, the conclusion, the answer to the question why."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import allow

from .. import policy
from ..actions import conflicts, results, rounds, sheets
from ..models import Conflict, Track
from ..queries import matrix as queries


def found_track(request: HttpRequest, pk: int) -> Track:
    visible = policy.tracks_visible_to(request.user).select_related(
        "round__place", "round__council__session", "dossier__product", "dossier__producer__place"
    )
    return get_object_or_404(visible, pk=pk)


@allow(policy.reads_evaluation)
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """Criterion by member with the spread drawn, for who may see it; else the result with the criteria's means."""
    found = found_track(request, pk)
    if not rounds.has_council(found.round):
        return redirect("evaluation:assessment", pk)
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


@allow(policy.reads_evaluation)
@require_POST
def act_on_track(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Reconcile, conclude, give back, or note what was said."""
    found = found_track(request, pk)
    reason = request.POST.get("reason", "")
    if verb == "thong-nhat":
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
    elif verb == "xung-dot":
        conflicts.declare_conflict(actor=request.user, track=found, reason=reason)
        messages.success(request, _("Đã ghi nhận; bạn không chấm sản phẩm này."))
        return redirect("evaluation:my_sheets")
    else:
        raise Http404
    return redirect("evaluation:track", pk)


@allow(policy.is_round_officer)
@require_POST
def lift_conflict(request: HttpRequest, pk: int, conflict: int) -> HttpResponse:
    """The secretary hands a member's sheet out after all."""
    found = get_object_or_404(
        Conflict.objects.filter(track=found_track(request, pk)).select_related(
            "member", "track__round__place"
        ),
        pk=conflict,
    )
    conflicts.lift(actor=request.user, conflict=found, reason=request.POST.get("reason", ""))
    messages.success(request, _("Đã giao lại phiếu cho thành viên."))
    return redirect("evaluation:track", pk)
