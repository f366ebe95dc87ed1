"""The menu: each room registers its entries in its `apps.ready`, a person sees those that the right allows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .rights import Right


@lru_cache
def address(route: str) -> str:
    return reverse(route)


ANY_KEY = 918273645
"""A key that stands for any other while an address is made."""


@lru_cache
def addresses(route: str, *after_key: str) -> Callable[[int], str]:
    """Makes the addresses of a route that takes one key, which is the last or the only number in them: `reverse` once
    instead of for each row of a list. after_key: words that follow the key and are the same in all of them."""
    before, after = reverse(route, args=[ANY_KEY, *after_key]).split(str(ANY_KEY))
    return lambda pk: f"{before}{pk}{after}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the menu; `order` sorts, `on_phone` puts it into the bar at the bottom of a phone."""

    label: str | Promise
    icon: str
    route: str
    right: Right
    order: int
    on_phone: bool = False

    @property
    def url(self) -> str:
        return address(self.route)


_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    _entries.extend(entries)
    _entries.sort(key=lambda entry: entry.order)


@dataclass(frozen=True, slots=True)
class Menu:
    """The entries that a person may open, and the address of the one that this page belongs to."""

    entries: tuple[Entry, ...]
    here: str

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def side(self) -> SafeString:
        return _drawn("side", self, get_language() or "")

    @property
    def tabbar(self) -> SafeString:
        return _drawn("tabbar", self, get_language() or "")


def menu_for(request: HttpRequest) -> Menu:
    shown = tuple(entry for entry in _entries if entry.right(request.user))
    path = request.path
    above = (e.url for e in shown if path == e.url or (e.url != "/" and path.startswith(e.url)))
    return Menu(shown, max(above, key=len, default=""))


@lru_cache(maxsize=2000)
def _drawn(piece: str, menu: Menu, language: str) -> SafeString:
    """The menu's html: every page has it, and there are only as many as there are kinds of people and pages."""
    return render_to_string(f"components/menu.html#{piece}", {"menu": menu})
