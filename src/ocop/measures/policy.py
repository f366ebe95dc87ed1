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
    """The place whose figures a person sees first: the highest of those that one leads, watches over or works for; of an
    administrator who does none of it, the highest that one looks after."""
    held = person.places_as(Role.LEADER, Role.SUPERVISOR, Role.OFFICER)
    held = held or person.places_as(Role.ADMINISTRATOR)
    return min(held, key=lambda place: (place.path.count("/"), place.path), default=None)
