"""Answers to a page that saves each input at once (`autosave.js`)."""

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ocop.core import clock

from ..sheet_inputs import FieldConflict


def saved(html: dict[str, str] | None = None) -> JsonResponse:
    """The time of saving, and the pieces of the page that it changed: CSS selector → HTML."""
    return JsonResponse(
        {"saved_at": f"{timezone.localtime(clock.now()):%H:%M:%S}", "html": html or {}}
    )


def conflicting(conflict: FieldConflict) -> JsonResponse:
    message = _(
        "Trang khác vừa lưu giá trị khác cho ô này. Chọn giữ phần bạn nhập hoặc lấy nội dung đang lưu."
    )
    return JsonResponse({"message": message, "value": conflict.value}, status=409)
