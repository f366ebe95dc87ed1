"""Rounds, councils, rankings, decisions."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.certificates.models import Certificate
from ocop.core.errors import Refused
from ocop.core.listing import Column, Listing, table_rows
from ocop.core.rights import allow, page
from ocop.core.words import in_vietnamese
from ocop.people import policy as people
from ocop.people.queries import post_of

from .. import policy
from ..actions import results, rounds
from ..enums import BEFORE_SCORING, SETTLED_TRACKS, DecisionState, RoundState
from ..forms.rounds import CouncilForm, DecisionForm, IssueForm, RoundForm, SeatForm, UpperForm
from ..models import Conflict, CouncilMember, Decision, Round
from ..papers import rounds as papers
from ..queries import rounds as queries
from ..queries.results import going_up
from ..rulebook import rulebook
from .ranking import ranked, ranking_columns

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

DOCUMENTS = [
    ("bien-ban", gettext_lazy("Biên bản họp hội đồng")),
    ("tong-hop-diem", gettext_lazy("Bảng tổng hợp điểm")),
    ("quyet-dinh", gettext_lazy("Quyết định phê duyệt kết quả")),
    ("to-trinh", gettext_lazy("Tờ trình chuyển hồ sơ lên cấp trên")),
]


def found_round(person: Any, pk: int) -> Round:
    """The round if the person may see it, else 404."""
    visible = (
        policy.rounds_visible_to(person)
        .select_related("place__parent", "upper", "council__session")
        .defer("edition__files")
    )
    return get_object_or_404(visible, pk=pk)


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
    form = RoundForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals():
            opened = rounds.open_round(actor=request.user, round=form.save(commit=False))
            messages.success(request, _("Đã lập đợt. Tiếp theo: thành lập hội đồng."))
            return redirect("evaluation:round", opened.pk)
    return render(
        request, "evaluation/round_form.html", {"form": form, "processes": form.processes}
    )


@page(found_round)
def round_page(request: HttpRequest, found: Round) -> HttpResponse:
    """The progress board of a round: what stands where, who has scored how much, what comes next."""
    runs = policy.runs_round(request.user, found)
    book = rulebook(found)
    has_council = rounds.has_council(found)
    context = {
        "round": found,
        "is_demo": found.is_demo,
        "runs": runs,
        "has_council": has_council,
        "sees_council": has_council and policy.sees_council(request.user, found),
        "appraises": policy.appraises(request.user, found),
        "counts": queries.track_counts(found),
        "members": queries.member_progress(found),
        "process": book.process,
        "edition": book.edition,
        "steps": (NEXT_STEPS if has_council else STEPS_WITHOUT_COUNCIL).get(found.state, [])
        if runs
        else [],
        "faults": rounds.council_faults(found)
        if runs and has_council and found.state in BEFORE_SCORING
        else [],
        "dossiers": policy.dossiers_visible_to(request.user)
        .filter(round=found)
        .select_related("product", "producer")
        .order_by("state", "-updated_at")[:50],
        "tracks": queries.ranking(found)[:10],
        "decision": found.decisions.order_by("-pk").first(),
        "upper_form": upper_form(found) if runs and not has_council else None,
    }
    return render(request, "evaluation/round.html", context)


def upper_form(round: Round) -> UpperForm | None:
    """To choose the round above, where the process has a level above and nothing has gone there yet."""
    is_last = rulebook(round).process.above(round.level) is None
    return None if is_last or queries.has_gone_up(round) else UpperForm(instance=round)


@page(found_round, policy.runs_round)
@require_POST
def choose_upper(request: HttpRequest, found: Round) -> HttpResponse:
    """Say later to which round above the dossiers of a round go."""
    form = UpperForm(request.POST, instance=found)
    if not form.is_valid():
        raise Refused(_("Chọn đợt của cấp trên còn nhận hồ sơ."), fields=["upper"])
    results.choose_upper(actor=request.user, round=found, upper=form.cleaned_data["upper"])
    messages.success(request, _("Đã lưu."))
    way = "evaluation:decision" if rounds.has_council(found) else "evaluation:round"
    return redirect(way, found.pk)


@page(found_round, policy.runs_round)
@require_POST
def move_round(request: HttpRequest, found: Round) -> HttpResponse:
    to = request.POST.get("to", "")
    rounds.move_round(actor=request.user, round=found, to=to)
    messages.success(request, _("Đã chuyển bước: %(state)s.") % {"state": RoundState(to).label})
    return redirect("evaluation:round", found.pk)


@page(found_round, policy.runs_round)
def council(request: HttpRequest, found: Round) -> HttpResponse:
    """Who sits in the council, by which decision."""
    existing = getattr(found, "council", None)
    form = CouncilForm(
        request.POST if "decision_number" in request.POST else None, instance=existing
    )
    seat_form = SeatForm(request.POST if "login" in request.POST else None, place=found.place)
    named = request.GET.get("login", "").strip().lower()
    if request.method == "POST" and form.is_bound and form.is_valid():
        with form.showing_refusals():
            rounds.set_up_council(actor=request.user, round=found, **form.cleaned_data)
            return redirect("evaluation:council", found.pk)
    if request.method == "POST" and seat_form.is_bound and existing and seat_form.is_valid():
        data = dict(seat_form.cleaned_data)
        with seat_form.showing_refusals():
            rounds.seat(actor=request.user, council=existing, user=data.pop("login"), **data)
            messages.success(request, _("Đã thêm thành viên."))
            return redirect("evaluation:council", found.pk)
    process = rulebook(found).process
    context = {
        "round": found,
        "form": form,
        "seat_form": seat_form,
        "post": post_of(named, at=found.place) if named else None,
        "council": existing,
        "members": queries.member_progress(found),
        "faults": rounds.council_faults(found),
        "sizes": (process.value("council_min"), process.value("council_max")),
        "conflicts": Conflict.objects.filter(track__round=found).select_related(
            "member__user", "track__dossier__product"
        ),
        "is_open": found.state in BEFORE_SCORING,
    }
    return render(request, "evaluation/council.html", context)


@page(found_round, policy.runs_round)
@require_POST
def unseat(request: HttpRequest, found: Round, member: int) -> HttpResponse:
    rounds.unseat(
        actor=request.user, member=get_object_or_404(CouncilMember, pk=member, council__round=found)
    )
    return redirect("evaluation:council", found.pk)


@page(found_round)
def ranking(request: HttpRequest, found: Round) -> HttpResponse:
    """The ranking of a round from kept totals: never touches single scores."""
    visible = queries.ranking(found)
    if not policy.runs_round(request.user, found):
        visible = visible.filter(
            concluded_at__isnull=False, pk__in=policy.tracks_visible_to(request.user).values("pk")
        )
    if not policy.sees_council(request.user, found):
        visible = visible.filter(state__in=SETTLED_TRACKS)
    listing = Listing(
        request,
        ranked(visible),
        order="",
        name="xep-hang",
        search="dossier__product__search",
        columns=ranking_columns(),
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "evaluation/ranking.html", {"round": found, "listing": listing})
    )


@page(found_round, policy.runs_round)
def decision(request: HttpRequest, found: Round) -> HttpResponse:
    """Draw the decision up, print it, and put it into effect when it is signed."""
    existing = found.decisions.order_by("-pk").first()
    form = DecisionForm(request.POST if "authority" in request.POST else None, instance=existing)
    issue_form = IssueForm(request.POST if "number" in request.POST else None)
    if request.method == "POST" and form.is_bound and form.is_valid():
        with form.showing_refusals():
            results.draft_decision(actor=request.user, round=found, fields=form.cleaned_data)
            return redirect("evaluation:decision", found.pk)
    if request.method == "POST" and issue_form.is_bound and existing and issue_form.is_valid():
        with issue_form.showing_refusals():
            results.issue_decision(actor=request.user, decision=existing, **issue_form.cleaned_data)
            made = Certificate.objects.filter(track__decision=existing)
            said = _(
                "Quyết định có hiệu lực. Giấy chứng nhận đã lập: %(made)d. Chuyển cấp trên: %(up)d."
            )
            messages.success(request, said % {"made": made.count(), "up": len(going_up(found))})
            _tell_of_late(request, made)
            return redirect("evaluation:decision", found.pk)
    up = going_up(found)
    context = {
        "round": found,
        "decision": existing,
        "upper_form": upper_form(found) if up else None,
        "waiting_count": len(up),
        "form": form,
        "issue_form": issue_form,
        "documents": [(kind, label) for kind, label in DOCUMENTS if up or kind != "to-trinh"],
        "is_draft": existing is not None and existing.state == DecisionState.DRAFT,
        "is_issued": existing is not None and existing.state == DecisionState.ISSUED,
        "rows": table_rows(ranking_columns(), ranked(queries.ranking(found))),
    }
    return render(request, "evaluation/decision.html", context)


def _tell_of_late(request: HttpRequest, made: QuerySet[Certificate]) -> None:
    """Say of which products a later certificate is in force already."""
    said = _(
        "%(name)s đã có giấy %(new)s có hiệu lực từ ngày %(day)s, sau ngày của quyết định này. Giấy %(old)s được ghi là đã thay thế từ ngày đó."
    )
    for old in made.exclude(superseded_by=None).select_related("superseded_by"):
        new = old.superseded_by
        day = f"{new.valid_from:%d/%m/%Y}"
        messages.warning(
            request, said % {"name": old.product_name, "new": new, "day": day, "old": old}
        )


@page(found_round, policy.runs_round)
@in_vietnamese
def document(request: HttpRequest, found: Round, kind: str, suffix: str) -> HttpResponse:
    """Decision, minutes, score summary or letter upward, as PDF or Word."""
    made: Decision | None = found.decisions.order_by("-pk").first()
    return papers.download(found, made, kind, suffix)
