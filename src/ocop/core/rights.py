"""Rights: predicates that read aloud like the regulation, and the guard that every view must name.

    can_sign = is_member & owns_sheet & ~has_conflict

    @page(found_round, runs_round)
    def board(request, round): ...

A page of a thing names how the thing is found and what right one needs on it, in one line, and is given the thing; a page
of no thing names the right alone (`@allow(is_officer)`). A view without a right does not start (`core.checks`). Who may
not see a thing is told that it does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import wraps
from inspect import signature
from operator import attrgetter
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from .errors import NotYours

T = TypeVar("T")


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

    def of(self, path: str) -> Right:
        """The same right, asked of what a thing belongs to: `runs_round.of("track.round")` is a right on a sheet."""
        find = attrgetter(path)
        return Right(lambda p, t: self(p, find(t)), f"{self.name} of its {path}")

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


def own_page(request: HttpRequest, address: str) -> str:
    """The path of an address that is a page of ours, "" for every other."""
    page = address.removeprefix(f"{request.scheme}://{request.get_host()}")
    is_path = page.startswith("/")
    return page if is_path and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def asked_from(request: HttpRequest) -> str:
    """The page of ours whose form or link was used, "" where the browser does not say."""
    return own_page(request, str(request.META.get("HTTP_REFERER", "")))


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


def page(
    find: Callable[..., Any], needed: Right = is_signed_in, *, to_act: Right | None = None
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Find the thing of a page, ask for the right on it, and give the view the thing in place of the names of the address
    that told which one it is.

    find: (person, **names of the address) → the thing, of those that the person may know of; raises Http404 otherwise.
    needed: the right to the page, by default that whoever may know of the thing may look at it. to_act: the right to send
    the page's form, where that is another one.
    """
    _person, *names = signature(find).parameters

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if needed is not anyone and not request.user.is_authenticated:
                return redirect_to_login(way_back(request))
            told = {name: kwargs.pop(name) for name in names if name in kwargs}
            thing = find(request.user, **told)
            if not needed(request.user, thing):
                raise Http404
            if to_act and request.method == "POST" and not to_act(request.user, thing):
                raise Http404
            return view(request, thing, **kwargs)

        guarded.right = needed  # type: ignore[attr-defined]
        return guarded

    return guard


def one_of(choices: Container[T], name: T) -> T:
    """A word of an address or a form that must be one of a few. Raises Http404 for any other."""
    if name not in choices:
        raise Http404
    return name
