"""The work list: each room registers what waits for a person."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ocop.core import clock

from . import heirs, queries
from .models import User


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that waits: what, where to do it, until when. `mark` and `tone` make a badge; `act` names what one
    does there in a word or two, for the button when it is the first thing to do."""

    title: str
    url: str
    text: str = ""
    due: date | None = None
    mark: str | Promise = ""
    tone: str = ""
    order: int = 50
    act: str | Promise = ""

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < clock.today()


Finder = Callable[[User], Iterable[WorkItem]]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    _finders.append(finder)
    return finder


def waiting_for(user: User) -> list[WorkItem]:
    """All that waits for the person: late first, then by date, then by the room's own order."""
    found = [item for finder in _finders for item in finder(user)]
    shown = [replace(i, mark=_("Quá hạn"), tone="bad") if i.is_late else i for i in found]
    return sorted(shown, key=lambda i: (not i.is_late, i.order, i.due or date.max, i.title))


@register
def split_units(user: User) -> Iterator[WorkItem]:
    """What lived at units of my territory that were split: 1 query a kind of things, more only where something waits."""
    if waiting := queries.at_split_units(user):
        yield WorkItem(
            _("Chọn đơn vị mới cho %(n)d mục") % {"n": len(waiting)},
            reverse("people:split_units"),
            _("đơn vị cũ đã chia tách, chưa rõ thuộc đơn vị nào"),
            mark=_("Cần chọn"),
            tone="wait",
            order=12,
            act=_("Chọn"),
        )


@register
def roles_left_behind(user: User) -> Iterator[WorkItem]:
    """Roles that ended with their unit: 1 query, more only where there are some."""
    if waiting := queries.roles_left_behind(user):
        yield WorkItem(
            _("Giao lại %(n)d vai trò") % {"n": len(waiting)},
            reverse("people:roles_left_behind"),
            _("đơn vị đã sắp xếp nên vai trò đã hết"),
            mark=_("Cần giao lại"),
            tone="wait",
            order=11,
            act=_("Xem và giao lại"),
        )


@register
def bodies_left_behind(user: User) -> Iterator[WorkItem]:
    """Bodies of units that have ended, of which nobody knows who took over: 2 queries, more only where there are some."""
    if waiting := heirs.asked_of(user):
        yield WorkItem(
            _("Cho biết %(n)d cơ quan nay ra sao") % {"n": len(waiting)},
            reverse("people:bodies_left_behind"),
            _("đơn vị đã sắp xếp, chưa rõ cơ quan nào kế thừa"),
            mark=_("Cần chọn"),
            tone="wait",
            order=13,
            act=_("Chọn"),
        )
