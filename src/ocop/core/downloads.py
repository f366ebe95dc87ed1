"""Papers sent to a browser."""

from django.http import HttpResponse

from .files import PDF


def answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = (
        f'inline; filename="{name}"' if content_type == PDF else f'attachment; filename="{name}"'
    )
    return response
