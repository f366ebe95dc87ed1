"""Bodies end with their unit and leave their duties to those that follow, where it is sure which those are."""

from datetime import date

from ocop.core.errors import Refused
from ocop.core.transactions import use_case

from .. import heirs
from ..models import Organisation
from .organisations import close


def end_with_units(on: date) -> int:
    """End the bodies of units that have ended, where it is sure who takes over, each in a transaction of its own; the others
    wait for an administrator (`people.work`). Again for those that took over and have ended since. How many ended."""
    ended = 0
    while settled := sum(map(_has_ended, heirs.heirs_of(heirs.left_behind(on)))):
        ended += settled
    return ended


def _has_ended(found: heirs.Heirs) -> bool:
    if found.is_asked_for:
        return False
    try:
        end_with_unit(organisation=found.body, on=found.last, successor=found.heir)
    except (
        Refused
    ):  # rows that somebody linked in a circle stop nobody else's day; they stay as they are
        return False
    return True


@use_case
def end_with_unit(
    *, organisation: Organisation, on: date, successor: Organisation | None
) -> Organisation:
    """A body ends on the last day of its unit; nobody is asked. Raises Refused where the successor is its own heir."""
    return close(None, organisation.locked(), on=on, successor=successor)
