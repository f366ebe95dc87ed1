"""HTTP answers to the system's refusals, and forms that are carried out once."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, OperationalError, models
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    UnreadablePostError,
)
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import audit, clock
from .client import route
from .compiled import Select, Update
from .errors import AlreadyDone, NotYours, Refused, StaleVersion, TooOften
from .files import CHUNK, has_no_room, no_room, too_large
from .models import SubmitToken
from .rights import asked_from
from .transactions import Submission, submission

logger = logging.getLogger(__name__)
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
OURS = ("csrfmiddlewaretoken", "_once", "_draft", "version")
MOST_BYTES_HEARD = 2**30
PATIENCE_SECONDS = 2.0
_sent = Select(lambda token: SubmitToken.objects.filter(token=token), token=SubmitToken._meta.pk)
_led_to = Update(SubmitToken, "location")
Answer = Callable[[HttpRequest], HttpResponse]


def answer(
    request: HttpRequest, status: int, message: str, *, template: str = "422.html", **more: object
) -> HttpResponse:
    """One kind of no: as JSON for scripts, as a page for people."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"message": message, **more}, status=status)
    return render(request, template, {"message": message, **more}, status=status)


def come_back(request: HttpRequest, status: int, message: str, fields: object = ()) -> HttpResponse:
    """A refused form leads back to its page, which says why; the browser puts back what was typed (`drafts.js`).

    Scripts, links and browsers that do not say where they come from get the plain answer.
    """
    page = asked_from(request) if request.method == "POST" else ""
    if not page or "application/json" in request.headers.get("Accept", ""):
        return answer(request, status, message, fields=fields)
    messages.error(request, message)
    return HttpResponseRedirect(page)


class AnswerRefusals:
    """Refused → back to its form or 422, StaleVersion → 409, NotYours → 404, TooOften → 429, no room on the disk → 507:
    each with a sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotYours | ObjectDoesNotExist):
            raise Http404 from error
        if isinstance(error, Refused):
            return come_back(request, 422, error.message, fields=error.fields)
        if isinstance(error, TooOften):
            message = _("Quá nhiều lần trong thời gian ngắn. Chờ %(minutes)d phút rồi thử lại.")
            minutes = -(-error.seconds // 60)
            response = answer(request, 429, message % {"minutes": minutes})
            response["Retry-After"] = str(error.seconds)
            return response
        if isinstance(error, AlreadyDone):
            return lead_on(request, error.token)
        if isinstance(error, StaleVersion):
            return self.stale(request, error)
        if isinstance(error, DataError):
            return come_back(request, 422, _("Có ô quá dài hoặc có số quá lớn. Sửa rồi gửi lại."))
        if isinstance(error, IntegrityError):
            logger.warning("refused by the database: %s %s", route(request), error)
            return come_back(request, 409, _("Nội dung này trùng với nội dung vừa được lưu."))
        if has_no_room(error):
            return answer(request, 507, no_room())
        if isinstance(error, OperationalError):
            message = _("Máy chủ đang bận. Chờ một lát rồi gửi lại; phần đã gõ vẫn được giữ.")
            return answer(request, 503, message)
        return None

    def stale(self, request: HttpRequest, error: StaleVersion) -> HttpResponse:
        message = _("Người khác vừa sửa nội dung này. Phần bạn đã gõ vẫn được giữ.")
        current = error.current
        if "application/json" in request.headers.get("Accept", "") or not isinstance(
            current, models.Model
        ):
            return answer(request, 409, message, version=getattr(current, "version", None))
        context = {
            "message": message,
            "last": audit.history(current).first(),
            "rows": list(differences(request, current)),
            "form_url": asked_from(request) or request.path,
        }
        return render(request, "409.html", context, status=409)


@dataclass(frozen=True, slots=True)
class Difference:
    """An input of a stale form: what was typed, and what stands in the row now."""

    label: str
    mine: str
    now: str


def differences(request: HttpRequest, current: models.Model) -> Iterator[Difference]:
    """What a person typed that is not what the row says now."""
    fields = {field.name: field for field in current._meta.concrete_fields}
    for name, mine in request.POST.items():
        if name in OURS or not isinstance(mine, str):
            continue
        label, now = name, ""
        if field := fields.get(name):
            value = getattr(current, name)
            label, now = str(field.verbose_name), "" if value is None else str(value)
            if field.is_relation and now and now in mine:
                continue
            shown = getattr(current, f"get_{name}_display", lambda now=now: now)()
            if mine.strip().replace("\r\n", "\n") == now:
                continue
            now, mine = str(shown), str(dict(field.flatchoices).get(mine, mine))
        yield Difference(label, mine, now)


class Policies:
    """What a page may do in the browser: the content security policy of the settings, and no use of camera, microphone or
    position. A page that needs more says so by a header of its own.

    django-csp puts the policy together twice for each answer; it is the same for all of them.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (
            settings.DEBUG and response.status_code in (404, 500)
        ):  # Django's own, for developers
            response.headers.setdefault(HEADER, self.policy)
        if response.status_code != 304:  # which would take the kept page's own header away
            response.headers.setdefault(
                "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
            )
        return response


class OneTime:
    """A request has one time from beginning to end: that of the installation's calendar, read once."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.held():
            return self.get_response(request)


class LimitRequests:
    """A request larger than any file we take is heard out and not kept; one with zero bytes in its texts is refused."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_LIMIT_BYTES + 2**20:
            if int(length) <= MOST_BYTES_HEARD:
                while request.read(CHUNK):
                    pass  # browsers show an answer only after they have sent everything
            return answer(request, 413, too_large().message)
        try:
            texts = [request.path, *flat(request.GET)]
            if request.method == "POST" and request.content_type in FORM_TYPES:
                texts += flat(request.POST)
        except UnreadablePostError:
            let_go(request)
            return answer(request, 400, _("Dữ liệu gửi lên bị ngắt giữa chừng. Hãy gửi lại."))
        except OSError as error:
            let_go(request)
            if not has_no_room(error):
                raise
            return answer(request, 507, no_room())
        if any("\0" in text for text in texts):
            return render(request, "400.html", status=400)
        return self.get_response(request)


def let_go(request: HttpRequest) -> None:
    """Remove what had been received of an upload that broke off."""
    for handler in request.upload_handlers:
        with suppress(OSError):
            handler.upload_interrupted()


def flat(data: object) -> Iterator[str]:
    for name, values in data.lists():  # type: ignore[attr-defined]
        yield name
        yield from values


def lead_on(request: HttpRequest, token: str) -> HttpResponse:
    """Where the first sending of the form led; it may be about to say so."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        location = SubmitToken.objects.filter(pk=token).values_list("location", flat=True)
        if location and location[0]:
            return HttpResponseRedirect(location[0])
        if time.monotonic() > until:
            message = _("Việc này đã được thực hiện, không cần gửi lại.")
            return answer(request, 409, message, done=True)
        time.sleep(0.05)


class SubmitOnce:
    """A form with `{% submit_token %}` that arrives twice (double click, resend) is carried out once.

    The transaction that carries the form out keeps its token (`core.transactions`); here it is told where that led. A
    form whose draft the browser keeps names it in `_draft`: once the form is carried out, the browser forgets it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = ""
        if request.method == "POST" and request.content_type in FORM_TYPES:
            token = request.POST.get("_once", "")[:64]
        if not token:
            return self.get_response(request)
        form = Submission(token, is_done=bool(_sent.rows(token=token)))
        if form.is_done:
            response = lead_on(request, token)
        else:
            response = self.carry_out(request, form)
            if not form.is_done and _sent.rows(token=token):
                form.is_done = True  # its twin was carried out while this one was looked at
                response = lead_on(request, token)
        leads_on = response.status_code in (302, 303)
        if form.is_done and leads_on and (draft := request.POST.get("_draft", "")):
            response.set_cookie(
                "draft_done",
                quote(draft[:200], safe=""),
                60,
                samesite="Lax",
                secure=settings.SERVED_ON_HTTPS,
            )
        return response

    def carry_out(self, request: HttpRequest, form: Submission) -> HttpResponse:
        ours = submission.set(form)
        try:
            response = self.get_response(request)
        finally:
            submission.reset(ours)
        if form.is_done and response.status_code in (302, 303):
            _led_to.run(SubmitToken(token=form.token, location=response["Location"][:500]))
        return response
