"""What lives at a unit goes over to the one that follows it; what was recorded there stays."""

from datetime import timedelta

import pytest

from ocop.core import audit, daily, history
from ocop.places.actions import follow_units
from ocop.producers.models import Producer
from tests.days import TODAY

from .trees import grown

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
TREE = {"P": "", "D": "P", "A": "D", "B": "D", "C": "D", "N'": "P", "X'": "P", "Y'": "P"}
GOES = {"A": "N'", "B": "X' Y'", "D": ""}


def producer_at(place) -> Producer:
    return Producer.objects.create(name=f"HTX {place.code}", type="cooperative", place=place)


def test_a_producer_goes_over_on_the_day_and_is_told_of_on_its_page():
    tree = grown(TREE, {TODAY: GOES})
    producer = producer_at(tree["A"])

    follow_units(TODAY - timedelta(1))
    producer.refresh_from_db()
    assert producer.place == tree["A"]
    assert (follow_units(TODAY), follow_units(TODAY)) == (1, 0)
    producer.refresh_from_db()
    assert producer.place == tree["N'"]
    told = history.tell(audit.history(producer))
    assert [line.title for line in told] == ["Chuyển theo địa bàn: Đơn vị A → Đơn vị N'"]


def test_days_missed_are_made_up_by_steps_and_what_was_split_or_still_is_stays():
    tree = grown(
        {**TREE, "Z'": "P"},
        {TODAY - timedelta(400): GOES, TODAY - timedelta(30): {"N'": "Z'"}},
    )
    producers = {name: producer_at(tree[name]) for name in ("A", "B", "C", "N'")}

    daily.run(TODAY, again=True)

    for producer in producers.values():
        producer.refresh_from_db()
    assert {name: producer.place.code for name, producer in producers.items()} == {
        "A": "Z'",
        "B": "B",
        "C": "C",
        "N'": "Z'",
    }
