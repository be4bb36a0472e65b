"""Throwing a draft of a plan away."""

import pytest

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, PlanItem
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import verify
from workflow.lifecycle import perform
from workflow.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]


def address(plan: AnnualPlan) -> str:
    return f"/batches/plans/{plan.pk}/discard/"


def test_a_draft_is_thrown_away_with_its_items_after_a_question(
    login: Login, station_user: User, open_plan: AnnualPlan
) -> None:
    exam.plan_item(open_plan)
    client = login(station_user)
    assert f'href="{address(open_plan)}"' in client.get(open_plan.get_absolute_url()).text
    assert "这份计划和其中的 1 条计划项全部删除，不能恢复。" in client.get(address(open_plan)).text
    assert AnnualPlan.objects.exists()
    answer = client.post(address(open_plan))
    assert (answer.status_code, answer["Location"]) == (302, "/batches/plans/")
    assert not AnnualPlan.objects.exists()
    assert not PlanItem.objects.exists()
    event = AuditEvent.objects.get(action="discard")
    assert event.sentence == ("放弃了未提交的机械行业职业能力评价职教901考试站 2027 年度计划（1 条计划项）")
    assert event.actor == station_user
    assert not list(verify())


def test_a_year_begins_anew_after_that(login: Login, station_user: User, open_plan: AnnualPlan) -> None:
    login(station_user).post(address(open_plan))
    login(station_user).post("/batches/plans/new/", {"year": 2027})
    assert AnnualPlan.objects.get().supplement == 0


def test_nothing_is_written_into_a_plan_that_a_colleague_threw_away(
    station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    services.discard_plan(plan=AnnualPlan.objects.get(pk=open_plan.pk), actor=station_user)
    with pytest.raises(BlockedError, match="2027 年度计划已由他人删除。请返回列表。"):
        services.add_plan_items(
            plan=open_plan, actor=station_user, trade=turning, level=4, headcount=30, month=9
        )


@pytest.mark.parametrize("moves", [["submit"], ["submit", "return"], ["submit", "approve"]])
def test_what_was_handed_in_stays(
    login: Login, station_user: User, management_user: User, open_plan: AnnualPlan, moves: list[str]
) -> None:
    exam.plan_item(open_plan)
    for move in moves:
        actor = station_user if move == "submit" else management_user
        open_plan = perform(open_plan, move, actor=actor, reason="" if move == "submit" else "请核对")
    client = login(station_user)
    assert f'href="{address(open_plan)}"' not in client.get(open_plan.get_absolute_url()).text
    shown = client.get(address(open_plan))
    assert (shown.status_code, shown["Location"]) == (302, open_plan.get_absolute_url())
    assert client.post(address(open_plan)).status_code == 422
    with pytest.raises(BlockedError):
        services.discard_plan(plan=open_plan, actor=station_user)
    assert open_plan.items.count() == 1


def test_a_returned_plan_says_why_it_stays(
    login: Login, station_user: User, management_user: User, open_plan: AnnualPlan
) -> None:
    exam.plan_item(open_plan)
    returned = perform(
        perform(open_plan, "submit", actor=station_user), "return", actor=management_user, reason="请核对"
    )
    answer = login(station_user).post(address(returned))
    assert "提交过，不能放弃。已退回的请修改后重新提交；不需要的计划项可以删除。" in answer.text
