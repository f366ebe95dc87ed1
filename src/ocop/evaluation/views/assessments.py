"""The commune's page of a product where the process has it assess: criteria, report, passing upward."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import allow
from ocop.core.words import in_vietnamese

from .. import papers, policy
from ..actions import assessments as actions
from ..actions.rounds import has_council
from ..enums import Finding, TrackState
from ..forms.assessments import AssessmentForm, ForwardForm
from ..models import Assessment, Track
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
    runs = policy.runs_round(request.user, found.round)
    if request.method == "POST":
        if not runs:
            raise Http404
        if form.is_valid():
            findings = {
                c["code"]: [
                    request.POST.get(f"v-{c['code']}", ""),
                    request.POST.get(f"n-{c['code']}", ""),
                ]
                for c in assessed_criteria(found.round)
            }
            actions.assess(
                actor=request.user, track=found, findings=findings, fields=form.cleaned_data
            )
            messages.success(request, _("Đã lưu."))
            return redirect("evaluation:assessment", pk)
    given = existing.findings if existing else {}
    context = {
        "track": found,
        "assessment": existing,
        "is_demo": found.round.is_demo,
        "runs": runs,
        "form": form,
        "forward_form": ForwardForm(),
        "criteria": [(c, *given.get(c["code"], ("", ""))) for c in assessed_criteria(found.round)],
        "choices": Finding.choices,
        "may_edit": runs and found.state == TrackState.WAITING,
        "is_closed": found.state == TrackState.CONCLUDED,
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
        form = ForwardForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(e for errors in form.errors.values() for e in errors))
        else:
            actions.forward(actor=request.user, track=found, **form.cleaned_data)
            messages.success(request, _("Đã chuyển hồ sơ lên cấp trên."))
    else:
        raise Http404
    return redirect("evaluation:assessment", pk)


@allow(policy.reads_evaluation)
@in_vietnamese
def assessment_report(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """The report as PDF or Word."""
    found = found_to_assess(request, pk)
    existing = Assessment.objects.filter(track=found).first()
    if existing is None:
        raise Http404
    return papers.assessment_download(existing, found, suffix)
