"""Evaluation reports of a batch's panels, up to any state, made through the portal's own doors."""

from datetime import datetime

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch, BatchItem
from examiners.models import Examiner
from exams.evaluation.panel import others
from exams.evaluation.positions import take_position
from exams.evaluation.sections import SECTIONS
from exams.evaluation.writing import begin_report, change_report
from exams.models import EvaluationReport, Stance
from tests.factories import people
from tests.factories.results import exam_noon
from workflow.lifecycle import perform

WORDS = {name: f"{place}、情况正常。" for place, name in enumerate(SECTIONS, start=1)}


def login_of(examiner: Examiner) -> User:
    """The examiner's own open login, made where there is none."""
    if examiner.user is None:
        examiner.user = people.user(
            f"考评员账号{examiner.pk}",
            Role.EXAMINER,
            examiner.station.organisation,
            person_name=examiner.person_name,
        )
        examiner.save(update_fields=["user"])
    return examiner.user


def logins(item: BatchItem) -> list[User]:
    """The logins of a panel, the leader's first."""
    return [login_of(one) for one in item.panel]


def draft(item: BatchItem, *, at: datetime | None = None) -> EvaluationReport:
    """A report with all sections written, not issued."""
    at, leader = at or exam_noon(item.batch), logins(item)[0]
    item = BatchItem.objects.get(pk=item.pk)
    begun = begin_report(item=item, actor=leader, at=at)
    return change_report(report=begun, facts=WORDS, actor=leader, at=at)


def issued(item: BatchItem, *, at: datetime | None = None) -> EvaluationReport:
    """A report that waits for the positions; everybody must be scored."""
    at = at or exam_noon(item.batch)
    report = draft(item, at=at)
    return perform(report, "issue", actor=login_of(report.item.leader), at=at)


def settled(item: BatchItem, *, at: datetime | None = None) -> EvaluationReport:
    """A report that everybody confirmed."""
    at = at or exam_noon(item.batch)
    report = issued(item, at=at)
    for one in others(report.item):
        take_position(report=report, stance=Stance.CONFIRM, text="", actor=login_of(one), at=at)
    return EvaluationReport.objects.get(pk=report.pk)


def all_settled(batch: Batch) -> None:
    """Settle the reports of all trades of a batch."""
    for item in batch.items.all():
        settled(item)
