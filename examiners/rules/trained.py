"""The training that an appointment or a promotion asks for (guide 2.3 note 8)."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from examiners.models import (
    ApplicationSubject,
    ExaminerApplication,
    SoughtGrade,
    TrainingEntry,
    TrainingResult,
)
from ostami.problems import Problem

# The trainings that count for what is sought: who passed that of senior examiners knows an examiner's.
COVERED_BY = {
    SoughtGrade.EXAMINER: (SoughtGrade.EXAMINER, SoughtGrade.SENIOR),
    SoughtGrade.SENIOR: (SoughtGrade.SENIOR,),
    SoughtGrade.MANAGER: (SoughtGrade.MANAGER,),
}


def training_missing(application: ExaminerApplication, *, on: date) -> Iterator[Problem]:
    """Yield that no passed training counts on the day `on`, unless other trades alone are sought."""
    if application.subject == ApplicationSubject.TRADES:
        return
    if not passed_trainings(application, on=on).exists():
        sought = application.get_sought_display()
        days = settings.EXAMINER_TRAINING_VALID_DAYS
        yield Problem(
            f"{application.person_name}在近 {days} 天内没有合格的{sought}培训结果",
            "2.3",
            "请先报名培训认证班，合格结果登记后再办理",
        )


def passed_trainings(application: ExaminerApplication, *, on: date) -> QuerySet[TrainingEntry]:
    """Return the passed trainings that count for an application on the day `on`, the latest first.

    They were entered for it or for another application of the same person and organisation, for the grade
    sought or one that covers it, and decided at most the set number of days before.
    """
    since = on - timedelta(days=settings.EXAMINER_TRAINING_VALID_DAYS)
    same = Q(application=application)
    if application.document_index:
        same |= Q(
            application__document_index=application.document_index,
            application__organisation=application.organisation_id,
        )
    passed = TrainingEntry.objects.filter(
        same,
        result=TrainingResult.PASSED,
        training__sought__in=COVERED_BY[SoughtGrade(application.sought)],
        decided_on__range=(since, on),
    )
    return passed.select_related("training").order_by("-decided_on", "-pk")
