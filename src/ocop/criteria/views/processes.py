"""Process editions: who assesses and recognises, in what time; administrators write new ones."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ocop.core.errors import Refused
from ocop.core.rights import allow, is_signed_in
from ocop.core.views import posted_version
from ocop.core.words import named, page_language
from ocop.rules.model import in_language

from .. import policy
from ..actions import processes as actions
from ..enums import EditionState
from ..forms.processes import NewProcessForm, ProcessEditor
from ..models import ProcessEdition
from ..rulebook import processes as usable


@allow(is_signed_in)
def process_list(request: HttpRequest) -> HttpResponse:
    """All processes with what is law, seen or a setting; for administrators also drafts and the way to a new one."""
    return _list(request, None)


def _list(request: HttpRequest, form: NewProcessForm | None) -> HttpResponse:
    processes, manages = usable(), policy.manages_editions(request.user)
    process = list(ProcessEdition.objects.select_related("published_by")) if manages else []
    here = {p.code: p for p in process if p.state == EditionState.PUBLISHED}
    context = {
        "processes": [(p, here.get(p.code)) for p in reversed(processes)],
        "manages": manages,
        "drafts": [p for p in process if p.state == EditionState.DRAFT],
        "faulty": [(p, faults) for p in here.values() if manages and (faults := actions.faults(p))],
        "form": form or NewProcessForm(processes=processes),
    }
    return render(request, "criteria/processes.html", context)


def process_name(content: Mapping[str, Any]) -> str:
    return in_language(
        str(content.get("name") or ""), str(content.get("name_en") or ""), page_language()
    )


@allow(policy.manages_editions)
@require_POST
def new_process(request: HttpRequest) -> HttpResponse:
    """A draft made from another process."""
    form = NewProcessForm(request.POST, processes=usable())
    if form.is_valid():
        try:
            process = actions.draft(actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("code", refused.message)
        else:
            messages.success(request, _("Đã tạo bản nháp. Sửa xong thì ban hành."))
            return redirect("criteria:process", process.pk)
    return _list(request, form)


@allow(policy.manages_editions)
def process(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft by forms, with what is still wrong."""
    process = get_object_or_404(ProcessEdition, pk=pk, state=EditionState.DRAFT)
    base = actions.content_of(process.based_on)
    editor = ProcessEditor(process.content, request.POST or None, base)
    if request.method == "POST" and editor.is_valid():
        actions.change(
            actor=request.user,
            process=process,
            content=editor.content(),
            version=posted_version(request),
        )
        messages.success(request, _("Đã lưu."))
        return redirect("criteria:process", pk)
    faults = actions.faults(process)
    context = {
        "process": process,
        "editor": editor,
        "faults": [(f, editor.words_for(f.place, f.key), named(f, "message")) for f in faults],
        "wrong_days": "" if faults else actions.wrong_days(process),
        "faulty": {fault.place for fault in faults},
        "base": process_name(base),
    }
    return render(request, "criteria/process.html", context)


@allow(policy.manages_editions)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    process = get_object_or_404(ProcessEdition, pk=pk)
    actions.publish(actor=request.user, process=process)
    messages.success(request, _("Đã ban hành. Từ nay quy trình này không đổi nữa."))
    return redirect("criteria:processes")


@allow(policy.manages_editions)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    actions.discard(actor=request.user, process=get_object_or_404(ProcessEdition, pk=pk))
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("criteria:processes")
