"""How often somebody may do a thing in a while, counted in the database that all processes share.

Libraries for this count in Redis or Memcached, which an installation does not have.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import clock
from .client import address
from .errors import TooOften
from .models import Tally

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many times in each stretch of time, counted apart for each person or address."""

    name: str
    most: int
    per: timedelta

    def spend(self, whom: object) -> None:
        """Count one more; what is refused for another reason counts too. Raises TooOften beyond the limit. 3 statements."""
        now, length = clock.true_now(), int(self.per.total_seconds())
        begun = int(now.timestamp()) // length
        key = hashlib.sha256(f"{self.name}|{whom}|{begun}".encode()).hexdigest()
        with transaction.atomic():
            Tally.objects.get_or_create(pk=key, defaults={"until": now + self.per})
            Tally.objects.filter(pk=key).update(count=F("count") + 1)
            count = Tally.objects.values_list("count", flat=True).get(pk=key)
        if count > self.most:
            raise TooOften((begun + 1) * length - int(now.timestamp()))


def limited(
    limit: Limit, whom: Callable[[HttpRequest], object] = address
) -> Callable[[View], View]:
    """Of a page, how often its form may be sent by one and the same: by address, unless `whom` tells otherwise."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and (who := whom(request)) is not None:
                limit.spend(who)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def person(request: HttpRequest) -> object:
    """Whose form it is, for pages of signed-in people."""
    return request.user.pk
