"""The connection to PostgreSQL."""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def close_if_health_check_failed(self: Any) -> None:
        """At each request Django asks the database whether it is still there. One that ended a connection has said so, and
        that waits to be read; where nothing waits, nothing is asked."""
        is_due = self.health_check_enabled and not self.health_check_done
        if is_due and self.connection is not None and is_quiet(self.connection):
            self.health_check_done = True
        super().close_if_health_check_failed()


def is_quiet(connection: Any) -> bool:
    """Whether nothing has come that is not read yet: no answer, no notice, no end."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
