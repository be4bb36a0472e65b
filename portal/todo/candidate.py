"""What waits for a candidate."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from batches.models import BatchStatus
from candidates.models import Enrolment, EnrolmentStatus
from portal.todo.items import Todo, due_at

NEXT_STEPS = {
    EnrolmentStatus.DRAFT: "填写并提交报名",
    EnrolmentStatus.RETURNED: "按退回意见补正报名",
    EnrolmentStatus.SUBMITTED: "上传盖章申报表",
}


def candidate_todo(user: User, now: datetime) -> Iterator[Todo]:
    """Yield the next step of each own enrolment whose window is still open, most urgent first."""
    rows = Enrolment.objects.visible_to(user).filter(
        status__in=NEXT_STEPS, batch__status=BatchStatus.APPROVED
    )
    joined = rows.select_related("batch", "batch_item__plan_item__trade__occupation")
    for enrolment in joined.order_by("batch__exam_date"):
        closes_at = enrolment.batch.enrolment_closes_at
        if now < closes_at:
            step = NEXT_STEPS[EnrolmentStatus(enrolment.status)]
            due = due_at(closes_at, now=now)
            yield Todo(f"{step}：{enrolment.batch_item}", 1, enrolment.get_absolute_url(), due)
