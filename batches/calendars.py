"""A batch's days as the rules give them, and how far they lie ahead."""

from dataclasses import dataclass
from datetime import date

from ostami import policy


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One line of a batch's calendar.

    Attributes:
        label: what.
        words: when, as it is printed.
        clause: the guide's clause that gives it.
        first: the day on which it begins; None where it has begun already.
        last: the last day on which it can be done; None where the day isn't fixed yet.
    """

    label: str
    words: str
    clause: str
    first: date | None = None
    last: date | None = None

    def is_past(self, today: date) -> bool:
        """Tell whether its last day is over."""
        return self.last is not None and today > self.last

    def countdown(self, today: date) -> str:
        """Say how far off it is, for instance 还剩 3 天, 今天截止, 进行中; empty where nothing is awaited."""
        if self.last is None:
            return ""
        if self.is_past(today):
            return "已过"
        if self.first is None:
            return f"还剩 {(self.last - today).days} 天" if today < self.last else "今天截止"
        if today < self.first:
            return f"还剩 {(self.first - today).days} 天"
        return "今天" if self.first == self.last else "进行中"


def exam_calendar(*, applied_on: date | None, exam_date: date) -> list[CalendarEntry]:
    """Return the days of an exam on `exam_date`, in order (guide 4.5.1-2 and 4.5.1-6)."""
    closes = policy.enrolment_closes_at(exam_date)
    opens = policy.paper_window(exam_date)[0].date()
    last_day = policy.last_enrolment_day(exam_date)
    applied = applied_on.isoformat() if applied_on else "提交申请当日"
    return [
        CalendarEntry("申请日期", applied, "4.5.1-2", applied_on, applied_on),
        CalendarEntry("报名、提交花名册截止", f"{last_day} 24:00", "4.5.1-2", last=last_day),
        CalendarEntry("报名窗口关闭", f"{closes:%Y-%m-%d %H:%M}", "4.5.1-2", last=last_day),
        CalendarEntry("试卷签收", f"{opens} 00:00 至 {exam_date} 24:00", "4.5.1-6", opens, exam_date),
        CalendarEntry("考试日期", exam_date.isoformat(), "4.5.1-2", exam_date, exam_date),
    ]
