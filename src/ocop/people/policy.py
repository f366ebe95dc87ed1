"""Who may do what, as far as roles at places tell it; other rooms build their own rights on these."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from ocop.core import audit
from ocop.core.rights import Right, right
from ocop.places.enums import Level
from ocop.places.models import Place

from .enums import Role
from .models import Appointment, User

M = TypeVar("M", bound=Model)

CLOSED = "people.account.closed"
READERS = (Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR)


@right
def is_administrator(person: Any, thing: Any = None) -> bool:
    """Looks after the people of a province or of the country. Sits in no council by that."""
    return person.is_authenticated and person.is_administrator


def holds(*roles: Role) -> Right:
    """Whoever holds one of the roles somewhere."""

    def test(person: Any, thing: Any) -> bool:
        return person.is_authenticated and any(a.role in roles for a in person.appointments_now)

    return Right(test, " or ".join(roles))


is_officer = holds(Role.OFFICER)


@right
def manages_people(person: Any, thing: Any = None) -> bool:
    """Administrators everywhere; officers appoint within their own subtree."""
    return person.is_authenticated and any(
        a.role in (Role.ADMINISTRATOR, Role.OFFICER) for a in person.appointments_now
    )


def is_over(person: Any, place: Place, *roles: Role) -> bool:
    """Whether the person holds one of the roles at the place or above it."""
    return person.is_authenticated and any(
        held.contains(place) for held in person.places_as(*roles)
    )


def is_officer_over(person: Any, place: Place) -> bool:
    return is_over(person, place, Role.OFFICER)


def may_read_place(person: Any, place: Place) -> bool:
    return is_over(person, place, *READERS)


def paths(person: Any, *roles: Role) -> list[str]:
    """Paths of the subtrees in which the person holds one of the roles."""
    return [place.path for place in person.places_as(*roles)]


def within(queryset: QuerySet[M], under: Iterable[str], field: str = "place__path") -> QuerySet[M]:
    """Rows whose place lies in one of the subtrees; nothing for no subtree. Ranges, for `startswith` scans on SQLite."""
    condition = Q(pk__in=[])
    for path in under:
        condition |= Q(**{f"{field}__gte": path, f"{field}__lt": path + "~"})
    return queryset.filter(condition)


def may_appoint(actor: Any, role: str, place: Place) -> bool:
    """Administrators give any role, officers any but the administrator's, within their own subtree. Only the country and
    its provinces have administrators."""
    if role == Role.ADMINISTRATOR and place.level not in (Level.COUNTRY, Level.PROVINCE):
        return False
    if is_over(actor, place, Role.ADMINISTRATOR):
        return True
    return role != Role.ADMINISTRATOR and is_officer_over(actor, place)


def may_end(actor: Any, appointment: Appointment) -> bool:
    """Nobody the own role. Below the own place what one may give. At the own place an administrator ends all roles but
    administrators', an officer those that manage nobody; there an administrator's role ends only by who gave it. So nobody
    puts a peer out, and somebody is always left who administers the place or one above it."""
    role, place = appointment.role, appointment.place
    if appointment.user_id == actor.pk or not may_appoint(actor, role, place):
        return False
    above = any(
        held.pk != place.pk and held.contains(place)
        for held in actor.places_as(
            Role.ADMINISTRATOR, *([] if role == Role.ADMINISTRATOR else [Role.OFFICER])
        )
    )
    if above:
        return True
    if role == Role.ADMINISTRATOR:
        return appointment.given_by_id == actor.pk
    return role != Role.OFFICER or is_over(actor, place, Role.ADMINISTRATOR)


Reach = Callable[[User], Iterable[Place]]
_reaches: list[Reach] = []


def register_reach(find: Reach) -> Reach:
    """Where a person stands by what another room gave: producers, seats in councils."""
    _reaches.append(find)
    return find


def may_close(actor: Any, user: User) -> bool:
    """Nobody the own account. An administrator those whose every role one may end and who stand in no place beyond one's
    own; of who stands nowhere, an administrator whom no other stands above."""
    if user.pk == actor.pk or not is_administrator(actor):
        return False
    if not all(may_end(actor, held) for held in user.appointments_now):
        return False
    reached = [place for find in _reaches for place in find(user)]
    if reached:
        return all(is_over(actor, place, Role.ADMINISTRATOR) for place in reached)
    return bool(user.appointments_now) or is_highest(actor)


def may_reopen(actor: Any, user: User) -> bool:
    """Whoever runs the installation, and who closed the account."""
    closed = audit.history(user).filter(action=CLOSED).first()
    own = closed is not None and closed.actor_id == actor.pk
    return may_close(actor, user) and (own or actor.runs_installation)


def is_highest(actor: Any) -> bool:
    """An administrator at a place above which nobody administers."""
    held = actor.places_as(Role.ADMINISTRATOR)
    others = Place.objects.filter(
        appointments__in=Appointment.objects.in_force(timezone.localdate()).filter(
            role=Role.ADMINISTRATOR
        )
    )
    return any(
        not any(other.pk != place.pk and other.contains(place) for other in others)
        for place in held
    )
