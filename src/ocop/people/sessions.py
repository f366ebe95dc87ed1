"""Sessions in the database, as Django keeps them, found by a statement that is compiled once."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from ocop.core import clock
from ocop.core.compiled import Select

_alive = Select(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=Session._meta.get_field("session_key"),
    now=Session._meta.get_field("expire_date"),
)


class SessionStore(DatabaseStore):
    """Asked at each request: a session that was ended elsewhere is refused at once."""

    def _get_session_from_db(self) -> Session | None:
        found = _alive.rows(key=self.session_key, now=clock.true_now())
        if found:
            return found[0]
        self._session_key = None
        return None
