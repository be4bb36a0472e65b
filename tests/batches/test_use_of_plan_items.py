"""Every plan item is used once: taken, given back, used up (guide 4.5.1-1)."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, Batch, BatchItem, PlanItem
from examiners.models import Examiner
from ostami.problems import BlockedError
from scope_catalog.choices import MachineCategory, Scheme
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]


def submitted(batch: Batch) -> Batch:
    login = batch.station.organisation.users.get()
    return perform(batch, "submit", actor=login, at=exam.noon(exam.APPLIED_ON))


def refusal_of(batch: Batch) -> str:
    with pytest.raises(BlockedError) as refused:
        submitted(batch)
    batch.refresh_from_db()
    assert (batch.status, batch.number) == ("draft", None)
    return str(refused.value)


def test_one_plan_item_stands_once_in_a_batch(
    station_user: User, full_draft: Batch, plan_item: PlanItem, panel: list[Examiner]
) -> None:
    with pytest.raises(BlockedError) as refused:
        services.add_batch_item(
            batch=full_draft, plan_item=plan_item, leader=panel[0], examiners=panel, actor=station_user
        )
    assert str(refused.value) == (
        "计划项“数控车工 四级/中级工 30 人（9 月）”已在本批次中，每个计划项只能选用一次"
        "（服务指南 4.5.1-1）。请另选计划项。"
    )
    with transaction.atomic(), pytest.raises(IntegrityError):
        exam.batch_item(full_draft, plan_item, panel)
    assert full_draft.items.count() == 1


def test_one_plan_item_is_taken_by_the_batch_that_is_handed_in_first(
    station: Station, full_draft: Batch, plan_item: PlanItem
) -> None:
    rival = exam.draft_batch(station, plan_item)
    first = submitted(full_draft)
    assert refusal_of(rival) == (
        f"计划项“数控车工 四级/中级工 30 人（9 月）”已被批次 {first.number}选用，每个计划项只能选用一次"
        "（服务指南 4.5.1-1）。请另选计划项，或提交补充计划。"
    )
    assert list(BatchItem.objects.filter(taken=True)) == [first.items.get()]


def test_the_database_itself_refuses_a_plan_item_taken_twice(
    station: Station, full_draft: Batch, plan_item: PlanItem
) -> None:
    rival = exam.draft_batch(station, plan_item)
    submitted(full_draft)
    with transaction.atomic(), pytest.raises(IntegrityError):
        rival.items.update(taken=True)


@pytest.mark.parametrize("way", ["return", "withdraw", "return, then withdraw"])
def test_a_batch_that_goes_back_gives_its_plan_items_back(
    station: Station,
    station_user: User,
    management_user: User,
    full_draft: Batch,
    plan_item: PlanItem,
    way: str,
) -> None:
    waiting = submitted(full_draft)
    for step in way.split(", then "):
        actor = management_user if step == "return" else station_user
        waiting = perform(waiting, step, actor=actor, reason="考场冲突")
    assert PlanItem.objects.free().contains(plan_item)
    assert submitted(exam.draft_batch(station, plan_item)).items.get().taken


def test_a_returned_batch_takes_its_plan_items_anew_and_keeps_its_number(
    management_user: User, full_draft: Batch
) -> None:
    waiting = submitted(full_draft)
    back = perform(waiting, "return", actor=management_user, reason="请补充考评员")
    again = submitted(back)
    assert again.number == waiting.number == "49284901-2026-001"
    assert again.items.get().taken


def test_an_approved_batch_never_gives_its_plan_items_back(
    station: Station, station_user: User, management_user: User, plan_item: PlanItem
) -> None:
    approved = exam.approved_batch(station, management_user, plan_item)
    for step, actor in (("return", management_user), ("withdraw", station_user)):
        with pytest.raises(BlockedError, match="该事项已由他人处理，当前状态为“报名中”"):
            perform(approved, step, actor=actor, reason="改期")
    assert not PlanItem.objects.free().contains(plan_item)


def test_an_item_of_a_plan_that_is_not_approved_is_refused(station: Station, open_plan: AnnualPlan) -> None:
    item = exam.plan_item(open_plan)
    said = refusal_of(exam.draft_batch(station, item))
    assert "不是本站已批准的计划项（服务指南 4.5.1-1）。请先提交年度计划并取得批准。" in said


def test_another_stations_plan_item_is_refused(
    station: Station, grant: ScopeGrant, other_item: PlanItem
) -> None:
    assert "不是本站已批准的计划项" in refusal_of(exam.draft_batch(station, other_item))


def test_a_batch_of_one_scheme_refuses_the_others_trades(
    login: Login, station: Station, station_user: User, management_user: User
) -> None:
    trade = exam.skill_trade()
    exam.scope(station, trade)
    item = exam.approved_plan(station, management_user, {"trade": trade}).items.get()
    draft = exam.draft_batch(station, item)
    said = refusal_of(draft)
    assert "“车工”不属于“职业能力水平评价”（服务指南 4.5.1-9）。请改选计划项或评价类别。" in said
    page = login(station_user).get(f"/batches/{draft.pk}/items/new/").text
    assert "另有 1 个计划项不属于“职业能力水平评价”" in page
    draft.scheme = Scheme.SKILL_LEVEL
    draft.save()
    assert submitted(draft).status == "submitted"


@pytest.mark.parametrize(
    ("second", "accepted"), [(MachineCategory.EARTHMOVING, True), (MachineCategory.LIFTING, False)]
)
def test_machines_of_two_categories_need_two_batches(
    station: Station, management_user: User, second: MachineCategory, *, accepted: bool
) -> None:
    trades = [
        exam.trade("土方机械操作工(挖掘机)", code="JX05-03-01-01"),
        exam.trade("示例机械操作工", code="JX05-03-02-01"),
    ]
    for trade, category in zip(trades, (MachineCategory.EARTHMOVING, second), strict=True):
        trade.machine_category = category
        trade.save()
        exam.scope(station, trade)
    planned: list[dict[str, object]] = [{"trade": trade} for trade in trades]
    plan = exam.approved_plan(station, management_user, *planned)
    draft = exam.draft_batch(station, *plan.items.all())
    if accepted:
        assert submitted(draft).items.filter(taken=True).count() == 2
    else:
        assert refusal_of(draft) == (
            "一个批次包含了多个工程机械类别：土方机械、起重机械（服务指南 2.5.1 注③）。请按类别分批次申请。"
        )


def test_a_batch_without_items_is_not_handed_in(batch: Batch) -> None:
    assert "批次还没有选用计划项（服务指南 4.5.1-1）。请至少增加一个已批准的计划项。" in refusal_of(batch)


def test_a_suspended_station_hands_nothing_in(
    station: Station, management_user: User, full_draft: Batch
) -> None:
    perform(station, "suspend", actor=management_user, reason="整改")
    assert "本考试站当前状态为“暂停”，不能办理。请联系管理站。" in refusal_of(full_draft)


def test_scope_withdrawn_after_the_plan_stops_the_batch(full_draft: Batch, grant: ScopeGrant) -> None:
    grant.withdrawn_on = exam.APPLIED_ON
    grant.save()
    assert "不在本站获批的评价范围内（服务指南 4.7-6）" in refusal_of(full_draft)


def test_used_and_unapproved_items_cannot_be_chosen(
    login: Login,
    station: Station,
    station_user: User,
    batch: Batch,
    full_draft: Batch,
    plan_item: PlanItem,
    second_item: PlanItem,
    other_item: PlanItem,
    open_plan: AnnualPlan,
) -> None:
    holder = submitted(full_draft)
    unapproved = exam.plan_item(open_plan, headcount=77)
    address = f"/batches/{batch.pk}/items/new/"
    page = login(station_user).get(address).text
    assert page.count('type="radio"') == 2
    assert page.count("disabled") == 1
    assert f'<a href="{holder.get_absolute_url()}">{holder}</a>' in page
    assert "77 人" not in page
    for forged in (plan_item, other_item, unapproved):
        answer = login(station_user).post(address, {"plan_item": forged.pk})
        assert answer.status_code == 422
        assert "所选计划项不能选用：须为本站已批准且未被选用的计划项（服务指南 4.5.1-1）" in answer.text
    assert "请选择一个计划项。" in login(station_user).post(address, {}).text
    answer = login(station_user).post(address, {"plan_item": second_item.pk})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}{second_item.pk}/")
    assert not batch.items.exists()
