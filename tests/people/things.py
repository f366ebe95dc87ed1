"""What the room puts into the world of the contract tests."""

from ocop.people.models import Notification
from tests.contract.sides import Side
from tests.core.factories import make_job
from tests.people.factories import make_appointment, make_invitation, make_organisation


def begin(side: Side) -> None:
    things = side.things
    district = side.commune.parent
    things["clerk"] = side.clerk
    things["appointment"] = make_appointment(
        side.clerk, side.commune, organisation=make_organisation(district)
    )
    things["invitation"], things["token"] = make_invitation(side.officer)
    things["notice"] = Notification.objects.create(user=side.owner, kind="test", title="Tin")
    things["organisations_job"] = make_job(
        "people.organisations",
        asked_by=side.officer,
        arguments={"file": side.file.pk},
        result={"new": 1, "changed": 0, "kept": 0, "wrong": 0, "problems": [], "shown": "1"},
    )


def grow(side: Side) -> None:
    side.things["organisation"] = make_organisation(side.commune.parent)
