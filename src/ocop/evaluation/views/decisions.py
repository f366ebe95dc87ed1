"""Ranking, decision, papers of a round, and the round to which its dossiers go."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ocop.certificates.models import Certificate
from ocop.core.attachment_pages import shown
from ocop.core.errors import Refused
from ocop.core.listing import Listing, table_rows
from ocop.core.rights import page
from ocop.core.words import in_vietnamese
from ocop.dossiers.models import Round
from ocop.dossiers.rulebook import has_council

from .. import policy
from ..actions import results
from ..enums import SETTLED_TRACKS, DecisionState
from ..forms.councils import DecisionForm, IssueForm, UpperForm, upper_form
from ..models import Decision
from ..papers import rounds as papers
from ..queries import boards as queries
from ..queries.results import going_up
from .councils import found_round
from .ranking import ranked, ranking_columns

DOCUMENTS = [
    ("bien-ban", gettext_lazy("Biên bản họp hội đồng")),
    ("tong-hop-diem", gettext_lazy("Bảng tổng hợp điểm")),
    ("quyet-dinh", gettext_lazy("Quyết định phê duyệt kết quả")),
    ("to-trinh", gettext_lazy("Tờ trình chuyển hồ sơ lên cấp trên")),
]


@page(found_round, policy.runs_round)
@require_POST
def choose_upper(request: HttpRequest, round: Round) -> HttpResponse:
    """Say later to which round above the dossiers of a round go."""
    form = UpperForm(request.POST, instance=round)
    if not form.is_valid():
        raise Refused(_("Chọn đợt của cấp trên còn nhận hồ sơ."), fields=["upper"])
    results.choose_upper(actor=request.user, round=round, upper=form.cleaned_data["upper"])
    messages.success(request, _("Đã lưu."))
    way = "evaluation:decision" if has_council(round) else "dossiers:round"
    return redirect(way, round.pk)


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
