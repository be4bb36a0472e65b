"""The trades that were examined, with how far each report is and what the person who looks can do."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, When
from django.urls import reverse

from accounts.models import User
from accounts.rights import Perm, Role
from batches.models import BatchItem, BatchItemQuerySet
from examiners.services.inviting import LoginState, login_state
from exams.evaluation.panel import chair_of, examined_items, leads, own_items, report_of, seat_of, with_panels
from exams.evaluation.selectors import WRITTEN_IN, awaited, unanswered
from exams.models import EvaluationReport, ReportStatus
from exams.selectors import WITH_ROSTER
from ostami import clock


@dataclass(frozen=True, slots=True)
class Work:
    """A trade's report as a list shows it.

    Attributes:
        item: the trade.
        report: its report, or None.
        waits_for: in words, whose act is next; empty once it is settled.
        act: what the person who looks can do, in words; empty where it is somebody else's turn.
        address: where it is done, or read; empty where there is nothing to read.
        writer_address: where the person names who writes in the leader's place; empty where nobody is named.
    """

    item: BatchItem
    report: EvaluationReport | None
    waits_for: str
    act: str
    address: str
    writer_address: str = ""


def items_for(user: User) -> BatchItemQuerySet:
    """Return the trades examined by today that a person may see, the open ones and latest exam first."""
    items = own_items(user) if user.role == Role.EXAMINER else BatchItem.objects.visible_to(user)
    held = examined_items(items).filter(batch__status__in=WITH_ROSTER, batch__exam_date__lte=clock.today())
    ready = Case(
        When(evaluation__status=ReportStatus.SETTLED, then=1), default=0, output_field=IntegerField()
    )
    ordered: BatchItemQuerySet = with_panels(held).order_by(ready, "-batch__exam_date", "-batch__pk", "pk")
    return ordered


def work_on(item: BatchItem, user: User) -> Work:
    """Return how far an item's report is, as the person sees it."""
    report = report_of(item)
    act = _act(item, report, user)
    naming = user.has_right(Perm.RESULTS_APPROVE) and _leaderless(item, report)
    writer = reverse("exams:evaluation_writer", args=[item.pk]) if naming else ""
    return Work(item, report, _waits_for(item, report), act, _address(item, report, act), writer)


def _leaderless(item: BatchItem, report: EvaluationReport | None) -> bool:
    """Tell whether nobody who could write a report in the open can log in."""
    unwritten = report is None or report.status == ReportStatus.DRAFT
    ended = login_state(chair_of(item), on=clock.today()) is LoginState.ENDED
    return unwritten and ended and item.batch.status in WRITTEN_IN


def _waits_for(item: BatchItem, report: EvaluationReport | None) -> str:
    if report is None:
        return f"考评组长{item.leader}填写"
    if report.status == ReportStatus.DRAFT:
        return f"{report.chair_words}签发"
    if report.status == ReportStatus.SETTLED:
        return ""
    names = "、".join(map(str, awaited(report)))
    waits = [f"{names}表态"] if names else []
    waits += [f"{report.chair_words}答复反对意见"] if unanswered(report) else []
    return "；".join(waits)


def _act(item: BatchItem, report: EvaluationReport | None, user: User) -> str:
    if item.batch.status not in WRITTEN_IN:
        return ""
    if leads(item, user):
        return _leaders_act(report)
    seat = seat_of(item, user)
    waiting = report is not None and report.status == ReportStatus.ISSUED and seat in awaited(report)
    return "表态" if waiting else ""


def _leaders_act(report: EvaluationReport | None) -> str:
    if report is None:
        return "填写"
    if report.status == ReportStatus.DRAFT:
        return "继续填写、签发"
    return "答复" if report.status == ReportStatus.ISSUED and unanswered(report) else ""


def _address(item: BatchItem, report: EvaluationReport | None, act: str) -> str:
    if report is not None:
        return report.get_absolute_url()
    return reverse("exams:evaluation_begin", args=[item.pk]) if act else ""
