"""HTTP answers to the system's refusals, and forms that are carried out once."""

from collections.abc import Callable

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .errors import NotYours, Refused, StaleVersion
from .models import SubmitToken

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


class SubmitOnce:
    """A form with `{% submit_token %}` that arrives twice (double click, resend) is carried out once.

    The token is claimed before the view runs, and given back when the view did not redirect (errors to correct).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        token = request.POST.get("_once", "")[:64] if request.method == "POST" else ""
        if not token:
            return None
        try:
            SubmitToken.objects.create(token=token)
        except IntegrityError:
            first = SubmitToken.objects.get(token=token)
            return HttpResponseRedirect(first.location or request.get_full_path())
        response: HttpResponse | None = None
        try:
            response = view(request, *args, **kwargs)
            return response
        finally:
            if response is not None and response.status_code in (302, 303):
                SubmitToken.objects.filter(token=token).update(location=response["Location"][:500])
            else:
                SubmitToken.objects.filter(token=token).delete()
