"""Whose turn it is with what was handed in, until when, and from when on it is late."""

from datetime import date, datetime

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.rights import Role
from batches.deciding.turns import date_change_turn, plan_turn, turn_of
from batches.models import AnnualPlan, Batch, DateChange, PlanItem
from ostami.clock import SHANGHAI
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def waiting(station: Station, since: datetime, *items: PlanItem, **facts: object) -> Batch:
    """A batch that has waited since an instant."""
    handed_in = {
        "status": "submitted",
        "number": "49284901-2026-700",
        "applied_on": since.date(),
        "waiting_since": since,
    }
    return exam.draft_batch(station, *items, exam_date=date(2026, 12, 1), **handed_in | facts)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (at(6, 1), "还剩 5 个工作日"),  # Monday: five working days end on Monday 8 June
        (at(6, 5), "还剩 1 个工作日"),
        (at(6, 6), "还剩 1 个工作日"),  # Saturday
        (at(6, 8, 23), "今天到期"),
        (at(6, 9, 0), "已超期 1 个工作日"),
        (at(6, 12), "已超期 4 个工作日"),
        (at(6, 14), "已超期 4 个工作日"),  # Sunday adds nothing
        (at(6, 15), "已超期 5 个工作日"),
    ],
)
def test_the_due_day_is_in_time_and_the_next_working_day_is_late(
    station: Station, today: datetime, state: str
) -> None:
    turn = turn_of(waiting(station, at(6, 1)), at=today)
    assert turn is not None
    assert (turn.due, turn.state) == (date(2026, 6, 8), state)
    assert turn.is_late == state.startswith("已超期")


def test_a_weekend_after_the_due_friday_is_not_late_yet(station: Station) -> None:
    batch = waiting(station, at(6, 5))
    saturday, monday = turn_of(batch, at=at(6, 13)), turn_of(batch, at=at(6, 15))
    assert saturday is not None
    assert monday is not None
    assert (saturday.due, saturday.state) == (date(2026, 6, 12), "期限已到，下一个工作日起算超期")
    assert monday.late_by == 1


def test_holidays_and_worked_saturdays_move_the_due_day(station: Station) -> None:
    call_command("load_special_days", verbosity=0)
    batch = waiting(station, at(9, 30))
    # 8, 9, the worked Saturday 10, then 12 and 13 October.
    turn = turn_of(batch, at=at(10, 8))
    assert turn is not None
    assert (turn.due, turn.left) == (date(2026, 10, 13), 4)
    late = turn_of(batch, at=at(10, 14))
    assert late is not None
    assert late.words == "等待练习管理站审批，应于 2026-10-13（含当日）前办结（已超期 1 个工作日）"


def test_the_day_of_arrival_is_shanghais(station: Station) -> None:
    just_before_midnight_utc = datetime.fromisoformat("2026-06-01T23:30:00+00:00")
    turn = turn_of(waiting(station, just_before_midnight_utc), at=at(6, 2))
    assert turn is not None
    assert turn.since == date(2026, 6, 2)


def test_a_skill_level_batch_is_the_branchs_then_managements(station: Station, branch_user: User) -> None:
    batch = waiting(station, at(6, 1), scheme=Scheme.SKILL_LEVEL)
    turn = turn_of(batch, at=at(6, 1))
    assert turn is not None
    assert (turn.role, turn.organisation) == (Role.BRANCH, branch_user.organisation)
    assert turn.words == "等待练习江苏分支机构审核，应于 2026-06-04（含当日）前办结（还剩 3 个工作日）"
    endorsed = perform(batch, "withdraw", actor=station.organisation.users.get(), reason="改期")
    assert turn_of(endorsed, at=at(6, 1)) is None
    second = waiting(
        station, at(6, 3), scheme=Scheme.SKILL_LEVEL, status="endorsed", number="49284901-2026-701"
    )
    then = turn_of(second, at=at(6, 3))
    assert then is not None
    assert (then.role, then.who, then.due) == (Role.MANAGEMENT, "练习管理站", date(2026, 6, 10))


def test_without_a_branch_in_the_province_management_has_a_skill_level_batch(station: Station) -> None:
    turn = turn_of(waiting(station, at(6, 1), scheme=Scheme.SKILL_LEVEL), at=at(6, 1))
    assert turn is not None
    assert turn.role == Role.MANAGEMENT


def test_a_plan_has_ten_working_days_from_its_submission(open_plan: AnnualPlan, station_user: User) -> None:
    assert plan_turn(open_plan, at=at(6, 1)) is None
    exam.plan_item(open_plan)
    plan = perform(open_plan, "submit", actor=station_user, at=at(6, 1))
    turn = plan_turn(plan, at=at(6, 1))
    assert turn is not None
    assert (turn.who, turn.due) == ("练习管理站", date(2026, 6, 15))


def test_a_change_of_date_has_three_working_days(station: Station) -> None:
    batch = waiting(station, at(6, 1), status="approved")
    change = DateChange.objects.create(
        batch=batch,
        old_date=batch.exam_date,
        new_date=date(2026, 12, 8),
        reason="场地检修",
        requested_at=at(6, 4),
    )
    turn = date_change_turn(change, at=at(6, 4))
    assert turn is not None
    assert turn.due == date(2026, 6, 9)


def test_what_does_not_wait_has_no_turn(full_draft: Batch, station: Station) -> None:
    assert turn_of(full_draft, at=at(6, 1)) is None
    assert turn_of(waiting(station, at(6, 1), waiting_since=None), at=at(6, 1)) is None
