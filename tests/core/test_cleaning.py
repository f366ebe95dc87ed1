"""What the system needs no more goes once a day, and nothing else goes with it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult

from ocop.core import clock, daily
from ocop.core.files import PDF, XLSX, store_bytes
from ocop.core.limits import Limit
from ocop.core.models import Job, StoredFile, SubmitToken, Tally
from ocop.core.spreadsheets import write_table
from ocop.documents import render_pdf
from ocop.people.actions import send_email
from tests.people.factories import make_user
from tests.producers.factories import make_paper, make_producer, make_product

pytestmark = [pytest.mark.django_db, pytest.mark.own_world]


def pdf(title: str) -> bytes:
    return render_pdf("notice", {"title": title, "reason": ""})


def cleared() -> int:
    return (daily.run(clock.today(), again=True) or {})["cleared"]


def test_a_form_is_known_again_for_a_week():
    for token, days in (("old", 8), ("recent", 6)):
        SubmitToken.objects.create(token=token)
        SubmitToken.objects.filter(pk=token).update(used_at=clock.true_now() - timedelta(days=days))

    assert cleared() == 1

    assert list(SubmitToken.objects.values_list("pk", flat=True)) == ["recent"]


def test_sessions_that_ended_go():
    for key, hours in (("ended", -1), ("running", 1)):
        expires = clock.true_now() + timedelta(hours=hours)
        Session.objects.create(session_key=key, session_data="", expire_date=expires)

    cleared()

    assert list(Session.objects.values_list("pk", flat=True)) == ["running"]


@pytest.fixture
def files(settings, tmp_path):
    storages = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    }
    settings.STORAGES = storages
    return tmp_path


def test_a_file_that_was_never_finished_goes_after_a_day(files: Path):
    default_storage.save("ab/whole", ContentFile(b"whole"))
    for name, hours in (("broken.part", 25), ("arriving.part", 1)):
        (files / "ab" / name).write_bytes(b"half")
        at = (clock.true_now() - timedelta(hours=hours)).timestamp()
        os.utime(files / "ab" / name, (at, at))

    assert cleared() == 1

    assert sorted(p.name for p in (files / "ab").iterdir()) == ["arriving.part", "whole"]


def test_a_file_that_nothing_uses_goes_after_two_days():
    used = make_paper(make_producer()).file
    kept, new = (store_bytes(pdf(title), kinds=(PDF,)) for title in ("cũ", "mới"))
    for file, days in ((used, 3), (kept, 3), (new, 1)):
        at = clock.true_now() - timedelta(days=days)
        StoredFile.objects.filter(pk=file.pk).update(stored_at=at)

    assert cleared() == 1

    assert [default_storage.exists(file.path) for file in (used, kept, new)] == [True, False, True]
    assert not StoredFile.objects.filter(pk=kept.pk).exists()


def test_a_file_that_a_job_works_on_stays():
    file = store_bytes(pdf("bảng"), kinds=(PDF,))
    StoredFile.objects.update(stored_at=clock.true_now() - timedelta(days=3))
    Job.objects.create(kind="x", title="x", asked_by=make_user(), arguments={"file": file.pk})

    cleared()

    assert default_storage.exists(file.path)


def test_bytes_stored_anew_are_no_longer_old():
    content = pdf("lại")  # once: a PDF says when it was made
    file = store_bytes(content, kinds=(PDF,))
    StoredFile.objects.filter(pk=file.pk).update(stored_at=clock.true_now() - timedelta(days=3))

    store_bytes(content, kinds=(PDF,))

    assert cleared() == 0


@pytest.fixture
def job(files):
    """job(days, output): work that was asked for so many days ago."""

    def made(days, output=None, file=None):
        asked = Job.objects.create(
            kind="producers.import",
            title="Nhập",
            asked_by=make_user(),
            arguments={"file": file.pk} if file else {},
            output=output,
        )
        Job.objects.filter(pk=asked.pk).update(created_at=clock.true_now() - timedelta(days=days))
        return asked

    return made


def table(text):
    return store_bytes(write_table([text], [], sheet_name="Bảng"), kinds=[XLSX])


def test_what_came_of_work_in_the_background_goes_after_a_month(job):
    old, shared, recent, given, used = (table(f"bảng {n}") for n in range(5))
    job(31, output=old, file=given)
    job(31, output=shared, file=used)
    job(29, output=recent, file=used)
    picture = make_product().pictures.create(file=shared)

    StoredFile.objects.update(stored_at=clock.true_now() - timedelta(days=31))

    assert cleared() == 4

    assert Job.objects.get().output == recent
    kept = StoredFile.objects.filter(pk__in=[f.pk for f in (old, shared, recent, given, used)])
    assert set(kept) == {shared, recent, used}
    there = [default_storage.exists(file.path) for file in (old, given, shared, recent, used)]
    assert there == [False, False, True, True, True]
    assert picture.file == shared


def test_letters_leave_the_queue_a_day_after_they_were_sent():
    """Their links are secrets."""
    DBTaskResult.objects.all().delete()
    for hours, status in ((25, "SUCCESSFUL"), (23, "SUCCESSFUL"), (25, "FAILED")):
        waiting = send_email.enqueue("a@example.vn", f"{status} {hours}", "Liên kết").id
        finished = clock.true_now() - timedelta(hours=hours)
        DBTaskResult.objects.filter(pk=waiting).update(status=status, finished_at=finished)

    cleared()

    left = [result.args_kwargs["args"][1] for result in DBTaskResult.objects.all()]
    assert sorted(left) == ["FAILED 25", "SUCCESSFUL 23"]


def test_tallies_go_when_their_time_is_over():
    for name, hours in (("over", -1), ("running", 1)):
        Limit(name, 1, timedelta(hours=1)).spend("a")
        Tally.objects.filter(until__gt=clock.true_now()).update(
            until=clock.true_now() + timedelta(hours=hours)
        )

    cleared()

    assert Tally.objects.count() == 1
