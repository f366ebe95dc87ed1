"""Who reads figures: whoever reads the place that they are of."""

from typing import Any

from ocop.core.rights import right
from ocop.people import policy as people
from ocop.people.enums import Role
from ocop.people.models import User
from ocop.places.models import Place


@right
def reads_figure(person: Any, asked: Any) -> bool:
    return people.may_read_place(person, asked.area.place)


def home_of(person: User) -> Place | None:
    """The place whose figures a leader, supervisor or officer sees first: the highest of those they stand over."""
    held = person.places_as(Role.LEADER, Role.SUPERVISOR, Role.OFFICER)
    return min(held, key=lambda place: (place.path.count("/"), place.path), default=None)
