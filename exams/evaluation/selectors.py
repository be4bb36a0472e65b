"""How far the evaluation reports are, and who must act."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from batches.models import Batch, BatchItem, BatchStatus
from examiners.models import Examiner
from examiners.services.inviting import LoginState, login_state
from exams.evaluation.figures import figures_of
from exams.evaluation.panel import CLAUSE, chair_of, examined_items, others, report_of, with_panels
from exams.models import EvaluationReport, Position, ReportStatus, Stance
from ostami import clock
from ostami.problems import Problem

# A report sent back may be written while management already has the results.
WRITTEN_IN = (BatchStatus.ROSTER_SUBMITTED, BatchStatus.RESULTS_SUBMITTED)
REMEDIES = {
    LoginState.NONE: "还没有登录账号，请考试站先在考评员名册中邀请其开通",
    LoginState.CLOSED: "已受邀请、尚未开通账号，请提醒其按邮件开通，或由考试站重新邀请",
}
MANAGEMENT = "管理站"
# What management does for whoever can't log in any more.
EXCUSE = "在评价报告页面准予免予表态"
ANOTHER = "指定考评组的另一人代为填写、签发"
ANOTHER_ISSUED = "退回该报告，再指定考评组的另一人代为修改、签发"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A trade whose evaluation report isn't settled.

    Attributes:
        item: the trade.
        report: its report, or None while it isn't begun.
        problems: what is missing, each with what to do.
        people: who must act.
    """

    item: BatchItem
    report: EvaluationReport | None
    problems: tuple[Problem, ...]
    people: tuple[Examiner, ...]

    @property
    def who(self) -> list[str]:
        """Who must act, by name; management for whoever can't log in any more, and for a settled report."""
        names = [MANAGEMENT if _has_ended(one) else str(one) for one in self.people]
        return list(dict.fromkeys(names)) or [MANAGEMENT]


def awaited(report: EvaluationReport) -> list[Examiner]:
    """Return the examiners who haven't taken a position."""
    spoken = {one.examiner_id for one in report.positions.all()}
    return [one for one in others(report.item) if one.pk not in spoken]


def unanswered(report: EvaluationReport) -> list[Position]:
    """Return the oppositions that the leader hasn't answered."""
    return [one for one in report.positions.all() if one.stance == Stance.OPPOSE and one.answered_at is None]


def outdated(report: EvaluationReport) -> bool:
    """Tell whether scores were changed since the report was issued, so that its figures are no longer so."""
    return report.status != ReportStatus.DRAFT and report.figures != figures_of(report.item).stored()


def outdated_reports(user: User) -> list[EvaluationReport]:
    """Return the settled reports whose figures are no longer so: management sends them back.

    Of batches whose results aren't approved, in the scope of the person, the earliest exam first.
    """
    reports = EvaluationReport.objects.visible_to(user).filter(
        status=ReportStatus.SETTLED, item__batch__status__in=WRITTEN_IN
    )
    joined = reports.select_related(
        "item__batch__station__organisation", "item__plan_item__trade__occupation"
    )
    return [one for one in joined.order_by("item__batch__exam_date", "pk") if outdated(one)]


def unsettled(batch: Batch) -> list[Unsettled]:
    """Return the batch's trades whose report isn't settled, in the batch's order, with who must act."""
    items = with_panels(examined_items(batch.items.order_by("pk")))
    return [one for item in items if (one := unsettled_of(item)) is not None]


def unsettled_of(item: BatchItem) -> Unsettled | None:
    """Return what an item's report lacks, or None once it is settled."""
    report = report_of(item)
    found = list(_missing(item, report))
    if not found:
        return None
    people = {one.pk: one for _, acting in found for one in acting}
    return Unsettled(item, report, tuple(problem for problem, _ in found), tuple(people.values()))


def _missing(
    item: BatchItem, report: EvaluationReport | None
) -> Iterator[tuple[Problem, tuple[Examiner, ...]]]:
    chair = chair_of(item)
    words = report.chair_words if report else f"考评组长{chair}"
    if report is None or report.status == ReportStatus.DRAFT:
        what = "签发" if report else "填写"
        text = f"{item}：{words}尚未{what}评价报告"
        yield Problem(text, CLAUSE, what_to_do(chair, f"登录后{what}", else_=ANOTHER)), (chair,)
        return
    if outdated(report):
        yield _outdated(item, report), () if report.status == ReportStatus.SETTLED else (chair,)
    if report.status == ReportStatus.SETTLED:
        return
    for one in awaited(report):
        text = f"{item}：考评员{one}尚未对评价报告表态"
        yield Problem(text, CLAUSE, what_to_do(one, "登录后确认、补充或反对", else_=EXCUSE)), (one,)
    for position in unanswered(report):
        text = f"{item}：考评员{position.examiner}反对评价报告，{words}尚未答复"
        yield Problem(text, CLAUSE, what_to_do(chair, "登录后答复", else_=ANOTHER_ISSUED)), (chair,)


def _outdated(item: BatchItem, report: EvaluationReport) -> Problem:
    first = (
        "请管理站退回该报告，再" if report.status == ReportStatus.SETTLED else f"请{report.chair_words}收回，"
    )
    return Problem(
        f"{item}：评价报告签发后成绩有更正，报告中的人数与成绩不一致", CLAUSE, f"{first}按现在的成绩重新签发"
    )


def what_to_do(examiner: Examiner, act: str, *, else_: str) -> str:
    """Return what to do about somebody's part: the act itself, or first to open the login.

    Args:
        examiner: whose part it is.
        act: what the examiner does once logged in.
        else_: what management does where the appointment has ended, so that no login opens any more.
    """
    if _has_ended(examiner):
        return f"{examiner}的账号已停用，请管理站{else_}"
    state = login_state(examiner, on=clock.today())
    return f"{examiner}{REMEDIES[state]}" if state in REMEDIES else f"请{examiner}{act}"


def _has_ended(examiner: Examiner) -> bool:
    return login_state(examiner, on=clock.today()) is LoginState.ENDED
