"""The commune's page of a product where the process has it assess: criteria, report, passing upward."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.rights import one_of, page
from ocop.core.words import in_vietnamese
from ocop.dossiers.rulebook import assessed_criteria, has_council

from .. import policy
from ..actions import assessments as actions
from ..enums import Finding, TrackState
from ..forms.assessments import AssessmentForm, ForwardForm
from ..models import Assessment, Track
from ..papers.assessments import report_download
from .tracks import found_track


def found_to_assess(person: Any, pk: int) -> Track:
    """The product where the level assesses; a council's products have another page."""
    track = found_track(person, pk)
    if has_council(track.round):
        raise Http404
    return track


@page(found_to_assess, policy.sees_assessment, to_act=policy.assesses)
def assessment(request: HttpRequest, track: Track) -> HttpResponse:
    """Assess, close the report, print it, pass it up: one after the other on one page."""
    existing = Assessment.objects.filter(track=track).first()
    form = AssessmentForm(request.POST or None, instance=existing)
    findings = existing.findings if existing else {}
    if request.method == "POST":
        findings = {
            c["code"]: [request.POST.get(f"{what}-{c['code']}", "") for what in ("v", "n")]
            for c in assessed_criteria(track.round)
        }
        if form.is_valid():
            with form.showing_refusals():
                actions.assess(
                    actor=request.user, track=track, findings=findings, fields=form.cleaned_data
                )
                messages.success(request, _("Đã lưu."))
                return redirect("evaluation:assessment", track.pk)
    return _page(request, track, existing, form=form, findings=findings)


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


@page(found_to_assess, policy.assesses)
@require_POST
def act_on_assessment(request: HttpRequest, track: Track, verb: str) -> HttpResponse:
    """Close or reopen the report, or pass the dossier up with it."""
    if one_of(("chot", "mo-lai", "chuyen"), verb) == "chot":
        actions.close(actor=request.user, track=track)
        messages.success(request, _("Đã chốt báo cáo. In, trình ký, rồi chuyển lên cấp trên."))
    elif verb == "mo-lai":
        actions.reopen(actor=request.user, track=track)
    else:
        return _forward(request, track)
    return redirect("evaluation:assessment", track.pk)


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


@page(found_to_assess, policy.sees_assessment)
@in_vietnamese
def assessment_report(request: HttpRequest, track: Track, suffix: str) -> HttpResponse:
    """The report as PDF or Word."""
    existing = get_object_or_404(Assessment, track=track)
    return report_download(existing, track, suffix)
