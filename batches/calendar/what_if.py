"""What an exam date would mean before anybody applies for it: every deadline, each rule kept or broken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from batches.calendar.findings import Finding, broken, of_application, of_day, of_lead
from batches.calendar.trades import Pair, TradeWeighed, weigh_trades
from batches.date_changing import already_requested, date_problems
from batches.days import exam_calendar
from batches.models import Batch, BatchStatus
from batches.selectors.timeline import Day
from ostami import clock, policy
from stations.models import Station


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a date would mean.

    Attributes:
        exam_date: the date.
        days: every day that follows from it.
        findings: the rules and hints for the batch as a whole.
        trades: the trades and levels that could be examined.
        earliest: the first date that the calendar's rules allow.
    """

    exam_date: date
    days: list[Day]
    findings: list[Finding]
    trades: list[TradeWeighed]
    earliest: date

    @property
    def broken(self) -> int:
        """How many rules the date breaks."""
        return sum(finding.kept is False for finding in self.findings)

    @property
    def fit_trades(self) -> int:
        """How many of the trades could be examined on that day."""
        return sum(trade.fit for trade in self.trades)


def weigh(
    station: Station,
    exam_date: date,
    *,
    user: User,
    applied_on: date,
    now: datetime,
    only: Iterable[Pair] | None = None,
) -> Weighed:
    """Weigh an exam date for a batch that isn't handed in.

    Args:
        station: whose batch.
        exam_date: the date.
        user: who asks: only batches in scope are named.
        applied_on: the day on which it would be handed in.
        now: the instant of the request.
        only: the trades and levels asked about; all that have free plan items where absent.
    """
    findings = [*of_lead(exam_date, applied_on), *of_application(station, applied_on)]
    return Weighed(
        exam_date=exam_date,
        days=_days(exam_date, applied_on=applied_on, now=now),
        findings=[*findings, *of_day(station, exam_date, user=user)],
        trades=weigh_trades(station, exam_date, applied_on=applied_on, only=only),
        earliest=policy.earliest_exam_date(applied_on),
    )


def weigh_change(batch: Batch, exam_date: date, *, user: User, now: datetime) -> Weighed:
    """Weigh another exam date for a batch that was handed in, by the rules of a change of date."""
    problems = [*already_requested(batch), *date_problems(batch, exam_date, at=now)]
    allowed = "可以申请调整到这一天：每个批次调整一次，截止日和考评员资格均符合（服务指南 4.5.1-6）。"
    findings = [*broken(problems)] or [Finding(kept=True, text=allowed)]
    roster_in = batch.status == BatchStatus.ROSTER_SUBMITTED
    return Weighed(
        exam_date=exam_date,
        days=_days(exam_date, applied_on=batch.applied_on, now=now, former=batch.exam_date),
        findings=[*findings, *of_day(batch.station, exam_date, user=user, but_for=batch)],
        trades=[],
        earliest=policy.earliest_changed_date(clock.day_of(now), roster_in=roster_in),
    )


def _days(
    exam_date: date, *, applied_on: date | None, now: datetime, former: date | None = None
) -> list[Day]:
    before = exam_calendar(applied_on=applied_on, exam_date=former or exam_date)
    after = exam_calendar(applied_on=applied_on, exam_date=exam_date)
    return [
        Day(
            new,
            new.countdown(now),
            new.is_past(now),
            urgent=new.is_urgent(now),
            was=old.words if old.words != new.words else "",
        )
        for old, new in zip(before, after, strict=True)
    ]
