"""A trial of an exam date: every deadline, and each rule kept or broken."""

from datetime import date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from accounts.rights import Role
from batches.calendar.what_if import Weighed, weigh, weigh_change
from batches.models import Batch, PlanItem
from batches.services.date_changes import request_date_change
from examiners.models import Examiner, Grade
from ostami.clock import SHANGHAI
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform
from workflow.models import SpecialDay

pytestmark = pytest.mark.django_db
PAGE = "/batches/calendar/what-if/"
NOON = datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)
TODAY = date(2026, 6, 1)
TOO_SOON = (
    "考试日期 2026-06-30 距申请日期 2026-06-01 不足 30 天（服务指南 4.5.1-2）。"
    "请选择 2026-07-01 或以后的日期。"
)


@pytest.fixture(autouse=True)
def _day(clock_at: Frozen) -> None:
    """All of it happens at noon of 2026-06-01."""


def tried(station: Station, exam_date: date) -> Weighed:
    staff = User(role=Role.STATION, organisation=station.organisation)
    return weigh(station, exam_date, user=staff, applied_on=TODAY, now=NOON)


def said(weighed: Weighed, *, kept: bool | None) -> list[str]:
    return [finding.text for finding in weighed.findings if finding.kept is kept]


@pytest.mark.parametrize(
    ("exam_date", "broken"),
    [
        (
            date(2026, 6, 30),
            [TOO_SOON],
        ),
        (date(2026, 7, 1), []),
    ],
)
def test_an_exam_lies_thirty_days_after_the_application(
    station: Station, exam_date: date, broken: list[str]
) -> None:
    weighed = tried(station, exam_date)
    assert (said(weighed, kept=False), weighed.earliest) == (broken, date(2026, 7, 1))


def test_it_shows_every_deadline(station: Station) -> None:
    days = tried(station, date(2026, 9, 1)).days
    assert [(day.entry.label, day.entry.words) for day in days] == [
        ("申请日期", "2026-06-01"),
        ("报名、提交花名册截止", "2026-08-21 24:00"),
        ("试卷签收", "2026-08-22 00:00 至 2026-09-01 24:00"),
        ("考试日期", "2026-09-01"),
    ]


def test_weekends_and_holidays_are_hints(station: Station) -> None:
    SpecialDay.objects.filter(day__year=2026, day__month=10).delete()
    SpecialDay.objects.create(day=date(2026, 10, 1), works=False, name="国庆节")
    assert "2026-09-01 是星期二，工作日。" in said(tried(station, date(2026, 9, 1)), kept=True)
    saturday = said(tried(station, date(2026, 9, 5)), kept=None)
    assert "2026-09-05 是星期六，请确认考生、考评员和考场可以安排。" in saturday
    assert "2026-10-01 是星期四，国庆节（放假）。" in said(tried(station, date(2026, 10, 1)), kept=None)


def test_the_licence_is_weighed_on_both_days(station: Station) -> None:
    station.valid_from, station.valid_to = date(2023, 9, 2), date(2026, 9, 1)
    assert "考试当日许可证有效（至 2026-09-01）。" in said(tried(station, date(2026, 9, 1)), kept=True)
    expired = tried(station, date(2026, 9, 2))
    assert "许可证于 2026-09-01 到期，早于考试日期。请提前申请许可证延续。" in said(expired, kept=None)
    station.valid_to = date(2026, 5, 31)
    assert tried(station, date(2026, 9, 2)).broken == 1


def test_each_trade_with_a_free_plan_item_is_weighed(
    station: Station, plan_item: PlanItem, turning: Trade, panel: list[Examiner]
) -> None:
    (trade,) = tried(station, date(2026, 9, 1)).trades
    assert (trade.name, trade.fit, len(trade.valid), len(trade.plan_items)) == (
        "数控车工 四级/中级工",
        True,
        3,
        2,
    )


def test_who_drops_out_by_the_day_is_named(
    station: Station, plan_item: PlanItem, panel: list[Examiner]
) -> None:
    Examiner.objects.filter(pk=panel[0].pk).update(valid_to=date(2026, 9, 1))
    assert tried(station, date(2026, 9, 1)).trades[0].fit
    (trade,) = tried(station, date(2026, 9, 2)).trades
    assert len(trade.leaving) == 1
    assert trade.leaving[0].startswith("考评员1（已过期，")
    assert [str(problem) for problem in trade.problems] == [
        "考试当日有效的考评员只有 2 位，至少 3 位（服务指南 4.5.1-4）。请改选日期，或先办理考评员申报、续期。"
    ]


def test_high_levels_count_senior_examiners(
    station: Station, management_user: User, turning: Trade, panel: list[Examiner]
) -> None:
    exam.scope(station, turning, "54321")
    exam.approved_plan(station, management_user, {"level": 2})
    exam.examiner(station, "高评", turning, grade=Grade.SENIOR)
    (trade,) = tried(station, date(2026, 9, 1)).trades
    assert [str(one) for one in trade.valid] == ["高评"]
    assert "高级考评员只有 1 位" in trade.problems[0].text


def test_a_plan_item_of_another_year_is_a_hint(
    station: Station, plan_item: PlanItem, panel: list[Examiner]
) -> None:
    (trade,) = tried(station, date(2027, 1, 4)).trades
    assert (trade.plan_items, trade.fit) == ([], True)
    assert trade.hint == "只有 2026 年度的计划项，与考试年份不同，请核实是否跨年使用。"


def test_another_batch_of_the_day_is_named(
    station: Station, management_user: User, plan_item: PlanItem
) -> None:
    other = exam.approved_batch(station, management_user, plan_item)
    text = f"这一天本站还有{other}，请核对考场和考评员是否安排得开。"
    assert text in said(tried(station, date(2026, 9, 1)), kept=None)
    assert text not in said(tried(station, date(2026, 9, 2)), kept=None)


def test_a_branch_reads_nothing_of_batches_that_it_does_not_see(
    login: Login, station: Station, management_user: User, branch_user: User, plan_item: PlanItem
) -> None:
    other = exam.approved_batch(station, management_user, plan_item)
    assert other.scheme == Scheme.ABILITY
    asked = {"station": str(station.pk), "exam_date": "2026-09-01"}
    assert "这一天本站还有" in login(management_user).get(PAGE, asked).text
    answer = login(branch_user).get(PAGE, asked)
    assert "2026-09-01 是星期二，工作日。" in answer.text
    assert "这一天本站还有" not in answer.text


def test_a_branch_asks_about_no_station_of_another_province(
    login: Login, station: Station, other_station: Station, branch_user: User
) -> None:
    Organisation.objects.filter(pk=other_station.organisation_id).update(province="浙江省")
    client = login(branch_user)
    assert client.get(PAGE, {"station": str(station.pk), "exam_date": "2026-09-01"}).context["weighed"]
    answer = client.get(PAGE, {"station": str(other_station.pk), "exam_date": "2026-09-01"})
    assert "没有这个考试站，请从列表中选择。" in answer.text
    assert answer.context["weighed"] is None


def test_an_existing_batch_is_weighed_by_the_rules_of_a_change(
    station: Station, station_user: User, management_user: User, plan_item: PlanItem
) -> None:
    batch = exam.approved_batch(station, management_user, plan_item)
    now = datetime(2026, 8, 20, 12, tzinfo=SHANGHAI)
    assert weigh_change(batch, date(2026, 8, 30), user=station_user, now=now).broken == 1
    allowed = weigh_change(batch, date(2026, 9, 10), user=station_user, now=now)
    assert (allowed.broken, allowed.earliest) == (0, date(2026, 8, 31))
    assert [day.was for day in allowed.days] == [
        "",
        "2026-08-21 24:00",
        "2026-08-22 00:00 至 2026-09-01 24:00",
        "2026-09-01",
    ]
    change = request_date_change(
        batch=batch, new_date=date(2026, 9, 12), reason="设备检修", actor=station_user, at=now
    )
    waiting = weigh_change(batch, date(2026, 9, 10), user=station_user, now=now)
    assert "正在等待审批" in said(waiting, kept=False)[0]
    perform(change, "approve", actor=management_user, at=now)
    batch.refresh_from_db()
    changed = weigh_change(batch, date(2026, 9, 20), user=station_user, now=now)
    assert "只能调整一次" in said(changed, kept=False)[0]


def test_the_page_offers_the_earliest_date(login: Login, station_user: User) -> None:
    client = login(station_user)
    assert 'what-if/?exam_date=2026-07-01">2026-07-01</a>' in client.get(PAGE).text
    page = client.get(PAGE, {"exam_date": "2026-06-30"}).text
    assert "有 1 项规则不符合" in page
    assert "what-if/?exam_date=2026-07-01" in page
    assert "日期符合规则" in client.get(PAGE, {"exam_date": "2026-07-01"}).text


def test_the_page_asks_about_one_trade(
    login: Login, station_user: User, plan_item: PlanItem, turning: Trade
) -> None:
    asked = {"exam_date": "2026-09-01", "trade": f"{turning.pk}-3"}
    page = login(station_user).get(PAGE, asked)
    (trade,) = page.context["weighed"].trades
    assert trade.name == "数控车工 三级/高级工"
    assert "没有可选用的计划项（服务指南 4.5.1-1）。请先提交补充计划并取得批准。" in page.text


def test_the_fragment_is_the_answer_alone(login: Login, station_user: User) -> None:
    page = login(station_user).get(PAGE, {"exam_date": "2026-07-01", "fragment": "1"}).text
    assert "<html" not in page
    assert "日期符合规则" in page
    assert "fragment" not in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"exam_date": ""}, "请填写考试日期。"),
        ({"exam_date": "soon"}, "考试日期不是有效的日期"),
        ({"exam_date": "9999-12-31"}, "日期过晚，请重新选择。"),
        ({"exam_date": "2026-09-01", "applied_on": "0001-01-01"}, "日期过早，请重新选择。"),
        ({"exam_date": "2026-09-01", "trade": "99999-9"}, "不在本站评价范围内，请从列表中选择。"),
    ],
)
def test_what_was_asked_wrongly_is_said(
    login: Login, station_user: User, asked: dict[str, str], sentence: str
) -> None:
    page = login(station_user).get(PAGE, asked)
    assert sentence in page.text
    assert page.context["weighed"] is None


def test_management_names_the_station(
    login: Login, management_user: User, station: Station, plan_item: PlanItem
) -> None:
    client = login(management_user)
    assert "请选择考试站。" in client.get(PAGE, {"exam_date": "2026-09-01"}).text
    asked = {"exam_date": "2026-09-01", "station": str(station.pk)}
    assert client.get(PAGE, asked).context["weighed"].trades


@pytest.mark.parametrize("batch", ["x", "0", "9" * 30, "٣"])
def test_a_batch_that_is_none_is_not_found(login: Login, station_user: User, batch: str) -> None:
    assert login(station_user).get(PAGE, {"batch": batch}).status_code == 404


def test_a_batch_out_of_scope_is_not_found(login: Login, other_station_user: User, full_draft: Batch) -> None:
    assert login(other_station_user).get(PAGE, {"batch": str(full_draft.pk)}).status_code == 404


def test_a_draft_is_weighed_as_an_application_of_its_trades(
    login: Login, station_user: User, full_draft: Batch
) -> None:
    asked = {"batch": str(full_draft.pk), "exam_date": "2026-06-30"}
    weighed = login(station_user).get(PAGE, asked).context["weighed"]
    assert weighed.broken == 1
    assert [trade.name for trade in weighed.trades] == ["数控车工 四级/中级工"]


def test_a_batch_that_was_handed_in_is_weighed_on_the_page(
    login: Login, station: Station, management_user: User, station_user: User, plan_item: PlanItem
) -> None:
    batch = exam.approved_batch(station, management_user, plan_item)
    asked = {"batch": str(batch.pk), "exam_date": "2026-09-08"}
    page = login(station_user).get(PAGE, asked).text
    assert "可以申请调整到这一天" in page
    assert "<del>2026-09-01</del>" in page


def test_the_queries_do_not_grow_with_examiners_and_plan_items(
    station: Station,
    management_user: User,
    plan_item: PlanItem,
    turning: Trade,
    panel: list[Examiner],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(15) as one:
        assert [trade.problems for trade in tried(station, date(2026, 9, 1)).trades] == [[]]
    exam.panel(station, turning, 10)
    exam.approved_plan(station, management_user, {"level": 3}, {"level": 5}, year=2027)
    with django_assert_max_num_queries(len(one)):
        assert len(tried(station, date(2026, 9, 1)).trades) == 3
