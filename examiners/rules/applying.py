"""What stands in the way of an examiner application (guide 3.1.2, 3.2)."""

from collections.abc import Iterator

from examiners.applicants import station_of, trades_for
from examiners.completeness import missing_parts
from examiners.models import (
    ApplicationSubject,
    Examiner,
    ExaminerApplication,
    ExaminerApplicationQuerySet,
    ExaminerApplicationStatus,
    SoughtGrade,
)
from examiners.rules.qualification import Condition, qualification
from examiners.rules.trained import training_missing
from ostami.policy import EXAMINER_MAX_TRADES
from ostami.problems import Problem
from workflow.lifecycle import Step

__all__ = [
    "Condition",
    "complete",
    "has_station",
    "of_own_station",
    "qualification",
    "qualified",
    "trades_in_scope",
    "trained",
]


def complete(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """Everything that F2 asks for is filled in, and nobody else puts the same person up."""
    yield from (missing.problem for missing in missing_parts(step.case))
    if step.case.document_index:
        yield from _put_up_elsewhere(step.case)
        yield from _appointed_already(step)


def _same_person(application: ExaminerApplication) -> ExaminerApplicationQuerySet:
    others = ExaminerApplication.objects.filter(document_index=application.document_index)
    return others.exclude(pk=application.pk)


def _put_up_elsewhere(application: ExaminerApplication) -> Iterator[Problem]:
    in_hand = (ExaminerApplicationStatus.SUBMITTED, ExaminerApplicationStatus.CHECKED)
    if _same_person(application).filter(status__in=in_hand).exists():
        yield Problem(
            f"{application.person_name}已由其他单位申报，正在办理，一名考评员只在一个考试站任职",
            "4.5.1-4",
            "请与本人核实，由一个单位申报",
        )


def _appointed_already(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """Who is an examiner is promoted, given other trades or transferred, not appointed a second time."""
    application = step.case
    if application.subject != ApplicationSubject.APPOINTMENT or application.sought == SoughtGrade.MANAGER:
        return
    approved = _same_person(application).filter(status=ExaminerApplicationStatus.APPROVED)
    # A suspended examiner is one all the same.
    going_on = Examiner.objects.filter(pk__in=approved.values("examiner")).going_on(step.day)
    if going_on.filter(valid_to__gte=step.day).exists():
        yield Problem(
            f"{application.person_name}已是在册的考评员",
            remedy="请办理晋升、增减工种；在其他考试站的，请办理调动",
        )


def of_own_station(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """Whom a promotion or other trades are for still serves at the station that applies."""
    examiner, station = step.case.examiner, station_of(step.case.organisation)
    if examiner is not None and examiner.station_id != (station and station.pk):
        yield Problem(f"{examiner}已调往其他考试站", "4.5.1-4", "请由现考试站申报")


def qualified(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """The person meets the conditions of the grade sought (guide 3.1.2)."""
    for condition in qualification(step.case, step.day):
        if condition.met is False:
            text = f"不符合任职条件：{condition.text}。{condition.why}"
            yield Problem(text, condition.clause, "请核对所填内容；确不符合的，不能申报这一类别")


def trained(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """The person passed a training for the grade sought (guide 2.3 note 8); other trades need none."""
    yield from training_missing(step.case, on=step.day)


def trades_in_scope(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """One to three trades, inside the station's scope or what it has applied for (guide 3.2, 4.7-6)."""
    application = step.case
    chosen = [place.trade for place in application.trade_places.select_related("trade__occupation")]
    if len(chosen) > EXAMINER_MAX_TRADES:
        yield Problem(f"选了 {len(chosen)} 个工种，每人限 {EXAMINER_MAX_TRADES} 个", "3.2", "请减少工种")
    if not chosen:
        return
    allowed = set(
        trades_for(application.organisation, examiner=application.examiner).values_list("pk", flat=True)
    )
    for trade in chosen:
        if trade.pk not in allowed:
            yield Problem(
                f"“{trade.code_and_name}”既不在评价范围内，也不在正在办理的申请中",
                "4.7-6",
                "请改选范围内的工种，或先申请增项",
            )


def has_station(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """A school's people are appointed once the school has become a station."""
    if station_of(step.case.organisation) is None:
        yield Problem(
            f"{step.case.organisation}还没有获批建立考试站",
            "2.4",
            "请在其建站申报批准后再批准考评员",
        )
