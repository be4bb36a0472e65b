"""Starting the archive of a batch."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from exams.archiving.jobs import ARCHIVE
from exams.held import held_batch
from exams.selectors import WITH_ROSTER
from jobs.models import Job, JobQuerySet, JobState
from jobs.running import start
from ostami import clock
from ostami.problems import Problem, refuse_if

CLAUSE = "4.7-5"


def not_archivable(batch: Batch, *, at: datetime) -> Iterator[Problem]:
    """Yield why no archive of a batch can be made at the instant `at`."""
    if batch.status not in WITH_ROSTER:
        yield Problem(f"批次现在的状态是“{batch.get_status_display()}”，还没有可以归档的资料", CLAUSE)
    elif clock.day_of(at) < batch.exam_date:
        day = f"{batch.exam_date:%Y-%m-%d}"
        yield Problem(f"考试日（{day}）以后才能生成归档包", CLAUSE, "请在考试日当天起办理")


def archive_jobs(batch: Batch, owner: User) -> JobQuerySet:
    """Return the person's own jobs that pack a batch's archive, the newest first."""
    return Job.objects.visible_to(owner).filter(kind=ARCHIVE, params__batch=batch.pk)


@transaction.atomic
def start_archive(*, batch: Batch, actor: User, at: datetime) -> Job:
    """Start the job that packs the archive of a batch; one that waits already is given back (guide 4.7-5).

    Args:
        batch: whose archive; of the actor's station.
        actor: who keeps it.
        at: when the request arrived.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role keeps no evidence.
        BlockedError: the exam day hasn't come, or the batch has no roster.
    """
    # A second press waits here, and finds the job of the first.
    held = held_batch(batch, actor=actor, right=Perm.EVIDENCE_EDIT)
    refuse_if(not_archivable(held, at=at))
    waiting = archive_jobs(held, actor).filter(state=JobState.WAITING).first()
    return waiting or start(ARCHIVE, owner=actor, label=f"{batch} 考试资料归档包", batch=batch.pk)
