"""Lock-out after wrong passwords: django-axes, and what it cannot tell apart."""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.http import HttpRequest

from ocop.core.client import route

MOST_NAMES = 30
"""How many names may fail at one address, behind which a whole office may sit, in the time that axes counts over."""


class Handler(AxesDatabaseHandler):
    """Ten wrong passwords lock a name at an address, as axes does it; names tried one after the other lock the address."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return super().is_locked(request, credentials) or is_tried_by_many_names(request)

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **more: Any,
    ) -> None:
        if request is not None:
            request.axes_path_info = route(request)  # the page; a link's address holds its secret
        super().user_login_failed(sender, credentials, request, **more)


def is_tried_by_many_names(request: HttpRequest) -> bool:
    if request.axes_ip_address is None:
        return False
    failed = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
    )
    return failed.values("username").distinct().count() >= MOST_NAMES
