"""The smallest accounts, roles and organisations, for tests that show their own world."""

from datetime import timedelta
from itertools import count
from secrets import randbits
from typing import Any

from django.test import Client

from ocop.core import clock
from ocop.people.actions import BACKEND, digest
from ocop.people.enums import OrganisationKind, Role
from ocop.people.models import Appointment, Invitation, Organisation, User
from ocop.places.models import Place

_numbers = count(1)


def make_user(name: str = "", **fields: Any) -> User:
    """Somebody with a proven login and no role."""
    number = next(_numbers)
    name = name or f"Người {number}"
    fields = {
        "login": f"nguoi-{number}@example.vn",
        "proven_at": clock.now(),
        "roles_stamp": randbits(
            30
        ),  # or what is kept in memory of another test's person would be theirs
        **fields,
    }
    return User.objects.create_user(full_name=name, **fields)


def make_appointment(
    user: User, place: Place, role: str = Role.OFFICER, **fields: Any
) -> Appointment:
    return Appointment.objects.create(user=user, place=place, role=role, **fields)


def make_holder(role: str, place: Place, name: str = "", **fields: Any) -> User:
    """Somebody new who holds a role at a place, as a request finds them."""
    user = make_user(name, **fields)
    make_appointment(user, place, role)
    return as_found(user)


def make_officer(place: Place, name: str = "", **fields: Any) -> User:
    return make_holder(Role.OFFICER, place, name, **fields)


def as_found(user: User) -> User:
    """The person as the next request finds them: roles, seats and memberships given since are known."""
    return User.objects.get(pk=user.pk)


def client_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def make_organisation(place: Place, name: str = "", **fields: Any) -> Organisation:
    fields = {"kind": OrganisationKind.OFFICE, **fields}
    name = name or f"Phòng {next(_numbers)}"
    return Organisation.objects.create(name=name, place=place, **fields)


def make_invitation(by: User, **fields: Any) -> tuple[Invitation, str]:
    """An invitation that is open for three days, and the token in its link."""
    number = next(_numbers)
    token = f"loi-moi-{number}"
    fields = {
        "full_name": "Người được mời",
        "login": f"moi-{number}@example.vn",
        "expires_at": clock.now() + timedelta(days=3),
        **fields,
    }
    return Invitation.objects.create(token_hash=digest(token), invited_by=by, **fields), token
