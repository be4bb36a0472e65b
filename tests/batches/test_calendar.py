"""A batch's own calendar, and its countdown in words."""

from datetime import date, datetime

import pytest

from accounts.models import User
from batches.calendars import CalendarEntry, exam_calendar
from batches.models import Batch, BatchStatus
from batches.selectors import days_of
from ostami.clock import SHANGHAI
from tests.batches.conftest import Frozen
from tests.conftest import Login

DAY = date(2026, 9, 1)


def test_the_calendar_has_every_day_with_its_clause() -> None:
    lines = exam_calendar(applied_on=date(2026, 6, 1), exam_date=DAY)
    assert [(line.label, line.words, line.clause) for line in lines] == [
        ("申请日期", "2026-06-01", "4.5.1-2"),
        ("报名、提交花名册截止", "2026-08-21 24:00", "4.5.1-2"),
        ("报名窗口关闭", "2026-08-22 00:00", "4.5.1-2"),
        ("试卷签收", "2026-08-22 00:00 至 2026-09-01 24:00", "4.5.1-6"),
        ("考试日期", "2026-09-01", "4.5.1-2"),
    ]


def test_before_it_is_handed_in_the_application_day_is_open() -> None:
    assert exam_calendar(applied_on=None, exam_date=DAY)[0].words == "提交申请当日"


@pytest.mark.parametrize(
    ("today", "deadline", "papers", "exam"),
    [
        (date(2026, 8, 20), "还剩 1 天", "还剩 2 天", "还剩 12 天"),
        (date(2026, 8, 21), "今天截止", "还剩 1 天", "还剩 11 天"),
        (date(2026, 8, 22), "已过", "进行中", "还剩 10 天"),
        (date(2026, 9, 1), "已过", "进行中", "今天"),
        (date(2026, 9, 2), "已过", "已过", "已过"),
    ],
)
def test_the_countdown_turns_at_midnight(today: date, deadline: str, papers: str, exam: str) -> None:
    _, last_day, closes, window, exam_day = exam_calendar(applied_on=None, exam_date=DAY)
    assert [last_day.countdown(today), window.countdown(today), exam_day.countdown(today)] == [
        deadline,
        papers,
        exam,
    ]
    assert closes.countdown(today) == deadline


def test_the_application_day_is_past_on_the_next() -> None:
    line = exam_calendar(applied_on=date(2026, 6, 1), exam_date=DAY)[0]
    assert [line.countdown(date(2026, 6, day)) for day in (1, 2)] == ["今天", "已过"]


@pytest.mark.parametrize("status", [BatchStatus.DRAFT, BatchStatus.RESULTS_SUBMITTED, BatchStatus.CERTIFIED])
def test_past_days_are_marked_in_every_status(status: BatchStatus) -> None:
    batch = Batch(applied_on=date(2026, 6, 1), exam_date=DAY, status=status)
    days = days_of(batch, today=date(2026, 9, 2))
    assert [(day.past, day.countdown) for day in days] == [(True, "已过")] * 5


def test_a_line_without_a_day_counts_nothing() -> None:
    assert CalendarEntry("申请日期", "提交申请当日", "4.5.1-2").countdown(DAY) == ""


@pytest.mark.django_db
def test_the_page_counts_down_by_the_servers_day(
    clock_at: Frozen, login: Login, station_user: User, full_draft: Batch
) -> None:
    page = login(station_user).get(full_draft.get_absolute_url())
    assert "还剩 81 天 · 服务指南 4.5.1-2" in page.text
    clock_at.move_to(datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI))
    assert "今天截止" in login(station_user).get(full_draft.get_absolute_url()).text
