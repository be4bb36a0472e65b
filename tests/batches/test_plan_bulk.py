"""Approving many plans: what stands in the way is shown first, and each plan gets its own result."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import AnnualPlan, PlanStatus
from batches.plan_bulk import MOST, Verdict
from ostami.clock import SHANGHAI
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]

BULK = "/batches/plans/approve/"
LIST = "/batches/plans/"


def submitted(station: Station, year: int = 2026, **item: object) -> AnnualPlan:
    plan = AnnualPlan.objects.create(station=station, year=year)
    exam.plan_item(plan, **item)
    return perform(plan, "submit", actor=station.organisation.users.get())


@pytest.fixture
def first(station: Station, grant: ScopeGrant) -> AnnualPlan:
    return submitted(station, headcount=30)


@pytest.fixture
def second(other_station: Station, turning: Trade) -> AnnualPlan:
    exam.scope(other_station, turning)
    return submitted(other_station, headcount=45)


@pytest.fixture
def management(login: Login, management_user: User) -> Client:
    return login(management_user)


def chosen(*plans: AnnualPlan) -> str:
    return f"{BULK}?{'&'.join(f'plan={plan.pk}' for plan in plans)}"


def confirm(client: Client, address: str, *, opinion: str = "") -> dict[int, tuple[Verdict, str]]:
    """Open the check page and confirm what it shows; return each plan's verdict with its reasons."""
    form = client.get(address).context["form"]
    return sent(client, address, form.initial, opinion=opinion)


def sent(
    client: Client, address: str, shown: dict[str, str], *, opinion: str = ""
) -> dict[int, tuple[Verdict, str]]:
    answer = client.post(address, {**shown, "opinion": opinion})
    assert answer.status_code == 200, answer.text
    return {one.plan.pk: (one.verdict, "".join(one.reasons)) for one in answer.context["outcomes"]}


def status(plan: AnnualPlan) -> str:
    return AnnualPlan.objects.get(pk=plan.pk).status


def test_nothing_is_approved_before_it_is_confirmed(
    management: Client, first: AnnualPlan, second: AnnualPlan
) -> None:
    page = management.get(chosen(first, second))
    assert "共 2 份，可以批准 2 份。确认前不会写入。" in page.text
    assert "确认批准 2 份" in page.text
    assert {status(first), status(second)} == {PlanStatus.SUBMITTED}


def test_each_plan_is_approved_with_the_one_opinion(
    management: Client, first: AnnualPlan, second: AnnualPlan
) -> None:
    results = confirm(management, chosen(first, second), opinion="同意按计划组织。")
    assert results == {first.pk: (Verdict.APPROVED, ""), second.pk: (Verdict.APPROVED, "")}
    for plan in (first, second):
        assert status(plan) == PlanStatus.APPROVED
        last = list(history_of(plan))[-1]
        assert (last.sentence, last.reason, last.actor_name) == (
            "批准了年度计划",
            "同意按计划组织。",
            "王管理",
        )


def test_a_hindered_plan_says_why_and_the_others_go_through(
    management: Client, first: AnnualPlan, second: AnnualPlan, grant: ScopeGrant
) -> None:
    grant.levels = "53"
    grant.save()
    page = management.get(chosen(first, second))
    outcomes = [(one.plan, one.verdict) for one in page.context["outcomes"]]
    assert outcomes == [(second, Verdict.READY), (first, Verdict.HINDERED)]
    assert "不在本站获批的评价范围内（服务指南 4.7-6）" in page.text
    assert f"/batches/plans/{first.pk}/return/" in page.text
    assert f"/batches/plans/{second.pk}/return/" not in page.text
    results = confirm(management, chosen(first, second))
    verdict, reason = results[first.pk]
    assert (verdict, results[second.pk][0]) == (Verdict.REFUSED, Verdict.APPROVED)
    assert "不在本站获批的评价范围内（服务指南 4.7-6）" in reason
    assert (status(first), status(second)) == (PlanStatus.SUBMITTED, PlanStatus.APPROVED)


def test_where_no_plan_can_be_approved_there_is_no_button(
    management: Client, first: AnnualPlan, grant: ScopeGrant
) -> None:
    grant.levels = "53"
    grant.save()
    page = management.get(chosen(first)).text
    assert "可以批准 0 份" in page
    assert "确认批准" not in page


def test_what_somebody_else_decided_meanwhile_is_told(
    management: Client, management_user: User, first: AnnualPlan, second: AnnualPlan
) -> None:
    shown = management.get(chosen(first, second)).context["form"].initial
    perform(first, "return", actor=management_user, reason="请核对人数。")
    results = sent(management, chosen(first, second), shown)
    assert results[first.pk] == (Verdict.OVERTAKEN, "当前状态为“已退回”。")
    assert results[second.pk] == (Verdict.APPROVED, "")
    again = sent(management, chosen(first, second), shown)
    assert again[second.pk] == (Verdict.OVERTAKEN, "当前状态为“已批准”。")
    assert [event.action for event in history_of(second)].count("approve") == 1


def test_what_was_handed_in_again_since_it_was_seen_is_not_approved(
    management: Client, management_user: User, station_user: User, first: AnnualPlan, clock_at: Frozen
) -> None:
    shown = management.get(chosen(first)).context["form"].initial
    returned = perform(first, "return", actor=management_user, reason="请核对人数。")
    clock_at.move_to(datetime(2026, 6, 1, 12, 5, tzinfo=SHANGHAI))
    returned.items.update(headcount=99)
    perform(returned, "submit", actor=station_user)
    verdict, reason = sent(management, chosen(first), shown)[first.pk]
    assert (verdict, status(first)) == (Verdict.REFUSED, PlanStatus.SUBMITTED)
    assert reason == "您查看之后，考试站修改并重新提交了这份计划。请重新查看后再批准。"
    assert "approve" not in {event.action for event in history_of(first)}
    assert confirm(management, chosen(first))[first.pk][0] == Verdict.APPROVED


def test_all_that_wait_are_chosen_by_the_filters(
    management: Client, first: AnnualPlan, second: AnnualPlan, station: Station
) -> None:
    later = submitted(station, 2027)
    assert "全部待审批 3 份" in management.get(LIST).text
    listed = management.get(f"{LIST}?year=2026").text
    assert "全部待审批 2 份" in listed
    assert f"{BULK}?year=2026&amp;which=all" in listed
    assert set(confirm(management, f"{BULK}?which=all&year=2026")) == {first.pk, second.pk}
    assert status(later) == PlanStatus.SUBMITTED


def test_only_plans_that_wait_have_a_box(
    management: Client, first: AnnualPlan, management_user: User
) -> None:
    box = f'name="plan" value="{first.pk}"'
    assert box in management.get(LIST).text
    perform(first, "approve", actor=management_user)
    page = management.get(LIST).text
    assert box not in page
    assert "批量批准" not in page


@pytest.mark.parametrize(
    "query", ["", "?plan=", "?plan=x", "?plan=999999", f"?plan={'9' * 40}", "?which=all"]
)
def test_an_empty_choice_leads_back_with_a_sentence(management: Client, query: str) -> None:
    answer = management.get(f"{BULK}{query}", follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "还没有选择待审批的年度计划。请在列表中勾选。" in answer.text


def test_the_way_back_keeps_the_filters_of_the_list(management: Client, first: AnnualPlan) -> None:
    filters = "status=submitted&year=2026"
    assert '<input type="hidden" name="year" value="2026">' in management.get(f"{LIST}?{filters}").text
    nothing = management.get(f"{BULK}?{filters}&page=2", follow=True)
    assert nothing.redirect_chain == [(f"{LIST}?{filters}", 302)]
    assert (
        f"{LIST}?status=submitted&amp;year=2026" in management.get(f"{BULK}?{filters}&plan={first.pk}").text
    )


@pytest.mark.parametrize(("extra", "fits"), [(0, True), (1, False)])
def test_two_hundred_go_at_once(management: Client, station: Station, extra: int, *, fits: bool) -> None:
    AnnualPlan.objects.bulk_create(
        AnnualPlan(station=station, year=2026, supplement=number, status=PlanStatus.SUBMITTED)
        for number in range(MOST + extra)
    )
    answer = management.get(f"{BULK}?which=all", follow=True)
    assert bool(answer.redirect_chain) != fits
    assert ("一次最多批准 200 份年度计划，所选 201 份。请缩小筛选范围后分批办理。" in answer.text) != fits


@pytest.mark.parametrize(
    "wrong", [{"plans": "1,x"}, {"plans": ""}, {"seen_at": "昨天"}, {"seen_at": "2026-06-01T12:00:00"}]
)
def test_a_list_that_was_tampered_with_is_refused(
    management: Client, first: AnnualPlan, wrong: dict[str, str]
) -> None:
    shown = management.get(chosen(first)).context["form"].initial
    answer = management.post(chosen(first), {**shown, **wrong})
    assert answer.status_code == 422
    assert "提交的名单无法识别，请返回年度计划重新勾选。" in answer.text
    assert status(first) == PlanStatus.SUBMITTED


def test_too_long_an_opinion_is_kept_and_nothing_approved(management: Client, first: AnnualPlan) -> None:
    shown = management.get(chosen(first)).context["form"].initial
    answer = management.post(chosen(first), {**shown, "opinion": "好" * 1001})
    assert answer.status_code == 422
    assert "请控制在 1000 字以内，现有 1001 字。" in answer.text
    assert "好" * 1001 in answer.text
    assert status(first) == PlanStatus.SUBMITTED


def test_plans_out_of_scope_are_passed_over(
    login: Login, management: Client, first: AnnualPlan, centre_user: User, station_user: User
) -> None:
    draft = AnnualPlan.objects.create(station=first.station, year=2027)
    shown = management.get(chosen(first, draft)).context["form"].initial
    assert shown["plans"] == str(first.pk)
    assert list(sent(management, chosen(first), {**shown, "plans": f"{first.pk},{draft.pk}"})) == [first.pk]
    assert status(draft) == PlanStatus.DRAFT
    for other in (centre_user, station_user):
        assert login(other).get(chosen(first)).status_code == 403
        assert login(other).post(chosen(first), shown).status_code == 403


def test_the_list_narrows_by_province_and_says_until_when(
    login: Login,
    management_user: User,
    first: AnnualPlan,
    second: AnnualPlan,
    other_station: Station,
    clock_at: Frozen,
) -> None:
    organisation = other_station.organisation
    organisation.province = "浙江省"
    organisation.save()
    management = login(management_user)
    page = management.get(f"{LIST}?province=浙江省")
    assert list(page.context["object_list"]) == [second]
    clock_at.move_to(datetime(2026, 6, 1, 12, tzinfo=SHANGHAI) + timedelta(days=60))
    management = login(management_user)  # whose session has ended by then
    assert "已超期" in management.get(LIST).text
    assert "没有“月球”这个省份" in management.get(f"{LIST}?province=月球").text


def test_more_plans_in_the_list_cost_no_more_queries(
    management: Client, station: Station, first: AnnualPlan
) -> None:
    management.get(LIST)
    with CaptureQueriesContext(connection) as few:
        management.get(LIST)
    for year in (2027, 2028, 2029):
        submitted(station, year)
    with CaptureQueriesContext(connection) as many:
        assert len(management.get(LIST).context["rows"]) == 4
    assert len(many) == len(few)
