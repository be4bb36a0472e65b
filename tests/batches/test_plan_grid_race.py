"""Two people of a station save the rows of one plan at the same instant: neither writes over the other."""

import pytest

from accounts.models import User
from batches.models import AnnualPlan, PlanItem
from batches.selectors import fingerprint
from batches.services.plan_grid import PlanEntry, save_plan_grid
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from tests.factories import exam
from tests.rivals import at_once, behind
from workflow.audit import history_of, verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT = exam.noon(exam.APPLIED_ON)
MOVED = "的计划项有了改动（现有 1 条），本次没有保存"


def save(plan: AnnualPlan, actor: User, trade: Trade, headcount: int) -> str:
    """Type one row into the page as it was opened: empty."""
    entry = PlanEntry(trade=trade, level=4, headcount=headcount, month=9)
    try:
        return str(save_plan_grid(plan=plan, actor=actor, entries=[entry], seen=fingerprint([]), at=AT))
    except BlockedError as refused:
        return str(refused)


def test_who_saves_second_waits_and_reads_that_the_items_moved(
    open_plan: AnnualPlan, station_user: User, turning: Trade
) -> None:
    answer = behind(
        lambda: save(open_plan, station_user, turning, 30), lambda: save(open_plan, station_user, turning, 40)
    )
    assert MOVED in answer
    assert [item.headcount for item in open_plan.items.all()] == [30]
    assert history_of(open_plan).count() == 1
    assert verify() == []


def test_the_same_page_sent_twice_at_once_is_stored_once(
    open_plan: AnnualPlan, station_user: User, turning: Trade
) -> None:
    sent = [30, 30]
    answers = at_once(lambda headcount: save(open_plan, station_user, turning, headcount), sent)
    assert answers == ["计划项已保存：新增 1 条。", "计划项没有改动。"]
    assert open_plan.items.count() == 1


def test_without_the_lock_the_second_would_find_the_page_as_it_was_opened(
    open_plan: AnnualPlan, turning: Trade
) -> None:
    """The first has written and not committed: unlocked, the second weighs what the first has changed."""

    def write() -> None:
        exam.plan_item(open_plan, trade=turning)

    def look_unlocked() -> str:
        stored = PlanItem.objects.filter(plan=open_plan)
        return "unchanged" if fingerprint(stored) == fingerprint([]) else "changed"

    assert behind(write, look_unlocked, waits=False) == "unchanged"
