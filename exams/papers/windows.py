"""When a paper can be signed for, and when its parts can be downloaded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from batches.countdowns import remaining, span
from ostami import policy
from ostami.problems import Problem
from question_bank.paper_kinds import FOR_MARKING

CLAUSE = "4.5.1-6"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time: its first instant is included, its last is not and is 00:00 of the day after."""

    opens: datetime
    closes: datetime

    def left(self, at: datetime) -> str:
        """Say how long until it opens, or until it closes."""
        if at < self.opens:
            return f"距开放还有 {span(self.opens - at)}"
        return remaining(self.closes - at) if at < self.closes else "已截止"

    @property
    def ends(self) -> tuple[str, str]:
        """Its first and its last instant in words, the last as the end of its day."""
        return f"{self.opens:%Y-%m-%d} 00:00", f"{self.closes - timedelta(days=1):%Y-%m-%d} 24:00"

    def __str__(self) -> str:
        return " 至 ".join(self.ends)


def signing_window(exam_date: date) -> Window:
    """Return when papers can be signed for and downloaded: the ten days before the exam and its day."""
    return Window(*policy.paper_window(exam_date))


def part_window(part: str, exam_date: date) -> Window:
    """Return when a part can be downloaded; answers are for marking, from the exam day on."""
    if part in FOR_MARKING:
        return Window(*policy.answer_window(exam_date, days=settings.ANSWER_DAYS))
    return signing_window(exam_date)


def outside(window: Window, at: datetime, *, act: str) -> Iterator[Problem]:
    """Yield that an act comes before a window opens, or after it closed."""
    if at < window.opens:
        wait = f"请在 {window.opens:%Y-%m-%d} 00:00 以后办理"
        yield Problem(f"还没有到{act}时间：{window}", CLAUSE, wait)
    elif at >= window.closes:
        yield Problem(f"{act}时间已过：{window}", CLAUSE)
