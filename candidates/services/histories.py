"""Saving the history of schooling and work."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from candidates.models import Enrolment, HistoryEntry, HistoryKind
from candidates.services.enrolments import locked_open
from ostami.problems import Problem, refuse_if
from workflow import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period of schooling or work: first days of months; no `end` means until today.

    `stage` is said of schooling, `relation` of work: how it stands to the trade that is enrolled for.
    """

    start: date
    place: str
    end: date | None = None
    kind: HistoryKind = HistoryKind.STUDY
    stage: str = ""
    relation: str = ""
    subject: str = ""
    duty: str = ""


@transaction.atomic
def save_history(
    *,
    enrolment: Enrolment,
    actor: User,
    periods: Sequence[Period],
    kinds: Collection[HistoryKind] = tuple(HistoryKind),
    at: datetime | None = None,
) -> Enrolment:
    """Replace the history of schooling and work, or those `kinds` of it that a page shows (guide 4.3-3).

    Raises:
        BlockedError: the enrolment was handed in, or a period ends before it starts.
    """
    row = locked_open(enrolment, actor)
    refuse_if(_period_problems(periods))
    old = "；".join(map(str, row.history.all()))
    row.history.filter(kind__in=kinds).delete()
    for period in periods:
        HistoryEntry.objects.create(enrolment=row, **asdict(period))
    new = "；".join(map(str, row.history.all()))
    if old != new:
        what = "工作经历" if HistoryKind.STUDY not in kinds else "学习经历"
        changes = {what: ("", f"共 {len(periods)} 段" if periods else "已清空")}
        audit.record(
            row, action="save_history", sentence=f"填写了{what}", actor=actor, at=at, changes=changes
        )
    return row


def _period_problems(periods: Sequence[Period]) -> list[Problem]:
    return [
        Problem(f"第 {number} 段经历的截止年月早于起始年月", remedy="请对调或更正")
        for number, period in enumerate(periods, start=1)
        if period.end is not None and period.end < period.start
    ]
