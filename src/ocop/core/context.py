"""What every page needs besides its own content: the menu and what waits."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .navigation import menu_for


def page(request: HttpRequest) -> dict[str, Any]:
    """navigation: what this person may open. unread: notices not read yet. Both are asked only when shown."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "unread": 0}
    return {
        "navigation": SimpleLazyObject(lambda: menu_for(request)),
        "unread": SimpleLazyObject(lambda: user.notifications.filter(read_at=None).count()),
    }
