"""What the system made for its own use and needs no more; a piece of the work of each day."""

from datetime import date, datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import Exists, ManyToOneRel, OuterRef, QuerySet

from . import clock, file_text, previews
from .files import WholeFiles
from .models import Job, StoredFile, SubmitToken, Tally
from .transactions import write

TOKENS_FOR = timedelta(days=7)
"""How long a form that was sent is known again: a phone without a network resends what it kept within days."""
UNFINISHED_FOR = timedelta(days=1)
UNUSED_FOR = timedelta(days=2)
"""Longer than a form keeps the file that it was sent with (`core.uploads.KEPT_FOR`)."""
JOBS_FOR = timedelta(days=30)
"""How long what came of background work can be fetched."""
TASKS_FOR_DAYS = 1
"""How long the queue keeps what it has carried out: e-mails stand there in full, with their links."""
FAILED_TASKS_FOR_DAYS = 7


def clear(day: date) -> int:
    """Delete tokens of forms carried out long ago, tallies, sessions that ended, background work of long ago, files that
    nothing uses and those whose writing a power cut broke off; returns how many tokens, jobs and files. Some ten
    statements and a few a file that goes."""
    now = clock.true_now()
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
        jobs, _by_model = Job.objects.filter(created_at__lt=now - JOBS_FOR).delete()
    if isinstance(default_storage, WholeFiles):
        cleared += default_storage.clear_unfinished(before=now - UNFINISHED_FOR)
    return cleared + jobs + clear_unused(before=now - UNUSED_FOR)


def clear_unused(*, before: datetime) -> int:
    """Delete files last stored before a moment that nothing uses: kept for a form that was never mended, of a paper that
    was removed, of background work of long ago. The bytes go while the row is held: whoever stores them anew at that moment waits and writes them
    again."""
    cleared = 0
    for stored in unused(before=before):
        with write():
            gone, _by_model = unused(before=before).filter(pk=stored.pk).delete()
            if gone:
                previews.forget(stored)
                file_text.forget(stored)
                default_storage.delete(stored.path)
        cleared += gone
    return cleared


def unused(*, before: datetime) -> QuerySet[StoredFile]:
    """Files last stored before a moment that no row names and no job works on: 1 query, 1 more for the jobs."""
    uses = [
        Exists(use.field.model._base_manager.filter(**{use.field.name: OuterRef("pk")}))
        for use in StoredFile._meta.get_fields(include_hidden=True)
        if isinstance(use, ManyToOneRel)
    ]
    jobs = Job.objects.filter(arguments__has_key="file")
    of_jobs = set(jobs.values_list("arguments__file", flat=True))
    return StoredFile.objects.filter(*(~use for use in uses), stored_at__lt=before).exclude(
        pk__in=of_jobs
    )
