"""HTTP answers to the system's refusals, and forms that are carried out once."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .errors import NotYours, Refused, StaleVersion
from .files import too_large
from .models import SubmitToken

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
Answer = Callable[[HttpRequest], HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


class AnswerRefusals:
    """Refused → 422, StaleVersion → 409, NotYours → 404: as JSON, as a piece for htmx, or as a page."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotYours):
            raise Http404 from error
        if isinstance(error, Refused):
            return self.answer(request, 422, error.message, fields=error.fields)
        if isinstance(error, StaleVersion):
            message = _(
                "Người khác vừa sửa nội dung này. Tải lại trang để xem bản mới, phần bạn đã gõ vẫn được giữ."
            )
            return self.answer(
                request, 409, message, version=getattr(error.current, "version", None)
            )
        return None

    def answer(
        self, request: HttpRequest, status: int, message: str, **more: object
    ) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"message": message, **more}, status=status)
        return render(request, f"{status}.html", {"message": message, **more}, status=status)


class LimitUploads:
    """A request larger than any file we take is answered before it is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_LIMIT_BYTES + 2**20:
            message = too_large().message
            if wants_json(request):
                return JsonResponse({"message": message}, status=413)
            return render(request, "422.html", {"message": message}, status=413)
        return self.get_response(request)


class SubmitOnce:
    """A form with `{% submit_token %}` that arrives twice (double click, resend) is carried out once.

    The token is claimed before the view runs and given back when the view did not redirect (errors to correct). A form
    whose draft the browser keeps names it in `_draft`: a redirect means that it was taken, and the browser forgets it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.content_type not in FORM_TYPES:
            return self.get_response(request)
        token = request.POST.get("_once", "")[:64]
        if token and (first := self.claim(token)):
            return HttpResponseRedirect(first.location or request.get_full_path())
        response = self.get_response(request)
        was_taken = response.status_code in (302, 303)
        if token and was_taken:
            SubmitToken.objects.filter(token=token).update(location=response["Location"][:500])
        elif token:
            SubmitToken.objects.filter(token=token).delete()
        if was_taken and (draft := request.POST.get("_draft", "")):
            response.set_cookie("draft_done", draft[:100], max_age=60, samesite="Lax")
        return response

    def claim(self, token: str) -> SubmitToken | None:
        """The earlier use of the token, or None when it is now ours."""
        kept, is_new = SubmitToken.objects.get_or_create(token=token)
        return None if is_new else kept
