"""The smallest files and jobs, for tests that show their own world."""

from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from ocop.core.files import IMAGES, PDF, store_bytes
from ocop.core.models import Job, StoredFile
from ocop.documents import render_pdf


@cache
def pdf(title: str = "Mẫu") -> bytes:
    """A document of one page."""
    return render_pdf("notice", {"title": title, "reason": ""})


@cache
def picture(shade: int = 0) -> bytes:
    """A little picture; of another shade it is another file."""
    drawn = BytesIO()
    Image.new("RGB", (8, 8), (shade // 256, shade % 256, 0)).save(drawn, "PNG")
    return drawn.getvalue()


def stored_pdf() -> StoredFile:
    return store_bytes(pdf(), kinds=(PDF,))


def stored_picture(shade: int = 0) -> StoredFile:
    return store_bytes(picture(shade), kinds=IMAGES)


def make_job(kind: str, *, asked_by: Any, **fields: Any) -> Job:
    """A job that is done."""
    fields = {"title": "Nhập", "state": Job.State.DONE, **fields}
    return Job.objects.create(kind=kind, asked_by=asked_by, **fields)
