"""What the room puts into the world of the contract tests."""

from tests.contract.sides import Side
from tests.criteria.factories import make_edition, make_process


def begin(side: Side) -> None:
    side.things["edition"] = make_edition()
    side.things["process"] = make_process()
