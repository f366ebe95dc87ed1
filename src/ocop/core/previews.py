"""Small pictures of stored files: of a photograph, of the first page of a PDF. Made once and kept beside the files.

Drawn anew, they hold nothing of what a camera writes into its pictures (where, who).
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .files import IMAGES, PDF
from .models import StoredFile

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

PREVIEW_TYPE = "image/webp"
SIDE_PIXELS = 480
_lock = threading.Lock()  # pdfium knows no threads


def preview(stored: StoredFile, side_pixels: int = SIDE_PIXELS) -> str | None:
    """The storage path of a file's small picture (WebP), None where none can be made of it."""
    path = f"small/{side_pixels}/{stored.path}.webp"
    if default_storage.exists(path):
        return path
    if stored.content_type not in (PDF, *IMAGES) or not default_storage.exists(stored.path):
        return None
    try:
        content = _drawn(stored, side_pixels)
    except Exception:  # a file that no reader makes a picture of is still a file: it goes without
        return None
    default_storage.save(path, ContentFile(content))
    return path


def forget(stored: StoredFile) -> None:
    """Take away the small pictures of a file that goes."""
    if default_storage.exists("small"):
        for side in default_storage.listdir("small")[0]:
            default_storage.delete(f"small/{side}/{stored.path}.webp")


def _drawn(stored: StoredFile, side_pixels: int) -> bytes:
    from PIL import Image, ImageOps  # with pdfium 12 MB that a server at rest does without

    side = (side_pixels, side_pixels)
    with default_storage.open(stored.path) as file:
        is_pdf = stored.content_type == PDF
        picture = _first_page(file.read(), side_pixels) if is_pdf else Image.open(file)
        picture.draft("RGB", side)
        small = ImageOps.exif_transpose(picture)
    small.thumbnail(side)
    upright = small.convert("RGBA")
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, (0, 0), upright)
    output = io.BytesIO()
    page.save(output, "WEBP", quality=80)
    return output.getvalue()


def _first_page(content: bytes, side_pixels: int) -> "Image":
    with pdfium(content) as document:
        page = document[0]
        picture: Image = page.render(scale=side_pixels / max(page.get_size())).to_pil()
        return picture


@contextmanager
def pdfium(content: bytes) -> Iterator["PdfDocument"]:
    """An opened PDF; nobody else opens one meanwhile."""
    import pypdfium2

    with _lock:
        document = pypdfium2.PdfDocument(content)
        try:
            yield document
        finally:
            document.close()
