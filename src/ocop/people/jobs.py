"""Imports of organisations in the background."""

from typing import Any

from django.core.files.storage import default_storage

from ocop.core.errors import Refused
from ocop.core.files import XLSX, store_bytes
from ocop.core.jobs import Progress, kind
from ocop.core.models import Job, StoredFile
from ocop.core.spreadsheets import BrokenSpreadsheet

from . import imports
from .policy import manages_people

MOST_PROBLEMS_SHOWN = 200
MOST_LINES_SHOWN = 100


@kind("people.organisations", may_see=lambda job: manages_people(job.asked_by))
def import_organisations(job: Job, progress: Progress) -> dict[str, Any]:
    """Dry run or import of an uploaded spreadsheet; the result holds figures, what would change and the first problems. Only
    what was shown is carried out: where somebody changed a body meanwhile, it is shown again."""
    stored = StoredFile.objects.get(pk=job.arguments["file"])
    with default_storage.open(stored.path) as file:
        try:
            plan = imports.read(file, user=job.asked_by, progress=progress)
        except BrokenSpreadsheet as broken:
            raise Refused(str(broken)) from broken
    is_as_shown = job.arguments.get("shown") == plan.digest
    result: dict[str, Any] = {
        "new": len(plan.new),
        "new_shown": [
            [line.row.number, line.body.name, line.body.place.name]
            for line in plan.new[:MOST_LINES_SHOWN]
        ],
        "changed": len(plan.changed),
        "changed_shown": [
            [line.row.number, line.before["name"], line.told]
            for line in plan.changed[:MOST_LINES_SHOWN]
        ],
        "kept": plan.kept,
        "wrong": len(plan.rejected),
        "problems": [
            [p.sheet, p.row, p.column, p.label, p.value, p.expected]
            for p in plan.problems[:MOST_PROBLEMS_SHOWN]
        ],
        "problems_count": len(plan.problems),
        "shown": plan.digest,
        "is_other": job.arguments["carry_out"] and not is_as_shown,
        "url": f"/co-quan/nhap/{job.pk}/",
    }
    if plan.rejected:
        job.output = store_bytes(imports.rejected_table(plan), kinds=(XLSX,))
        job.output_name = "dong-co-loi.xlsx"
        job.save(update_fields=["output", "output_name"])
    if job.arguments["carry_out"] and is_as_shown and not plan.rejected:
        result["done"] = imports.carry_out(plan, user=job.asked_by, progress=progress)
    return result
