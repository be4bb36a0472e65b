"""Whoever decides on a resubmitted batch sees what changed since its return."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import User
from batches import services
from batches.deciding.since_return import Changed, changes_since_return
from batches.models import Batch, PlanItem
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
FIRST = exam.noon(exam.APPLIED_ON)
NEXT = FIRST + timedelta(days=1)
WHOLE = {"scheme": "ability", "candidate_type": "student", "place": "实训楼 101"}


@pytest.fixture
def returned(full_draft: Batch, station_user: User, management_user: User) -> Batch:
    waiting = perform(full_draft, "submit", actor=station_user, at=FIRST)
    return perform(waiting, "return", actor=management_user, at=FIRST, reason="考试日期：请避开开学周")


def change(batch: Batch, actor: User, *, at: datetime = NEXT, **facts: object) -> Batch:
    usual = {**WHOLE, "exam_date": batch.exam_date, **facts}
    return services.change_batch(batch=batch, actor=actor, at=at, **usual)  # type: ignore[arg-type]


def test_each_change_is_shown_from_the_state_returned_to_the_state_resubmitted(
    returned: Batch, station_user: User
) -> None:
    batch = change(returned, station_user, exam_date=date(2026, 9, 10), place="实训楼 202")
    batch = change(batch, station_user, exam_date=date(2026, 9, 15), place="实训楼 101")
    batch = perform(batch, "submit", actor=station_user, at=NEXT)
    shown = changes_since_return(batch)
    assert shown is not None
    assert shown.returned.reason == "考试日期：请避开开学周"
    assert shown.changes == [Changed("", "考试日期", "2026-09-01", "2026-09-15")]


def test_trades_that_came_and_went_are_named(
    returned: Batch, second_item: PlanItem, station_user: User
) -> None:
    panel = exam.panel(returned.station, second_item.trade)
    services.add_batch_item(
        batch=returned,
        plan_item=second_item,
        leader=panel[0],
        examiners=panel,
        actor=station_user,
        avoidance_declared=True,
        panel_reason="本站考评员有限",
        at=NEXT,
    )
    services.remove_batch_item(item=returned.items.earliest("pk"), actor=station_user, at=NEXT)
    batch = perform(returned, "submit", actor=station_user, at=NEXT)
    shown = changes_since_return(batch)
    assert shown is not None
    assert [(change.what, change.label) for change in shown.changes] == [
        ("增加了批次工种：数控车工 四级/中级工", "考评组"),
        ("增加了批次工种：数控车工 四级/中级工", "回避声明"),
        ("增加了批次工种：数控车工 四级/中级工", "考评组说明"),
        ("删除了批次工种：数控车工 四级/中级工", ""),
    ]


def test_a_resubmission_without_a_change_says_so(returned: Batch, station_user: User) -> None:
    shown = changes_since_return(perform(returned, "submit", actor=station_user, at=NEXT))
    assert shown is not None
    assert shown.changes == []


def test_a_first_submission_and_a_batch_still_with_the_station_show_nothing(
    returned: Batch, second_item: PlanItem, station_user: User
) -> None:
    assert changes_since_return(returned) is None
    fresh = exam.draft_batch(returned.station, second_item)
    assert changes_since_return(fresh) is None
    assert changes_since_return(perform(fresh, "submit", actor=station_user, at=FIRST)) is None


def test_only_the_last_return_counts(returned: Batch, station_user: User, management_user: User) -> None:
    batch = change(returned, station_user, place="实训楼 202")
    batch = perform(batch, "submit", actor=station_user, at=NEXT)
    batch = perform(batch, "return", actor=management_user, at=NEXT, reason="仍须修改")
    batch = change(batch, station_user, exam_date=date(2026, 9, 10), place="实训楼 202")
    shown = changes_since_return(perform(batch, "submit", actor=station_user, at=NEXT))
    assert shown is not None
    assert shown.changes == [Changed("", "考试日期", "2026-09-01", "2026-09-10")]
