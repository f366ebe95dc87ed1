"""Heavy documents in the background."""

import tempfile
from typing import Any

from django.utils.translation import gettext as _

from ocop.core.files import PDF, store
from ocop.core.jobs import Progress, kind
from ocop.core.models import Job

from . import papers
from .models import Dossier
from .policy import dossiers_visible_to

DOSSIER = "dossiers.dossier_pdf"


def _sees_dossier(job: Job) -> bool:
    return dossiers_visible_to(job.asked_by).filter(pk=job.arguments["dossier"]).exists()


@kind(DOSSIER, may_see=_sees_dossier)
def dossier_file(job: Job, progress: Progress) -> dict[str, Any]:
    """The whole dossier as one PDF, paper by paper."""
    dossier = Dossier.objects.select_related(
        "product", "producer__place", "round__place", "previous"
    ).get(pk=job.arguments["dossier"])
    with tempfile.TemporaryFile() as output:
        pages = papers.write_dossier(dossier, output, progress)
        job.output = store(output, kinds=(PDF,), limit=papers.LARGEST_DOSSIER_BYTES)
    job.output_name = f"ho-so-{dossier.pk}.pdf"
    job.save(update_fields=["output", "output_name"])
    return {"figures": {_("Số trang"): pages}}
