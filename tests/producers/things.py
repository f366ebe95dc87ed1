"""What the room puts into the world of the contract tests."""

from datetime import timedelta

from ocop.core import clock
from ocop.producers.enums import ProducerState
from ocop.producers.models import ProducerYear
from tests.contract.sides import Side
from tests.core.factories import make_job
from tests.people.factories import make_invitation
from tests.producers.factories import (
    make_link,
    make_paper,
    make_picture,
    make_producer,
    make_product,
)


def begin(side: Side) -> None:
    things = side.things
    producer = things["producer"] = make_producer(side.commune, owner=side.owner)
    things["pending"] = make_producer(side.commune, owner=side.owner, state=ProducerState.PENDING)
    things["rival"] = make_producer(side.commune, owner=side.rival)
    things["membership"] = producer.members.get()
    things["joining"], _token = make_invitation(
        side.owner, grant={"kind": "producers.member", "id": producer.pk, "role": "editor"}
    )
    things["year"] = ProducerYear.objects.create(producer=producer, year=2017)
    things["job"] = make_job(
        "producers.import",
        asked_by=side.officer,
        arguments={"file": side.file.pk},
        output=side.file,
        output_name="ket-qua.pdf",
        result={"good": 1, "wrong": 0, "problems": [], "problems_count": 0},
    )


def grow(side: Side) -> None:
    things = side.things
    product = things["product"] = make_product(things["producer"])
    things["picture"] = make_picture(product)
    things["link"] = make_link(product)
    things["paper"] = make_paper(
        things["producer"],
        file=side.file,
        added_by=side.owner,
        expires_on=clock.today() + timedelta(days=20),
    )
