"""Work of each day: once a day over all processes, without cron, made up when the system was down.

A row a day says that it is taken and that it is done. A process that died in the middle loses the day to the next one
after a while; what the work had finished by then is not repeated, for each piece of it is a transaction of its own.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.db import close_old_connections

from . import audit, clock
from .models import DayDone
from .transactions import write

logger = logging.getLogger(__name__)
FROM_HOUR = 6
LOOK_EVERY_SECONDS = 60
GIVEN_UP_AFTER = timedelta(minutes=15)

Work = Callable[[date], int]
"""Does what is due up to and on a day, days missed included; returns how many things that were."""

_works: dict[str, Work] = {}


def register(name: str, work: Work) -> None:
    _works[name] = work


def run(day: date, *, again: bool = False) -> dict[str, int] | None:
    """The day's work, unless it is done or another process is at it (again: look all the same); how many of each kind."""
    with write():
        if not _take(day, again=again):
            return None
    figures = {name: work(day) for name, work in _works.items()}
    with write():
        _finish(day, figures)
    return figures


def _take(day: date, *, again: bool) -> bool:
    now = clock.true_now()
    row, is_new = DayDone.objects.select_for_update().get_or_create(
        day=day, defaults={"started_at": now}
    )
    if is_new:
        return True
    is_taken = row.finished_at is not None or row.started_at > now - GIVEN_UP_AFTER
    if is_taken and not again:
        return False
    row.started_at = now
    row.save(update_fields=["started_at"])
    return True


def _finish(day: date, figures: dict[str, int]) -> None:
    row = DayDone.objects.get(pk=day)
    row.finished_at = clock.true_now()
    row.save(update_fields=["finished_at"])
    audit.record(None, "core.day.done", row, **figures)


def start_thread() -> None:
    """Look every minute whether the day's work waits; beside the worker, in each process that has one."""

    def work() -> None:
        while True:
            close_old_connections()
            try:
                with clock.held():
                    now = clock.now().astimezone(clock.HANOI)
                    if now.hour >= FROM_HOUR:
                        run(now.date())
            except Exception:
                logger.exception("the work of the day stopped; it is tried again")
            close_old_connections()
            time.sleep(LOOK_EVERY_SECONDS)

    threading.Thread(target=work, name="daily", daemon=True).start()
