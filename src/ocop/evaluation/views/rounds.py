"""Rounds, councils, rankings, decisions."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.certificates.models import Certificate
from ocop.core import cells
from ocop.core.attachment_pages import shown
from ocop.core.compiled import Select
from ocop.core.errors import Refused
from ocop.core.listing import Column, Listing, table_rows
from ocop.core.navigation import addresses
from ocop.core.rights import allow, page, require
from ocop.core.words import in_vietnamese
from ocop.people import policy as people
from ocop.people.queries import post_of

from .. import policy
from ..actions import results, rounds
from ..enums import BEFORE_SCORING, SETTLED_TRACKS, DecisionState, RoundState
from ..forms.rounds import (
    CouncilForm,
    DecisionForm,
    IssueForm,
    RoundFilter,
    RoundForm,
    SeatForm,
    UpperForm,
)
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


_round = Select(
    lambda pk: (
        Round.objects.select_related("place__parent", "upper", "council__session")
        .filter(pk=pk)
        .order_by()
    ),
    pk=Round._meta.pk,
)


def found_round(person: Any, pk: int) -> Round:
    """The round if the person may see it, else 404: 1 query, 1 more for a producer."""
    round = _round.get(pk=pk)
    require(policy.sees_round(person, round))
    return round


@allow(policy.reads_evaluation)
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
        "evaluation/rounds.html",
        {"listing": listing, "may_open": people.is_officer(request.user)},
    )


def round_columns() -> list[Column]:
    address = addresses("evaluation:round")
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
            sort="tracks_count",
            value=lambda r: r.tracks_count,
            is_number=True,
            total=Sum("tracks_count"),
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
            return redirect("evaluation:round", opened.pk)
    return render(
        request, "evaluation/round_form.html", {"form": form, "processes": form.processes}
    )


@page(found_round)
def round_page(request: HttpRequest, round: Round) -> HttpResponse:
    """The progress board of a round: what stands where, who has scored how much, what comes next."""
    runs = policy.runs_round(request.user, round)
    book = rulebook(round)
    has_council = rounds.has_council(round)
    context = {
        "round": round,
        "is_demo": round.is_demo,
        "runs": runs,
        "has_council": has_council,
        "sees_council": has_council and policy.sees_council(request.user, round),
        "appraises": policy.appraises(request.user, round),
        "counts": queries.track_counts(round),
        "members": queries.member_progress(round),
        "process": book.process,
        "edition": book.edition,
        "steps": (NEXT_STEPS if has_council else STEPS_WITHOUT_COUNCIL).get(round.state, [])
        if runs
        else [],
        "faults": rounds.council_faults(round)
        if runs and has_council and round.state in BEFORE_SCORING
        else [],
        "dossiers": policy.dossiers_visible_to(request.user)
        .filter(round=round)
        .select_related("product", "producer")
        .order_by("state", "-updated_at")[:50],
        "tracks": queries.ranking(round)[:10],
        "decision": round.decisions.order_by("-pk").first(),
        "upper_form": upper_form(round) if runs and not has_council else None,
    }
    return render(request, "evaluation/round.html", context)


def upper_form(round: Round) -> UpperForm | None:
    """To choose the round above, where the process has a level above and nothing has gone there yet."""
    is_last = rulebook(round).process.above(round.level) is None
    return None if is_last or queries.has_gone_up(round) else UpperForm(instance=round)


@page(found_round, policy.runs_round)
@require_POST
def choose_upper(request: HttpRequest, round: Round) -> HttpResponse:
    """Say later to which round above the dossiers of a round go."""
    form = UpperForm(request.POST, instance=round)
    if not form.is_valid():
        raise Refused(_("Chọn đợt của cấp trên còn nhận hồ sơ."), fields=["upper"])
    results.choose_upper(actor=request.user, round=round, upper=form.cleaned_data["upper"])
    messages.success(request, _("Đã lưu."))
    way = "evaluation:decision" if rounds.has_council(round) else "evaluation:round"
    return redirect(way, round.pk)


@page(found_round, policy.runs_round)
@require_POST
def move_round(request: HttpRequest, round: Round) -> HttpResponse:
    to = request.POST.get("to", "")
    rounds.move_round(actor=request.user, round=round, to=to)
    messages.success(request, _("Đã chuyển bước: %(state)s.") % {"state": RoundState(to).label})
    return redirect("evaluation:round", round.pk)


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
            rounds.set_up_council(actor=request.user, round=round, **form.cleaned_data)
            return redirect("evaluation:council", round.pk)
    if request.method == "POST" and seat_form.is_bound and existing and seat_form.is_valid():
        data = dict(seat_form.cleaned_data)
        with seat_form.showing_refusals():
            rounds.seat(actor=request.user, council=existing, user=data.pop("login"), **data)
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
        "faults": rounds.council_faults(round),
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
    rounds.unseat(
        actor=request.user, member=get_object_or_404(CouncilMember, pk=member, council__round=round)
    )
    return redirect("evaluation:council", round.pk)


@page(found_round)
def ranking(request: HttpRequest, round: Round) -> HttpResponse:
    """The ranking of a round from kept totals: never touches single scores."""
    visible = queries.ranking(round)
    if not policy.runs_round(request.user, round):
        visible = visible.filter(
            concluded_at__isnull=False, pk__in=policy.tracks_visible_to(request.user).values("pk")
        )
    if not policy.sees_council(request.user, round):
        visible = visible.filter(state__in=SETTLED_TRACKS)
    listing = Listing(
        request,
        visible,
        read=ranked,
        order="",
        name="xep-hang",
        search="dossier__product__search",
        columns=ranking_columns(),
    )
    return (
        listing.export()
        if listing.wants_export
        else render(request, "evaluation/ranking.html", {"round": round, "listing": listing})
    )


@page(found_round, policy.runs_round)
def decision(request: HttpRequest, round: Round) -> HttpResponse:
    """Draw the decision up, print it, and put it into effect when it is signed."""
    existing = round.decisions.order_by("-pk").first()
    form = DecisionForm(request.POST if "authority" in request.POST else None, instance=existing)
    issue_form = IssueForm(request.POST if "number" in request.POST else None)
    if request.method == "POST" and form.is_bound and form.is_valid():
        with form.showing_refusals():
            results.draft_decision(actor=request.user, round=round, fields=form.cleaned_data)
            return redirect("evaluation:decision", round.pk)
    if request.method == "POST" and issue_form.is_bound and existing and issue_form.is_valid():
        with issue_form.showing_refusals():
            results.issue_decision(actor=request.user, decision=existing, **issue_form.cleaned_data)
            certificates = Certificate.objects.filter(track__decision=existing)
            said = _(
                "Quyết định có hiệu lực. Giấy chứng nhận đã lập: %(made)d. Chuyển cấp trên: %(up)d."
            )
            messages.success(
                request, said % {"made": certificates.count(), "up": len(going_up(round))}
            )
            _tell_of_late(request, certificates)
            return redirect("evaluation:decision", round.pk)
    up = going_up(round)
    context = {
        "round": round,
        "decision": existing,
        "upper_form": upper_form(round) if up else None,
        "waiting_count": len(up),
        "form": form,
        "issue_form": issue_form,
        "documents": [(kind, label) for kind, label in DOCUMENTS if up or kind != "to-trinh"],
        "is_draft": existing is not None and existing.state == DecisionState.DRAFT,
        "is_issued": existing is not None and existing.state == DecisionState.ISSUED,
        "rows": table_rows(ranking_columns(), ranked(queries.ranking(round))),
        "held": shown(existing, request.user, "scan") if existing else None,
    }
    return render(request, "evaluation/decision.html", context)


def _tell_of_late(request: HttpRequest, certificates: QuerySet[Certificate]) -> None:
    """Say of which products a later certificate is in force already."""
    said = _(
        "%(name)s đã có giấy %(new)s có hiệu lực từ ngày %(day)s, sau ngày của quyết định này. Giấy %(old)s được ghi là đã thay thế từ ngày đó."
    )
    for old in certificates.exclude(superseded_by=None).select_related("superseded_by"):
        new = old.superseded_by
        day = f"{new.valid_from:%d/%m/%Y}"
        messages.warning(
            request, said % {"name": old.product_name, "new": new, "day": day, "old": old}
        )


@page(found_round, policy.runs_round)
@in_vietnamese
def document(request: HttpRequest, round: Round, kind: str, suffix: str) -> HttpResponse:
    """Decision, minutes, score summary or letter upward, as PDF or Word."""
    decision: Decision | None = round.decisions.order_by("-pk").first()
    return papers.download(round, decision, kind, suffix)
