"""Imports in the background."""

from typing import Any

from django.core.files.storage import default_storage

from ocop.core.errors import Refused
from ocop.core.files import XLSX, store_bytes
from ocop.core.jobs import Progress, kind
from ocop.core.models import Job, StoredFile
from ocop.core.spreadsheets import BrokenSpreadsheet

from . import imports
from .policy import is_importer

MOST_PROBLEMS_SHOWN = 200


@kind("producers.import", may_see=lambda job: is_importer(job.asked_by))
def import_file(job: Job, progress: Progress) -> dict[str, Any]:
    """Dry run or import of an uploaded spreadsheet; the result holds figures and the first problems."""
    stored = StoredFile.objects.get(pk=job.arguments["file"])
    with default_storage.open(stored.path) as file:
        try:
            plan = imports.read(file, user=job.asked_by, progress=progress)
        except BrokenSpreadsheet as broken:
            raise Refused(str(broken)) from broken
    result: dict[str, Any] = {
        "good": len(plan.rows),
        "wrong": len(plan.rejected),
        "problems": [
            [p.sheet, p.row, p.column, p.label, p.value, p.expected]
            for p in plan.problems[:MOST_PROBLEMS_SHOWN]
        ],
        "problems_count": len(plan.problems),
        "url": f"/chu-the/nhap/{job.pk}/",
    }
    if plan.rejected:
        job.output = store_bytes(imports.rejected_table(plan), kinds=(XLSX,))
        job.output_name = "dong-co-loi.xlsx"
        job.save(update_fields=["output", "output_name"])
    if job.arguments["carry_out"] and (not plan.rejected or job.arguments["leave_wrong"]):
        result["done"] = imports.carry_out(plan, user=job.asked_by, progress=progress)
    return result
