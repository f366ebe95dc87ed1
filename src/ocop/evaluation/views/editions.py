"""Editions of the criteria, for administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.errors import Refused
from ocop.core.rights import allow
from ocop.rules.faults import FaultyEdition
from ocop.rules.loading import parse_edition

from .. import forms, policy
from ..actions import editions as actions
from ..enums import EditionState
from ..models import Edition

LARGEST_YAML_BYTES = 500_000


@allow(policy.manages_editions)
def edition_list(request: HttpRequest) -> HttpResponse:
    return render(request, "evaluation/editions.html", {"editions": Edition.objects.defer("files")})


@allow(policy.manages_editions)
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition: its sets, what is wrong, requirements to confirm; a copy to work on."""
    found = get_object_or_404(Edition, pk=pk)
    form = forms.EditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(actor=request.user, based_on=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            return redirect("evaluation:edition", made.pk)
    try:
        parsed, faults = parse_edition(found.files), ()
    except FaultyEdition as faulty:
        parsed, faults = None, faulty.faults
    requirements = {}
    for sheet in parsed.sheets.values() if parsed else ():
        for rule in sheet.requirements:
            if rule.is_inferred:
                requirements.setdefault(rule.id, (rule, []))[1].append(sheet)
    context = {
        "edition": found,
        "parsed": parsed,
        "faults": faults,
        "files": sorted(found.files),
        "form": form,
        "requirements": [
            (key, rule, sheets, key in found.confirmed_requirements)
            for key, (rule, sheets) in requirements.items()
        ],
        "is_draft": found.state == EditionState.DRAFT,
        "files_form": forms.EditionFilesForm(),
    }
    return render(request, "evaluation/edition.html", context)


@allow(policy.manages_editions)
def edition_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One file of an edition as text; a draft's can be changed, and its faults are shown with lines."""
    found = get_object_or_404(Edition, pk=pk)
    if name not in found.files:
        return render(request, "404.html", status=404)
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")[:LARGEST_YAML_BYTES]
        actions.change_files(
            actor=request.user,
            edition=found,
            files={name: text},
            version=int(request.POST.get("version") or 0),
        )
        messages.success(request, _("Đã lưu bản nháp."))
        return redirect("evaluation:edition_file", pk, name)
    faults = [f for f in actions.faults(found) if f.startswith(f"{name}:")]
    context = {
        "edition": found,
        "name": name,
        "text": found.files[name],
        "faults": faults,
        "is_draft": found.state == EditionState.DRAFT,
    }
    return render(request, "evaluation/edition_file.html", context)


@allow(policy.manages_editions)
@require_POST
def upload_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace files of a draft by those of a folder."""
    found = get_object_or_404(Edition, pk=pk)
    texts = {}
    for upload in request.FILES.getlist("files"):
        name = upload.name.replace("\\", "/").rsplit("/", 1)[-1]
        try:
            texts[name] = upload.read(LARGEST_YAML_BYTES).decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(_("Tệp %(name)s không phải văn bản UTF-8.") % {"name": name}) from None
        if not name.endswith((".yaml", ".yml")):
            raise Refused(_("Chỉ nhận tệp .yaml."))
    actions.change_files(actor=request.user, edition=found, files=texts, version=found.version)
    return redirect("evaluation:edition", pk)


@allow(policy.manages_editions)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    actions.publish(actor=request.user, edition=get_object_or_404(Edition, pk=pk))
    messages.success(request, _("Đã ban hành. Từ nay bộ này không đổi nữa."))
    return redirect("evaluation:edition", pk)


@allow(policy.manages_editions)
@require_POST
def confirm_requirement(request: HttpRequest, pk: int) -> HttpResponse:
    actions.confirm_requirement(
        actor=request.user,
        edition=get_object_or_404(Edition, pk=pk),
        requirement=request.POST.get("requirement", "")[:200],
        confirmed=request.POST.get("confirmed") == "1",
    )
    return redirect("evaluation:edition", pk)
