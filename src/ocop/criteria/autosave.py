"""Answers to a page that saves each input at once (`autosave.js`)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from hashlib import blake2b

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.core import clock

from .sheet_inputs import FieldConflict


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a page that is drawn again only where the page shows it otherwise. place: its id; shown: the mark that
    it carries as `data-shown`, from `mark_of` what it shows."""

    place: str
    shown: str
    draw: Callable[[], str]


def mark_of(what: object) -> str:
    """A short mark of what a piece of a page shows; the page sends it back with each input."""
    return blake2b(repr(what).encode(), digest_size=6).hexdigest()


def saved(
    html: dict[str, str] | None = None, pieces: Collection[Piece] = (), has: Collection[str] = ()
) -> JsonResponse:
    """The time of saving, and the pieces of the page that it changed: CSS selector → HTML.

    has: of the pieces that the page shows, "place:mark". A page that lost an answer, or that another one overtook, has
    old marks and gets the pieces anew.
    """
    changed = {f"#{p.place}": p.draw() for p in pieces if f"{p.place}:{p.shown}" not in has}
    at = timezone.localtime(clock.now())
    return JsonResponse({"saved_at": f"{at:%H:%M:%S}", "html": {**(html or {}), **changed}})


def conflicting(conflict: FieldConflict) -> JsonResponse:
    message = _(
        "Trang khác vừa lưu giá trị khác cho ô này. Chọn giữ phần bạn nhập hoặc lấy nội dung đang lưu."
    )
    return JsonResponse({"message": message, "value": conflict.value}, status=409)
