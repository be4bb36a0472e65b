"""Taking over into a plan what was planned in earlier years."""

import re
from datetime import date

import pytest

from accounts.models import User
from batches import services
from batches.models import AnnualPlan, PlanItem
from batches.selectors import fingerprint, items_for_pages
from batches.services.plan_copying import copy_plan_items
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]


def address(plan: AnnualPlan, query: str = "") -> str:
    return f"/batches/plans/{plan.pk}/copy/{query}"


def ticks(page: str) -> list[int]:
    return [int(key) for key in re.findall(r'name="items" value="(\d+)"[^>]* checked', page)]


def sent(plan: AnnualPlan, *items: PlanItem) -> dict[str, object]:
    return {"items": [item.pk for item in items], "seen": fingerprint(plan.items.all())}


def listed(plan: AnnualPlan) -> list[tuple[int, int, int]]:
    return list(plan.items.values_list("level", "headcount", "month"))


def test_all_of_last_year_is_ticked_and_copied(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    first, second = plan.items.all()
    page = login(station_user).get(address(open_plan)).text
    assert "以下是本站 2026 年度已批准的计划项，共 2 条。" in page
    assert ticks(page) == [first.pk, second.pk]
    answer = login(station_user).post(address(open_plan), sent(open_plan, first, second))
    assert (answer.status_code, answer["Location"]) == (302, open_plan.get_absolute_url())
    assert listed(open_plan) == [(4, 30, 9), (4, 40, 9)]
    assert [event.sentence for event in history_of(open_plan).order_by("sequence")] == [
        "从 2026 年度复制了计划项：数控车工 四级/中级工 30 人（9 月）",
        "从 2026 年度复制了计划项：数控车工 四级/中级工 40 人（9 月）",
    ]
    done = "已从 2026 年度复制 2 条计划项，请核对人数和月份。"
    assert done in login(station_user).get(answer["Location"]).text
    assert plan.items.count() == 2


def test_only_what_is_ticked_is_copied(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    login(station_user).post(address(open_plan), sent(open_plan, plan.items.latest("pk")))
    assert listed(open_plan) == [(4, 40, 9)]


def test_without_a_tick_nothing_is_copied(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    answer = login(station_user).post(address(open_plan), sent(open_plan))
    assert answer.status_code == 422
    assert "请至少勾选一条计划项。" in answer.text
    assert listed(open_plan) == []


def test_what_the_plan_has_already_is_told_and_not_ticked(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    first, second = plan.items.all()
    exam.plan_item(open_plan, headcount=30)
    page = login(station_user).get(address(open_plan)).text
    assert "2027 年度的计划（含补充计划）已有其中 1 条相同的计划项" in page
    assert page.count('<td data-label="核对">2027 年度已有相同的计划项</td>') == 1
    assert ticks(page) == [second.pk]
    login(station_user).post(address(open_plan), sent(open_plan, first))
    assert listed(open_plan) == [(4, 30, 9), (4, 30, 9)]


def test_one_equal_item_answers_for_one_of_several(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    grant: ScopeGrant,
    open_plan: AnnualPlan,
) -> None:
    last_year = exam.approved_plan(
        station, management_user, {"headcount": 99}, {"headcount": 99}, {"headcount": 99}
    )
    exam.plan_item(open_plan, headcount=99)
    page = login(station_user).get(address(open_plan)).text
    assert ticks(page) == [item.pk for item in last_year.items.all()][1:]


def test_a_supplement_is_told_what_its_year_has_already(
    login: Login, station: Station, station_user: User, management_user: User, plan: AnnualPlan
) -> None:
    exam.approved_plan(station, management_user, {"headcount": 30}, year=2027)
    supplement = services.make_plan(station=station, year=2027, actor=station_user)
    page = login(station_user).get(address(supplement)).text
    assert ticks(page) == [plan.items.latest("pk").pk]


def test_the_same_ticks_sent_twice_are_copied_once(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan
) -> None:
    twice = sent(open_plan, *plan.items.all())
    first, second = (login(station_user).post(address(open_plan), twice) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 422)
    assert "计划项有了改动（现有 2 条），本次没有保存" in second.text
    assert open_plan.items.count() == 2


def test_what_left_the_scope_says_why_and_cannot_be_ticked(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan, grant: ScopeGrant
) -> None:
    grant.withdrawn_on = exam.APPLIED_ON
    grant.save()
    page = login(station_user).get(address(open_plan)).text
    assert ticks(page) == []
    assert (
        page.count("“数控车工 四级/中级工”自 2026-06-01 起不在本站获批的评价范围内（服务指南 4.7-6）。") == 2
    )
    assert "其中 2 条的工种等级已不能编入计划，不能勾选" in page
    answer = login(station_user).post(address(open_plan), sent(open_plan, *plan.items.all()))
    assert answer.status_code == 422
    assert "所选计划项不能复制：须为本站以前年度已批准、仍在评价范围内的计划项" in answer.text
    with pytest.raises(BlockedError, match="不在本站获批的评价范围内"):
        copy_plan_items(
            plan=open_plan,
            actor=station_user,
            items=items_for_pages(plan.items.all()),
            seen=fingerprint([]),
        )
    assert listed(open_plan) == []


def test_a_trade_that_left_the_catalogue_is_not_copied(
    login: Login, station_user: User, plan: AnnualPlan, open_plan: AnnualPlan, turning: Trade
) -> None:
    Trade.objects.filter(pk=turning.pk).update(retired_on=date(2026, 6, 1))
    page = login(station_user).get(address(open_plan)).text
    assert page.count("工种“数控车工”自 2026-06-01 起不再开展评价（服务指南 2.5）。") == 2
    assert ticks(page) == []


def test_a_used_item_is_copied_with_a_link_to_its_batch(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    plan: AnnualPlan,
    plan_item: PlanItem,
    open_plan: AnnualPlan,
) -> None:
    held = exam.approved_batch(station, management_user, plan_item)
    page = login(station_user).get(address(open_plan)).text
    assert f'<a href="{held.get_absolute_url()}">{held}</a>' in page
    assert len(ticks(page)) == 2
    login(station_user).post(address(open_plan), sent(open_plan, plan_item))
    assert not open_plan.items.get().batch_items.exists()


def test_an_older_year_can_be_chosen(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    plan: AnnualPlan,
    open_plan: AnnualPlan,
) -> None:
    older = exam.approved_plan(station, management_user, {"headcount": 12}, year=2024)
    page = login(station_user).get(address(open_plan, "?year=2024")).text
    assert ticks(page) == [older.items.get().pk]
    assert '<a href="?year=2026">2026 年</a>' in page
    login(station_user).post(address(open_plan, "?year=2024"), sent(open_plan, older.items.get()))
    assert listed(open_plan) == [(4, 12, 9)]
    latest = login(station_user).get(address(open_plan, "?year=1999")).text
    assert "以下是本站 2026 年度已批准的计划项" in latest


def test_supplements_are_copied_with_their_year(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    plan: AnnualPlan,
    open_plan: AnnualPlan,
) -> None:
    supplement = services.make_plan(station=station, year=2026, actor=station_user)
    extra = exam.plan_item(supplement, headcount=8)
    perform(perform(supplement, "submit", actor=station_user), "approve", actor=management_user)
    exam.plan_item(services.make_plan(station=station, year=2026, actor=station_user), headcount=9)
    page = login(station_user).get(address(open_plan)).text
    assert ticks(page) == [*plan.items.values_list("pk", flat=True), extra.pk]


def test_without_an_approved_plan_before_it_there_is_nothing_to_copy(
    login: Login, station: Station, station_user: User, management_user: User, open_plan: AnnualPlan
) -> None:
    exam.plan_item(AnnualPlan.objects.create(station=station, year=2026))
    exam.approved_plan(station, management_user, year=2027 + 1)
    answer = login(station_user).get(address(open_plan), follow=True)
    assert answer.request["PATH_INFO"] == open_plan.get_absolute_url()
    assert "本站以前年度没有已批准的年度计划，没有可以复制的计划项。" in answer.text


@pytest.mark.parametrize("case", ["another station's", "not approved", "of the same year"])
def test_a_forged_source_is_refused(
    login: Login,
    station: Station,
    station_user: User,
    plan: AnnualPlan,
    open_plan: AnnualPlan,
    other_item: PlanItem,
    case: str,
) -> None:
    draft = AnnualPlan.objects.create(station=station, year=2025)
    sources = {
        "another station's": other_item,
        "not approved": exam.plan_item(draft),
        "of the same year": exam.plan_item(open_plan),
    }
    forged = sources[case]
    answer = login(station_user).post(address(open_plan), sent(open_plan, forged))
    assert answer.status_code == 422
    assert "所选计划项不能复制" in answer.text
    items = items_for_pages(PlanItem.objects.filter(pk=forged.pk))
    with pytest.raises(BlockedError, match="只能复制本站以前年度已批准的计划项"):
        copy_plan_items(
            plan=open_plan, actor=station_user, items=items, seen=fingerprint(open_plan.items.all())
        )
    assert open_plan.items.count() == 1


def test_a_closed_plan_takes_nothing_over(
    login: Login, station: Station, station_user: User, management_user: User, plan: AnnualPlan
) -> None:
    older = exam.approved_plan(station, management_user, year=2025)
    answer = login(station_user).get(address(plan))
    assert (answer.status_code, answer["Location"]) == (302, plan.get_absolute_url())
    refused = login(station_user).post(address(plan), sent(plan, *older.items.all()))
    assert refused.status_code == 422
    assert "当前状态为“已批准”，内容不能修改" in refused.text
    assert plan.items.count() == 2
