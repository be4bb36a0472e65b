"""Whether a batch's results can be handed in: what is missing, and who must act (guide 4.6-2)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from batches.models import Batch, BatchItem
from batches.selectors import items_with_panels
from candidates.models import Enrolment
from exams import proof
from exams.evaluation.selectors import unsettled
from exams.guards import unscored
from exams.models import SupervisionAssignment, SupervisionReport, SupervisionReportStatus
from exams.publishing.carried_checks import carried_in, no_longer_held
from exams.publishing.reviewing import wrong_scores_corrected
from exams.scoring.confirming import unconfirmed
from exams.supervising import open_reports
from ostami.problems import Problem
from workflow.lifecycle import Step

STATION = "考试站"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that results need.

    Attributes:
        label: what it is.
        problems: what is missing of it.
        who: who must act, where something is missing.
        address: the page where it is done.
    """

    label: str
    problems: tuple[Problem, ...]
    who: str = ""
    address: str = ""

    @property
    def done(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.problems


def readiness(batch: Batch) -> list[Point]:
    """Return everything that a batch's results need, in the order in which it is done."""
    return [point for read in POINTS if (point := read(batch)) is not None]


def results_ready(step: Step[Batch]) -> Iterator[Problem]:
    """Results are handed in once nothing is missing; all that is, is told at once (guide 4.6-2)."""
    # Before the exam day that alone is said.
    if step.day >= step.case.exam_date:
        for point in step.once(readiness):
            yield from point.problems


def items_sat(batch: Batch) -> list[BatchItem]:
    """Return the trades that anybody sat: nothing is asked of those for which nobody enrolled."""
    roster = Enrolment.objects.filter(batch=batch).accepted().order_by()
    chosen = set(roster.values_list("batch_item", flat=True))
    return [item for item in items_with_panels(batch) if item.pk in chosen]


def _point(label: str, problems: Iterable[Problem], who: str, address: str) -> Point:
    return Point(label, tuple(problems), who, address)


def _scores(batch: Batch) -> Point:
    problems = [*unscored(batch), *wrong_scores_corrected(batch)]
    return _point("登记成绩", problems, STATION, reverse("exams:scores", args=[batch.pk]))


def _confirmations(batch: Batch) -> Point:
    waiting = unconfirmed(batch)
    problems = [
        Problem(f"{item}：成绩尚未由第二人复核，或复核后又有更正", remedy="请由登记人以外的人员复核成绩")
        for item in waiting
    ]
    first = reverse("exams:score_confirm", args=[waiting[0].pk]) if waiting else ""
    return _point("复核成绩", problems, "考试站登记人以外的人员", first)


def _carried(batch: Batch) -> Point | None:
    rows = list(carried_in(batch))
    found = [(row, problem) for row in rows for problem in no_longer_held(row)]
    first = reverse("exams:make_up", args=[found[0][0].enrolment_id]) if found else ""
    return _point("保留成绩", (problem for _, problem in found), STATION, first) if rows else None


def _evaluation(batch: Batch) -> Point:
    sat = items_sat(batch)
    waiting = [one for one in unsettled(batch) if one.item in sat]
    problems = [problem for one in waiting for problem in one.problems]
    people = list(dict.fromkeys(name for one in waiting for name in one.who))
    who = "、".join(people[:SHOWN]) + ("等" if len(people) > SHOWN else "")
    begun = next((one.report for one in waiting if one.report is not None), None)
    return _point("评价报告", problems, who, begun.get_absolute_url() if begun else "")


def _supervision(batch: Batch) -> Point | None:
    problems = open_reports(batch)
    if not problems and not SupervisionAssignment.objects.live().filter(batch=batch).exists():
        return None
    report = SupervisionReport.objects.filter(
        assignment__batch=batch, status=SupervisionReportStatus.RECTIFYING
    ).first()
    if report:
        return _point("督导报告", problems, STATION, report.get_absolute_url())
    return _point("督导报告", problems, "督导员、管理站", "")


def _evidence(batch: Batch) -> Point:
    return _point("考试资料", proof.missing_of(batch), STATION, reverse("exams:evidence", args=[batch.pk]))


POINTS: tuple[Callable[[Batch], Point | None], ...] = (
    _scores,
    _carried,
    _confirmations,
    _evaluation,
    _supervision,
    _evidence,
)
