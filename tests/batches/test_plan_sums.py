"""The sums of a year's plans: every table adds up to the same, and each role sees its own scope."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import Role
from batches.models import AnnualPlan, PlanItem
from batches.selectors.plan_sums import Figures, SumTable
from scope_catalog.models import Trade
from stations.models import Station, StationStatus
from tests.conftest import Login
from tests.documents.reading import open_xlsx
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]

SUMS = "/batches/plans/sums/"


@pytest.fixture
def milling(station: Station) -> Trade:
    trade = exam.trade("铣工", code="JX04-05-01-02")
    exam.scope(station, trade)
    return trade


@pytest.fixture
def year(
    station: Station,
    other_station: Station,
    management_user: User,
    turning: Trade,
    milling: Trade,
    plan: AnnualPlan,
) -> None:
    """Two stations in two provinces: 30 and 40 turners, 20 millers at level 3 in May; 25 of the second."""
    exam.scope(other_station, turning)
    Organisation.objects.filter(pk=other_station.organisation_id).update(province="浙江省")
    supplement = AnnualPlan.objects.create(station=station, year=2026, supplement=1)
    exam.plan_item(supplement, trade=milling, level=3, headcount=20, month=5)
    supplement = perform(supplement, "submit", actor=station.organisation.users.get())
    perform(supplement, "approve", actor=management_user)
    exam.approved_plan(other_station, management_user, {"headcount": 25, "month": 10})


def tables(client: Client, query: str = "") -> dict[str, dict[str, tuple[int, int, int]]]:
    """Return each table's lines: items, people, used."""
    sums = client.get(f"{SUMS}{query}").context["sums"]
    return {table.key: {line.label: plain(line.figures) for line in table.lines} for table in sums.tables}


def plain(figures: Figures) -> tuple[int, int, int]:
    return (figures.items, figures.people, figures.used)


def codes(client: Client, query: str = "") -> list[tuple[str, str]]:
    missing = client.get(f"{SUMS}{query}").context["missing"]
    return [(one.station.code, one.state) for one in missing]


@pytest.mark.usefixtures("year")
def test_items_are_added_up_by_trade_level_month_and_province(login: Login, management_user: User) -> None:
    client = login(management_user)
    assert tables(client) == {
        "trade": {"JX04-05-01-01 数控车工": (3, 95, 0), "JX04-05-01-02 铣工": (1, 20, 0)},
        "level": {"四级/中级工": (3, 95, 0), "三级/高级工": (1, 20, 0)},
        "month": {"5 月": (1, 20, 0), "9 月": (2, 70, 0), "10 月": (1, 25, 0)},
        "province": {"江苏省": (3, 90, 0), "浙江省": (1, 25, 0)},
    }
    page = client.get(SUMS)
    assert "2026 年度计划汇总" in page.text
    found: list[SumTable] = page.context["sums"].tables
    assert {plain(table.total.figures) for table in found} == {(4, 115, 0)}
    assert plain(page.context["sums"].total) == (4, 115, 0)
    assert page.context["sums"].stations == 2


@pytest.mark.usefixtures("year")
def test_an_item_counts_once_however_many_batches_held_it(
    login: Login, station: Station, station_user: User, management_user: User, plan_item: PlanItem
) -> None:
    withdrawn = perform(exam.draft_batch(station, plan_item), "submit", actor=station_user)
    perform(withdrawn, "withdraw", actor=station_user, reason="考试时间有变")
    exam.approved_batch(station, management_user, plan_item)
    client = login(management_user)
    assert tables(client)["trade"]["JX04-05-01-01 数控车工"] == (3, 95, 1)
    assert client.get(SUMS).context["sums"].total == Figures(items=4, people=115, used=1, used_people=30)


@pytest.mark.usefixtures("year")
def test_what_a_draft_has_chosen_is_not_used_yet(
    login: Login, management_user: User, station: Station, plan_item: PlanItem
) -> None:
    exam.draft_batch(station, plan_item)
    assert login(management_user).get(SUMS).context["sums"].total == Figures(items=4, people=115)


def test_what_waits_for_approval_counts_on_request(
    login: Login, station_user: User, management_user: User, open_plan: AnnualPlan
) -> None:
    exam.plan_item(open_plan, headcount=12)
    client = login(management_user)
    assert tables(client, "?year=2027&counted=submitted")["trade"] == {}
    perform(open_plan, "submit", actor=station_user)
    assert tables(client, "?year=2027")["trade"] == {}
    assert tables(client, "?year=2027&counted=submitted")["trade"] == {"JX04-05-01-01 数控车工": (1, 12, 0)}
    assert "2027 年度没有已批准的计划" in client.get(f"{SUMS}?year=2027").text


@pytest.mark.usefixtures("year")
def test_a_branch_sums_its_province_and_the_centre_all(
    login: Login, branch_user: User, centre_user: User
) -> None:
    assert tables(login(branch_user))["province"] == {"江苏省": (3, 90, 0)}
    assert tables(login(centre_user))["province"] == {"江苏省": (3, 90, 0), "浙江省": (1, 25, 0)}


@pytest.mark.usefixtures("year")
def test_another_management_station_sums_nothing_of_these(login: Login, centre_org: Organisation) -> None:
    other = people.organisation(OrganisationKind.MANAGEMENT, "另一管理站", "49283099", parent=centre_org)
    stranger = people.user("另一管理员", Role.MANAGEMENT, other, person_name="吴管理")
    page = login(stranger).get(SUMS)
    assert plain(page.context["sums"].total) == (0, 0, 0)
    assert page.context["missing"] == []


def test_a_station_without_a_plan_is_named(
    login: Login,
    station_user: User,
    management_user: User,
    branch_user: User,
    other_station: Station,
    plan: AnnualPlan,
    open_plan: AnnualPlan,
) -> None:
    exam.plan_item(open_plan)
    client = login(management_user)
    assert codes(client) == [("49284902", "尚未提交")]
    both = [("49284901", "尚未提交"), ("49284902", "尚未提交")]
    assert codes(client, "?year=2027") == both
    submitted = perform(open_plan, "submit", actor=station_user)
    assert codes(client, "?year=2027") == both[1:]
    perform(submitted, "return", actor=management_user, reason="请补充。")
    assert codes(client, "?year=2027") == [("49284901", "已退回，待考试站修改后重新提交"), both[1]]
    assert codes(login(branch_user)) == [("49284902", "尚未提交")]


def test_a_closed_station_is_not_missed(
    login: Login, management_user: User, management_org: Organisation
) -> None:
    for code, status in (("49284903", StationStatus.CLOSED), ("49284904", StationStatus.SUSPENDED)):
        name = f"机械行业职业能力评价职教{code[-3:]}考试站"
        organisation = people.organisation(OrganisationKind.STATION, name, code, parent=management_org)
        Station.objects.create(organisation=organisation, host_organization="练习学校", status=status)
    assert codes(login(management_user)) == [("49284904", "尚未提交")]


@pytest.mark.parametrize(("query", "year"), [("?year=1999", 2026), ("?year=x", 2026), ("", 2026)])
def test_an_unknown_year_shows_this_one_and_says_so(
    login: Login, management_user: User, query: str, year: int
) -> None:
    page = login(management_user).get(f"{SUMS}{query}")
    assert page.context["year"] == year
    assert ("没有这个年度的计划" in page.text) == bool(query)


@pytest.mark.usefixtures("year")
def test_the_workbook_has_a_tab_for_each_table_and_all_items(login: Login, management_user: User) -> None:
    answer = login(management_user).get("/batches/plans/sums.xlsx")
    workbook = open_xlsx(answer.content)
    assert workbook.sheetnames == ["按工种", "按等级", "按月份", "按省份", "未提交", "计划项"]
    assert rows(workbook["按工种"])[-3:] == [
        ["JX04-05-01-01 数控车工", 3, 95, 0, 0],
        ["JX04-05-01-02 铣工", 1, 20, 0, 0],
        ["合计", 4, 115, 0, 0],
    ]
    items = rows(workbook["计划项"])
    assert items[-1][:4] == [4, "49284902", "机械行业职业能力评价职教902考试站", "浙江省"]
    assert [row[9] for row in items[-4:]] == [30, 40, 20, 25]
    assert [row[4] for row in items[-4:]] == [
        "2026 年度计划",
        "2026 年度计划",
        "2026 年度补充计划 1",
        "2026 年度计划",
    ]


def rows(tab: Any) -> list[list[object]]:
    return [[cell.value for cell in row] for row in tab.iter_rows()]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("address", [SUMS, "/batches/plans/sums.xlsx"])
def test_more_plans_cost_no_more_queries(
    login: Login,
    management_user: User,
    station: Station,
    plan: AnnualPlan,
    turning: Trade,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    client = login(management_user)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for month in range(1, 13):
        for level in (5, 4, 3):
            exam.plan_item(plan, level=level, month=month)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_a_station_sums_nothing(login: Login, station_user: User) -> None:
    client = login(station_user)
    assert client.get(SUMS).status_code == 403
    assert client.get("/batches/plans/sums.xlsx").status_code == 403
