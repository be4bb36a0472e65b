"""A batch's own timeline, and its countdown in words."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from batches.days import CalendarEntry, CalendarKind, exam_calendar
from batches.models import Batch, BatchStatus
from batches.selectors import Day, days_of
from batches.services.date_changes import request_date_change
from ostami.clock import SHANGHAI
from tests.batches.conftest import Frozen
from tests.conftest import Login
from workflow.lifecycle import perform

DAY = date(2026, 9, 1)


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)


def line(days: list[Day], kind: CalendarKind) -> Day:
    return next(day for day in days if day.entry.kind == kind)


def test_the_calendar_has_every_day_with_its_clause() -> None:
    lines = exam_calendar(applied_on=date(2026, 6, 1), exam_date=DAY)
    assert [(line.label, line.words, line.clause) for line in lines] == [
        ("申请日期", "2026-06-01", "4.5.1-2"),
        ("报名、提交花名册截止", "2026-08-21 24:00", "4.5.1-2"),
        ("试卷签收", "2026-08-22 00:00 至 2026-09-01 24:00", "4.5.1-6"),
        ("考试日期", "2026-09-01", "4.5.1-2"),
    ]


def test_before_it_is_handed_in_the_application_day_is_open() -> None:
    assert exam_calendar(applied_on=None, exam_date=DAY)[0].words == "提交申请当日"


@pytest.mark.parametrize(
    ("now", "deadline", "papers", "exam_day"),
    [
        (at(6, 1, 12), "还剩 81 天", "81 天后开始", "还剩 92 天"),
        (at(8, 19, 23, 59, 59), "还剩 2 天", "2 天后开始", "还剩 13 天"),
        (at(8, 20, 0, 0, 0), "还剩 2 天", "2 天后开始", "还剩 12 天"),
        (at(8, 20, 0, 1), "还剩 47 小时 59 分", "47 小时 59 分后开始", "还剩 12 天"),
        (at(8, 20, 23, 59, 59), "还剩 24 小时 0 分", "24 小时 0 分后开始", "还剩 12 天"),
        (at(8, 21), "今天截止，还剩 24 小时 0 分", "24 小时 0 分后开始", "还剩 11 天"),
        (at(8, 21, 18, 48), "今天截止，还剩 5 小时 12 分", "5 小时 12 分后开始", "还剩 11 天"),
        (at(8, 21, 23, 12), "今天截止，还剩 48 分", "48 分后开始", "还剩 11 天"),
        (at(8, 21, 23, 59, 59), "今天截止，还剩不到 1 分钟", "不到 1 分钟后开始", "还剩 11 天"),
        (at(8, 22), "已过", "进行中，还剩 11 天", "还剩 10 天"),
        (at(8, 31, 23, 59, 59), "已过", "进行中，还剩 24 小时 0 分", "明天"),
        (at(9, 1), "已过", "进行中，还剩 24 小时 0 分", "今天"),
        (at(9, 1, 23, 59, 59), "已过", "进行中，还剩不到 1 分钟", "今天"),
        (at(9, 2), "已过", "已过", "已过"),
    ],
)
def test_the_countdown_turns_at_the_instant(now: datetime, deadline: str, papers: str, exam_day: str) -> None:
    _, last_day, window, day = exam_calendar(applied_on=None, exam_date=DAY)
    for instant in (now, now.astimezone(UTC)):
        assert [one.countdown(instant) for one in (last_day, window, day)] == [deadline, papers, exam_day]


@pytest.mark.parametrize(
    ("now", "urgent"),
    [
        (at(8, 20), []),
        (at(8, 20, 0, 0, 1), [CalendarKind.ROSTER]),
        (at(8, 21, 23, 59, 59), [CalendarKind.ROSTER]),
        (at(8, 22), []),
        (at(8, 31), []),
        (at(8, 31, 0, 0, 1), [CalendarKind.PAPERS]),
        (at(9, 2), []),
    ],
)
def test_a_deadline_is_urgent_below_48_hours(now: datetime, urgent: list[CalendarKind]) -> None:
    lines = exam_calendar(applied_on=date(2026, 6, 1), exam_date=DAY)
    assert [one.kind for one in lines if one.is_urgent(now)] == urgent


def test_the_application_day_is_past_on_the_next() -> None:
    applied = exam_calendar(applied_on=date(2026, 6, 1), exam_date=DAY)[0]
    assert [applied.countdown(at(6, day)) for day in (1, 2)] == ["今天", "已过"]


def test_a_line_without_a_day_counts_nothing() -> None:
    assert CalendarEntry(CalendarKind.APPLIED, "提交申请当日").countdown(at(9, 1)) == ""


@pytest.mark.django_db
def test_past_days_are_marked_in_every_status(full_draft: Batch) -> None:
    full_draft.applied_on = date(2026, 6, 1)
    for status in (BatchStatus.DRAFT, BatchStatus.WITHDRAWN, BatchStatus.CANCELLED):
        full_draft.status = status
        days = days_of(full_draft, now=at(9, 2))
        assert [(day.past, day.countdown, day.urgent) for day in days] == [(True, "已过", False)] * 4


@pytest.mark.django_db
def test_a_roster_that_is_in_is_not_counted_down(full_draft: Batch) -> None:
    full_draft.status = BatchStatus.ROSTER_SUBMITTED
    for now in (at(8, 21, 12), at(8, 22)):
        roster = line(days_of(full_draft, now=now), CalendarKind.ROSTER)
        assert (roster.countdown, roster.urgent) == ("花名册已提交", False)


@pytest.mark.django_db
def test_a_batch_without_a_roster_at_the_closing_says_that_it_lapsed(full_draft: Batch) -> None:
    full_draft.status = BatchStatus.APPROVED
    roster = line(days_of(full_draft, now=at(8, 22)), CalendarKind.ROSTER)
    assert roster.countdown == "已过，未提交花名册，批次已失效"
    exam = line(days_of(full_draft, now=at(8, 22)), CalendarKind.EXAM)
    assert (exam.countdown, exam.urgent) == ("", False)
    assert line(days_of(full_draft, now=at(8, 21, 23, 59, 59)), CalendarKind.ROSTER).urgent


@pytest.mark.django_db
def test_an_approval_that_is_awaited_has_its_line(full_draft: Batch, station_user: User) -> None:
    assert CalendarKind.APPROVAL not in {day.entry.kind for day in days_of(full_draft, now=at(6, 1, 12))}
    batch = perform(full_draft, "submit", actor=station_user, at=at(6, 1, 12))
    days = days_of(batch, now=at(6, 1, 12))
    assert [day.entry.kind for day in days[:2]] == [CalendarKind.APPLIED, CalendarKind.APPROVAL]
    approval = days[1]
    assert (approval.entry.words, approval.entry.by) == ("2026-06-08 24:00", "练习管理站")
    assert (approval.countdown, approval.urgent) == ("还剩 5 个工作日", False)
    assert line(days_of(batch, now=at(6, 9)), CalendarKind.APPROVAL).urgent


@pytest.mark.django_db
def test_a_changed_date_shows_the_old_one_crossed_out(
    clock_at: Frozen,
    login: Login,
    full_draft: Batch,
    station_user: User,
    management_user: User,
) -> None:
    batch = perform(full_draft, "submit", actor=station_user)
    batch = perform(batch, "approve", actor=management_user)
    change = request_date_change(
        batch=batch, new_date=date(2026, 9, 15), reason="设备检修", actor=station_user, at=at(6, 1, 13)
    )
    perform(change, "approve", actor=management_user)
    batch.refresh_from_db()
    days = days_of(batch, now=at(6, 2))
    assert [(day.entry.words, day.was) for day in days[1:]] == [
        ("2026-09-04 24:00", "2026-08-21 24:00"),
        ("2026-09-05 00:00 至 2026-09-15 24:00", "2026-08-22 00:00 至 2026-09-01 24:00"),
        ("2026-09-15", "2026-09-01"),
    ]
    page = login(station_user).get(batch.get_absolute_url()).text
    assert "<del>2026-08-21 24:00</del>" in page


@pytest.mark.django_db
def test_the_page_counts_down_by_the_servers_instant(
    clock_at: Frozen, login: Login, station_user: User, full_draft: Batch
) -> None:
    page = login(station_user).get(full_draft.get_absolute_url()).text
    assert "还剩 81 天" in page
    assert "2026-06-01 12:00</time>（北京时间）" in page
    assert 'class="urgent"' not in page
    clock_at.move_to(at(8, 21, 23, 59, 59))
    page = login(station_user).get(full_draft.get_absolute_url()).text
    assert "今天截止，还剩不到 1 分钟" in page
    assert 'class="urgent"' in page
