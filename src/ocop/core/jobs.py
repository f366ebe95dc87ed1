"""Heavy work in the background: a registered kind, a row that shows how far it is, a page that watches it."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from . import clock
from .errors import Refused
from .models import Job
from .transactions import write
from .words import Said

logger = logging.getLogger(__name__)
UPDATE_EVERY_SECONDS = 0.5


class Progress:
    """Told by the work how far it is; writes to the job at most twice a second."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.last = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.last >= UPDATE_EVERY_SECONDS or done >= total:
            self.last = now
            Job.objects.filter(pk=self.job.pk).update(done=done, total=total)


Work = Callable[[Job, Progress], dict[str, Any] | None]
MaySee = Callable[[Job], bool]
_kinds: dict[str, tuple[Work, MaySee]] = {}


def kind(name: str, may_see: MaySee) -> Callable[[Work], Work]:
    """Register a function of (job, progress) as the work of a kind of job; what it returns is kept as the result.

    may_see: whether who asked for it still has the right to what it reads and makes.
    """

    def keep(work: Work) -> Work:
        _kinds[name] = work, may_see
        return work

    return keep


def may_see(job: Job) -> bool:
    """Asked when the work begins and at each look at what came of it: a right may have ended meanwhile."""
    return job.asked_by.is_active and _kinds[job.kind][1](job)


def start(name: str, *, title: str | Promise | Said, asked_by: Any, **arguments: Any) -> Job:
    """Put a job into the queue; it begins after the present transaction has committed. What it does is for the audit
    trail, not that it was asked for. A lazy title (`core.words.fill`) is kept in the language of whoever asked."""
    with write(), override(asked_by.language):
        job = Job.objects.create(
            kind=name, title=str(title), asked_by=asked_by, arguments=arguments
        )
        transaction.on_commit(lambda: run_job.enqueue(str(job.pk)))
    return job


@task()
def run_job(job_id: str) -> None:
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    with clock.held(), override(job.asked_by.language):
        carry_out(job)


def carry_out(job: Job) -> None:
    try:
        if not may_see(job):
            raise Refused(_("Bạn không còn quyền với nội dung này."))
        result = _kinds[job.kind][0](job, Progress(job)) or {}
    except Refused as refused:
        finish(job, Job.State.FAILED, message=refused.message)
    except Exception:
        logger.exception("job %s failed", job.kind)
        finish(
            job,
            Job.State.FAILED,
            message=_("Lỗi hệ thống. Quản trị viên đã được ghi nhận lỗi này."),
        )
    else:
        job.refresh_from_db(fields=["output", "output_name"])
        finish(job, Job.State.DONE, result=result)


def finish(
    job: Job, state: str, *, message: str = "", result: dict[str, Any] | None = None
) -> None:
    Job.objects.filter(pk=job.pk).update(
        state=state, message=message, result=result or {}, finished_at=clock.true_now()
    )


def worker(*, batch: bool = False, interval: float = 1.0) -> Any:
    """The loop that carries jobs out, one at a time."""
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["default"],
        interval=interval,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(12),
        excluded_queue_names=[],
    )


def start_worker_thread() -> None:
    """The worker inside each of the server's processes, for the embedded database, which has no other."""

    def work() -> None:
        while True:
            try:
                worker().run()
            except Exception:
                logger.exception("the background worker stopped; it starts again")
                time.sleep(5)

    threading.Thread(target=work, name="worker", daemon=True).start()
