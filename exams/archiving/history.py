"""What was done to a batch and to all that belongs to it, for its archive."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from batches.models import Batch, DateChange
from candidates.models import Enrolment
from exams.archiving.entries import Entry, csv_lines
from exams.archiving.sheets import instant
from exams.models import (
    Arrangement,
    Attendance,
    EvaluationReport,
    EvidenceDisposal,
    ExamEvidence,
    Objection,
    PaperCopy,
    PaperReceipt,
    PublicNotice,
    ReportStatus,
    Result,
    ScoreConfirmation,
    ScoreReview,
    Session,
    SupervisionReport,
    SupervisionReportStatus,
)
from workflow.models import SEALED, AuditEvent, AuditEventQuerySet

HEADINGS = (
    "序号", "时间", "办理人", "身份", "事项", "办理", "原状态", "新状态", "变动", "意见或理由", "摘要"
)  # fmt: skip
CONFIDENTIAL = "（内容保密）"
# What a panel wrote and didn't issue, or said of words that were taken back, is its own.
OF_THE_PANEL = ("write", "clear_positions")


def history_entries(batch: Batch, folder: str) -> Iterator[Entry]:
    """Yield the history as one list, in the order in which things were done."""
    yield Entry(f"{folder}/办理记录.csv", "办理记录", lambda: csv_lines(_lines(batch)))


def _lines(batch: Batch) -> Iterator[tuple[object, ...]]:
    yield HEADINGS
    yield from map(_line, events_of(batch).iterator())


def events_of(batch: Batch) -> AuditEventQuerySet:
    """Return the events of a batch and of what belongs to it, oldest first.

    Who was sent as a supervisor, and why, is management's: the station reads the report alone.
    """
    wanted = (
        Q(
            object_type=ContentType.objects.get_for_model(rows.model),
            object_id__in=rows.order_by().values("pk"),
        )
        for rows in _belonging(batch)
    )
    return AuditEvent.objects.filter(reduce(or_, wanted)).order_by("pk")


def _belonging(batch: Batch) -> tuple[QuerySet[Any], ...]:
    evaluated = EvaluationReport.objects.exclude(status=ReportStatus.DRAFT)
    reported = SupervisionReport.objects.exclude(status=SupervisionReportStatus.DRAFT)
    return (
        Batch.objects.filter(pk=batch.pk),
        DateChange.objects.filter(batch=batch),
        Enrolment.objects.filter(batch=batch),
        Arrangement.objects.filter(batch=batch),
        Session.objects.filter(batch=batch),
        PaperReceipt.objects.filter(use__item__batch=batch),
        PaperCopy.objects.filter(use__item__batch=batch),
        Attendance.objects.filter(enrolment__batch=batch),
        Result.objects.filter(enrolment__batch=batch),
        ScoreConfirmation.objects.filter(item__batch=batch),
        evaluated.filter(item__batch=batch),
        reported.filter(assignment__batch=batch),
        ExamEvidence.objects.filter(item__batch=batch),
        EvidenceDisposal.objects.filter(batch=batch),
        PublicNotice.objects.filter(batch=batch),
        Objection.objects.filter(notice__batch=batch),
        ScoreReview.objects.filter(enrolment__batch=batch),
    )


def _line(event: AuditEvent) -> tuple[object, ...]:
    return (
        event.sequence,
        instant(event.at),
        event.actor_name,
        event.get_actor_role_display(),
        event.object_label,
        event.sentence,
        event.source,
        event.target,
        _changes(event),
        CONFIDENTIAL if event.reason.startswith(SEALED) else event.reason,
        event.digest,
    )


def _changes(event: AuditEvent) -> str:
    """Return what an event changed; of a panel's drafts only which parts."""
    if event.action in OF_THE_PANEL:
        return "、".join(event.changes)
    return "；".join(f"{name}：{old or '空'} → {new or '空'}" for name, (old, new) in event.changes.items())
