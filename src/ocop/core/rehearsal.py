"""Rehearsals: installations on which people practise, with a calendar that only moves forward.

Whether an installation is one is said by a row that comes with it (`ocop demo`), before anybody has an account: triggers
let no other installation become one and none of them become real. Its pages, papers, e-mails and codes are marked, and
its codes are signed by a key of another kind, which no real installation's check accepts (`core.qr`).
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils.translation import gettext as _

from ocop.documents import marks

from . import clock, guards, qr
from .models import Rehearsal

guards.register(
    guards.Guard(
        "core.Rehearsal",
        "early",
        "INSERT",
        asks="EXISTS (SELECT 1 FROM {people})",
        refuse="an installation that people have used cannot become a rehearsal",
    ),
    guards.Guard(
        "core.Rehearsal", "stays", "DELETE", refuse="a rehearsal cannot become a real installation"
    ),
    guards.Guard(
        "core.Rehearsal",
        "forward",
        "UPDATE",
        when="NEW.ahead < OLD.ahead",
        refuse="the calendar of a rehearsal only moves forward",
    ),
)

_known: bool | None = None
"""What this process knows for good. Until somebody has an account an installation may still become a rehearsal."""


def is_on() -> bool:
    """Whether this installation is a rehearsal; asks the database until it is decided, then no more."""
    global _known
    if _known is not None:
        return _known
    if not is_set_up():
        return False
    found = Rehearsal.objects.exists()
    if found or get_user_model().objects.exists():
        _known = found
    return found


def is_set_up() -> bool:
    """Whether the tables are there; they are not while `ocop setup` makes them."""
    tables = {Rehearsal._meta.db_table, get_user_model()._meta.db_table}
    return tables <= set(connection.introspection.table_names())


def ahead() -> timedelta:
    """How far the calendar is ahead of the true time: no statement in a real installation, 1 in a rehearsal."""
    if not is_on():
        return timedelta()
    return Rehearsal.objects.values_list("ahead", flat=True).get()


def begin(on: date | datetime) -> None:
    """Make an empty installation a rehearsal whose calendar begins on a day, or at a moment of one."""
    Rehearsal.objects.create(ahead=clock.distance(on))


def paper_mark() -> str:
    """What stands across each paper, "" in a real installation."""
    return marks.REHEARSAL if is_on() else ""


def marked_subject(subject: str) -> str:
    """An e-mail's subject, by which nobody takes the mail of a rehearsal in earnest."""
    return _("[Diễn tập] %(subject)s") % {"subject": subject} if is_on() else subject


def key_path() -> Path:
    """Where the key lies that signs codes; a rehearsal's lies apart, so that neither is ever taken for the other."""
    real = Path(settings.CERTIFICATE_KEY)
    return real.with_name("rehearsal-key.pem") if is_on() else real


def keyring() -> qr.Keyring:
    """The installation's keys."""
    return qr.keyring(key_path(), is_rehearsal=is_on())


def rotate() -> qr.Keyring:
    """A new key to sign with."""
    return qr.rotate(key_path(), is_rehearsal=is_on())
