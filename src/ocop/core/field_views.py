"""What the forms in the field ask of the server: the page of what a phone keeps, its worker, who is signed in, photos."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST

from .errors import Refused
from .field_forms import contact_of, kept_files
from .files import EVIDENCE
from .rights import allow, anyone, is_signed_in
from .uploads import keep, token_of


@allow(anyone)
@cache_control(no_cache=True)
def on_device(request: HttpRequest) -> HttpResponse:
    """“Trên máy này”: what this phone keeps and what is not sent yet. The same for everybody: the phone fills it in."""
    return render(request, "core/on_device.html", {"files_json": json.dumps(kept_files())})


@allow(anyone)
@never_cache
def contact(request: HttpRequest) -> JsonResponse:
    """Who is signed in, with a fresh token for what is sent, and what became of the person whose things a phone keeps."""
    return JsonResponse(contact_of(request) | {"csrf": get_token(request)})


@allow(is_signed_in)
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Put one photo into the store; the form that it belongs to comes after all of its photos and names them by token."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Chưa chọn tệp."))
    kept = keep([file], kinds=EVIDENCE)
    token = token_of(kept, int(str(request.user.pk)))
    return JsonResponse({"token": token, "sha256": kept.file.pk})


@allow(anyone)
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of phones that keep a page; where this is switched off it removes itself and the pages."""
    script = (
        f"self.KEEPS = {json.dumps(settings.KEEPS_FIELD_FORMS)};\n"
        f"importScripts({json.dumps(static('ocop/field-worker.js'))});\n"
    )
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")
