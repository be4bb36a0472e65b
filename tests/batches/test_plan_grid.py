"""All items of a plan on one page of rows (guide 4.5.1-1)."""

import re
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import AnnualPlan, PlanItem
from batches.selectors import fingerprint
from batches.services.plan_grid import PlanEntry, save_plan_grid
from batches.services.plan_items import MOST_ITEMS
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from tests.factories.stations import rows_data
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]

Sent = dict[str, object]
TOO_MANY = (
    "计划人数 {0} 人，超过每条计划 99 人的上限（服务指南 4.5.1-1）。"
    "可点击“按 99 人拆分并保存”，由平台分成多条。"
)


def address(plan: AnnualPlan) -> str:
    return f"/batches/plans/{plan.pk}/grid/"


def row(trade: Trade, headcount: object = 30, *, level: int = 4, month: object = 9, **more: object) -> Sent:
    return {"offer": f"{trade.pk}-{level}", "headcount": headcount, "month": month, "note": "", **more}


def stored(item: PlanItem, **more: object) -> Sent:
    return {
        **row(item.trade, item.headcount, level=item.level, month=item.month),
        "note": item.note,
        "pk": item.pk,
        **more,
    }


def data(plan: AnnualPlan, *rows: Sent, **more: object) -> Sent:
    """What a browser sends that has just opened the page."""
    return {**rows_data("items", *rows), "seen": fingerprint(plan.items.all()), **more}


def listed(plan: AnnualPlan) -> list[tuple[str, int, int, int, str]]:
    return [
        (item.trade.name, item.level, item.headcount, item.month, item.note)
        for item in plan.items.select_related("trade")
    ]


def sentences(plan: AnnualPlan) -> list[str]:
    return [event.sentence for event in history_of(plan).order_by("sequence")]


def test_a_new_plan_leads_to_its_rows(
    login: Login, station_user: User, turning: Trade, station: Station
) -> None:
    exam.scope(station, turning)
    answer = login(station_user).post("/batches/plans/new/", {"year": 2027}, follow=True)
    assert answer.request["PATH_INFO"] == address(AnnualPlan.objects.get())
    assert "已开始编制机械行业职业能力评价职教901考试站 2027 年度计划，请填写计划项。" in answer.text
    assert '<optgroup label="JX04-05-01-01 数控车工">' in answer.text
    assert 'data-add-row="items" data-most="200">增加一行</button>' in answer.text
    assert "本站还没有获批的评价范围" not in answer.text


def test_a_station_without_scope_reads_whom_to_ask(
    login: Login, station_user: User, open_plan: AnnualPlan, grant: ScopeGrant
) -> None:
    grant.delete()
    page = login(station_user).get(address(open_plan)).text
    assert "本站还没有获批的评价范围，无法添加计划项（服务指南 4.7-6）。请联系管理站核对" in page


def test_rows_become_items_each_with_its_line_in_the_history(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    rows = [row(turning, 30), row(turning, "４５ 人", level=3, month=10, note="秋季"), {}]
    answer = login(station_user).post(address(open_plan), data(open_plan, *rows))
    assert (answer.status_code, answer["Location"]) == (302, open_plan.get_absolute_url())
    assert listed(open_plan) == [("数控车工", 4, 30, 9, ""), ("数控车工", 3, 45, 10, "秋季")]
    assert sentences(open_plan) == [
        "增加了计划项：数控车工 四级/中级工 30 人（9 月）",
        "增加了计划项：数控车工 三级/高级工 45 人（10 月）",
    ]
    assert "计划项已保存：新增 2 条。" in login(station_user).get(answer["Location"]).text


def test_one_save_adds_changes_and_removes(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    kept, changed, emptied, marked = (
        exam.plan_item(open_plan, headcount=count) for count in (10, 20, 30, 40)
    )
    rows: list[Sent] = [
        stored(kept),
        stored(changed, headcount=25),
        {"pk": emptied.pk},
        stored(marked, remove="on"),
        row(turning, 50),
    ]
    login(station_user).post(address(open_plan), data(open_plan, *rows))
    assert list(open_plan.items.values_list("pk", "headcount"))[:2] == [(kept.pk, 10), (changed.pk, 25)]
    assert [line[2] for line in listed(open_plan)] == [10, 25, 50]
    assert sentences(open_plan) == [
        "删除了计划项：数控车工 四级/中级工 30 人（9 月）",
        "删除了计划项：数控车工 四级/中级工 40 人（9 月）",
        "修改了计划项",
        "增加了计划项：数控车工 四级/中级工 50 人（9 月）",
    ]
    assert (
        "计划项已保存：新增 1 条，修改 1 条，删除 2 条。" in login(station_user).get("/batches/plans/").text
    )


def test_rows_as_they_were_change_nothing(login: Login, station_user: User, open_plan: AnnualPlan) -> None:
    item = exam.plan_item(open_plan)
    answer = login(station_user).post(address(open_plan), data(open_plan, stored(item)), follow=True)
    assert "计划项没有改动。" in answer.text
    assert sentences(open_plan) == []


@pytest.mark.parametrize(
    ("headcount", "parts"),
    [(99, [99]), (100, [99, 1]), (198, [99, 99]), (199, [99, 99, 1]), (990, [99] * 10)],
)
def test_more_than_ninety_nine_are_refused_then_split_by_one_button(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade, headcount: int, parts: list[int]
) -> None:
    client = login(station_user)
    sent = data(open_plan, row(turning, 20), row(turning, headcount, note="春季班"))
    answer = client.post(address(open_plan), sent)
    if len(parts) > 1:
        assert answer.status_code == 422
        sentence = f"第 2 行“计划人数”：{TOO_MANY.format(headcount)}"
        assert f'<a href="#id_items-1-headcount">{sentence}</a>' in answer.text, "leads to its cell"
        assert 'id="id_items-1-headcount"' in answer.text
        said = "、".join(f"{part} 人" for part in parts)
        assert f"第 2 行可以拆分为 {len(parts)} 条：{said}。" in answer.text
        assert 'name="split" value="1">按 99 人拆分并保存</button>' in answer.text
        assert f'value="{headcount}"' in answer.text
        assert 'value="春季班"' in answer.text
        assert not open_plan.items.exists()
        answer = client.post(address(open_plan), {**sent, "split": "1"})
    assert answer.status_code == 302
    assert [line[2] for line in listed(open_plan)] == [20, *parts]
    assert {line[4] for line in listed(open_plan)[1:]} == {"春季班"}


def test_a_stored_item_is_split_into_itself_and_the_rest(
    login: Login, station_user: User, open_plan: AnnualPlan
) -> None:
    item = exam.plan_item(open_plan)
    sent = data(open_plan, stored(item, headcount=150), split="1")
    assert login(station_user).post(address(open_plan), sent).status_code == 302
    item.refresh_from_db()
    assert item.headcount == 99
    assert [line[2] for line in listed(open_plan)] == [99, 51]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"headcount": "0"}, "第 2 行“计划人数”：计划人数至少 1 人，请重新填写。"),
        ({"headcount": "三十"}, "第 2 行“计划人数”：计划人数须为整数，请重新填写。"),
        ({"headcount": ""}, "第 2 行“计划人数”：请填写计划人数。"),
        ({"headcount": "991"}, "第 2 行“计划人数”：一次最多拆分成 10 条，共 990 人（服务指南 4.5.1-1）。"),
        ({"month": ""}, "第 2 行“计划月份”：请选择计划月份。"),
        ({"month": "13"}, "第 2 行“计划月份”：月份为 1 至 12，请重新选择。"),
        ({"offer": ""}, "第 2 行“工种等级”：请选择工种等级。"),
        ({"offer": "1-2"}, "第 2 行“工种等级”：所选工种等级不在本站获批的评价范围内（服务指南 4.7-6）。"),
        ({"offer": "x"}, "第 2 行“工种等级”：所选工种等级不在本站获批的评价范围内（服务指南 4.7-6）。"),
        ({"note": "长" * 101}, "第 2 行“备注”：最多 100 个字，请缩短。"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_half_saved(
    login: Login,
    station_user: User,
    open_plan: AnnualPlan,
    turning: Trade,
    wrong: dict[str, object],
    sentence: str,
) -> None:
    item = exam.plan_item(open_plan)
    rows = [stored(item, headcount=77), row(turning, 66) | wrong]
    answer = login(station_user).post(address(open_plan), data(open_plan, *rows))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<title>错误：批量填写计划项" in answer.text
    assert 'value="77"' in answer.text
    assert listed(open_plan) == [("数控车工", 4, 30, 9, "")]
    assert sentences(open_plan) == []


@pytest.fixture
def narrowed(open_plan: AnnualPlan, grant: ScopeGrant) -> PlanItem:
    """An item whose level has left the scope since it was planned."""
    grant.withdrawn_on = exam.APPLIED_ON
    grant.save()
    exam.scope(grant.station, grant.trade, "43")
    return exam.plan_item(open_plan, level=5)


GONE = "“数控车工 五级/初级工”自 2026-06-01 起不在本站获批的评价范围内（服务指南 4.7-6）。"


def test_an_item_out_of_scope_still_shows_what_it_plans_and_why_it_cannot(
    login: Login, station_user: User, open_plan: AnnualPlan, narrowed: PlanItem
) -> None:
    page = login(station_user).get(address(open_plan)).text
    assert f'<option value="{narrowed.trade_id}-5" selected>数控车工 五级/初级工</option>' in page
    assert page.count(GONE) == 1
    assert GONE in login(station_user).get(open_plan.get_absolute_url()).text
    single = f"/batches/plans/{open_plan.pk}/items/{narrowed.pk}/edit/"
    assert GONE in login(station_user).get(single).text


def test_an_item_out_of_scope_may_stay_as_it_is_while_others_are_saved(
    login: Login, station_user: User, open_plan: AnnualPlan, narrowed: PlanItem, turning: Trade
) -> None:
    sent = data(open_plan, stored(narrowed), row(turning, 20))
    assert login(station_user).post(address(open_plan), sent).status_code == 302
    assert [line[:3] for line in listed(open_plan)] == [("数控车工", 5, 30), ("数控车工", 4, 20)]
    with pytest.raises(BlockedError, match="不在本站获批的评价范围内"):
        perform(open_plan, "submit", actor=station_user)


def test_an_item_out_of_scope_is_not_changed(
    login: Login, station_user: User, open_plan: AnnualPlan, narrowed: PlanItem
) -> None:
    answer = login(station_user).post(address(open_plan), data(open_plan, stored(narrowed, headcount=31)))
    assert answer.status_code == 422
    assert f"第 1 行“工种等级”：{GONE}" in answer.text
    assert [line[2] for line in listed(open_plan)] == [30]


def test_the_verb_itself_refuses_what_is_out_of_scope(
    station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    good = PlanEntry(trade=turning, level=4, headcount=30, month=9)
    wrong = PlanEntry(trade=turning, level=2, headcount=30, month=9)
    seen = fingerprint([])
    with pytest.raises(BlockedError, match="“数控车工 二级/技师”不在本站获批的评价范围内"):
        save_plan_grid(plan=open_plan, actor=station_user, entries=[good, wrong], seen=seen)
    with pytest.raises(BlockedError, match="超过每条计划 99 人的上限"):
        save_plan_grid(
            plan=open_plan,
            actor=station_user,
            entries=[PlanEntry(trade=turning, level=4, headcount=100, month=9)],
            seen=seen,
        )
    assert not open_plan.items.exists()


def test_a_trade_that_left_the_catalogue_is_not_planned_anew(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    item = exam.plan_item(open_plan)
    Trade.objects.filter(pk=turning.pk).update(retired_on=date(2026, 6, 1))
    page = login(station_user).get(address(open_plan)).text
    assert "工种“数控车工”自 2026-06-01 起不再开展评价（服务指南 2.5）。" in page
    answer = login(station_user).post(address(open_plan), data(open_plan, stored(item), row(turning, 20)))
    assert answer.status_code == 422
    assert "第 2 行“工种等级”：所选工种等级不在本站获批的评价范围内" in answer.text


def test_a_page_that_others_overtook_is_saved_on_purpose_alone(
    login: Login, station_user: User, open_plan: AnnualPlan
) -> None:
    item = exam.plan_item(open_plan)
    sent = data(open_plan, stored(item, headcount=44))
    PlanItem.objects.filter(pk=item.pk).update(headcount=55)
    answer = login(station_user).post(address(open_plan), sent)
    assert answer.status_code == 422
    assert "年度计划的计划项有了改动（现有 1 条），本次没有保存。请先打开计划核对；" in answer.text
    assert [line[2] for line in listed(open_plan)] == [55]
    found = re.search('name="seen" value="([^"]+)"', answer.text)
    assert found
    assert login(station_user).post(address(open_plan), {**sent, "seen": found[1]}).status_code == 302
    assert [line[2] for line in listed(open_plan)] == [44]


def test_the_same_page_sent_twice_is_saved_once(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    sent = data(open_plan, row(turning, 150), split="1")
    answers = [login(station_user).post(address(open_plan), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [line[2] for line in listed(open_plan)] == [99, 51]
    assert len(sentences(open_plan)) == 2


def test_another_wrong_row_does_not_hide_that_others_overtook_the_page(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    sent = data(open_plan, row(turning, "x"))
    exam.plan_item(open_plan)
    answer = login(station_user).post(address(open_plan), sent)
    assert f'name="seen" value="{sent["seen"]}"' in answer.text


def test_more_rows_come_without_javascript_and_keep_what_was_typed(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    item = exam.plan_item(open_plan)
    sent = data(open_plan, stored(item, headcount="四十"), row(turning, 60), more="items")
    answer = login(station_user).post(address(open_plan), sent)
    assert answer.status_code == 200
    assert 'name="items-TOTAL_FORMS" value="5"' in answer.text
    assert 'value="四十"' in answer.text
    assert f'name="items-0-pk" value="{item.pk}"' in answer.text
    assert f'name="seen" value="{sent["seen"]}"' in answer.text
    assert [line[2] for line in listed(open_plan)] == [30]


def test_a_plan_has_a_limit_that_a_page_can_show(
    login: Login, station_user: User, open_plan: AnnualPlan, turning: Trade
) -> None:
    facts = {"trade": turning, "level": 4, "headcount": 9, "month": 9}
    PlanItem.objects.bulk_create(PlanItem(plan=open_plan, **facts) for _ in range(MOST_ITEMS - 1))
    sent = data(open_plan, row(turning, 100), split="1")
    answer = login(station_user).post(address(open_plan), sent)
    assert answer.status_code == 422
    assert "一份计划最多 200 条计划项，这样保存会有 201 条。请减少几条" in answer.text
    assert open_plan.items.count() == MOST_ITEMS - 1
    assert login(station_user).post(address(open_plan), data(open_plan, row(turning, 99))).status_code == 302


def test_a_returned_plan_is_filled_in_again_a_submitted_or_approved_one_is_not(
    login: Login, station_user: User, management_user: User, open_plan: AnnualPlan, plan: AnnualPlan
) -> None:
    item = exam.plan_item(open_plan)
    submitted = perform(open_plan, "submit", actor=station_user)
    for closed in (submitted, plan):
        shown = login(station_user).get(address(closed))
        assert (shown.status_code, shown["Location"]) == (302, closed.get_absolute_url())
        before = list(closed.items.values())
        refused = login(station_user).post(address(closed), data(closed, row(item.trade, 5)))
        assert refused.status_code == 422
        assert "内容不能修改。只有草稿和已退回的可以修改" in refused.text
        assert list(closed.items.values()) == before
    perform(submitted, "return", actor=management_user, reason="人数偏少")
    sent = data(open_plan, stored(item, headcount=40))
    assert login(station_user).post(address(open_plan), sent).status_code == 302
    assert [line[2] for line in listed(open_plan)] == [40]


@pytest.mark.parametrize("act", ["grid", "copy", "discard"])
def test_another_stations_plan_is_not_found(
    login: Login, other_station_user: User, open_plan: AnnualPlan, act: str
) -> None:
    for answer in _both(login, other_station_user, f"/batches/plans/{open_plan.pk}/{act}/"):
        assert answer.status_code == 404
    assert AnnualPlan.objects.filter(pk=open_plan.pk).exists()


@pytest.mark.parametrize("act", ["grid", "copy", "discard"])
def test_management_does_not_fill_plans_in(
    login: Login, management_user: User, plan: AnnualPlan, act: str
) -> None:
    for answer in _both(login, management_user, f"/batches/plans/{plan.pk}/{act}/"):
        assert answer.status_code == 403


def _both(login: Login, user: User, path: str) -> list[HttpResponse]:
    client = login(user)
    return [client.get(path), client.post(path, {})]  # type: ignore[list-item]  # the test client's kind


def test_a_row_of_another_plan_stays_where_it_is(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    stranger = plan.items.earliest("pk")
    rows: list[Sent] = [stored(stranger, headcount=11), {"pk": plan.items.latest("pk").pk}]
    login(station_user).post(address(open_plan), data(open_plan, *rows))
    assert [line[2] for line in listed(plan)] == [30, 40]
    assert [line[2] for line in listed(open_plan)] == [11]


@pytest.mark.parametrize("path", ["grid/", "", "copy/"])
def test_pages_cost_the_same_for_one_row_and_for_thirty(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan, path: str
) -> None:
    client, counts = login(station_user), []
    for more in (1, 29):
        for _ in range(more):
            exam.plan_item(open_plan)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/batches/plans/{open_plan.pk}/{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
