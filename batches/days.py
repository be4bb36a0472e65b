"""A batch's days as the rules give them, and how far they lie ahead."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models

from batches.countdowns import is_urgent, remaining, span, until
from ostami import policy
from ostami.clock import SHANGHAI


class CalendarKind(models.TextChoices):
    """What a line of a calendar is about."""

    APPLIED = "applied", "申请日期"
    APPROVAL = "approval", "审批到期"
    ROSTER = "roster", "报名、提交花名册截止"
    PAPERS = "papers", "试卷签收"
    EXAM = "exam", "考试日期"


TO = " 至 "
WHOLE_DAYS = frozenset({CalendarKind.APPLIED, CalendarKind.EXAM})


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One line of a batch's calendar.

    Attributes:
        kind: what.
        words: when, as it is printed.
        clause: the guide's clause that gives it; empty where it isn't the guide's.
        begins: the instant at which it begins; None where it has begun already.
        ends: the first instant at which it is over; None where the day isn't fixed yet.
        by: whose act it waits for, where it waits for somebody's.
    """

    kind: CalendarKind
    words: str
    clause: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    by: str = ""

    @property
    def label(self) -> str:
        """What it is called."""
        return str(self.kind.label)

    @property
    def parts(self) -> list[str]:
        """The words in pieces that stay on one line each: a date doesn't break at its hyphens."""
        first, to, last = self.words.partition(TO)
        return [first, f"{to.strip()} {last}"] if to else [first]

    def is_past(self, now: datetime) -> bool:
        """Tell whether it is over."""
        return self.ends is not None and now >= self.ends

    def is_urgent(self, now: datetime) -> bool:
        """Tell whether something has to be done within 48 hours; a day that is only awaited never is."""
        begun = self.begins is None or self.begins <= now
        return (
            self.ends is not None and begun and self.kind not in WHOLE_DAYS and is_urgent(self.ends, now=now)
        )

    def countdown(self, now: datetime) -> str:
        """Say how far off it is, for instance 还剩 3 天, 今天截止, 进行中; empty where nothing is awaited."""
        if self.ends is None:
            return ""
        if self.begins is None or self.is_past(now):
            return until(self.ends, now=now)
        if self.kind in WHOLE_DAYS:
            return _days_off((self.begins.date() - now.astimezone(SHANGHAI).date()).days)
        if now < self.begins:
            return f"{span(self.begins - now)}后开始"
        return f"进行中，{remaining(self.ends - now)}"


def _days_off(days: int) -> str:
    return {0: "今天", 1: "明天"}.get(days, f"还剩 {days} 天")


def midnight(day: date) -> datetime:
    """Return the first instant of a day."""
    return datetime.combine(day, time.min, SHANGHAI)


def end_of(day: date) -> datetime:
    """Return the first instant after a day."""
    return midnight(day + timedelta(days=1))


def exam_calendar(*, applied_on: date | None, exam_date: date) -> list[CalendarEntry]:
    """Return the days of an exam on `exam_date`, in order (guide 4.5.1-2 and 4.5.1-6)."""
    opens, papers_close = policy.paper_window(exam_date)
    return [
        _applied(applied_on),
        CalendarEntry(
            CalendarKind.ROSTER,
            f"{policy.last_enrolment_day(exam_date)} 24:00",
            "4.5.1-2",
            ends=policy.enrolment_closes_at(exam_date),
        ),
        CalendarEntry(
            CalendarKind.PAPERS,
            f"{opens:%Y-%m-%d %H:%M}{TO}{exam_date} 24:00",
            "4.5.1-6",
            opens,
            papers_close,
        ),
        _whole_day(CalendarKind.EXAM, exam_date),
    ]


def _applied(on: date | None) -> CalendarEntry:
    if on is None:
        return CalendarEntry(CalendarKind.APPLIED, "提交申请当日", "4.5.1-2")
    return _whole_day(CalendarKind.APPLIED, on)


def _whole_day(kind: CalendarKind, day: date) -> CalendarEntry:
    return CalendarEntry(kind, day.isoformat(), "4.5.1-2", midnight(day), end_of(day))


def approval_due(last_day: date, *, by: str) -> CalendarEntry:
    """Return the line of an approval that `by` gives until the end of a day."""
    return CalendarEntry(CalendarKind.APPROVAL, f"{last_day} 24:00", ends=end_of(last_day), by=by)
