"""Small pictures of stored files: of a photograph, of the first page of a PDF. Made once and kept beside the files."""

import io
import threading

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from .files import IMAGES, PDF
from .models import StoredFile

SIDE_PIXELS = 480
_lock = threading.Lock()  # pdfium knows no threads


def preview(stored: StoredFile) -> str | None:
    """The storage path of a file's small picture (JPEG), None where none can be made of it."""
    path = f"previews/{stored.path}.jpg"
    if default_storage.exists(path):
        return path
    if stored.content_type not in (PDF, *IMAGES) or not default_storage.exists(stored.path):
        return None
    try:
        with default_storage.open(stored.path) as file:
            picture = _first_page(file.read()) if stored.content_type == PDF else Image.open(file)
            picture.draft("RGB", (SIDE_PIXELS, SIDE_PIXELS))
            small = ImageOps.exif_transpose(picture)
            small.thumbnail((SIDE_PIXELS, SIDE_PIXELS))
            output = io.BytesIO()
            _on_white(small).save(output, "JPEG", quality=82)
    except Exception:  # a file that no reader makes a picture of is still a file: it goes without
        return None
    default_storage.save(path, ContentFile(output.getvalue()))
    return path


def _first_page(content: bytes) -> Image.Image:
    import pypdfium2  # 10 MB of memory that a server without previews does without

    with _lock:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[0]
            picture: Image.Image = page.render(scale=SIDE_PIXELS / max(page.get_size())).to_pil()
            return picture
        finally:
            document.close()


def _on_white(picture: Image.Image) -> Image.Image:
    upright = picture.convert("RGBA")
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, (0, 0), upright)
    return page
