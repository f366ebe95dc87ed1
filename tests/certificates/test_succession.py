"""A certificate takes the place of earlier ones of its product on the day on which it is in force itself."""

from datetime import date, timedelta

import pytest

from ocop.certificates.actions import certificates
from ocop.certificates.enums import CertificateState
from ocop.certificates.models import Certificate, CertificateEvent
from ocop.core import clock, doctor
from ocop.evaluation.models import Track
from ocop.people import reminding
from ocop.people.models import Reminder
from tests.certificates.factories import make_certificate
from tests.evaluation.concluding import issue
from tests.evaluation.factories import make_concluded
from tests.people.factories import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


def test_an_upgrade_replaces_the_old_certificate_only_when_it_is_itself_in_force(province, officer):
    track, decision = make_concluded(province)
    product = track.dossier.product
    old = make_certificate(
        product, date(2024, 1, 1), number="CU-1", valid_to=date(2027, 1, 1), office=province
    )
    assert Certificate.objects.get(pk=old.pk).state == CertificateState.IN_FORCE

    issue(officer, decision)

    old.refresh_from_db()
    assert old.state == CertificateState.SUPERSEDED
    assert old.superseded_by == Certificate.objects.get(track=track)


def states(*certificates):
    return [Certificate.objects.get(pk=c.pk).state for c in certificates]


@pytest.fixture
def next_day():
    return clock.today() + timedelta(days=1)


@pytest.fixture
def tomorrow(monkeypatch, next_day):
    """The clock stands at tomorrow once the fixtures asked for before this one have done their work of today."""
    monkeypatch.setattr(clock, "today", lambda: next_day)
    return next_day


def test_a_certificate_in_force_later_replaces_the_present_one_only_on_that_day(
    monkeypatch, next_day, province, officer
):
    present, decision = make_concluded(province)
    issue(officer, decision)
    track, decision = make_concluded(province, points=80, again=present)
    decision.valid_from = next_day
    decision.save()

    issue(officer, decision)

    old, new = (Certificate.objects.get(track=t) for t in (present, track))
    assert (old.status(), new.status(), new.valid_from) == ("valid", "pending", next_day)
    assert new.decision_date == clock.today()

    reminding.send_due(next_day)  # as `ocop remind --day` asks, today
    assert states(old, new) == ["in_force", "in_force"]

    monkeypatch.setattr(clock, "today", lambda: next_day)
    assert reminding.send_due(next_day) >= 1
    old.refresh_from_db()
    assert (old.status(next_day), old.superseded_by, new.status(next_day)) == (
        "superseded",
        new,
        "valid",
    )
    assert old.events.last().on == next_day
    assert reminding.send_due(next_day) == 0


@pytest.fixture
def recorded(province, officer):
    """recorded(day, after=certificate): a certificate of the same product, of a decision signed that day, recorded now."""

    def record(day: date, *, after: Certificate | None = None) -> Certificate:
        track, decision = make_concluded(province, again=after and after.track)
        issue(officer, decision, day)
        return Certificate.objects.get(track=track)

    return record


def lives(*certificates):
    """Of each its state, by which it is replaced, and the last day told in its history."""
    now = [Certificate.objects.get(pk=c.pk) for c in certificates]
    return [(c.state, c.superseded_by and c.superseded_by.number, c.events.last().on) for c in now]


def test_a_certificate_recorded_after_its_successor_ended_on_the_first_day_of_that_one(recorded):
    first = recorded(date(2021, 3, 1))
    last = recorded(date(2022, 9, 1), after=first)

    between = recorded(date(2021, 12, 1), after=first)

    assert lives(first, between, last) == [
        ("superseded", between.number, date(2021, 12, 1)),
        ("superseded", last.number, date(2022, 9, 1)),
        ("in_force", None, date(2022, 9, 1)),
    ]
    assert first.events.count() == 2


def test_the_office_is_told_which_certificate_is_in_force_instead(recorded, province, officer):
    present = recorded(date(2022, 9, 1))
    track, decision = make_concluded(province, stars=3, points=60, again=present.track)

    page = client_of(officer).post(
        f"/danh-gia/dot/{decision.round_id}/quyet-dinh/",
        {"number": "41/QĐ-UBND", "signed_on": "2022-05-04"},
        follow=True,
    )

    late = Certificate.objects.get(track=track)
    said = f"đã có giấy {present.number} có hiệu lực từ ngày 01/09/2022"
    assert said in page.content.decode()
    public = client_of(officer).get(f"/c/{late.number}/").content.decode()
    assert 'data-status="superseded"' in public
    assert f"Xem giấy thay thế {present.number}" in public


def test_one_recorded_after_its_successor_was_revoked_ended_all_the_same(recorded, officer):
    last = recorded(date(2022, 9, 1))
    certificates.change_state(
        actor=officer, certificate=last, to="revoked", reason="Thử", decision_number="9"
    )

    late = recorded(date(2021, 3, 1), after=last)

    assert states(late, last) == ["superseded", "revoked"]


def test_a_pair_in_force_that_an_older_release_left_is_named_and_ended_with_the_days_work(recorded):
    newer = recorded(date(2022, 9, 1))
    older = Certificate.objects.get(pk=newer.pk)
    older.pk, older._state.adding = None, True
    older.number = older.product_code = "CU-1"
    older.valid_from = date(2021, 3, 1)
    older.save()
    CertificateEvent.objects.create(certificate=older, state=older.state, on=older.valid_from)
    named = [found for found in doctor.examine() if found.startswith("certificate ")]
    assert [found.split(":")[0] for found in named] == ["certificate CU-1"]

    reminding.send_due(clock.today())

    assert lives(older, newer)[0] == ("superseded", newer.number, date(2022, 9, 1))
    assert [found for found in doctor.examine() if found.startswith("certificate ")] == []


@pytest.fixture
def to_begin(next_day, province, officer):
    """The present certificate of a product, and two that are in force tomorrow, of two decisions."""
    present, decision = make_concluded(province)
    issue(officer, decision)
    made = [Certificate.objects.get(track=present)]
    for points in (79, 80):
        track, decision = make_concluded(province, points=points, again=present)
        decision.valid_from = next_day
        decision.save()
        issue(officer, decision)
        made.append(Certificate.objects.get(track=track))
    return made


def test_of_two_certificates_that_begin_on_one_day_the_one_issued_last_stands(to_begin, tomorrow):
    reminding.send_due(tomorrow)

    assert states(*to_begin) == ["superseded", "superseded", "in_force"]


def test_one_suspended_over_its_first_day_takes_the_place_of_the_present_one_when_restored(
    to_begin, monkeypatch, next_day, officer
):
    present, other, new = to_begin
    Track.objects.filter(certificate=other).update(certificate=None)
    other.delete()
    change = {"actor": officer, "certificate": new, "reason": "Thử"}
    certificates.change_state(**change, to="suspended")
    monkeypatch.setattr(clock, "today", lambda: next_day)

    reminding.send_due(next_day)
    assert states(present, new) == ["in_force", "suspended"]

    monkeypatch.setattr(clock, "today", lambda: next_day + timedelta(days=3))
    certificates.change_state(**change, to="in_force")
    assert states(present, new) == ["superseded", "in_force"]
    assert present.events.last().on == next_day + timedelta(days=3)


def test_one_restored_before_its_first_day_waits_for_it(to_begin, monkeypatch, next_day, officer):
    present, other, new = to_begin
    change = {"actor": officer, "certificate": new, "reason": "Thử"}
    for to in ("suspended", "in_force"):
        certificates.change_state(**change, to=to)
    assert states(present, other, new) == ["in_force"] * 3

    monkeypatch.setattr(clock, "today", lambda: next_day)
    reminding.send_due(next_day)
    assert states(present, other, new) == ["superseded", "superseded", "in_force"]


def test_a_certificate_takes_the_place_of_several(to_begin, tomorrow, client):
    present, between, last = to_begin
    Reminder.objects.filter(kind=certificates.BEGINS, target_id=between.pk).delete()

    reminding.send_due(tomorrow)

    assert set(last.supersedes.all()) == {present, between}
    shown = client.get(f"/c/{last.number}/").content.decode()
    assert all(f'href="/c/{old.number}/"' in shown for old in (present, between))
