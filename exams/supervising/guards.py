"""What stands in the way of a supervision report's moves."""

from collections.abc import Iterator
from datetime import date

from batches.models import BatchStatus
from exams.models import (
    Conclusion,
    SupervisionAssignment,
    SupervisionReport,
    SupervisionReportStatus,
    SupervisionStatus,
)
from exams.selectors import WITH_ROSTER
from exams.supervising.checklist import all_findings
from ostami import clock
from ostami.problems import Problem
from workflow.lifecycle import Step

CLAUSE = "4.5.1-11"
NAMES_SHOWN = 3
BEFORE_APPROVAL = (BatchStatus.ROSTER_SUBMITTED, BatchStatus.RESULTS_SUBMITTED)


def own_report(step: Step[SupervisionReport]) -> Iterator[Problem]:
    """Whoever was sent reports, and nobody else; whoever was recalled doesn't."""
    assignment = step.case.assignment
    if assignment.supervisor.user_id != step.actor.pk:
        yield Problem("督导报告由派往该批次的督导员本人提交", CLAUSE, "请由本人登录提交")
    elif not assignment.is_live:
        yield Problem("管理站已撤回这项督考任务，不必提交督导报告", remedy="如有疑问，请联系管理站")


def exam_day_reached(step: Step[SupervisionReport]) -> Iterator[Problem]:
    """A report is handed in from the exam's day on, of an exam that was held."""
    batch = step.case.assignment.batch
    if batch.status not in WITH_ROSTER:
        state = batch.get_status_display()
        yield Problem(f"{batch} 当前状态为“{state}”，没有考试可以报告", CLAUSE, "如有疑问，请联系管理站")
    elif step.day < batch.exam_date:
        yield Problem(
            f"考试日期为 {batch.exam_date}，考试尚未进行，不能提交督导报告",
            CLAUSE,
            "可以先保存草稿，自考试当日起提交",
        )


def complete(step: Step[SupervisionReport]) -> Iterator[Problem]:
    """Every question is answered, every 否 explained, and the conclusion has what it needs."""
    yield from _checks_left(step.case)
    yield from _conclusion_lacks(step.case, step.day)


def _checks_left(report: SupervisionReport) -> Iterator[Problem]:
    found = list(all_findings(report.checks))
    if left := [one.question.text for one in found if not one.answer]:
        yield Problem(f"还有 {len(left)} 项没有选择：{_some(left)}", "4.5.1-8", "请选择是、否或不适用")
    if bare := [one.question.text for one in found if one.is_unexplained]:
        yield Problem(
            f"有 {len(bare)} 项选择了“否”但没有说明：{_some(bare)}", "4.5.1-8", "请在备注中写明情况"
        )


def _some(names: list[str]) -> str:
    return "、".join(names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")


def _conclusion_lacks(report: SupervisionReport, day: date) -> Iterator[Problem]:
    if not report.conclusion:
        yield Problem("还没有选择结论", "4.5.1-8", "请选择通过、限期整改或停止考试", "conclusion")
    elif report.conclusion != Conclusion.PASSED and not report.findings:
        text = f"结论为“{report.get_conclusion_display()}”的，须写明发现的问题"
        yield Problem(text, "4.5.1-8", "请填写发现的问题", "findings")
    if report.conclusion == Conclusion.RECTIFY:
        yield from date_lacks(report.rectify_by, day)


def date_lacks(last: date | None, day: date) -> Iterator[Problem]:
    """Yield what is wrong with a rectification's last day, told on `day`: that day is the first allowed."""
    if last is None:
        yield Problem("要求整改的，须写明整改期限", remedy="请填写整改期限", field="rectify_by")
    elif last < day:
        text = f"整改期限 {last} 早于今天 {day}"
        yield Problem(text, remedy="请填写今天或以后的日期", field="rectify_by")


def not_passed(step: Step[SupervisionReport]) -> Iterator[Problem]:
    """What passed has nothing to put right."""
    if step.case.conclusion == Conclusion.PASSED:
        yield Problem("结论为“通过”，没有需要整改的问题", remedy="请直接办结")


def not_over(step: Step[SupervisionReport]) -> Iterator[Problem]:
    """What was closed is opened again for what wasn't put right, until the results are approved."""
    report = step.case
    if report.status != SupervisionReportStatus.CLOSED:
        return
    batch = report.assignment.batch
    if report.conclusion == Conclusion.PASSED or batch.status not in BEFORE_APPROVAL:
        yield Problem("督导报告已办结，不能再要求整改", CLAUSE)


def nothing_to_rectify(step: Step[SupervisionReport]) -> Iterator[Problem]:
    """What the supervisor wants put right is put right before the report is closed."""
    if step.case.conclusion == Conclusion.RECTIFY:
        yield Problem("结论为“限期整改”，整改核查通过后才能办结", remedy="请先要求考试站整改")


def rectification_told(step: Step[SupervisionReport]) -> Iterator[Problem]:
    """The station says what it put right."""
    if not step.case.rectification:
        yield Problem("还没有填写整改情况", CLAUSE, "请先填写整改情况，可附照片")


def by_report(step: Step[SupervisionAssignment]) -> Iterator[Problem]:
    """An assignment is done by handing its report in: nobody presses a button for it."""
    if not step.data.get("by_report"):
        yield Problem("提交督导报告后，督考任务自动完成", remedy="请提交督导报告")


def not_reported(step: Step[SupervisionAssignment]) -> Iterator[Problem]:
    """Whoever reported isn't recalled, unless the exam was moved from the day of the report."""
    report: SupervisionReport | None = getattr(step.case, "report", None)
    if step.case.status == SupervisionStatus.REPORTED and not (report and of_earlier_day(report)):
        yield Problem("督导员已提交督导报告，不能撤回选派")


def of_earlier_day(report: SupervisionReport) -> bool:
    """Tell whether a report was handed in before the present exam day, from which the exam was moved."""
    handed_in = report.reported_at
    return handed_in is not None and clock.day_of(handed_in) < report.assignment.batch.exam_date
