"""Working days of Vietnam: Monday to Friday without the public holidays, the Lunar New Year among them, with the days
moved to and from weekends as the government announces them.

The installed release of `holidays` knows what was announced before it; what came later an administrator adds
(`CalendarDay`). Due dates are shown as a setting, not as law.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from ocop.core import clock
from ocop.rules.processes import add_working_days

from .models import CalendarDay

Days = frozenset[date]


@lru_cache(maxsize=8)
def known(year: int) -> tuple[Days, Days]:
    """Public holidays of a year and the next, for deadlines that run over its end; days of weekends that are worked."""
    import holidays  # 4 MB of memory that a server at rest does without

    found = holidays.country_holidays("VN", years=[year, year + 1])
    return frozenset(found), frozenset(found.weekend_workdays)


def is_free(day: date) -> bool:
    """Whether nobody works on a day, by what the system knows of itself: 0 queries."""
    off, worked = known(day.year)
    return day in off or (day.weekday() >= 5 and day not in worked)


def named_days(year: int, language: str) -> Mapping[date, str]:
    """What `known` knows of a year, in the order of the days, with what the day is."""
    import holidays

    name = {"vi": "vi", "en": "en_US"}[language]
    found = holidays.country_holidays("VN", years=year, language=name)
    worked = {day: _("Đi làm (làm bù)") for day in found.weekend_workdays if day.year == year}
    return dict(sorted({**found, **worked}.items()))


def after(working_days: int, start: date | None = None) -> date:
    """The day so many working days after a day, today if none is given: 1 query."""
    day = start or clock.today()
    off, worked = known(day.year)
    said = dict(CalendarDay.objects.filter(day__gt=day).values_list("day", "works"))
    said_off, said_worked = (
        frozenset(d for d in said if said[d] is works) for works in (False, True)
    )
    return add_working_days(
        day, working_days, off=off - said_worked | said_off, worked=worked - said_off | said_worked
    )
