"""Thirty days to the exam, and the instant at which enrolment closes (guide 4.5.1-2)."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import User
from batches.models import Batch, BatchStatus, PlanItem
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LAST_SECOND = datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI)
CLOSED = datetime(2026, 8, 22, tzinfo=SHANGHAI)
FORM = {"scheme": "ability", "candidate_type": "student", "place": "实训楼 101"}


@pytest.mark.parametrize(
    ("day", "days", "accepted"),
    [(date(2026, 6, 30), 29, False), (date(2026, 7, 1), 30, True), (date(2026, 7, 2), 31, True)],
)
def test_a_batch_is_handed_in_thirty_days_before_its_exam(
    station: Station, station_user: User, plan_item: PlanItem, day: date, days: int, *, accepted: bool
) -> None:
    assert (day - date(2026, 6, 1)).days == days
    draft = exam.draft_batch(station, plan_item, exam_date=day)
    at = exam.noon(date(2026, 6, 1))
    if accepted:
        assert perform(draft, "submit", actor=station_user, at=at).applied_on == date(2026, 6, 1)
        return
    with pytest.raises(BlockedError) as refused:
        perform(draft, "submit", actor=station_user, at=at)
    assert str(refused.value) == (
        "考试日期 2026-06-30 距申请日期 2026-06-01 不足 30 天（服务指南 4.5.1-2）。"
        "请选择 2026-07-01 或以后的日期。"
    )
    draft.refresh_from_db()
    assert (draft.status, draft.number, draft.applied_on) == (BatchStatus.DRAFT, None, None)


@pytest.mark.parametrize(
    ("at", "applied_on"),
    [
        (datetime(2026, 6, 1, 15, 59, 59, tzinfo=ZoneInfo("UTC")), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 16, 0, 0, tzinfo=ZoneInfo("UTC")), date(2026, 6, 2)),
    ],
)
def test_the_application_day_is_shanghais_whatever_the_process_thinks(
    clock_at: Frozen,
    station: Station,
    station_user: User,
    plan_item: PlanItem,
    login: Login,
    at: datetime,
    applied_on: date,
) -> None:
    """23:59:59 in Shanghai is still 06-01, a second later it is 06-02 and 07-01 has become too near."""
    draft = exam.draft_batch(station, plan_item, exam_date=date(2026, 7, 1))
    clock_at.move_to(at)
    assert time.tzname[0] == "UTC"
    answer = login(station_user).post(f"/batches/{draft.pk}/submit/")
    draft.refresh_from_db()
    if applied_on == date(2026, 6, 1):
        assert (answer.status_code, draft.status, draft.applied_on) == (302, "submitted", applied_on)
    else:
        assert (answer.status_code, draft.status) == (422, "draft")
        assert "请选择 2026-07-02 或以后的日期" in answer.text


@pytest.mark.parametrize(("exam_date", "status"), [("2026-06-30", 422), ("2026-07-01", 302)])
def test_the_application_form_refuses_too_near_a_date_and_keeps_what_was_typed(
    clock_at: Frozen, login: Login, station_user: User, exam_date: str, status: int
) -> None:
    answer = login(station_user).post("/batches/new/", {**FORM, "exam_date": exam_date})
    assert answer.status_code == status
    assert Batch.objects.count() == (status == 302)
    if status == 422:
        assert "不足 30 天（服务指南 4.5.1-2）。请选择 2026-07-01 或以后的日期。" in answer.text
        assert 'value="2026-06-30"' in answer.text
        assert 'value="实训楼 101"' in answer.text


def test_the_application_form_names_the_earliest_date(
    clock_at: Frozen, login: Login, station_user: User
) -> None:
    page = login(station_user).get("/batches/new/").text
    assert "今天提交申请，最早可选 2026-07-01" in page
    assert 'min="2026-07-01"' in page


@pytest.mark.parametrize(("at", "accepted"), [(LAST_SECOND, True), (CLOSED, False)])
def test_a_batch_is_approved_only_while_enrolment_lies_ahead(
    full_draft: Batch, station_user: User, management_user: User, at: datetime, *, accepted: bool
) -> None:
    waiting = perform(full_draft, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    if accepted:
        assert perform(waiting, "approve", actor=management_user, at=at).status == BatchStatus.APPROVED
        return
    with pytest.raises(BlockedError, match="报名窗口已于 2026-08-22 00:00 关闭"):
        perform(waiting, "approve", actor=management_user, at=at)
    waiting.refresh_from_db()
    assert waiting.status == BatchStatus.SUBMITTED


@pytest.mark.parametrize(("at", "is_open"), [(LAST_SECOND, True), (CLOSED, False)])
def test_a_batch_takes_enrolments_up_to_the_last_second(
    station: Station, management_user: User, plan_item: PlanItem, at: datetime, *, is_open: bool
) -> None:
    approved = exam.approved_batch(station, management_user, plan_item, exam_date=date(2026, 9, 1))
    assert Batch.objects.open_for_enrolment(at).contains(approved) is is_open
    assert Batch.objects.open_for_enrolment(at.astimezone(UTC)).contains(approved) is is_open


@pytest.mark.parametrize(("at", "accepted"), [(LAST_SECOND, True), (CLOSED, False)])
def test_the_roster_is_handed_in_up_to_the_last_second(
    station: Station,
    station_user: User,
    management_user: User,
    plan_item: PlanItem,
    at: datetime,
    *,
    accepted: bool,
) -> None:
    approved = exam.approved_batch(station, management_user, plan_item, exam_date=date(2026, 9, 1))
    problems = blocked(approved, "submit_roster", station_user, at)
    assert ("花名册提交截止 2026-08-21 24:00" in problems) is not accepted


def blocked(batch: Batch, name: str, actor: User, at: datetime) -> str:
    try:
        perform(batch, name, actor=actor, at=at)
    except BlockedError as refused:
        return str(refused)
    return ""
