"""Who sits: a leader, three in all, of the station and the trade, valid on the day (guide 4.5.1-4, 3.1)."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, Batch, PlanItem
from batches.panels.advice import panel_warnings
from examiners.models import Examiner, Grade
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]
TOO_FEW = (
    "“数控车工 四级/中级工”的考评组只有 2 人，组长计算在内至少 3 人（服务指南 4.5.1-4）。"
    "请增选考评员；本站该工种考评员不足时，请先办理考评员申报。"
)


def submit(batch: Batch) -> Batch:
    login = batch.station.organisation.users.get()
    return perform(batch, "submit", actor=login, at=exam.noon(exam.APPLIED_ON))


def address(batch: Batch, plan_item: PlanItem) -> str:
    return f"/batches/{batch.pk}/items/new/{plan_item.pk}/"


def form(leader: Examiner, *examiners: Examiner) -> dict[str, Any]:
    return {"leader": leader.pk, "examiners": [one.pk for one in examiners], "avoidance_declared": "on"}


@pytest.mark.parametrize(
    ("examiners", "accepted"),
    [
        ((0, 1), False),  # the leader is one of the two
        ((1,), False),
        ((1, 2), True),  # the leader counts as the third
        ((0, 1, 2), True),  # named twice, the leader counts once
        ((0,), False),
    ],
)
def test_a_panel_has_three_people_the_leader_counted_once(
    login: Login,
    station_user: User,
    batch: Batch,
    plan_item: PlanItem,
    panel: list[Examiner],
    examiners: tuple[int, ...],
    *,
    accepted: bool,
) -> None:
    chosen = [panel[place] for place in examiners]
    answer = login(station_user).post(address(batch, plan_item), form(panel[0], *chosen))
    if accepted:
        assert (answer.status_code, len(batch.items.get().panel)) == (302, 3)
        assert submit(batch).items.get().taken
        return
    assert answer.status_code == 422
    assert "组长计算在内至少 3 人（服务指南 4.5.1-4）" in answer.text
    for one in chosen:
        assert f'value="{one.pk}"' in answer.text
    assert answer.text.count("checked") == 1 + len(chosen) + 1  # the leader and the declaration
    assert not batch.items.exists()


@pytest.mark.parametrize(("size", "accepted"), [(2, False), (3, True)])
def test_a_batch_with_too_small_a_panel_is_not_handed_in(
    station: Station, batch: Batch, plan_item: PlanItem, turning: Trade, size: int, *, accepted: bool
) -> None:
    exam.batch_item(batch, plan_item, exam.panel(station, turning, size))
    if accepted:
        assert submit(batch).status == "submitted"
        return
    with pytest.raises(BlockedError) as refused:
        submit(batch)
    assert str(refused.value) == TOO_FEW


def test_leader_and_examiners_must_both_be_chosen(
    login: Login, station_user: User, batch: Batch, plan_item: PlanItem, panel: list[Examiner]
) -> None:
    answer = login(station_user).post(address(batch, plan_item), {})
    assert answer.status_code == 422
    assert "请选择 1 位考评组长（服务指南 4.5.1-4）。" in answer.text
    assert "请选择考评员（服务指南 4.5.1-4）。" in answer.text


def misfit(case: str, station: Station, other_station: Station, turning: Trade) -> Examiner:
    if case == "other station":
        return exam.examiner(other_station, "外站钱", turning)
    if case == "other trade":
        return exam.examiner(station, "铣工孙", exam.trade("数控铣工", code="JX04-05-02-01"))
    if case == "expired":
        return exam.examiner(station, "过期李", turning, valid_to=date(2026, 8, 31))
    if case == "not yet valid":
        return exam.examiner(station, "新聘周", turning, valid_from=date(2026, 9, 2))
    return exam.examiner(station, "终止吴", turning, ended_on=date(2026, 9, 1))


MISFITS = {
    "other station": "考评员外站钱不属于本考试站（服务指南 4.5.1-4）",
    "other trade": "考评员铣工孙未取得“数控车工”的考评资格（服务指南 4.5.1-4）",
    "expired": "考评员过期李的资格在考试日 2026-09-01 不在有效期内",
    "not yet valid": "考评员新聘周的资格在考试日 2026-09-01 不在有效期内",
    "ended": "考评员终止吴的资格在考试日 2026-09-01 不在有效期内",
}


@pytest.mark.parametrize(("case", "sentence"), MISFITS.items())
def test_who_may_not_sit_can_neither_be_chosen_nor_forged_nor_handed_in(
    login: Login,
    station: Station,
    station_user: User,
    other_station: Station,
    batch: Batch,
    plan_item: PlanItem,
    panel: list[Examiner],
    turning: Trade,
    case: str,
    sentence: str,
) -> None:
    stranger = misfit(case, station, other_station, turning)
    page = login(station_user).get(address(batch, plan_item)).text
    assert stranger.certificate_number not in page
    assert (f"<li>{stranger}：" in page) is (case != "other station")
    for forged in (form(stranger, *panel), form(panel[0], *panel, stranger)):
        answer = login(station_user).post(address(batch, plan_item), forged)
        assert answer.status_code == 422
        assert "所选人员不能担任：须为本考试站、取得该工种资格、在考试日有效的考评员" in answer.text
    with pytest.raises(BlockedError, match=sentence):
        services.add_batch_item(
            batch=batch, plan_item=plan_item, leader=stranger, examiners=panel, actor=station_user
        )
    assert not batch.items.exists()
    exam.batch_item(batch, plan_item, [*panel, stranger])
    with pytest.raises(BlockedError, match=sentence):
        submit(batch)


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"valid_to": date(2026, 9, 1)}, True),
        ({"valid_to": date(2026, 8, 31)}, False),
        ({"valid_from": date(2026, 9, 1)}, True),
        ({"valid_from": date(2026, 9, 2)}, False),
        ({"ended_on": date(2026, 9, 2)}, True),
        ({"ended_on": date(2026, 9, 1)}, False),
    ],
)
def test_validity_is_that_of_the_exam_day(
    login: Login,
    station: Station,
    station_user: User,
    batch: Batch,
    plan_item: PlanItem,
    turning: Trade,
    facts: dict[str, Any],
    *,
    fits: bool,
) -> None:
    one = exam.examiner(station, "陈考评", turning, **facts)
    page = login(station_user).get(address(batch, plan_item)).text
    assert (one.certificate_number in page) is fits


@pytest.mark.parametrize(("level", "needs_senior"), [(5, False), (3, False), (2, True), (1, True)])
def test_levels_two_and_one_need_senior_examiners(
    station: Station, management_user: User, turning: Trade, level: int, *, needs_senior: bool
) -> None:
    exam.scope(station, turning, "54321")
    item = exam.approved_plan(station, management_user, {"level": level}).items.get()
    draft = exam.draft_batch(station, item)
    if needs_senior:
        title = "二级/技师" if level == 2 else "一级/高级技师"
        with pytest.raises(BlockedError, match=f"{title}须由高级考评员考评，考评员1为考评员（服务指南 3.1）"):
            submit(draft)
        draft.items.get().panel[0].station.examiners.update(grade=Grade.SENIOR)
    assert submit(draft).status == "submitted"


def test_a_station_without_examiners_is_told_whom_it_lacks(
    login: Login, station: Station, station_user: User, batch: Batch, plan_item: PlanItem, turning: Trade
) -> None:
    exam.examiner(station, "铣工孙", exam.trade("数控铣工", code="JX04-05-02-01"))
    page = login(station_user).get(address(batch, plan_item)).text
    assert "<li>铣工孙：考评员铣工孙未取得“数控车工”的考评资格</li>" in page
    assert '<a href="/examiners/">考评员名册</a>' in page


def test_a_panel_is_changed_while_the_application_is_open(
    login: Login, station: Station, station_user: User, full_draft: Batch, turning: Trade
) -> None:
    item = full_draft.items.get()
    senior = exam.examiner(station, "郑高级", turning, grade=Grade.SENIOR)
    path = f"/batches/{full_draft.pk}/items/{item.pk}/edit/"
    shown = login(station_user).get(path).text
    assert shown.count("checked") == 5  # the leader, three examiners, the declaration
    assert login(station_user).post(path, form(senior, *item.panel)).status_code == 302
    item = full_draft.items.get()
    assert item.leader == senior
    assert len(item.panel) == 4
    assert history_of(full_draft).get(action="change_panel").changes["考评组"] == [
        "组长考评员1；考评员考评员1、考评员2、考评员3",
        "组长郑高级；考评员考评员1、考评员2、考评员3",
    ]


def test_an_even_panel_is_allowed_and_pointed_out_to_who_decides(
    login: Login, station: Station, management_user: User, batch: Batch, plan_item: PlanItem, turning: Trade
) -> None:
    exam.batch_item(batch, plan_item, exam.panel(station, turning, 4))
    waiting = submit(batch)
    page = login(management_user).get(waiting.get_absolute_url()).text
    assert "“数控车工 四级/中级工”的考评组为 4 人，宜为单数。意见相左时便于表决。" in page
    assert perform(waiting, "approve", actor=management_user).status == "approved"


def test_the_panel_of_last_time_is_pointed_out(
    station: Station,
    management_user: User,
    plan_item: PlanItem,
    second_item: PlanItem,
    panel: list[Examiner],
) -> None:
    earlier = exam.draft_batch(station, exam_date=date(2026, 8, 1))
    exam.batch_item(earlier, plan_item, panel)
    later = exam.draft_batch(station)
    exam.batch_item(later, second_item, list(reversed(panel)))
    assert list(panel_warnings(later)) == []
    earlier = submit(earlier)
    assert [warning.text for warning in panel_warnings(later)] == [
        f"“数控车工 四级/中级工”的考评组与批次 {earlier.number} 完全相同，每次宜更换 1/3 以上"
    ]


def test_a_plan_item_of_another_year_is_pointed_out(
    station: Station, grant: ScopeGrant, plan: AnnualPlan, plan_item: PlanItem
) -> None:
    late = exam.draft_batch(station, plan_item, exam_date=date(2027, 1, 10))
    assert [warning.text for warning in panel_warnings(late)] == [
        "“数控车工 四级/中级工”使用的是 2026 年度的计划项，考试日期在 2027 年"
    ]


def test_the_panel_of_an_item_that_somebody_took_out_is_gone(station_user: User, full_draft: Batch) -> None:
    seen, panel = full_draft.items.get(), list(Examiner.objects.all())
    services.remove_batch_item(item=full_draft.items.get(), actor=station_user)
    with pytest.raises(BlockedError, match="“数控车工 四级/中级工”已由他人删除。请返回查看办理记录。"):
        services.change_panel(item=seen, leader=panel[0], examiners=panel, actor=station_user)
    with pytest.raises(BlockedError, match="“数控车工 四级/中级工”已由他人删除。请返回查看办理记录。"):
        services.remove_batch_item(item=seen, actor=station_user)
    assert [event.action for event in history_of(full_draft)] == ["remove_item"]


def test_a_panel_that_lost_an_examiner_while_it_waited_is_not_approved(
    management_user: User, full_draft: Batch
) -> None:
    waiting = submit(full_draft)
    gone = full_draft.items.get().leader
    gone.ended_on = exam.APPLIED_ON
    gone.save()
    with pytest.raises(BlockedError, match=f"考评员{gone}的资格在考试日 2026-09-01 不在有效期内"):
        perform(waiting, "approve", actor=management_user, at=exam.noon(exam.APPLIED_ON))
    assert Batch.objects.get().status == "submitted"


@pytest.mark.parametrize(
    ("withdrawn_on", "approved"),
    [(date(2026, 5, 31), False), (date(2026, 6, 1), True), (date(2026, 6, 2), True)],
)
def test_a_batch_is_judged_by_the_scope_of_the_day_on_which_it_was_handed_in(
    management_user: User, full_draft: Batch, grant: ScopeGrant, withdrawn_on: date, *, approved: bool
) -> None:
    waiting = submit(full_draft)
    grant.withdrawn_on = withdrawn_on
    grant.save()
    at = exam.noon(date(2026, 6, 3))
    if approved:
        assert perform(waiting, "approve", actor=management_user, at=at).status == "approved"
        return
    with pytest.raises(BlockedError, match="自 2026-05-31 起不在本站获批的评价范围内"):
        perform(waiting, "approve", actor=management_user, at=at)


def test_a_returned_batch_is_judged_by_the_scope_as_it_stands(
    management_user: User, full_draft: Batch, grant: ScopeGrant
) -> None:
    back = perform(
        submit(full_draft), "return", actor=management_user, at=exam.noon(exam.APPLIED_ON), reason="请补正"
    )
    grant.withdrawn_on = date(2026, 6, 2)
    grant.save()
    with pytest.raises(BlockedError, match="自 2026-06-02 起不在本站获批的评价范围内"):
        submit(back)


def test_a_trade_that_left_the_catalogue_is_not_applied_for(full_draft: Batch, turning: Trade) -> None:
    Trade.objects.filter(pk=turning.pk).update(retired_on=exam.APPLIED_ON)
    with pytest.raises(BlockedError, match=r"自 2026-06-01 起不再开展评价.*请改选其他计划项"):
        submit(full_draft)


def test_a_batch_that_was_handed_in_before_its_trade_left_the_catalogue_goes_on(
    management_user: User, full_draft: Batch, turning: Trade
) -> None:
    waiting = submit(full_draft)
    Trade.objects.filter(pk=turning.pk).update(retired_on=date(2026, 6, 2))
    at = exam.noon(date(2026, 6, 3))
    assert perform(waiting, "approve", actor=management_user, at=at).status == "approved"


def test_saving_the_same_panel_leaves_no_line(station_user: User, full_draft: Batch) -> None:
    item = full_draft.items.get()
    services.change_panel(
        item=item,
        leader=item.leader,
        examiners=list(item.examiners.all()),
        actor=station_user,
        avoidance_declared=item.avoidance_declared,
        avoidance_named=item.avoidance_named,
        panel_reason=item.panel_reason,
    )
    assert not history_of(full_draft).filter(action="change_panel").exists()
