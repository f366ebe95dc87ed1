"""Rounds, councils, sessions, rankings, decisions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.core.listing import Column, Listing
from ocop.core.rights import allow
from ocop.people import policy as people
from ocop.rules.processes import builtin_processes

from .. import forms, papers, policy
from ..actions import results, rounds, sheets
from ..enums import DecisionState, RoundState
from ..models import CouncilMember, Decision, Round, Session, Track
from ..queries import rounds as queries
from ..rulebook import rulebook

NEXT_STEPS = {
    RoundState.PREPARING: [(RoundState.RECEIVING, gettext_lazy("Bắt đầu nhận hồ sơ"))],
    RoundState.RECEIVING: [(RoundState.SCORING, gettext_lazy("Bắt đầu chấm điểm"))],
    RoundState.SCORING: [
        (RoundState.CONCLUDED, gettext_lazy("Kết luận đợt")),
        (RoundState.RECEIVING, gettext_lazy("Nhận thêm hồ sơ")),
    ],
}


DOCUMENTS = [
    ("bien-ban", gettext_lazy("Biên bản họp hội đồng")),
    ("tong-hop-diem", gettext_lazy("Bảng tổng hợp điểm")),
    ("quyet-dinh", gettext_lazy("Quyết định phê duyệt kết quả")),
    ("to-trinh", gettext_lazy("Tờ trình chuyển hồ sơ lên cấp trên")),
]


def found_round(request: HttpRequest, pk: int, *, runs: bool = False) -> Round:
    """The round if the person may see it, and may run it where that is needed; else 404."""
    visible = (
        policy.rounds_visible_to(request.user)
        .select_related("place", "upper", "council")
        .defer("edition__files")
    )
    found = get_object_or_404(visible, pk=pk)
    if runs and not policy.runs_round(request.user, found):
        raise Http404
    return found


@allow(policy.reads_evaluation)
def round_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        queries.round_list(request.user).defer("edition__files"),
        order="-year",
        name="dot-danh-gia",
        search="place__search",
        row_template="evaluation/partials/round_row.html",
        columns=[
            Column(_("Đợt"), sort="year", value=str),
            Column(_("Địa bàn"), sort="place__sort_key", value=lambda r: r.place.name),
            Column(_("Bộ tiêu chí"), value=lambda r: r.edition.code),
            Column(
                _("Sản phẩm"), sort="tracks_count", value=lambda r: r.tracks_count, is_number=True
            ),
            Column(
                _("Chờ kiểm tra"), sort="open_count", value=lambda r: r.open_count, is_number=True
            ),
            Column(_("Trạng thái"), sort="state", value=lambda r: r.get_state_display()),
        ],
    )
    if listing.wants_export:
        return listing.export()
    return render(
        request,
        "evaluation/rounds.html",
        {"listing": listing, "may_open": people.is_officer(request.user)},
    )


@allow(people.is_officer)
def new_round(request: HttpRequest) -> HttpResponse:
    form = forms.RoundForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        opened = rounds.open_round(actor=request.user, round=form.save(commit=False))
        messages.success(request, _("Đã lập đợt. Tiếp theo: thành lập hội đồng."))
        return redirect("evaluation:round", opened.pk)
    return render(
        request, "evaluation/round_form.html", {"form": form, "processes": builtin_processes()}
    )


@allow(policy.reads_evaluation)
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress board of a round: what stands where, who has scored how much, what comes next."""
    found = found_round(request, pk)
    runs = policy.runs_round(request.user, found)
    book = rulebook(found)
    context = {
        "round": found,
        "is_demo": found.is_demo,
        "runs": runs,
        "counts": queries.track_counts(found),
        "members": queries.member_progress(found),
        "process": book.process,
        "edition": book.edition,
        "steps": NEXT_STEPS.get(found.state, []) if runs else [],
        "faults": rounds.council_faults(found)
        if runs and found.state in (RoundState.PREPARING, RoundState.RECEIVING)
        else [],
        "dossiers": policy.dossiers_visible_to(request.user)
        .filter(round=found)
        .select_related("product", "producer")
        .order_by("state", "-updated_at")[:50],
        "tracks": queries.ranking(found)[:10],
        "decision": found.decisions.order_by("-pk").first(),
    }
    return render(request, "evaluation/round.html", context)


@allow(policy.is_round_officer)
@require_POST
def move_round(request: HttpRequest, pk: int) -> HttpResponse:
    to = request.POST.get("to", "")
    rounds.move_round(actor=request.user, round=found_round(request, pk, runs=True), to=to)
    messages.success(request, _("Đã chuyển bước: %(state)s.") % {"state": RoundState(to).label})
    return redirect("evaluation:round", pk)


@allow(policy.is_round_officer)
def council(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits in the council, by which decision."""
    found = found_round(request, pk, runs=True)
    existing = getattr(found, "council", None)
    form = forms.CouncilForm(
        request.POST if "decision_number" in request.POST else None, instance=existing
    )
    seat_form = forms.SeatForm(request.POST if "login" in request.POST else None)
    if request.method == "POST" and form.is_bound and form.is_valid():
        rounds.set_up_council(actor=request.user, round=found, **form.cleaned_data)
        return redirect("evaluation:council", pk)
    if request.method == "POST" and seat_form.is_bound and existing and seat_form.is_valid():
        data = dict(seat_form.cleaned_data)
        rounds.seat(actor=request.user, council=existing, user=data.pop("login"), **data)
        messages.success(request, _("Đã thêm thành viên."))
        return redirect("evaluation:council", pk)
    process = rulebook(found).process
    context = {
        "round": found,
        "form": form,
        "seat_form": seat_form,
        "council": existing,
        "members": queries.member_progress(found),
        "faults": rounds.council_faults(found),
        "sizes": (process.values["council_min"], process.values["council_max"]),
        "is_open": found.state in (RoundState.PREPARING, RoundState.RECEIVING),
    }
    return render(request, "evaluation/council.html", context)


@allow(policy.is_round_officer)
@require_POST
def unseat(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    found = found_round(request, pk, runs=True)
    rounds.unseat(
        actor=request.user, member=get_object_or_404(CouncilMember, pk=member, council__round=found)
    )
    return redirect("evaluation:council", pk)


@allow(policy.reads_evaluation)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting: attendance, quorum, order of products with live state."""
    found = found_round(request, pk)
    existing = getattr(getattr(found, "council", None), "session", None)
    runs = policy.runs_round(request.user, found)
    form = forms.SessionForm(request.POST or None, instance=existing)
    if request.method == "POST":
        if not runs or not hasattr(found, "council"):
            raise Http404
        if form.is_valid():
            rounds.plan_session(actor=request.user, council=found.council, **form.cleaned_data)
            return redirect("evaluation:session", pk)
    members = list(queries.member_progress(found))
    here = set(existing.attendances.values_list("member_id", flat=True)) if existing else set()
    context = {
        "round": found,
        "session": existing,
        "form": form,
        "runs": runs,
        "lacking": results.quorum_reasons(found) if existing else (),
        "rows": [(m, m.pk in here) for m in members],
        "mine": next((m for m in members if m.user_id == request.user.pk), None),
        "tracks": found.tracks.select_related("dossier__product", "dossier__producer").order_by(
            "position", "pk"
        ),
        "shows_totals": runs
        or any(m.user_id == request.user.pk and m.role == "chair" for m in members),
    }
    template = "evaluation/session.html#products" if request.htmx else "evaluation/session.html"
    return render(request, template, context)


@allow(policy.reads_evaluation)
@require_POST
def attend(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    found = found_round(request, pk)
    seat = get_object_or_404(CouncilMember, pk=member, council__round=found)
    meeting = get_object_or_404(
        Session.objects.select_related("council__round__place"), council__round=found
    )
    rounds.sign_attendance(actor=request.user, session=meeting, member=seat)
    return redirect("evaluation:session", pk)


@allow(policy.is_round_officer)
@require_POST
def reorder(request: HttpRequest, pk: int, track: int) -> HttpResponse:
    found = found_round(request, pk, runs=True)
    rounds.reorder(
        actor=request.user,
        round=found,
        track=get_object_or_404(found.tracks, pk=track),
        up=request.POST.get("to") == "up",
    )
    return redirect("evaluation:session", pk)


@allow(policy.is_round_officer)
@require_POST
def close_session(request: HttpRequest, pk: int) -> HttpResponse:
    found = found_round(request, pk, runs=True)
    meeting = get_object_or_404(
        Session.objects.select_related("council__round__place"), council__round=found
    )
    rounds.close_session(
        actor=request.user, session=meeting, remarks=request.POST.get("remarks", "")
    )
    messages.success(request, _("Đã kết thúc phiên họp."))
    return redirect("evaluation:session", pk)


@allow(policy.reads_evaluation)
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking of a round from kept totals: never touches single scores."""
    found = found_round(request, pk)
    visible = queries.ranking(found)
    if not policy.runs_round(request.user, found):
        visible = visible.filter(
            concluded_at__isnull=False, pk__in=policy.tracks_visible_to(request.user).values("pk")
        )
    listing = Listing(
        request,
        visible,
        order="",
        name="xep-hang",
        search="dossier__product__search",
        row_template="evaluation/partials/ranking_row.html",
        columns=[
            Column(
                _("Sản phẩm"),
                sort="dossier__product__sort_key",
                value=lambda t: t.dossier.product.name,
            ),
            Column(
                _("Chủ thể"),
                sort="dossier__producer__sort_key",
                value=lambda t: t.dossier.producer.name,
            ),
            Column(
                _("Tự chấm"),
                sort="dossier__self_total",
                value=lambda t: t.dossier.self_total,
                is_number=True,
            ),
            Column(
                _("Điểm trung bình"),
                sort="mean_total",
                value=lambda t: t.mean_printed,
                is_number=True,
            ),
            Column(_("Chênh lệch"), sort="spread", value=lambda t: t.spread, is_number=True),
            Column(_("Sao"), sort="stars", value=lambda t: t.stars),
            Column(_("Trạng thái"), sort="state", value=lambda t: t.get_state_display()),
        ],
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "evaluation/ranking.html", {"round": found, "listing": listing})
    )


@allow(policy.is_round_officer)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the decision up, print it, and put it into effect when it is signed."""
    found = found_round(request, pk, runs=True)
    existing = found.decisions.order_by("-pk").first()
    form = forms.DecisionForm(
        request.POST if "authority" in request.POST else None, instance=existing
    )
    issue_form = forms.IssueForm(request.POST if "number" in request.POST else None)
    if request.method == "POST" and form.is_bound and form.is_valid():
        results.draft_decision(actor=request.user, round=found, fields=form.cleaned_data)
        return redirect("evaluation:decision", pk)
    if request.method == "POST" and issue_form.is_bound and existing and issue_form.is_valid():
        results.issue_decision(actor=request.user, decision=existing, **issue_form.cleaned_data)
        messages.success(request, _("Quyết định có hiệu lực; giấy chứng nhận đã được lập."))
        return redirect("evaluation:decision", pk)
    context = {
        "round": found,
        "decision": existing,
        "form": form,
        "issue_form": issue_form,
        "documents": DOCUMENTS,
        "is_draft": existing is not None and existing.state == DecisionState.DRAFT,
        "tracks": queries.ranking(found),
    }
    return render(request, "evaluation/decision.html", context)


@allow(policy.is_round_officer)
def document(request: HttpRequest, pk: int, kind: str, suffix: str) -> HttpResponse:
    """Decision, minutes, score summary or letter upward, as PDF or Word."""
    found = found_round(request, pk, runs=True)
    made: Decision | None = found.decisions.order_by("-pk").first()
    return papers.download(found, made, kind, suffix)


def found_track(request: HttpRequest, pk: int) -> Track:
    visible = policy.tracks_visible_to(request.user).select_related(
        "round__place", "round__council__session", "dossier__product", "dossier__producer"
    )
    return get_object_or_404(visible, pk=pk)


@allow(policy.reads_evaluation)
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """Criterion by member with the spread drawn: for reconciliation, and afterwards for the question why."""
    found = found_track(request, pk)
    if not policy.sees_scores(request.user, found):
        raise Http404
    runs = policy.runs_round(request.user, found.round)
    context: dict[str, Any] = {
        "track": found,
        "runs": runs,
        "sees_round": policy.rounds_visible_to(request.user).filter(pk=found.round_id).exists(),
        "may_discuss": policy.discusses(request.user, found),
        **papers.matrix(found, request.user),
    }
    return render(request, "evaluation/track.html", context)


@allow(policy.reads_evaluation)
@require_POST
def act_on_track(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Reconcile, conclude or note what was said."""
    found = found_track(request, pk)
    if verb == "thong-nhat":
        sheets.start_reconciling(actor=request.user, track=found)
    elif verb == "ket-luan":
        results.conclude(actor=request.user, track=found)
        messages.success(request, _("Đã kết luận."))
    elif verb == "trao-doi":
        sheets.discuss(actor=request.user, track=found, text=request.POST.get("text", ""))
    elif verb == "xung-dot":
        rounds.declare_conflict(
            actor=request.user, track=found, reason=request.POST.get("reason", "")
        )
        messages.success(request, _("Đã ghi nhận; bạn không chấm sản phẩm này."))
        return redirect("evaluation:my_sheets")
    else:
        raise Http404
    return redirect("evaluation:track", pk)
