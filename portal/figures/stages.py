"""How long each stage of a batch takes, in calendar days, and how often batches went back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from statistics import median
from typing import Any

from django.db.models import Count, Max, Min, Q

from accounts.models import User
from ostami import clock
from portal.figures import scope
from portal.figures.asked import Asked
from workflow.audit import histories_of

MOST = 0.9  # of the batches: the share that the longer of the two figures covers
STAGES = (
    ("批次：首次提交至批准", "submitted", "approved"),
    ("考试：考试日至首次提交成绩", "held", "handed_in"),
    ("成绩：首次提交至审核通过", "handed_in", "checked"),
    ("发证：成绩审核通过至核发", "checked", "certified"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: how many batches are through, the days that half of them and nine in ten don't exceed."""

    name: str
    batches: int
    median: float | None
    most: int | None


@dataclass(frozen=True, slots=True)
class BatchHistory:
    """What the audit chain tells of the batches that were asked for."""

    stages: list[Stage]
    returned: int
    results_returned: int


def batch_history(user: User, asked: Asked) -> BatchHistory:
    """Read the batches' events, a row a batch: the database adds up, only the middle is found here."""
    batches = scope.batches(user, asked)
    held = dict(batches.order_by().values_list("pk", "exam_date"))
    events = histories_of(batches).order_by().values("object_id")
    rows: list[dict[str, Any]] = [
        {**row, "held": held.get(row["object_id"])}
        for row in events.annotate(
            submitted=_first("submit"),
            approved=_last("approve"),
            handed_in=_first("submit_results"),
            checked=_last("approve_results"),
            certified=_last("certify"),
            returned=Count("pk", Q(action="return")),
            results_returned=Count("pk", Q(action="return_results")),
        )
    ]
    return BatchHistory(
        [_stage(name, _days(rows, start, end)) for name, start, end in STAGES],
        sum(row["returned"] for row in rows),
        sum(row["results_returned"] for row in rows),
    )


def _first(action: str) -> Min:
    return Min("at", filter=Q(action=action))


def _last(action: str) -> Max:
    return Max("at", filter=Q(action=action))


def _days(rows: Iterable[dict[str, Any]], start: str, end: str) -> list[int]:
    """Return how many days lie between two events, of each batch that has both, the shortest first."""
    ends = [(row[start], row[end]) for row in rows if row[start] and row[end]]
    return sorted((_day(last) - _day(first)).days for first, last in ends)


def _day(moment: date | datetime) -> date:
    return clock.day_of(moment) if isinstance(moment, datetime) else moment


def _stage(name: str, days: Sequence[int]) -> Stage:
    if not days:
        return Stage(name, 0, None, None)
    return Stage(name, len(days), median(days), days[ceil(MOST * len(days)) - 1])
