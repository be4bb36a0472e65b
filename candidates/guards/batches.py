"""What enrolments say to a batch's roster and to its cancellation."""

from collections.abc import Iterator

from django.db.models import Count

from accounts.rights import Role
from batches.models import Batch
from candidates.models import EnrolmentStatus
from ostami.problems import Problem
from workflow.lifecycle import Step


def nobody_enrolled(step: Step[Batch]) -> Iterator[Problem]:
    """A station gives up a batch alone while nobody has handed in an enrolment; then management decides."""
    people = step.case.enrolments.handed_in().count()
    if people and step.actor.role == Role.STATION:
        yield Problem(f"已有 {people} 名考生提交报名，考试站不能自行取消批次", remedy="请联系管理站取消")


def roster_decided(step: Step[Batch]) -> Iterator[Problem]:
    """A roster is handed in once every enrolment was decided, with at least one candidate on it."""
    counts = dict(step.case.enrolments.values_list("status").annotate(Count("pk")).order_by())
    if waiting := counts.get(EnrolmentStatus.STAMPED, 0):
        yield Problem(f"还有 {waiting} 名考生的报名没有审核", "4.5.1-2", "请先逐一审核：通过、退回或不通过")
    if unstamped := counts.get(EnrolmentStatus.SUBMITTED, 0):
        yield Problem(
            f"还有 {unstamped} 名考生没有上传盖章申报表", "4.5.1-2", "请催促上传，或逐一退回、不予通过"
        )
    if not counts.get(EnrolmentStatus.ACCEPTED):
        yield Problem("花名册上还没有审核通过的考生", "4.5.1-2", "请先审核考生报名")
