"""What of producers a stored file belongs to."""

from collections.abc import Iterator

from ocop.core.models import StoredFile

from .models import Evidence, ProductPicture


def file_users(stored: StoredFile) -> Iterator[str]:
    """Papers and pictures made of a file."""
    for paper in Evidence.objects.filter(file=stored):
        yield f"paper {paper.pk} “{paper.title}”"
    for picture in ProductPicture.objects.filter(file=stored):
        yield f"picture {picture.pk} “{picture}”"
