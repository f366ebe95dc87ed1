"""The work of a day: once over all processes, made up after a pause."""

from datetime import date, timedelta

import pytest

from ocop.core import clock, daily
from ocop.core.models import AuditEntry, DayDone

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
DAY = date(2026, 3, 10)


@pytest.fixture
def done(monkeypatch):
    """The days that a piece of work was called for."""
    days = []
    monkeypatch.setattr(daily, "_works", {"thing": lambda day: days.append(day) or 1})
    return days


def test_the_days_work_is_done_once_however_often_processes_look(done):
    assert daily.run(DAY) == {"thing": 1}
    assert daily.run(DAY) is None

    assert done == [DAY]
    assert AuditEntry.objects.filter(action="core.day.done", target_id=DAY.isoformat()).count() == 1


def test_a_process_that_is_at_it_is_left_alone_and_one_that_died_is_replaced(done):
    row = DayDone.objects.create(day=DAY, started_at=clock.true_now())
    assert daily.run(DAY) is None

    row.started_at = clock.true_now() - daily.GIVEN_UP_AFTER - timedelta(seconds=1)
    row.save()
    assert daily.run(DAY) == {"thing": 1}


def test_by_hand_it_looks_again(done):
    daily.run(DAY)

    assert daily.run(DAY, again=True) == {"thing": 1}
