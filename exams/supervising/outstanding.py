"""What of supervision keeps a batch's results from being handed in (guide 4.6-2)."""

from collections.abc import Iterator

from batches.models import Batch
from exams.models import (
    Conclusion,
    SupervisionAssignment,
    SupervisionReport,
    SupervisionReportStatus,
)
from exams.supervising.guards import of_earlier_day
from ostami import clock
from ostami.problems import Problem

CLAUSE = "4.6-2"
# A report that wants something put right, by where it stands: what is missing, and who must act.
RECTIFYING = {
    SupervisionReportStatus.REPORTED: ("督导报告要求整改，管理站尚未下达", "请联系管理站处理督导报告"),
    SupervisionReportStatus.RECTIFYING: ("督导报告要求的整改尚未提交", "请考试站填写并提交整改情况"),
    SupervisionReportStatus.RECTIFIED: ("整改情况尚未核查", "请等待管理站核查"),
}


def open_reports(batch: Batch) -> list[Problem]:
    """Return what is missing of a batch's supervision, and who must act.

    Nobody's name is told; whoever was recalled isn't waited for.
    """
    live = SupervisionAssignment.objects.live().filter(batch=batch).order_by("pk")
    return [problem for one in live.select_related("report", "batch") for problem in _open(one)]


def _open(assignment: SupervisionAssignment) -> Iterator[Problem]:
    report: SupervisionReport | None = getattr(assignment, "report", None)
    if report is None or report.status == SupervisionReportStatus.DRAFT:
        yield Problem("督导员尚未提交督导报告", CLAUSE, "请等待督导员提交，或联系管理站")
        return
    if of_earlier_day(report):
        text = f"督导报告提交后，考试日期调整为 {assignment.batch.exam_date}，原报告不作为本次考试的督导报告"
        yield Problem(text, CLAUSE, "请管理站撤回这项督考任务，需要督导的另行选派")
        return
    if report.conclusion == Conclusion.STOPPED:
        yield Problem("督导结论为“停止考试”，不能提交成绩", CLAUSE, "请联系管理站取消批次或调整考试日期")
    if report.status == SupervisionReportStatus.RECTIFYING or report.conclusion == Conclusion.RECTIFY:
        yield from _rectification(report)


def _rectification(report: SupervisionReport) -> Iterator[Problem]:
    told = RECTIFYING.get(SupervisionReportStatus(report.status))
    if told is not None:
        last = f"，期限 {report.rectify_by}" if report.rectify_by else ""
        late = "，已逾期" if _is_late(report) else ""
        yield Problem(f"{told[0]}{last}{late}", CLAUSE, told[1])


def _is_late(report: SupervisionReport) -> bool:
    waiting = report.status == SupervisionReportStatus.RECTIFYING
    return waiting and report.rectify_by is not None and report.rectify_by < clock.today()
