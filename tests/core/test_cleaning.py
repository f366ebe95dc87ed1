"""What the system needs no more goes once a day, and nothing else goes with it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ocop.core import daily
from ocop.core.models import SubmitToken

pytestmark = pytest.mark.django_db


def cleared() -> int:
    return (daily.run(timezone.localdate(), again=True) or {})["cleared"]


def test_a_form_is_known_again_for_a_week():
    for token, days in (("old", 8), ("recent", 6)):
        SubmitToken.objects.create(token=token)
        SubmitToken.objects.filter(pk=token).update(used_at=timezone.now() - timedelta(days=days))

    assert cleared() == 1

    assert list(SubmitToken.objects.values_list("pk", flat=True)) == ["recent"]


def test_sessions_that_ended_go():
    for key, hours in (("ended", -1), ("running", 1)):
        expires = timezone.now() + timedelta(hours=hours)
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
        at = (timezone.now() - timedelta(hours=hours)).timestamp()
        os.utime(files / "ab" / name, (at, at))

    assert cleared() == 1

    assert sorted(p.name for p in (files / "ab").iterdir()) == ["arriving.part", "whole"]
