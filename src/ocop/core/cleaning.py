"""What the system made for its own use and needs no more; a piece of the work of each day."""

from datetime import date, datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from .files import WholeFiles, forget
from .models import Job, StoredFile, SubmitToken, Tally
from .transactions import write

TOKENS_FOR = timedelta(days=7)
"""How long a form that was sent is known again: a phone without a network resends what it kept within days."""
UNFINISHED_FOR = timedelta(days=1)
JOBS_FOR = timedelta(days=30)
"""How long what came of background work can be fetched."""
TASKS_FOR_DAYS = 1
"""How long the queue keeps what it has carried out: e-mails stand there in full, with their links."""
FAILED_TASKS_FOR_DAYS = 7


def clear(day: date) -> int:
    """Delete tokens of forms carried out long ago, tallies, sessions that ended, background work and what came of it, and
    files whose writing a power cut broke off; returns how many tokens, jobs and files. Some ten statements and a few a file.
    """
    now = timezone.now()
    with write():
        cleared, _by_model = SubmitToken.objects.filter(used_at__lt=now - TOKENS_FOR).delete()
        Tally.objects.filter(until__lt=now).delete()
        SessionStore.clear_expired()
        call_command(
            "prune_db_task_results",
            min_age_days=TASKS_FOR_DAYS,
            failed_min_age_days=FAILED_TASKS_FOR_DAYS,
            verbosity=0,
        )
        cleared += _clear_jobs(before=now - JOBS_FOR)
    if isinstance(default_storage, WholeFiles):
        cleared += default_storage.clear_unfinished(before=now - UNFINISHED_FOR)
    return cleared


def _clear_jobs(*, before: datetime) -> int:
    old = Job.objects.filter(created_at__lt=before)
    made = {key for key in old.values_list("output", flat=True) if key}
    given = {arguments.get("file") for arguments in old.values_list("arguments", flat=True)}
    cleared, _by_model = old.delete()
    for stored in StoredFile.objects.filter(pk__in=made | given):
        if not Job.objects.filter(arguments__file=stored.pk).exists():
            forget(stored)
    return cleared
