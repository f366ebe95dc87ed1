"""Days that are worked or off otherwise than the calendar has them."""

from datetime import date

from ocop.core import audit
from ocop.core.rights import require
from ocop.core.transactions import use_case
from ocop.people import policy
from ocop.people.models import User

from ..models import CalendarDay


@use_case
def set_day(*, actor: User, day: date, works: bool, act: str) -> CalendarDay:
    """Say that a day is worked or off, by the act that says so; said again, the last word holds."""
    require(policy.runs_installation(actor))
    made, _is_new = CalendarDay.objects.update_or_create(
        day=day, defaults={"works": works, "act": act.strip()}
    )
    audit.record(actor, "evaluation.calendar.set", made, day=day, works=works, act=act)
    return made


@use_case
def forget_day(*, actor: User, day: CalendarDay) -> None:
    """The day is again as the calendar has it."""
    require(policy.runs_installation(actor))
    audit.record(actor, "evaluation.calendar.forgotten", day, day=day.day)
    day.delete()
