"""Pages that are the same for everybody who is not signed in: asked again, they are drawn only if they changed.

A page's validator (ETag) is made from what it shows, its address, its language, its day and this version of the program.
A browser asks each time, for not all of them keep the languages of a page apart; a cache between, which does (Vary), may
answer for some seconds, never past midnight, when what ends with the day ends. What a process drew it sends again to
whoever is to see the same.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as clock_time
from functools import cache
from pathlib import Path

from django.contrib.messages import get_messages
from django.core.cache import cache as pages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

import ocop

from . import clock, rehearsal
from .words import page_language


def shown(
    request: HttpRequest, state: object, draw: Callable[[], HttpResponse], *, seconds: int
) -> HttpResponse:
    """The page that `draw` makes, or that it has not changed. state: all that the page shows and that may change, as it
    prints; seconds: how long a cache between may answer for us after a change. The page of who is signed
    in, and one that brings a message, is nobody else's."""
    if request.user.is_authenticated or len(get_messages(request)):
        return draw()
    tag = validator(request, state)
    answer = get_conditional_response(request, etag=tag) or _drawn(tag, draw)
    if answer.status_code in (200, 304):
        answer["ETag"] = tag
        patch_cache_control(
            answer,
            public=True,
            max_age=0,
            s_maxage=min(seconds, seconds_of_day_left()),
            must_revalidate=True,
        )
    return answer


def _drawn(tag: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as this process drew it for somebody else who was to see the same, or drawn now."""
    if content := pages.get(tag):
        return HttpResponse(content)
    page = draw()
    if page.status_code == 200:
        pages.set(tag, page.content)
    return page


def validator(request: HttpRequest, state: object) -> str:
    installation = (program(), rehearsal.is_on(), clock.today())
    told = (*installation, page_language(), request.get_full_path(), state)
    return quote_etag(hashlib.sha256(repr(told).encode()).hexdigest()[:32])


def seconds_of_day_left() -> int:
    now = timezone.localtime(clock.now())
    midnight = datetime.combine(now.date() + timedelta(days=1), clock_time(), now.tzinfo)
    return int((midnight - now).total_seconds())


@cache
def program() -> float:
    """Changes with every file of the program: its pages, texts and rules."""
    return max(file.stat().st_mtime for file in Path(ocop.__file__).parent.rglob("*.*"))
