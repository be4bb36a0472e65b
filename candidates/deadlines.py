"""The enrolment deadline in words: the instant, how far off it is, and by whose clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from batches.models import Batch
from ostami import policy
from ostami.clock import SHANGHAI

URGENT = timedelta(hours=48)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline as a sentence with the portal's time, short for a list, and whether it is near or over."""

    words: str
    short: str
    urgent: bool
    over: bool


def enrolment_deadline(batch: Batch, *, at: datetime) -> Deadline:
    """Return the deadline of a batch's enrolment as it looks at the instant `at` (guide 4.5.1-2)."""
    left = batch.enrolment_closes_at - at
    clock = f"平台时间 {at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if left <= timedelta():
        closed = f"{policy.last_enrolment_day(batch.exam_date)} 24:00"
        return Deadline(f"报名已于 {closed} 截止（{clock}）", f"已于 {closed} 截止", urgent=False, over=True)
    short = f"{policy.last_enrolment_day(batch.exam_date)} 24:00，还剩 {_span(left)}"
    return Deadline(f"报名截止 {short}（{clock}）", short, urgent=left <= URGENT, over=False)


def _span(left: timedelta) -> str:
    if left.days:
        return f"{left.days} 天"
    hours = left // HOUR
    return f"{hours} 小时" if hours else f"{max(1, left.seconds // 60)} 分钟"
