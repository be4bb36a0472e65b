"""Whom management may send to a batch, and what stands in the way (guide 4.5.1-11)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from batches.models import Batch
from examiners.models import Supervisor
from examiners.supervision import may_supervise, own_people, supervision_warnings
from exams.models import SupervisionAssignment
from exams.supervised import AHEAD
from ostami import clock
from ostami.problems import Problem

CLAUSE = "4.5.1-11"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A supervisor who might be sent to a batch.

    Attributes:
        supervisor: who.
        problems: why the person may not be sent; empty for those who may.
        warnings: what to consider.
        waiting: how many exams the person is sent to from today on.
    """

    supervisor: Supervisor
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    waiting: int


def not_dispatchable(batch: Batch, *, at: datetime) -> Iterator[Problem]:
    """Yield why nobody can be sent to a batch at the instant `at`."""
    if batch.status not in AHEAD:
        text = f"{batch} 当前状态为“{batch.get_status_display()}”，不能选派督导员"
        yield Problem(text, CLAUSE, "督导员在批次批准后、成绩提交前选派")
    elif batch.exam_date < clock.day_of(at):
        text = f"{batch} 已于 {batch.exam_date} 考试，不能再选派督导员"
        yield Problem(text, CLAUSE, "请选择尚未考试的批次")
    elif batch.has_lapsed(at):
        text = f"{batch} 到截止时间没有提交花名册，已失效"
        yield Problem(text, "4.5.1-2", "考试站调整考试日期后可以选派")


def not_sendable(supervisor: Supervisor, batch: Batch) -> Iterator[Problem]:
    """Yield why one supervisor can't be sent to a batch."""
    yield from may_supervise(supervisor, batch.station, on=batch.exam_date)
    if SupervisionAssignment.objects.live().filter(batch=batch, supervisor=supervisor).exists():
        yield already_sent(supervisor, batch)


def already_sent(supervisor: Supervisor, batch: Batch) -> Problem:
    """The same person twice at one batch."""
    return Problem(f"{supervisor}已派往{batch}", remedy="请另选督导员", field="supervisor")


def grown_unfit(assignment: SupervisionAssignment) -> list[Problem]:
    """Return why somebody sent may no longer supervise, by the exam date and the roster as they stand."""
    return list(may_supervise(assignment.supervisor, assignment.batch.station, on=assignment.batch.exam_date))


def candidates(batch: Batch, *, actor: User, at: datetime) -> list[Candidate]:
    """Return management's supervisors with what speaks against each: those who may first, the idle before.

    Appointments that were ended or ran out before today are left out.
    """
    today = clock.day_of(at)
    rows = Supervisor.objects.visible_to(actor).filter(valid_to__gte=today)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))
    known = list(own_people(batch.station))
    work = _Work(batch, at)
    found = [
        Candidate(
            one,
            tuple(work.against(one)),
            (*supervision_warnings(one, batch.station, known=known), *work.hints(one)),
            work.waiting[one.pk],
        )
        for one in rows.select_related("organisation", "station__organisation")
    ]
    return sorted(found, key=lambda one: (bool(one.problems), len(one.warnings), one.waiting))


class _Work:
    """The live assignments that bear on a choice, read once."""

    def __init__(self, batch: Batch, at: datetime) -> None:
        self.batch = batch
        live = SupervisionAssignment.objects.live().filter(batch__exam_date__gte=clock.day_of(at))
        rows = [(one.supervisor_id, one.batch) for one in live.select_related("batch").order_by("pk")]
        self.waiting = Counter(supervisor for supervisor, _ in rows)
        self.here = {supervisor for supervisor, other in rows if other == batch}
        self.same_day = [row for row in rows if row[1].exam_date == batch.exam_date and row[1] != batch]

    def against(self, supervisor: Supervisor) -> Iterator[Problem]:
        """Yield why the supervisor can't be sent."""
        yield from may_supervise(supervisor, self.batch.station, on=self.batch.exam_date)
        if supervisor.pk in self.here:
            yield already_sent(supervisor, self.batch)

    def hints(self, supervisor: Supervisor) -> Iterator[Problem]:
        """Yield what to consider: another exam on that day, and a person whom no mail reaches."""
        for number in (other for one, other in self.same_day if one == supervisor.pk):
            yield Problem(f"当天已派往{number}", remedy="请核实能否兼顾")
        if not supervisor.email:
            yield Problem("没有登记邮箱，收不到通知", remedy="请登记邮箱，或另行通知本人")
