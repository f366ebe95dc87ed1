"""The world that rights, blindness and statements are tried in: two districts alike, and somebody in every role.

`here` belongs to the demo's people, `elsewhere` to others. What stands in the districts is put there by the rooms
(`tests/<room>/things.py`).
"""

from dataclasses import dataclass

from ocop.core.models import StoredFile
from ocop.evaluation.enums import CouncilRole
from ocop.people.models import User
from ocop.places.models import Place
from tests.core.factories import stored_pdf
from tests.people.factories import make_appointment, make_user
from tests.scene import COMMUNE, DISTRICT

from .sides import Side

DEMO = {
    "administrator": "quantri",
    "province": "tinh",
    "district": "huyen",
    "commune": "xa",
    "leader": "lanhdao",
    "supervisor": "giamsat",
    "chair": "chutich",
    "secretary": "thuky",
    "member": "uyvien1",
    "producer": "chuthe",
}
OTHERS = (
    "stranger",
    "other_district",
    "other_province",
    "support",
    "upper_member",
    "other_member",
    "rival",
    "other_producer",
)
ROLES = ("anonymous", *DEMO, *OTHERS)


@dataclass
class World:
    people: dict[str, User]
    here: Side
    elsewhere: Side


def build() -> World:
    people = {role: User.objects.get(login=f"{name}@demo.vn") for role, name in DEMO.items()}
    people |= {role: make_user(role) for role in OTHERS}
    file = stored_pdf()
    world = World(people, here(people, file), elsewhere(people, file))
    world.here.begin()
    world.elsewhere.begin()
    return world


def here(people: dict[str, User], file: StoredFile) -> Side:
    """The district of the demo's people."""
    return Side(
        commune=Place.objects.select_related("district", "province").get(key=COMMUNE),
        officer=people["district"],
        seats=[
            (people["chair"], CouncilRole.CHAIR),
            (people["secretary"], CouncilRole.SECRETARY),
            (people["member"], CouncilRole.MEMBER),
            (people["support"], CouncilRole.SUPPORT),
        ],
        owner=people["producer"],
        rival=people["rival"],
        upper_member=people["upper_member"],
        clerk=make_user("clerk1"),
        file=file,
    )


def elsewhere(people: dict[str, User], file: StoredFile) -> Side:
    """Another district of the province; who is of another province has a role in a third place."""
    commune = (
        Place.objects.filter(level="commune", province__key="06", district__isnull=False)
        .exclude(district__key=DISTRICT)
        .select_related("district", "province")
        .first()
    )
    make_appointment(people["other_district"], commune.district)
    far = Place.objects.filter(level="province").exclude(key="06").first()
    make_appointment(people["other_province"], far)
    chair = make_user("other_chair")
    return Side(
        commune=commune,
        officer=people["other_district"],
        seats=[(chair, CouncilRole.CHAIR), (people["other_member"], CouncilRole.MEMBER)],
        owner=people["other_producer"],
        rival=people["other_producer"],
        upper_member=chair,
        clerk=make_user("clerk2"),
        file=file,
    )
