"""People of the demo: roles, not persons, with one password for all."""

from django.db.models import QuerySet

from ocop.core import clock
from ocop.places.enums import Level
from ocop.places.models import Place
from ocop.places.scenes import Scene

from .actions import appoint, head_office, register_account
from .enums import Role
from .models import User

PASSWORD = "ocop-demo-2026"  # noqa: S105 - printed on purpose, for a demo on one's own machine
ADDRESS = "@demo.vn"
ROLES = [
    ("quantri", "Quản trị (minh hoạ)", Role.ADMINISTRATOR, Level.COUNTRY),
    ("tinh", "Cán bộ tỉnh (minh hoạ)", Role.OFFICER, Level.PROVINCE),
    ("huyen", "Cán bộ huyện (minh hoạ)", Role.OFFICER, Level.DISTRICT),
    ("xa", "Cán bộ xã (minh hoạ)", Role.OFFICER, Level.COMMUNE),
    ("lanhdao", "Lãnh đạo tỉnh (minh hoạ)", Role.LEADER, Level.PROVINCE),
    ("giamsat", "Giám sát (minh hoạ)", Role.SUPERVISOR, Level.PROVINCE),
]
IN_OFFICE_SINCE_DAYS = 300


def build(scene: Scene) -> None:
    """Who holds a role at a place; a scene without districts has no officer of one."""
    with clock.travel(scene.before(IN_OFFICE_SINCE_DAYS)):
        for name, full_name, role, level in ROLES:
            if level == Level.DISTRICT and not scene.district:
                continue
            country = level == Level.COUNTRY
            place = Place.objects.get(key="vn") if country else scene.place(level)
            office = head_office(place) if role in (Role.OFFICER, Role.LEADER) else None
            user = add_account(name, full_name)
            appoint(actor=None, user=user, role=role, place=place, organisation=office)


def add_account(name: str, full_name: str) -> User:
    """An account with the demo's password. The hash is made once: a slow one for each would take most of the demo's time."""
    first = accounts().first()
    user = register_account(
        login=name + ADDRESS,
        full_name=full_name,
        password=None if first else PASSWORD,
        is_proven=True,
    )
    if first is not None:
        user.password = first.password
        user.save(update_fields=["password"])
    return user


def account(name: str) -> User:
    """account("huyen") is huyen@demo.vn."""
    return User.objects.get(login=name + ADDRESS)


def accounts() -> QuerySet[User]:
    """All accounts of the demo, in the order in which they were made."""
    return User.objects.filter(login__endswith=ADDRESS).order_by("pk")
