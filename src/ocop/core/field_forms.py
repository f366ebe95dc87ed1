"""Forms in the field: pages that a phone may keep, so that they open and take entries without a network.

A room marks the page (`@may_be_kept`) and says in its context what the form is:

    @allow(policy.is_support)
    @may_be_kept
    def visit(request, pk):
        context = {"field": FieldForm(f"visit-{pk}", str(product), needs=[reverse("…:visits")]), …}

and its template shows where to press and which form is meant:

    {% include "components/keep_on_device.html" %} <form method="post" {% field_form field %}>

The rest is one mechanism for all of them: `frontend/src/field-*.js` keep the page, queue what was entered and send it with
its submit mark when there is a network again; here they learn who is signed in and what became of an entry. A form that
saves each input at once (`data-autosave`) is marked the same way, beside `components/field_words.html`: its inputs then wait
in that queue.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _

MARK = "Field-Form"
"""The header without which no page is kept."""
ENTRY = "HTTP_FIELD_PERSON"
"""The header of what a phone sends by itself: the person who entered it."""
DEVICE_SALT = "field forms of a phone"
STATIC = Path(__file__).parent / "static" / "ocop"
Page = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A form that works without a network. key: apart from all other forms. needs: addresses kept with its page, each of
    which must be marked by `may_be_kept` too."""

    key: str
    title: str
    needs: Sequence[str] = field(default_factory=tuple)


def may_be_kept(view: Page) -> Page:
    """Let a person keep this page on the own phone. It holds what the page shows until the person signs out there."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            response[MARK] = "1"
        return response

    return marked


class AnswerEntries:
    """What a phone sends is answered in JSON: where it led, or why it did not; and only to the person who entered it.

    Another person may have signed in since, in another tab even: the entry then waits for its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.META.get(ENTRY)
        if person is None:
            return self.get_response(request)
        if str(request.user.pk or "") != person:
            return JsonResponse({"message": _("Đăng nhập lại để gửi.")}, status=401)
        response = self.get_response(request)
        if response.status_code in (302, 303):
            return JsonResponse({"location": response["Location"]})
        return response


def contact_of(request: HttpRequest) -> dict[str, str]:
    """person: who is signed in. device: by which this phone asks later what became of the person. standing: what did."""
    person = request.user if request.user.is_authenticated else None
    return {
        "person": str(person.pk) if person else "",
        "device": _device(person) if person else "",
        "standing": standing(request.GET.get("device", "")),
    }


def _device(person: Any) -> str:
    return signing.dumps([person.pk, person.get_session_auth_hash()], salt=DEVICE_SALT)


def standing(device: str) -> str:
    """Of the person whose things a phone keeps: "closed" is the account, "revoked" the sign-in (a new password); "" is well.

    1 query for a phone that keeps something.
    """
    if not device:
        return ""
    try:
        key, sign_in = signing.loads(device, salt=DEVICE_SALT)
    except signing.BadSignature:
        return "revoked"
    person = get_user_model()._default_manager.filter(pk=key, is_active=True).first()
    if person is None:
        return "closed"
    return "" if person.get_session_auth_hash() == sign_in else "revoked"


def kept_files() -> list[str]:
    """The files that any kept page needs."""
    names = ["style.css", "app.js", "icons.svg", "favicon.svg"]
    names += sorted(f"fonts/{font.name}" for font in (STATIC / "fonts").glob("*.woff2"))
    return [static(f"ocop/{name}") for name in names]
