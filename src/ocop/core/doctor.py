"""Integrity of the stored data: what no single action could have left behind.

A room's `doctor.py` has `findings()`, a sentence for each thing of its own that is not as it must be; `file_users` of it,
where it has one, names its things that a stored file belongs to, for an operator to ask for again.
"""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection

from . import guards
from .files import is_unaltered
from .models import Attachment, StoredFile
from .sockets import plugged


def examine() -> Iterator[str]:
    """A sentence for each thing that is not as it must be, of every room; nothing when all is well."""
    for room in plugged("doctor"):
        if hasattr(room, "findings"):
            yield from room.findings()


def findings() -> Iterator[str]:
    yield from (
        f"database: the guard {name} is not in place" for name in guards.missing(connection)
    )
    for stored in StoredFile.objects.iterator():
        if not default_storage.exists(stored.path):
            yield f"file {stored.pk}: missing{_users(stored)}"
        elif not is_unaltered(stored):
            yield f"file {stored.pk}: altered{_users(stored)}"


def file_users(stored: StoredFile) -> Iterator[str]:
    """Attachments of a file, with what they belong to."""
    for found in Attachment.objects.filter(file=stored).select_related("thing_type"):
        yield f"attachment {found.pk} “{found}” of {found.thing_type.model} {found.thing_id}"


def _users(stored: StoredFile) -> str:
    rooms = (room for room in plugged("doctor") if hasattr(room, "file_users"))
    used = ", ".join(user for room in rooms for user in room.file_users(stored))
    return f"; used by {used}" if used else ""
