"""Accepting what a reviewer has looked at: its open points are found to be so, and it is accepted."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from candidates.eligibility.answer import Answer
from candidates.eligibility.verdicts import Verdict
from candidates.eligibility_data.rules import open_points
from candidates.guards import window_open
from candidates.models import Enrolment, EnrolmentStatus
from candidates.selectors import ENROLMENT_FACTS
from candidates.services.judging import judge
from ostami.problems import Problem, refuse_if
from workflow.lifecycle import StaleError, Step, perform

ACCEPT = "accept"
AS_STATED = "对照材料核对属实"


@transaction.atomic
def accept_as_stated(
    *, enrolment: Enrolment, points: Collection[str], seen_at: datetime, actor: User, at: datetime
) -> Enrolment:
    """Find every point so that was open on the page, and accept the enrolment, both or nothing.

    Args:
        enrolment: as the reviewer saw it.
        points: the open points that were shown; one that has come since isn't judged blindly.
        seen_at: the instant at which the page was made.
        actor: the reviewer.
        at: the instant of the act.

    Raises:
        Http404: it isn't in the reviewer's scope.
        StaleError: it doesn't wait for the review any more.
        BlockedError: it was handed in again since, or something else stands in the way.
    """
    row = _locked(enrolment, actor)
    if row.status != EnrolmentStatus.STAMPED:
        raise StaleError(row)
    still_open = open_points(row)
    refuse_if([*_handed_in_since(row, seen_at), *_unseen([one.point for one in still_open], points)])
    if still_open:
        judge(
            enrolment=row,
            verdicts={one.point: (True, AS_STATED) for one in still_open},
            actor=actor,
            at=at,
        )
    return perform(row, ACCEPT, actor=actor, at=at)


def _locked(enrolment: Enrolment, actor: User) -> Enrolment:
    rows = Enrolment.objects.order_by().select_for_update(of=("self",), no_key=True).filter(pk=enrolment.pk)
    found: Enrolment | None = rows.select_related(*ENROLMENT_FACTS).first()
    if found is None or not Enrolment.objects.visible_to(actor).filter(pk=found.pk).exists():
        raise Http404
    return found


def _handed_in_since(enrolment: Enrolment, seen_at: datetime) -> Iterator[Problem]:
    if enrolment.submitted_at is not None and enrolment.submitted_at > seen_at:
        yield Problem("您查看之后，考生修改并重新提交了这份报名", remedy="请重新查看后再审核")


def _unseen(still_open: Collection[str], points: Collection[str]) -> Iterator[Problem]:
    if set(still_open) - set(points):
        yield Problem("您查看之后，需要核对的事项有变化", remedy="请重新查看后再审核")


def hindrances(enrolment: Enrolment, answer: Answer, *, actor: User, at: datetime) -> list[Problem]:
    """Return why an enrolment can't be accepted even if every open point is found to be so."""
    found = list(window_open(Step(enrolment, actor, at, ACCEPT)))
    if answer.verdict == Verdict.NOT_MET:
        found.append(Problem(answer.words.rstrip("。"), "4.3", "请退回补正，或不予通过"))
    return found
