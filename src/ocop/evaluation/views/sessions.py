"""The session of a council: attendance, quorum, order of products, closing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.attachment_pages import shown
from ocop.core.rights import page
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import rulebook
from ocop.rules.deciding import quorum, quorum_needed

from .. import policy
from ..actions import sessions
from ..enums import OPEN_TRACKS, SessionState
from ..forms.councils import SessionForm
from ..models import Council, CouncilMember, Session
from ..queries import boards as queries
from ..queries.results import attendance_of
from ..queries.sessions import agenda
from .councils import found_round


@page(found_round, policy.sees_council, to_act=policy.runs_round)
def session(request: HttpRequest, round: Round) -> HttpResponse:
    """The meeting: attendance, quorum, order of products with live state."""
    existing = getattr(getattr(round, "council", None), "session", None)
    runs, process = policy.runs_round(request.user, round), rulebook(round).process
    form = SessionForm(request.POST or None, instance=existing)
    if request.method == "POST":
        council = get_object_or_404(Council, round=round)
        if form.is_valid():
            with form.showing_refusals():
                sessions.plan_session(
                    actor=request.user,
                    council=council,
                    starts_at=form.cleaned_data["starts_at"],
                    venue=form.cleaned_data["venue"],
                )
                return redirect("evaluation:session", round.pk)
    members = list(queries.member_progress(round))
    here = {a.member_id: a for a in existing.attendances.all()} if existing else {}
    mine = next((m for m in members if m.user_id == request.user.pk), None)
    council = attendance_of(round) if existing else None
    products = list(agenda(round, members, request.user))
    context = {
        "round": round,
        "is_demo": round.is_demo,
        "session": existing,
        "form": form,
        "runs": runs,
        "lacking": quorum(council, process) if council else (),
        "rows": [(m, here.get(m.pk)) for m in members],
        "here_count": len(here),
        "voters": council,
        "voters_needed": council and quorum_needed(council.seats, process),
        "silent_count": sum(not m.votes for m in members),
        "corrects": existing is not None
        and existing.state == SessionState.OPEN
        and policy.leads_round(request.user, round),
        "mine": mine,
        "products": products,
        "next_up": next((p.track for p in products if p.track.state in OPEN_TRACKS), None),
        "max_spread": process.value("max_spread"),
        "open_count": sum(p.track.state in OPEN_TRACKS for p in products),
        "held": shown(existing, request.user, "scan") if existing else None,
        "sees_forensics": policy.leads_round(request.user, round),
    }
    template = "evaluation/session.html#products" if request.htmx else "evaluation/session.html"
    return render(request, template, context)


def _meeting_of(round: Round) -> Session:
    return get_object_or_404(
        Session.objects.select_related("council__round__place"), council__round=round
    )


@page(found_round)
@require_POST
def attend(request: HttpRequest, round: Round, member: int) -> HttpResponse:
    seat = get_object_or_404(CouncilMember, pk=member, council__round=round)
    sessions.sign_attendance(actor=request.user, session=_meeting_of(round), member=seat)
    return redirect("evaluation:session", round.pk)


@page(found_round)
@require_POST
def withdraw_attendance(request: HttpRequest, round: Round, member: int) -> HttpResponse:
    seat = get_object_or_404(CouncilMember, pk=member, council__round=round)
    sessions.withdraw_attendance(
        actor=request.user,
        session=_meeting_of(round),
        member=seat,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Đã bỏ điểm danh của %(name)s.") % {"name": seat.user})
    return redirect("evaluation:session", round.pk)


@page(found_round, policy.runs_round)
@require_POST
def reorder(request: HttpRequest, round: Round, track: int) -> HttpResponse:
    """Move a product up or down by one, or to a place that is typed."""
    to = request.POST.get("to", "")
    if not (to.isdecimal() and len(to) < 10):
        raise Http404
    sessions.reorder(
        actor=request.user, round=round, track=get_object_or_404(round.tracks, pk=track), to=int(to)
    )
    return redirect(reverse("evaluation:session", args=[round.pk]) + f"#p-{track}")


@page(found_round, policy.runs_round)
@require_POST
def close_session(request: HttpRequest, round: Round) -> HttpResponse:
    sessions.close_session(
        actor=request.user, session=_meeting_of(round), remarks=request.POST.get("remarks", "")
    )
    messages.success(request, _("Đã kết thúc phiên họp."))
    return redirect("evaluation:session", round.pk)
