"""The menu: each room registers its entries in its `apps.ready`, a person sees those that the right allows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from .rights import Right


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the menu; `order` sorts, `on_phone` puts it into the bar at the bottom of a phone."""

    label: str | Promise
    icon: str
    route: str
    right: Right
    order: int
    on_phone: bool = False
    is_shown: Callable[[HttpRequest], bool] = lambda request: True


_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    _entries.extend(entries)
    _entries.sort(key=lambda entry: entry.order)


def menu_for(request: HttpRequest) -> list[dict[str, object]]:
    """The entries that the person may open, the one of this page marked."""
    shown = [
        (entry, reverse(entry.route))
        for entry in _entries
        if entry.right(request.user) and entry.is_shown(request)
    ]
    here = max(
        (
            url
            for _e, url in shown
            if request.path == url or (url != "/" and request.path.startswith(url))
        ),
        key=len,
        default="",
    )
    return [
        {
            "label": e.label,
            "icon": e.icon,
            "url": url,
            "active": url == here,
            "on_phone": e.on_phone,
        }
        for e, url in shown
    ]
