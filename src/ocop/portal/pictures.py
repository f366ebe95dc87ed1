"""Pictures of products as buyers see them: small, upright, and without what a camera writes into them (where, who)."""

import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from ocop.core.models import StoredFile

WIDEST = 720


def small(stored: StoredFile) -> bytes:
    """A picture as WebP of at most 720 pixels a side; made once, then read from the storage."""
    path = f"small/{stored.path}.webp"
    if default_storage.exists(path):
        with default_storage.open(path) as kept:
            return bytes(kept.read())
    with default_storage.open(stored.path) as original, Image.open(original) as image:
        picture = ImageOps.exif_transpose(image).convert("RGB")
    picture.thumbnail((WIDEST, WIDEST))
    output = io.BytesIO()
    picture.save(output, "WEBP", quality=80)
    default_storage.save(path, ContentFile(output.getvalue()))
    return output.getvalue()
