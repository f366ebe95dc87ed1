"""Producers and products from a spreadsheet and into one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy

from ocop.core import jobs
from ocop.core.files import SPREADSHEETS, store
from ocop.core.models import Job
from ocop.core.rights import allow
from ocop.core.spreadsheets import XLSX_TYPE, template, write_table
from ocop.core.words import in_vietnamese
from ocop.criteria.sets import keys_by_name

from .. import forms, imports, policy


@allow(policy.is_importer)
def import_template(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(
        template(imports.columns(keys_by_name()), sheet_name="Chủ thể, sản phẩm"),
        content_type=XLSX_TYPE,
    )
    response["Content-Disposition"] = 'attachment; filename="mau-chu-the-san-pham.xlsx"'
    return response


@allow(policy.reads_producers)
@in_vietnamese
def export(request: HttpRequest) -> HttpResponse:
    """Producers and products that the person sees, in the columns of the import."""
    labels = list(imports.LABELS.values())
    table = write_table(labels, imports.export_rows(request.user), sheet_name="Chủ thể, sản phẩm")
    response = HttpResponse(table, content_type=XLSX_TYPE)
    response["Content-Disposition"] = 'attachment; filename="chu-the-san-pham.xlsx"'
    return response


@allow(policy.is_importer)
def import_upload(request: HttpRequest) -> HttpResponse:
    """Upload a spreadsheet: it is checked first, nothing is written."""
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with form.showing_refusals("file"):
            stored = store(form.cleaned_data["file"], kinds=SPREADSHEETS)
            return redirect("core:job", _start_import(request, stored.pk, carry_out=False).pk)
    return render(request, "producers/import.html", {"form": form})


def _start_import(
    request: HttpRequest, file: str, *, carry_out: bool, leave_wrong: bool = False
) -> Job:
    title = (
        gettext_lazy("Nhập chủ thể, sản phẩm từ bảng tính")
        if carry_out
        else gettext_lazy("Kiểm tra bảng tính")
    )
    return jobs.start(
        "producers.import",
        title=title,
        asked_by=request.user,
        file=file,
        carry_out=carry_out,
        leave_wrong=leave_wrong,
    )


@allow(policy.is_importer)
def import_result(request: HttpRequest, pk: str) -> HttpResponse:
    """What a file would do or did: problems by row and column, then the button that imports."""
    job = get_object_or_404(
        Job, pk=pk, asked_by=request.user, kind="producers.import", state=Job.State.DONE
    )
    if request.method == "POST" and "done" not in job.result:
        leave = request.POST.get("leave_wrong") == "1"
        return redirect(
            "core:job",
            _start_import(request, job.arguments["file"], carry_out=True, leave_wrong=leave).pk,
        )
    return render(request, "producers/import_result.html", {"job": job, "result": job.result})
