"""A year's plan, its supplements, and its items (guide 4.5.1-1)."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, PlanItem, PlanStatus
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]


def item_form(trade: Trade, level: int = 4, headcount: object = 30, month: object = 9) -> dict[str, object]:
    return {"offer": f"{trade.pk}-{level}", "headcount": headcount, "month": month, "note": ""}


def test_a_station_makes_this_years_plan(login: Login, station: Station, station_user: User) -> None:
    answer = login(station_user).post("/batches/plans/new/", {"year": 2026})
    plan = AnnualPlan.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/batches/plans/{plan.pk}/grid/")
    assert (plan.station, plan.year, plan.supplement, plan.status) == (station, 2026, 0, PlanStatus.DRAFT)
    assert [event.sentence for event in history_of(plan)] == ["开始编制年度计划"]


def test_a_second_plan_for_the_year_waits_for_the_first(
    login: Login, station_user: User, open_plan: AnnualPlan
) -> None:
    answer = login(station_user).post("/batches/plans/new/", {"year": 2027})
    assert answer.status_code == 422
    assert (
        "机械行业职业能力评价职教901考试站 2027 年度计划已经存在，状态为“草稿”，每年一份"
        "（服务指南 4.5.1-1）。请直接在该计划中增改计划项。"
    ) in answer.text
    assert AnnualPlan.objects.count() == 1


def test_a_plan_under_approval_takes_no_supplement(
    station: Station, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    exam.plan_item(open_plan, trade=turning)
    perform(open_plan, "submit", actor=station_user)
    with pytest.raises(BlockedError, match="请等管理站审批后再编制补充计划"):
        services.make_plan(station=station, year=2027, actor=station_user)


def test_supplements_are_numbered_once_all_before_are_approved(
    login: Login, station: Station, station_user: User, management_user: User, plan: AnnualPlan
) -> None:
    login(station_user).post("/batches/plans/new/", {"year": 2026})
    first = station.plans.get(supplement=1)
    assert str(first) == "机械行业职业能力评价职教901考试站 2026 年度补充计划 1"
    exam.plan_item(first)
    perform(perform(first, "submit", actor=station_user), "approve", actor=management_user)
    login(station_user).post("/batches/plans/new/", {"year": 2026})
    assert list(station.plans.values_list("supplement", flat=True)) == [0, 1, 2]


@pytest.mark.parametrize("year", [2025, 2028, "明年", ""])
def test_only_this_and_the_next_year_are_planned(login: Login, station_user: User, year: object) -> None:
    answer = login(station_user).post("/batches/plans/new/", {"year": year})
    assert answer.status_code == 422
    assert ("只能编制今年或明年的计划" in answer.text) or ("请选择年度。" in answer.text)
    assert not AnnualPlan.objects.exists()


@pytest.mark.parametrize(
    ("headcount", "sentence"),
    [
        ("1", ""),
        ("99", ""),
        (
            "100",
            (
                "计划人数 100 人，超过每条计划 99 人的上限（服务指南 4.5.1-1）。"
                "可点击“按 99 人拆分”，由平台分成多条。"
            ),
        ),
        ("0", "计划人数至少 1 人，请重新填写。"),
        ("-5", "计划人数至少 1 人，请重新填写。"),
        ("三十", "计划人数须为整数，请重新填写。"),
        ("991", "一次最多拆分成 10 条，共 990 人（服务指南 4.5.1-1）。请分几次添加。"),
        ("", "请填写计划人数。"),
    ],
)
def test_an_item_is_for_one_to_ninety_nine_people(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade, headcount: str, sentence: str
) -> None:
    answer = login(station_user).post(
        f"/batches/plans/{open_plan.pk}/items/new/", item_form(turning, headcount=headcount)
    )
    if not sentence:
        assert answer.status_code == 302
        assert open_plan.items.get().headcount == int(headcount)
        return
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{headcount}"' in answer.text or not headcount
    assert f'<option value="{turning.pk}-4" selected>' in answer.text
    assert not open_plan.items.exists()


@pytest.mark.parametrize(
    ("headcount", "parts"),
    [(99, [99]), (100, [99, 1]), (198, [99, 99]), (250, [99, 99, 52]), (990, [99] * 10)],
)
def test_more_people_are_split_by_one_button(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade, headcount: int, parts: list[int]
) -> None:
    address = f"/batches/plans/{open_plan.pk}/items/new/"
    form = item_form(turning, headcount=headcount)
    if len(parts) > 1:
        offered = login(station_user).post(address, form).text
        assert f"拆分为 {len(parts)} 条计划项：{'、'.join(f'{part} 人' for part in parts)}。" in offered
        assert 'name="split" value="1">按 99 人拆分</button>' in offered
    assert login(station_user).post(address, {**form, "split": "1"}).status_code == 302
    assert list(open_plan.items.values_list("headcount", flat=True)) == parts
    assert history_of(open_plan).filter(action="add_item").count() == len(parts)


def test_a_changed_item_is_not_split(login: Login, station_user: User, open_plan: AnnualPlan) -> None:
    item = exam.plan_item(open_plan)
    address = f"/batches/plans/{open_plan.pk}/items/{item.pk}/edit/"
    answer = login(station_user).post(address, {**item_form(item.trade, headcount=100), "split": "1"})
    assert answer.status_code == 422
    assert "请改为 99 人以内，其余另加计划项。" in answer.text
    item.refresh_from_db()
    assert item.headcount == 30


def test_the_database_itself_refuses_a_hundred(open_plan: AnnualPlan, turning: Trade) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError):
        exam.plan_item(open_plan, trade=turning, headcount=100)


def test_the_form_offers_the_granted_levels_of_live_scope_alone(
    login: Login, station: Station, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    withdrawn = exam.scope(station, exam.trade("数控铣工", code="JX04-05-02-01"))
    withdrawn.withdrawn_on = withdrawn.granted_on
    withdrawn.save()
    page = login(station_user).get(f"/batches/plans/{open_plan.pk}/items/new/").text
    assert "数控车工 三级/高级工" in page
    assert "数控车工 二级/技师" not in page
    assert "数控铣工" not in page


@pytest.mark.parametrize("case", ["level not granted", "trade not granted", "trade retired", "nonsense"])
def test_a_forged_trade_or_level_is_refused(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade, case: str
) -> None:
    if case == "trade retired":
        turning.retired_on = exam.APPLIED_ON
        turning.save()
    milling = exam.trade("数控铣工", code="JX04-05-02-01")
    offer = {"level not granted": f"{turning.pk}-2", "trade not granted": f"{milling.pk}-4", "nonsense": "x"}
    form = item_form(turning) | {"offer": offer.get(case, f"{turning.pk}-4")}
    answer = login(station_user).post(f"/batches/plans/{open_plan.pk}/items/new/", form)
    assert answer.status_code == 422
    assert "所选工种等级不在本站获批的评价范围内（服务指南 4.7-6）" in answer.text
    assert not open_plan.items.exists()


def test_the_verb_itself_refuses_what_is_out_of_scope(
    station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    with pytest.raises(BlockedError, match="“数控车工 二级/技师”不在本站获批的评价范围内"):
        services.add_plan_items(
            plan=open_plan, actor=station_user, trade=turning, level=2, headcount=30, month=9
        )


def test_scope_that_was_withdrawn_meanwhile_stops_the_plan(
    station_user: User, open_plan: AnnualPlan, grant: ScopeGrant
) -> None:
    exam.plan_item(open_plan)
    grant.withdrawn_on = exam.APPLIED_ON
    grant.save()
    with pytest.raises(BlockedError, match=r"不在本站获批的评价范围内（服务指南 4\.7-6）"):
        perform(open_plan, "submit", actor=station_user)


def test_an_empty_plan_is_not_handed_in(login: Login, station_user: User, open_plan: AnnualPlan) -> None:
    page = login(station_user).get(open_plan.get_absolute_url()).text
    assert "年度计划还没有计划项（服务指南 4.5.1-1）。请先添加工种、等级、人数和月份。" in page
    answer = login(station_user).post(f"/batches/plans/{open_plan.pk}/submit/")
    assert answer.status_code == 422
    open_plan.refresh_from_db()
    assert open_plan.status == PlanStatus.DRAFT


def test_an_item_is_changed_and_removed_while_the_plan_is_open(
    login: Login, station_user: User, open_plan: AnnualPlan
) -> None:
    item = exam.plan_item(open_plan)
    address = f"/batches/plans/{open_plan.pk}/items/{item.pk}/"
    login(station_user).post(f"{address}edit/", item_form(item.trade, level=3, headcount=45, month=10))
    item.refresh_from_db()
    assert (item.level, item.headcount, item.month) == (3, 45, 10)
    change = history_of(open_plan).get(action="change_item").changes["计划项"]
    assert change == ["数控车工 四级/中级工 30 人（9 月）", "数控车工 三级/高级工 45 人（10 月）"]
    assert "数控车工 三级/高级工 45 人（10 月）" in login(station_user).get(f"{address}remove/").text
    assert login(station_user).post(f"{address}remove/").status_code == 302
    assert not open_plan.items.exists()


def test_a_changed_remark_shows_in_the_history(
    login: Login, station_user: User, open_plan: AnnualPlan
) -> None:
    item = exam.plan_item(open_plan, note="春季班")
    address = f"/batches/plans/{open_plan.pk}/items/{item.pk}/edit/"
    login(station_user).post(address, item_form(item.trade) | {"note": "秋季班"})
    said = "数控车工 四级/中级工 30 人（9 月），备注："
    change = history_of(open_plan).get(action="change_item").changes["计划项"]
    assert change == [f"{said}春季班", f"{said}秋季班"]


def test_a_trade_that_left_the_catalogue_is_not_handed_in(
    station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    exam.plan_item(open_plan)
    Trade.objects.filter(pk=turning.pk).update(retired_on=exam.APPLIED_ON)
    with pytest.raises(BlockedError, match="自 2026-06-01 起不再开展评价"):
        perform(open_plan, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))


def test_an_approved_plan_keeps_its_items(login: Login, station_user: User, plan: AnnualPlan) -> None:
    before = list(PlanItem.objects.values())
    item = plan.items.earliest("pk")
    for address in ("items/new/", f"items/{item.pk}/edit/", f"items/{item.pk}/remove/"):
        path = f"/batches/plans/{plan.pk}/{address}"
        shown = login(station_user).get(path)
        assert (shown.status_code, shown["Location"]) == (302, plan.get_absolute_url())
        refused = login(station_user).post(path, item_form(item.trade, headcount=5))
        assert refused.status_code == 422
        assert "当前状态为“已批准”，内容不能修改。只有草稿和已退回的可以修改" in refused.text
    assert list(PlanItem.objects.values()) == before


def test_an_item_of_another_plan_is_not_found_below_this_one(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    stranger = plan.items.earliest("pk")
    for act in ("edit", "remove"):
        path = f"/batches/plans/{open_plan.pk}/items/{stranger.pk}/{act}/"
        assert login(station_user).post(path, item_form(stranger.trade)).status_code == 404
    assert plan.items.count() == 2


def test_a_used_item_stays_listed_with_its_batch(
    clock_at: Frozen,
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    plan: AnnualPlan,
    plan_item: PlanItem,
) -> None:
    held = exam.approved_batch(station, management_user, plan_item)
    for user in (station_user, management_user):
        page = login(user).get(plan.get_absolute_url()).text
        assert page.count("已使用") == 1
        assert f'<a href="{held.get_absolute_url()}">{held}</a>' in page
        assert page.count("未选用") == 1


def test_an_item_that_somebody_took_out_stays_out(
    station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    seen = exam.plan_item(open_plan, trade=turning)
    services.remove_plan_item(item=PlanItem.objects.get(), actor=station_user)
    with pytest.raises(BlockedError, match="已由他人删除。请返回查看办理记录。"):
        services.change_plan_item(
            item=seen, actor=station_user, trade=turning, level=4, headcount=20, month=9
        )
    with pytest.raises(BlockedError, match="已由他人删除。请返回查看办理记录。"):
        services.remove_plan_item(item=seen, actor=station_user)
    assert not open_plan.items.exists()
    assert [event.action for event in history_of(open_plan)] == ["remove_item"]
