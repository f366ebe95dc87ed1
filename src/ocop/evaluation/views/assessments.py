"""The commune's page of a product where the process has it assess: criteria, report, passing upward."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import allow
from ocop.core.words import in_vietnamese

from .. import policy
from ..actions import assessments as actions
from ..actions.rounds import has_council
from ..enums import Finding, TrackState
from ..forms.assessments import AssessmentForm, ForwardForm
from ..models import Assessment, Track
from ..papers.assessments import report_download
from ..rulebook import assessed_criteria
from .tracks import found_track


def found_to_assess(request: HttpRequest, pk: int, *, runs: bool = False) -> Track:
    """The product where the level assesses; its report is for the office, and for others once it has gone up."""
    found = found_track(request, pk)
    if has_council(found.round):
        raise Http404
    is_office = policy.runs_round(request.user, found.round)
    if not is_office and (runs or not policy.sees_result(request.user, found)):
        raise Http404
    return found


@allow(policy.reads_evaluation)
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """Assess, close the report, print it, pass it up: one after the other on one page."""
    found = found_to_assess(request, pk)
    existing = Assessment.objects.filter(track=found).first()
    form = AssessmentForm(request.POST or None, instance=existing)
    findings = existing.findings if existing else {}
    if request.method == "POST":
        if not policy.runs_round(request.user, found.round):
            raise Http404
        findings = {
            c["code"]: [request.POST.get(f"{what}-{c['code']}", "") for what in ("v", "n")]
            for c in assessed_criteria(found.round)
        }
        if form.is_valid():
            with form.showing_refusals():
                actions.assess(
                    actor=request.user, track=found, findings=findings, fields=form.cleaned_data
                )
                messages.success(request, _("Đã lưu."))
                return redirect("evaluation:assessment", pk)
    return _page(request, found, existing, form=form, findings=findings)


def _page(
    request: HttpRequest,
    track: Track,
    existing: Assessment | None,
    *,
    findings: Mapping[str, Sequence[str]],
    form: AssessmentForm | None = None,
    forward_form: ForwardForm | None = None,
) -> HttpResponse:
    """findings: criterion → [finding, note], as kept or as typed."""
    runs = policy.runs_round(request.user, track.round)
    criteria = assessed_criteria(track.round)
    context = {
        "track": track,
        "assessment": existing,
        "is_demo": track.round.is_demo,
        "runs": runs,
        "form": form or AssessmentForm(instance=existing),
        "forward_form": forward_form or ForwardForm(),
        "criteria": [(c, *findings.get(c["code"], ("", ""))) for c in criteria],
        "choices": Finding.choices,
        "may_edit": runs and track.state == TrackState.WAITING,
        "is_closed": track.state == TrackState.CONCLUDED,
    }
    return render(request, "evaluation/assessment.html", context)


@allow(policy.is_round_officer)
@require_POST
def act_on_assessment(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Close or reopen the report, or pass the dossier up with it."""
    found = found_to_assess(request, pk, runs=True)
    if verb == "chot":
        actions.close(actor=request.user, track=found)
        messages.success(request, _("Đã chốt báo cáo. In, trình ký, rồi chuyển lên cấp trên."))
    elif verb == "mo-lai":
        actions.reopen(actor=request.user, track=found)
    elif verb == "chuyen":
        return _forward(request, found)
    else:
        raise Http404
    return redirect("evaluation:assessment", pk)


def _forward(request: HttpRequest, track: Track) -> HttpResponse:
    form = ForwardForm(request.POST)
    if form.is_valid():
        with form.showing_refusals():
            actions.forward(actor=request.user, track=track, **form.cleaned_data)
            messages.success(request, _("Đã chuyển hồ sơ lên cấp trên."))
            return redirect("evaluation:assessment", track.pk)
    existing = Assessment.objects.filter(track=track).first()
    findings = existing.findings if existing else {}
    return _page(request, track, existing, findings=findings, forward_form=form)


@allow(policy.reads_evaluation)
@in_vietnamese
def assessment_report(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """The report as PDF or Word."""
    found = found_to_assess(request, pk)
    existing = Assessment.objects.filter(track=found).first()
    if existing is None:
        raise Http404
    return report_download(existing, found, suffix)
