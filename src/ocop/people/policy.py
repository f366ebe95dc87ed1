"""Who may do what, as far as roles at places tell it; other rooms build their own rights on these."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from ocop.core import audit, clock
from ocop.core.rights import Right, right
from ocop.places import territory as areas
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.places.territory import Span, Territory

from .enums import Role
from .kept_roles import kept_until_changed
from .models import Appointment, Organisation, User

CLOSED = "people.account.closed"
within = areas.within
"""Rows of some area: `within(Round.objects.all(), paths(person, Role.OFFICER))`."""
READERS = (Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR)


# ---- Who somebody is


@right
def is_administrator(person: Any, thing: Any = None) -> bool:
    """Looks after the people of a province or of the country. Sits in no council by that."""
    return bool(person.is_authenticated and person.is_administrator)


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


# ---- A place: who stands over it, who reads it


def is_over(person: Any, place: Place, *roles: Role) -> bool:
    """Whether the place belongs to the territory of one where the person holds one of the roles."""
    return person.is_authenticated and any(
        territory.contains(place) for territory in territories(person, *roles)
    )


def is_officer_over(person: Any, place: Place) -> bool:
    return is_over(person, place, Role.OFFICER)


def may_read_place(person: Any, place: Place) -> bool:
    return is_over(person, place, *READERS)


@kept_until_changed("people.Appointment")
def territories_of(person_id: int) -> Mapping[int, Territory]:
    """What belongs today to each place where a person holds a role, by the place's key."""
    today = clock.today()
    held = Appointment.objects.in_force(today).filter(user_id=person_id)
    places = list(Place.objects.filter(pk__in=held.values("place")))
    return {
        place.pk: territory
        for place, territory in zip(places, areas.territories(places, today), strict=True)
    }


def territories(person: Any, *roles: Role) -> list[Territory]:
    """What belongs today to the places where the person holds one of the roles."""
    kept = territories_of(person)
    return [kept[place.pk] for place in person.places_as(*roles) if place.pk in kept]


def paths(person: Any, *roles: Role) -> list[Span]:
    """Spans of paths of the territories in which the person holds one of the roles, for `within`."""
    return [span for territory in territories(person, *roles) for span in territory.spans]


# ---- A role at a place: who gives it, who ends it, who says what becomes of it


def may_appoint(actor: Any, role: str, place: Place) -> bool:
    """Administrators give any role, officers any but the administrator's, within their own subtree. Only the country and
    its provinces have administrators."""
    if role == Role.ADMINISTRATOR and place.level not in (Level.COUNTRY, Level.PROVINCE):
        return False
    if is_over(actor, place, Role.ADMINISTRATOR):
        return True
    return role != Role.ADMINISTRATOR and is_officer_over(actor, place)


def may_end(actor: Any, appointment: Appointment) -> bool:
    """Whoever may give a role may end it, but neither the own role nor a peer's.

    An example: an administrator of the province ends any role in its districts and communes, at the province itself the
    officers' and the leaders', and another administrator's only if they gave it themselves. An officer of a district ends
    any role in its communes, at the district itself a leader's but no other officer's.

    So nobody puts a peer out, and somebody is always left who administers the place or one above it.
    """
    role, place = appointment.role, appointment.place
    if appointment.user_id == actor.pk or not may_appoint(actor, role, place):
        return False
    managing = [Role.ADMINISTRATOR] + ([Role.OFFICER] if role != Role.ADMINISTRATOR else [])
    kept = territories_of(actor)
    if any(
        held.pk != place.pk and held.pk in kept and kept[held.pk].contains(place)
        for held in actor.places_as(*managing)
    ):
        return True
    if role == Role.ADMINISTRATOR:
        return bool(appointment.given_by_id == actor.pk)
    return role != Role.OFFICER or is_over(actor, place, Role.ADMINISTRATOR)


def appointments_managed_by(actor: Any) -> QuerySet[Appointment]:
    """Roles within the territory where the person appoints, past ones too."""
    return within(Appointment.objects.all(), paths(actor, Role.ADMINISTRATOR, Role.OFFICER))


def may_settle(actor: Any, appointment: Appointment) -> bool:
    """What becomes of a role that ended with its unit: nobody the own, others where one may give it."""
    return appointment.user_id != actor.pk and may_appoint(
        actor, appointment.role, appointment.place
    )


# ---- An organisation


def keeps_organisations(person: Any, place: Place) -> bool:
    """Administrators and officers write down which organisations there are in their territory."""
    return is_over(person, place, Role.ADMINISTRATOR, Role.OFFICER)


def organisations_of(person: Any) -> QuerySet[Organisation]:
    """Those that the person keeps."""
    return within(Organisation.objects.all(), paths(person, Role.ADMINISTRATOR, Role.OFFICER))


# ---- An account


Reach = Callable[[User], Iterable[Place]]
_reaches: list[Reach] = []


def register_reach(find: Reach) -> Reach:
    """Where a person stands by what another room gave: producers, seats in councils."""
    _reaches.append(find)
    return find


def accounts_managed_by(actor: Any) -> QuerySet[User]:
    """Everybody, for who runs the installation; else who holds or held a role where the person appoints."""
    if actor.runs_installation:
        return User.objects.all()
    return User.objects.filter(pk__in=appointments_managed_by(actor).values("user"))


def may_close(actor: Any, user: User) -> bool:
    """An administrator closes accounts of people who stand in the own territory alone, and never the own one.

    An example: the administrator of Bắc Kạn closes the account of a commune's officer, or of who acts for a cooperative
    there. Not that of who also sits in a council of another province, for that reaches beyond; nor a fellow
    administrator's whom somebody else appointed (`may_end`). An account that stands nowhere is closed by an administrator
    above whom nobody administers.
    """
    if user.pk == actor.pk or not is_administrator(actor):
        return False
    if not all(may_end(actor, held) for held in user.appointments_now):
        return False
    reached = [place for find in _reaches for place in find(user)]
    if reached:
        return all(is_over(actor, place, Role.ADMINISTRATOR) for place in reached)
    return bool(user.appointments_now) or is_highest(actor)


def may_reopen(actor: Any, user: User) -> bool:
    """Of those who might close it, whoever runs the installation and who did close it."""
    closed = audit.history(user).filter(action=CLOSED).first()
    own = closed is not None and closed.actor_id == actor.pk
    return may_close(actor, user) and (own or actor.runs_installation)


def is_highest(actor: Any) -> bool:
    """An administrator at a place above which nobody administers."""
    held = actor.places_as(Role.ADMINISTRATOR)
    others = Place.objects.filter(
        appointments__in=Appointment.objects.in_force(clock.today()).filter(role=Role.ADMINISTRATOR)
    )
    return any(
        not any(other.pk != place.pk and other.contains(place) for other in others)
        for place in held
    )
