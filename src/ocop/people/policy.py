"""Who may do what, as far as roles at places tell it; other rooms build their own rights on these."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from ocop.core.rights import Right, is_signed_in, right
from ocop.places.models import Place

from .enums import Role

M = TypeVar("M", bound=Model)

READERS = (Role.OFFICER, Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR)


@right
def is_administrator(person: Any, thing: Any = None) -> bool:
    """Runs the installation: people, editions of rules. Sits in no council by that."""
    return person.is_authenticated and person.is_administrator


def holds(*roles: Role) -> Right:
    """Whoever holds one of the roles somewhere."""

    def test(person: Any, thing: Any) -> bool:
        return person.is_authenticated and any(a.role in roles for a in person.appointments_now)

    return Right(test, " or ".join(roles))


is_officer = holds(Role.OFFICER)
is_staff = is_signed_in & holds(*READERS)


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
