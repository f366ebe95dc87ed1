"""Working days of Vietnam: the public holidays with the Lunar New Year and days moved to weekdays.

Which Saturdays are worked instead, and holidays that the government sets late, are known only as far as the installed
release of `holidays` knows them: due dates are shown as a setting, not as law.
"""

from datetime import date
from functools import lru_cache

from django.utils import timezone

from ocop.rules.processes import add_working_days


@lru_cache(maxsize=8)
def days_off(year: int) -> frozenset[date]:
    """Public holidays of a year and the next, for deadlines that run over its end."""
    import holidays  # 4 MB of memory that a server at rest does without

    return frozenset(holidays.country_holidays("VN", years=[year, year + 1]))


def after(working_days: int, start: date | None = None) -> date:
    """The day so many working days after a day, today if none is given."""
    day = start or timezone.localdate()
    return add_working_days(day, working_days, days_off(day.year))
