"""What candidates should know of their batch: another date, no exam, or one in doubt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from batches.models import Batch, BatchStatus, DateChange, DateChangeStatus
from ostami import policy
from workflow.models import AuditEvent

CANCELLED_REMEDY = "本次报名不再办理，请另选报名中的批次；如有疑问，请联系考试站。"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence on a candidate's page, and whether it says that there is no exam as things stand."""

    words: str
    stops: bool


def notices_of(batch: Batch, *, at: datetime) -> list[Notice]:
    """Return what the candidates of one batch should know at the instant `at`."""
    return notices_by_batch([batch], at=at)[batch.pk]


def notices_by_batch(batches: Iterable[Batch], *, at: datetime) -> dict[int, list[Notice]]:
    """Return what the candidates of each batch should know, by the batches' keys, in two queries."""
    listed = list(batches)
    changes = _changes(listed)
    reasons = _reasons(listed)
    return {
        batch.pk: [*_stopped(batch, reasons.get(batch.pk, ""), at), *_moved(batch, changes.get(batch.pk))]
        for batch in listed
    }


def _changes(batches: list[Batch]) -> dict[int, DateChange]:
    approved = DateChange.objects.filter(batch__in=batches, status=DateChangeStatus.APPROVED)
    return {change.batch_id: change for change in approved}


def _reasons(batches: list[Batch]) -> dict[int, str]:
    cancelled = [batch.pk for batch in batches if batch.status == BatchStatus.CANCELLED]
    kind = ContentType.objects.get_for_model(Batch)
    events = AuditEvent.objects.filter(object_type=kind, object_id__in=cancelled, action="cancel")
    return dict(events.values_list("object_id", "reason"))


def reason_of_cancellation(batch: Batch) -> str:
    """Return why a batch was cancelled, in the words of whoever did it; nothing if it wasn't."""
    return _reasons([batch]).get(batch.pk, "")


def _stopped(batch: Batch, reason: str, at: datetime) -> Iterator[Notice]:
    if batch.status == BatchStatus.CANCELLED:
        yield Notice(f"批次已取消。原因：{reason.rstrip('。')}。{CANCELLED_REMEDY}", stops=True)
    elif batch.has_lapsed(at):
        last_day = policy.last_enrolment_day(batch.exam_date)
        yield Notice(
            f"批次已失效：考试站没有在 {last_day} 24:00 前提交花名册（服务指南 4.5.1-2）。"
            "考试站可申请调整一次考试日期恢复办理，请向考试站了解；也可以另选报名中的批次。",
            stops=True,
        )


def _moved(batch: Batch, change: DateChange | None) -> Iterator[Notice]:
    if change is None:
        return
    moved = f"考试日期已由 {change.old_date} 调整为 {change.new_date}（原因：{change.reason.rstrip('。')}）"
    if batch.status == BatchStatus.APPROVED:
        moved = f"{moved}，报名截止相应调整为 {policy.last_enrolment_day(change.new_date)} 24:00"
    yield Notice(f"{moved}。", stops=False)
