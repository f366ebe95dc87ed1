"""What every page needs besides its own content: the menu, what waits, and the day that it is in a rehearsal."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import clock, rehearsal
from .navigation import menu_for


def page(request: HttpRequest) -> dict[str, Any]:
    """navigation: what this person may open. unread: notices not read yet. Both are asked only when shown.
    rehearsal_day: None in a real installation."""
    day = {"rehearsal_day": clock.today() if rehearsal.is_on() else None}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "unread": 0, **day}
    return {
        **day,
        "navigation": SimpleLazyObject(lambda: menu_for(request)),
        "unread": SimpleLazyObject(lambda: user.unread_count),
    }
