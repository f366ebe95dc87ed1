"""A dossier bound as one PDF: cover, contents, every paper behind it."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from typing import BinaryIO

from django.core.files.storage import default_storage
from django.http import FileResponse

from ocop.core.files import PDF
from ocop.core.words import in_vietnamese
from ocop.documents import Cover, Part, assemble
from ocop.official import facts
from ocop.official.frame import committee

from .models import Dossier, DossierPaper
from .queries.dossiers import checklist_of, papers_of
from .rulebook import rulebook

MOST_PAPERS_AT_ONCE = 10
LARGEST_AT_ONCE_BYTES = 2 * 2**20
LARGEST_DOSSIER_BYTES = 400 * 2**20


def dossier_download(dossier: Dossier) -> FileResponse:
    """The dossier as one PDF, for one that is soon made (`prints_at_once`); others are a job."""
    output = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_dossier(dossier, output)
    output.seek(0, io.SEEK_SET)
    return FileResponse(output, content_type=PDF, filename=f"ho-so-{dossier.pk}.pdf")


def prints_at_once(used: Sequence[DossierPaper]) -> bool:
    """Whether a dossier's PDF is made while somebody waits: few and small papers, a second or so."""
    sizes = [paper.evidence.file.size_bytes for paper in used]
    return len(sizes) <= MOST_PAPERS_AT_ONCE and sum(sizes) <= LARGEST_AT_ONCE_BYTES


@in_vietnamese
def write_dossier(
    dossier: Dossier,
    output: BinaryIO,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Cover, contents, every paper of the dossier in the order of the checklist; returns the number of pages.

    A paper that serves several items is printed once, under the first.
    """
    score = rulebook(dossier.round).score(dossier.set_code, dossier.answers, dossier.facts)
    items = {item.code: f"{item.code} – {item.name}" for item in checklist_of(dossier)}
    order = {code: number for number, code in enumerate(items)}
    used = sorted(papers_of(dossier), key=lambda p: (order.get(p.item_code, len(order)), p.pk))
    first = {}
    for paper in used:
        first.setdefault(paper.evidence_id, paper)
    parts = [
        Part(
            paper.evidence.title,
            items.get(paper.item_code, "Minh chứng theo tiêu chí"),
            lambda f=paper.evidence.file: default_storage.open(f.path),
        )
        for paper in first.values()
    ]
    product, producer = dossier.names
    cover: Cover = {
        "body": committee(dossier.producer.place.name),
        "programme": facts.PROGRAMME,
        "title": "HỒ SƠ SẢN PHẨM OCOP",
        "name": product,
        "owner": producer,
        "facts": [
            ("Đợt đánh giá", str(dossier.round)),
            ("Mục đích", dossier.get_purpose_display()),
            ("Bộ sản phẩm", rulebook(dossier.round).sheet(dossier.set_code).name),
            ("Tự chấm", f"{score.total} điểm"),
            ("Trạng thái", dossier.get_state_display()),
        ],
        "qr": "",
        "watermark": facts.mark(is_demo=dossier.round.is_demo),
    }
    return assemble(cover, parts, output, progress)
