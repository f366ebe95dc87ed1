"""One product in a council: the discussion, the conclusion, the answer to the question why."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import one_of, page
from ocop.dossiers.rulebook import has_council

from .. import policy
from ..actions import conflicts, results, sheets
from ..models import Track
from ..queries import matrix as queries


def found_track(person: Any, pk: int) -> Track:
    visible = policy.tracks_visible_to(person).select_related(
        "round__place", "round__council__session", "dossier__product", "dossier__producer__place"
    )
    return get_object_or_404(visible, pk=pk)


@page(found_track)
def track(request: HttpRequest, track: Track) -> HttpResponse:
    """Criterion by member with the spread drawn, for who may see it; else the result with the criteria's means."""
    if not has_council(track.round):
        return redirect("evaluation:assessment", track.pk)
    if policy.sees_scores(request.user, track):
        runs = policy.runs_round(request.user, track.round)
        context = {
            "track": track,
            "runs": runs,
            "sees_round": policy.rounds_visible_to(request.user).filter(pk=track.round_id).exists(),
            "sees_appraisal": policy.sees_appraisal(request.user, track),
            "may_discuss": policy.discusses(request.user, track),
            **queries.matrix(track, request.user),
        }
        return render(request, "evaluation/track.html", context)
    if not policy.sees_result(request.user, track):
        raise Http404
    context = {
        "track": track,
        "is_demo": track.round.is_demo,
        "reasons": track.decided_reasons,
        "parts": queries.means(track),
    }
    return render(request, "evaluation/result.html", context)


ACTS = ("thong-nhat", "ket-luan", "tra-lai", "trao-doi", "xung-dot")


@page(found_track)
@require_POST
def act_on_track(request: HttpRequest, track: Track, verb: str) -> HttpResponse:
    """Reconcile, conclude, give back, or note what was said."""
    reason = request.POST.get("reason", "")
    if one_of(ACTS, verb) == "thong-nhat":
        sheets.start_reconciling(actor=request.user, track=track)
        messages.success(request, _("Đã mở thống nhất lại và báo cho các thành viên."))
    elif verb == "ket-luan":
        results.conclude(actor=request.user, track=track)
        messages.success(request, _("Đã kết luận."))
    elif verb == "tra-lai":
        results.send_back(actor=request.user, track=track, reason=reason)
        messages.success(request, _("Đã ghi: trả lại hồ sơ."))
    elif verb == "trao-doi":
        sheets.discuss(actor=request.user, track=track, text=request.POST.get("text", ""))
    else:
        conflicts.declare_conflict(actor=request.user, track=track, reason=reason)
        messages.success(request, _("Đã ghi nhận; bạn không chấm sản phẩm này."))
        return redirect("evaluation:my_sheets")
    return redirect("evaluation:track", track.pk)


@page(found_track)
@require_POST
def lift_conflict(request: HttpRequest, track: Track, conflict: int) -> HttpResponse:
    """The secretary hands a member's sheet out after all."""
    known = track.conflicts.select_related("member", "track__round__place")
    conflicts.lift(
        actor=request.user,
        conflict=get_object_or_404(known, pk=conflict),
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Đã giao lại phiếu cho thành viên."))
    return redirect("evaluation:track", track.pk)
