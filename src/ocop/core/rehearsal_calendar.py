"""The calendar of a rehearsal is moved forward: each day that passes does its work, so that everything follows at once.

There is no way back: what has been done under later days would stand before it. Going back is a new rehearsal.
"""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit, clock, daily, jobs
from .errors import Refused
from .models import Job, Rehearsal
from .rehearsal import is_on
from .rights import require, right
from .transactions import use_case, write
from .words import fill

MOVE = "core.rehearsal.move"
MOST_AT_ONCE = timedelta(days=3660)


@right
def moves_calendar(person: Any, thing: Any = None) -> bool:
    """Whoever runs the installation, if it is a rehearsal."""
    return is_on() and person.is_authenticated and person.runs_installation


def require_ahead(to: date) -> None:
    """Raises Refused for a day that the calendar cannot be moved to."""
    today = clock.today()
    if to <= today:
        raise Refused(
            _(
                "Lịch chỉ chuyển tới trước: chọn một ngày sau %(day)s. Muốn lùi, lập bản diễn tập mới."
            )
            % {"day": f"{today:%d/%m/%Y}"}
        )
    if to > today + MOST_AT_ONCE:
        raise Refused(_("Mỗi lần chuyển không quá mười năm."))


@use_case
def move(*, actor: Any, to: date) -> Job:
    """Let the days up to and with a later one come, one after the other, each with its work: a job of some seconds a month."""
    require(moves_calendar(actor))
    require_ahead(to)
    since = clock.today()
    audit.record(actor, "core.rehearsal.moved", Rehearsal.objects.get(), since=since, until=to)
    title = fill(gettext_lazy("Chuyển lịch đến %(day)s"), day=f"{to:%d/%m/%Y}")
    return jobs.start(MOVE, title=title, asked_by=actor, to=to.isoformat())


@jobs.kind(MOVE, may_see=lambda job: moves_calendar(job.asked_by))
def _let_days_come(job: Job, progress: jobs.Progress) -> dict[str, Any]:
    """Stopped in the midst, the calendar stands at the day that was reached, which the server's own work makes up."""
    to = date.fromisoformat(job.arguments["to"])
    days = (to - clock.today()).days
    done = 0
    while day := _next_day(to):
        with clock.travel(None), clock.held():
            daily.run(day)
        done += 1
        progress(min(done, days), days)
    return {"figures": {_("Số ngày đã qua"): done}, "url": reverse("core:calendar")}


def _next_day(to: date) -> date | None:
    """Move the calendar on by a day; None where it has come to the day that was wanted."""
    with write():
        row = Rehearsal.objects.select_for_update().get()
        today = clock.day_of(clock.true_now() + row.ahead)
        if today >= to:
            return None
        row.ahead += timedelta(days=1)
        row.save()
    return today + timedelta(days=1)
