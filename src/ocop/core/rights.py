"""Rights: predicates that read aloud like the regulation, and the guard that every view must name.

    can_sign = is_member & owns_sheet & ~has_conflict

    @allow(is_officer)
    def rounds(request): ...

A view without a right does not start (`core.checks`). Who may not see a thing is told that it does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from .errors import NotYours


class Right:
    """A named predicate over a person and, for most rights, a thing."""

    def __init__(self, test: Callable[..., bool], name: str) -> None:
        self.test = test
        self.name = name

    def __call__(self, person: Any, thing: Any = None) -> bool:
        return bool(self.test(person, thing))

    def __and__(self, other: Right) -> Right:
        return Right(lambda p, t: self(p, t) and other(p, t), f"({self.name} & {other.name})")

    def __or__(self, other: Right) -> Right:
        return Right(lambda p, t: self(p, t) or other(p, t), f"({self.name} | {other.name})")

    def __invert__(self) -> Right:
        return Right(lambda p, t: not self(p, t), f"~{self.name}")

    def __repr__(self) -> str:
        return f"<Right {self.name}>"


def right(test: Callable[[Any, Any], bool]) -> Right:
    """Make a predicate of (person, thing) a right that composes with &, | and ~."""
    return Right(test, test.__name__)


@right
def anyone(person: Any, thing: Any) -> bool:
    """Everybody, with or without an account."""
    return True


@right
def is_signed_in(person: Any, thing: Any) -> bool:
    return bool(person.is_authenticated and person.is_active)


@right
def runs_installation(person: Any, thing: Any = None) -> bool:
    """Sets what holds everywhere: editions of rules, processes, the calendar; sees every account."""
    return bool(person.is_authenticated and person.runs_installation)


def require(granted: bool) -> None:
    """Stop the action when the person lacks the right. Raises NotYours, which is answered as 404."""
    if not granted:
        raise NotYours


def asked_from(request: HttpRequest) -> str:
    """The page of ours whose form or link was used, "" where the browser does not say."""
    origin = f"{request.scheme}://{request.get_host()}/"
    referer = str(request.META.get("HTTP_REFERER", ""))
    page = referer[len(origin) - 1 :] if referer.startswith(origin) else ""
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def way_back(request: HttpRequest) -> str:
    """The page to come back to after signing in: for a form that was sent, the page that holds it and its draft."""
    page = asked_from(request) if request.method == "POST" else ""
    return page or str(request.get_full_path())


def allow(
    needed: Right,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Name the right that a page needs of the person, whatever the thing it shows."""

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if needed(request.user):
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect_to_login(way_back(request))
            raise Http404

        guarded.right = needed  # type: ignore[attr-defined]
        return guarded

    return guard
