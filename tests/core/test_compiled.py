"""Compiled statements give what the ORM gives, whatever the values, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, connections
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocop.core.compiled import Insert, Select, Update
from ocop.core.models import SubmitToken
from ocop.evaluation.models import ScoreSheet, SheetRevision
from ocop.places.models import Place
from tests.dossiers.factories import make_dossier, make_round
from tests.evaluation.factories import make_council, make_seat, make_sheet, make_track
from tests.people.factories import make_user
from tests.places.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

_with_province = Select(
    lambda pk: (
        Place.objects.select_related("province").only("name", "province__name").filter(pk=pk)
    ),
    pk=Place._meta.pk,
)
_below = Select(
    lambda parent: Place.objects.filter(parent=parent).order_by("pk"),
    parent=Place._meta.get_field("parent"),
)
_later = Select(
    lambda key, since: Session.objects.filter(session_key=key, expire_date__gt=since),
    key=Session._meta.get_field("session_key"),
    since=Session._meta.get_field("expire_date"),
)
_held = Select(
    lambda pk: Place.objects.select_for_update(of=("self",)).filter(pk=pk), pk=Place._meta.pk
)
_add = Insert(SubmitToken, if_new=True)
_lead = Update(SubmitToken, "location")
_add_revision = Insert(SheetRevision)


def columns(thing) -> dict[str, object]:
    """What was read of a row, and of the row it belongs to."""
    found = {name: value for name, value in vars(thing).items() if not name.startswith("_")}
    for name, other in thing._state.fields_cache.items():
        found[name] = columns(other) if other else None
    return found


def same(select: Select, **values) -> None:
    expected = list(select.build(**values))
    for _first_time_and_after in range(2):
        assert [columns(t) for t in select.rows(**values)] == [columns(t) for t in expected]


@many
@given(pk=st.one_of(st.none(), st.integers(), st.integers(1, 500), st.integers(1, 500).map(str)))
def test_rows_with_deferred_fields_and_those_they_belong_to(pk):
    same(_with_province, pk=pk)


@many
@given(parent=st.one_of(st.none(), st.integers(-5, 300), st.integers(2**62, 2**63 - 1)))
def test_a_foreign_key_that_may_be_none(parent):
    same(_below, parent=parent)


@many
@given(key=st.sampled_from(["a", "b", "", "c' OR 1=1 --"]), hours=st.integers(-2, 2))
def test_texts_and_times(key, hours):
    now = datetime(2019, 12, 2, 8, tzinfo=UTC)
    for name in ("a", "b"):
        Session.objects.get_or_create(
            session_key=name, defaults={"session_data": "x", "expire_date": now}
        )

    same(_later, key=key, since=now + timedelta(hours=hours))


def test_a_row_left_out_by_only_is_asked_for_when_it_is_used():
    (place,) = _with_province.rows(pk=make_place("province", code="06").pk)

    assert place.get_deferred_fields() >= {"code", "level", "path"}
    assert place.code == "06"


def test_one_row_none_and_several():
    country = make_place("country")
    province, _other = (make_place("province", under=country) for _ in range(2))

    assert _with_province.get(pk=province.pk) == province
    with pytest.raises(Place.DoesNotExist):
        _with_province.get(pk=0)
    with pytest.raises(Place.MultipleObjectsReturned):
        _below.get(parent=province.parent_id)


def test_a_row_is_held_in_a_transaction_only_as_the_database_can():
    pk = make_place("province").pk

    with CaptureQueriesContext(connection) as seen:
        _held.get(pk=pk)

    assert ("FOR UPDATE" in seen[0]["sql"]) == connection.features.has_select_for_update


def test_a_row_is_not_held_outside_of_a_transaction(monkeypatch):
    if not connection.features.has_select_for_update:
        pytest.skip("SQLite has no such lock")

    assert _held.rows(pk=0) == []
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(TransactionManagementError):
        _held.rows(pk=1)


def test_values_and_prefetched_rows_are_no_compiled_rows():
    for queryset in (Place.objects.values("pk"), Place.objects.prefetch_related("children")):
        with pytest.raises(TypeError):
            Select(lambda queryset=queryset: queryset).rows()


@many
@given(token=st.text("abc", min_size=1, max_size=3), location=st.text(max_size=20))
def test_a_row_is_added_once_and_changed_as_save_does(token, location):
    location = location.replace("\0", "")
    had = SubmitToken.objects.filter(pk=token).exists()

    assert _add.run(SubmitToken(token=token)) is not had
    assert _add.run(SubmitToken(token=token, location="x")) is False
    _lead.run(SubmitToken(token=token, location=location))

    kept = SubmitToken.objects.get(pk=token)
    assert (kept.location, kept.used_at is None) == (location, False)


def test_changing_a_row_that_is_gone_is_refused_as_save_refuses_it():
    with pytest.raises(DatabaseError):
        _lead.run(SubmitToken(token="never"))


ANSWERS = st.dictionaries(st.text("AB.1", max_size=5), st.sampled_from(["L1", "none", "đ\"'%s"]))


@pytest.fixture
def sheet():
    seat = make_seat(make_council(make_round()), make_user())
    return make_sheet(make_track(make_dossier(seat.council.round)), seat)


@many
@given(answers=ANSWERS, at=st.one_of(st.none(), st.just(datetime(2019, 12, 2, tzinfo=UTC))))
def test_json_and_none_are_written_as_save_writes_them(sheet, answers, at):
    write = Update(ScoreSheet, "answers", "facts", "signed_at", "version", "updated_at")
    before = (sheet.version, sheet.updated_at)
    sheet.answers, sheet.facts, sheet.signed_at = answers, list(answers), at

    sheet.save_by(write)

    kept = ScoreSheet.objects.get(pk=sheet.pk)
    assert (kept.answers, kept.facts, kept.signed_at) == (answers, list(answers), at)
    assert kept.version == before[0] + 1
    assert kept.updated_at > before[1]


def test_a_row_whose_key_the_database_draws_is_added_as_save_adds_it(sheet):
    person = sheet.member.user
    revisions = [
        SheetRevision(sheet=sheet, kind="signed", answers={"A.1": "L1"}, total=7, by=person, at=at)
        for at in (datetime(2019, 12, 2, tzinfo=UTC), datetime(2019, 12, 3, tzinfo=UTC))
    ]

    _add_revision.run(revisions[0])
    revisions[1].save()

    added, saved = SheetRevision.objects.filter(sheet=sheet, total=7).values()
    assert added.keys() == saved.keys()
    assert {name for name in added if added[name] != saved[name]} == {"id", "at"}
