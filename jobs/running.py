"""Kinds of job, and running them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django_tasks import task

from accounts.models import User
from jobs.models import Job, JobState
from ostami import clock
from ostami.problems import BlockedError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobFile:
    """What a job leaves: a file, in memory or open at its beginning, with its name as people see it."""

    content: bytes | IO[bytes]
    name: str
    content_type: str


@dataclass(slots=True)
class JobRun:
    """A running job, as its handler sees it: whose scope, which parameters, and where to tell progress."""

    job: Job

    @property
    def owner(self) -> User:
        """The person in whose scope the work is done."""
        return self.job.owner

    @property
    def params(self) -> dict[str, Any]:
        """What the job was started with: ids and plain values."""
        params: dict[str, Any] = self.job.params
        return params

    def progress(self, done: int, total: int) -> None:
        """Store how far the work is."""
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total)

    def remember(self, **facts: Any) -> None:
        """Store plain values among the parameters, where a second run finds them.

        In the transaction of what was done, so that a run that was killed after it isn't taken for undone.
        """
        self.job.params = {**self.job.params, **facts}
        Job.objects.filter(pk=self.job.pk).update(params=self.job.params)


Handler = Callable[[JobRun], JobFile]
_handlers: dict[str, Handler] = {}


def job_kind(name: str) -> Callable[[Handler], Handler]:
    """Register a function as the handler of jobs of kind `name`. It may be run twice."""

    def register(handler: Handler) -> Handler:
        _handlers[name] = handler
        return handler

    return register


def start(kind: str, *, owner: User, label: str, **params: Any) -> Job:
    """Store a job and hand it to the worker once the surrounding transaction is committed."""
    forget_expired()
    job = Job.objects.create(kind=kind, owner=owner, label=label, params=params)
    transaction.on_commit(partial(run_job.enqueue, job.pk))
    return job


def forget_expired() -> None:
    """Delete the jobs whose time is over, their files first: exports hold personal data.

    Every new job sees to it, so that it hangs on no timetable.
    """
    for job in Job.objects.filter(expires_at__lte=clock.now()):
        job.result.delete(save=False)
        job.delete()


@task()
def run_job(job_id: int) -> None:
    """Run one job; a job that is over already is left as it is."""
    job = Job.objects.select_related("owner__organisation").get(pk=job_id)
    if job.is_over:
        return
    job.state = JobState.RUNNING
    job.save(update_fields=["state"])
    try:
        _keep(job, _handlers[job.kind](JobRun(job)))
    except BlockedError as blocked:
        _fail(job, str(blocked))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _fail(job, f"任务没有完成，请重试；仍不成功时请把任务编号 {job.pk} 告知管理站。")


def _keep(job: Job, file: JobFile) -> None:
    job.refresh_from_db(fields=["done", "total"])
    content = ContentFile(file.content) if isinstance(file.content, bytes) else File(file.content)
    with content:
        job.result.save(f"{job.pk}", content, save=False)
    job.result_name, job.content_type = file.name, file.content_type
    job.state = JobState.FINISHED
    job.expires_at = _kept_until()
    job.done = job.total = max(job.total, 1)
    job.save()


def _fail(job: Job, message: str) -> None:
    job.state, job.message, job.expires_at = JobState.FAILED, message, _kept_until()
    job.save(update_fields=["state", "message", "expires_at"])


def _kept_until() -> datetime:
    return clock.now() + timedelta(days=settings.JOB_RESULT_DAYS)
