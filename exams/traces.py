"""What shows that an exam was held, and whether a supervisor stopped it."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import QuerySet

from batches.models import Batch
from exams.models import (
    Attendance,
    Conclusion,
    ExamEvidence,
    PracticalMark,
    SupervisionAssignment,
    SupervisionReport,
    SupervisionReportStatus,
)
from exams.selectors import scored
from ostami.clock import SHANGHAI


def traces(batch: Batch) -> Iterator[str]:
    """Yield in words what was recorded of a batch's exam since it began; nothing before."""
    yield from results_of(batch)
    if Attendance.objects.filter(enrolment__batch=batch).exists():
        yield "已登记到考情况"
    if supervised_on_the_day(batch).exists():
        yield "已提交督导报告"


def results_of(batch: Batch) -> Iterator[str]:
    """Yield in words what was recorded of how people did."""
    if people := scored(batch):
        yield f"已登记 {people} 名考生的成绩"
    if PracticalMark.objects.filter(enrolment__batch=batch).exists():
        yield "已登记考评员评分"
    if ExamEvidence.objects.filter(item__batch=batch).exists():
        yield "已上传考试资料"


def stopped(batch: Batch) -> bool:
    """Tell whether a supervisor stopped the exam on its day (guide 4.5.1-8)."""
    return supervised_on_the_day(batch).filter(conclusion=Conclusion.STOPPED).exists()


def supervised_on_the_day(batch: Batch) -> QuerySet[SupervisionReport]:
    """Return what supervisors handed in of a batch's present exam day, who was recalled left out."""
    midnight = datetime.combine(batch.exam_date, time(), SHANGHAI)
    live = SupervisionAssignment.objects.live().filter(batch=batch)
    told = SupervisionReport.objects.exclude(status=SupervisionReportStatus.DRAFT)
    return told.filter(assignment__in=live, reported_at__gte=midnight)
