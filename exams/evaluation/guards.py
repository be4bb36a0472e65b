"""What stands in the way of an evaluation report's moves."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from batches.models import Batch, BatchItem
from exams.evaluation.figures import figures_of
from exams.evaluation.panel import CLAUSE, examined_items, leads
from exams.evaluation.sections import SECTIONS, label_of
from exams.evaluation.selectors import WRITTEN_IN, awaited, unanswered
from exams.models import EvaluationReport, ReportStatus
from ostami.problems import Problem, refuse_if
from workflow.lifecycle import Step


def by_leader(step: Step[EvaluationReport]) -> Iterator[Problem]:
    """Only the panel's leader writes, issues and takes back (guide 4.6-2)."""
    if not leads(step.case.item, step.actor):
        yield not_leader(step.case)


def not_leader(report: EvaluationReport) -> Problem:
    """Return the problem that somebody else leads the panel."""
    text = f"{report.item}的评价报告由{report.chair_words}办理，您不能办理"
    return Problem(text, CLAUSE, f"请联系{report.chair}")


def complete(step: Step[EvaluationReport]) -> Iterator[Problem]:
    """A report is issued once every section says something and every score is known (guide 4.6-1, 4.6-2)."""
    report = step.case
    empty = [label_of(name) for name in SECTIONS if not getattr(report, name).strip()]
    if empty:
        yield Problem(f"还没有填写：{'、'.join(empty)}", CLAUSE, "请填写，没有的写“无”")
    if people := step.once(_unscored):
        yield Problem(
            f"还有 {people} 名考生的成绩没有登记，报告中的人数还不能确定", "4.6-1", "请考试站先登记成绩"
        )


def _unscored(report: EvaluationReport) -> int:
    return figures_of(report.item).open


def nobody_sat(item: BatchItem) -> Iterator[Problem]:
    """Nothing is reported of a trade for which nobody stands on the roster."""
    if not examined_items(BatchItem.objects.filter(pk=item.pk)).exists():
        yield Problem(f"花名册中没有报考{item}的考生，不需要评价报告", CLAUSE)


def exam_held(step: Step[EvaluationReport]) -> Iterator[Problem]:
    """A report is issued from the exam day on, until the results are approved (guide 4.6-2)."""
    yield from not_written(step.case.item.batch, day=step.day)


def not_written(batch: Batch, *, day: date) -> Iterator[Problem]:
    """Yield why no report is written on a batch's exam on `day`."""
    if batch.status not in WRITTEN_IN:
        state = batch.get_status_display()
        yield Problem(
            f"{batch} 当前状态为“{state}”，不能填写评价报告", CLAUSE, "花名册提交后、成绩审核前填写"
        )
    elif day < batch.exam_date:
        yield Problem(
            f"考试日期为 {batch.exam_date}，考试尚未进行，不能填写评价报告", CLAUSE, "请自考试当日起填写"
        )


def by_itself(step: Step[EvaluationReport]) -> Iterator[Problem]:
    """A report settles with the last position or answer; nobody settles it by hand."""
    if not step.data.get("itself"):
        yield Problem("各考评员均已表态、反对意见均已答复时，评价报告自动办结，不能单独办结", CLAUSE)


def all_positions(step: Step[EvaluationReport]) -> Iterator[Problem]:
    """Every other examiner takes a position (guide 4.6-2)."""
    if names := "、".join(map(str, awaited(step.case))):
        yield Problem(f"考评员{names}尚未对评价报告表态", CLAUSE, "请其登录后确认、补充或反对")


def all_answered(step: Step[EvaluationReport]) -> Iterator[Problem]:
    """The leader answers every opposition (guide 4.6-2)."""
    if names := "、".join(str(one.examiner) for one in unanswered(step.case)):
        yield Problem(f"对考评员{names}的反对意见尚未答复", CLAUSE, "请考评组长登录后答复")


def results_not_approved(step: Step[EvaluationReport]) -> Iterator[Problem]:
    """A report is sent back until the results are approved; then it stands, unless they go back with it."""
    batch = step.case.item.batch
    if batch.status not in WRITTEN_IN and not step.data.get("with_results"):
        state = batch.get_status_display()
        yield Problem(f"{batch} 当前状态为“{state}”，评价报告不能再退回", CLAUSE)


def no_report_sent_back(step: Step[Batch]) -> Iterator[Problem]:
    """Results aren't approved while a report that was sent back is being written anew (guide 4.6-2)."""
    yield from _open_reports(EvaluationReport.objects.order_by("pk"), step.case)


def hold_reports(step: Step[Batch]) -> None:
    """Hold the reports of a batch whose results are approved, lest one is sent back at that instant.

    A guard reads them without a lock, as buttons ask it too.

    Raises:
        BlockedError: one was sent back in the meantime.
    """
    rows = EvaluationReport.objects.order_by("pk").select_for_update(of=("self",), no_key=True)
    refuse_if(_open_reports(rows, step.case))


def _open_reports(reports: QuerySet[EvaluationReport], batch: Batch) -> Iterator[Problem]:
    sat = examined_items(BatchItem.objects.filter(batch=batch)).values("pk")
    # All of them, the settled ones too: what is read is held.
    for report in reports.filter(item__in=sat).select_related("item__plan_item__trade__occupation"):
        if report.status != ReportStatus.SETTLED:
            state = report.get_status_display()
            yield Problem(f"{report}当前状态为“{state}”", CLAUSE, "请待评价报告办结后再审核成绩")
