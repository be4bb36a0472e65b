"""The calendar page: what lies on which day, for whom."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch, PlanItem
from ostami.clock import SHANGHAI
from scope_catalog.models import Trade
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform
from workflow.models import SpecialDay

pytestmark = pytest.mark.django_db
PAGE = "/batches/calendar/"


@pytest.fixture(autouse=True)
def _day(clock_at: Frozen) -> None:
    """All of it happens at noon of 2026-06-01."""


@pytest.fixture
def approved(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    return exam.approved_batch(station, management_user, plan_item)


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)


def items(client: Client, **asked: str) -> list[tuple[str, str, str]]:
    days = client.get(PAGE, asked).context["days"]
    return [(f"{item.day:%m-%d}", item.kind.label, item.text) for day in days for item in day.items]


def test_a_batch_stands_on_each_of_its_days(login: Login, station_user: User, approved: Batch) -> None:
    client = login(station_user)
    assert items(client, month="2026-08") == [
        ("08-21", "花名册截止", "数控车工 四级/中级工"),
        ("08-22", "试卷签收开始", "数控车工 四级/中级工"),
    ]
    assert items(client, month="2026-09") == [("09-01", "考试", "数控车工 四级/中级工")]
    assert items(client, month="2026-07") == []
    page = client.get(PAGE, {"month": "2026-09"}).text
    assert f'href="{approved.get_absolute_url()}"' in page


def test_without_a_month_it_shows_the_servers(clock_at: Frozen, login: Login, station_user: User) -> None:
    clock_at.move_to(at(7, 31, 23, 59, 59))
    assert login(station_user).get(PAGE).context["month"] == date(2026, 7, 1)
    clock_at.move_to(at(8, 1))
    assert login(station_user).get(PAGE).context["month"] == date(2026, 8, 1)


def test_an_approval_stands_on_the_last_day_of_its_time(
    login: Login, management_user: User, station_user: User, full_draft: Batch
) -> None:
    perform(full_draft, "submit", actor=station_user)
    found = items(login(management_user), month="2026-06")
    assert found == [("06-08", "审批到期", "数控车工 四级/中级工")]


@pytest.mark.parametrize(
    ("handed_in", "month", "due"),
    [
        (at(5, 24, 23, 59, 59), "2026-05", "05-29"),
        (at(5, 25), "2026-06", "06-01"),
        (at(5, 25, 23, 59, 59), "2026-06", "06-01"),
        (at(6, 23, 23, 59, 59), "2026-06", "06-30"),
        (at(6, 24), "2026-07", "07-01"),
    ],
)
def test_an_approval_stands_in_the_month_of_its_last_day_alone(
    login: Login,
    management_user: User,
    station_user: User,
    full_draft: Batch,
    handed_in: datetime,
    month: str,
    due: str,
) -> None:
    perform(full_draft, "submit", actor=station_user, at=handed_in)
    client = login(management_user)
    months = {asked: items(client, month=asked) for asked in ("2026-05", "2026-06", "2026-07")}
    found = [(due, "审批到期", "数控车工 四级/中级工")]
    assert months == {asked: found if asked == month else [] for asked in months}


def test_a_draft_is_only_meant_and_only_the_stations(
    login: Login, management_user: User, station_user: User, full_draft: Batch
) -> None:
    assert items(login(station_user), month="2026-08") == []
    assert items(login(station_user), month="2026-09") == [("09-01", "考试", "数控车工 四级/中级工（草稿）")]
    assert items(login(management_user), month="2026-09") == []


def test_what_was_given_up_is_left_out(
    login: Login, station_user: User, full_draft: Batch, management_user: User, second_item: PlanItem
) -> None:
    cancelled = exam.approved_batch(full_draft.station, management_user, second_item)
    perform(cancelled, "cancel", actor=station_user, reason="设备检修")
    perform(
        perform(full_draft, "submit", actor=station_user), "withdraw", actor=station_user, reason="另选日期"
    )
    assert items(login(station_user), month="2026-09") == []


def test_the_last_hours_are_urgent_and_then_it_has_lapsed(
    clock_at: Frozen, login: Login, station_user: User, approved: Batch
) -> None:
    def roster() -> tuple[bool, bool, str]:
        days = login(station_user).get(PAGE, {"month": "2026-08"}).context["days"]
        item = next(item for day in days for item in day.items if item.kind == "roster")
        return item.urgent, item.done, item.text

    text = "数控车工 四级/中级工"
    assert roster() == (False, False, text)
    clock_at.move_to(at(8, 21, 23, 59, 59))
    assert roster() == (True, False, text)
    clock_at.move_to(at(8, 22))
    assert roster() == (False, True, f"{text}（已失效）")


def test_a_roster_that_is_in_is_done(login: Login, station_user: User, approved: Batch) -> None:
    exam.with_roster(approved, "陈考生")
    assert ("08-21", "花名册截止", "数控车工 四级/中级工（已提交）") in items(
        login(station_user), month="2026-08"
    )


def test_a_station_sees_no_other_ones_days(login: Login, other_station_user: User, approved: Batch) -> None:
    assert items(login(other_station_user), month="2026-09") == []


def test_management_narrows_by_station_and_province(
    login: Login, management_user: User, approved: Batch, other_station: Station, other_item: PlanItem
) -> None:
    other = exam.approved_batch(other_station, management_user, other_item, exam_date=date(2026, 9, 2))
    other_station.organisation.province = "浙江省"
    other_station.organisation.save()
    client = login(management_user)
    assert [day for day, *_ in items(client, month="2026-09")] == ["09-01", "09-02"]
    assert [day for day, *_ in items(client, month="2026-09", station=str(other.station_id))] == ["09-02"]
    assert [day for day, *_ in items(client, month="2026-09", province="江苏省")] == ["09-01"]
    page = client.get(PAGE, {"month": "2026-09"}).text
    assert "职教901考试站" in page


def test_plan_items_that_nobody_applied_for_are_named(
    login: Login, station_user: User, approved: Batch, second_item: PlanItem
) -> None:
    page = login(station_user).get(PAGE, {"month": "2026-09"}).text
    assert "9 月计划尚未申请批次" in page
    assert "数控车工 四级/中级工 40 人" in page
    assert "数控车工 四级/中级工 30 人" not in page
    assert "计划尚未申请批次" not in login(station_user).get(PAGE, {"month": "2026-10"}).text


def test_licence_and_review_stand_on_their_last_day(
    login: Login, station: Station, station_user: User
) -> None:
    station.valid_from, station.valid_to = date(2023, 6, 16), date(2026, 6, 15)
    station.registered_on = date(2025, 1, 1)
    station.save()
    client = login(station_user)
    assert items(client, month="2026-06") == [("06-15", "许可证到期", "当日仍有效，请提前申请延续")]
    assert [(day, kind) for day, kind, _ in items(client, month="2026-03")] == [("03-31", "年审截止")]


def test_special_days_are_marked(login: Login, station_user: User) -> None:
    SpecialDay.objects.filter(day__year=2026, day__month=10).delete()
    SpecialDay.objects.create(day=date(2026, 10, 1), works=False, name="国庆节")
    SpecialDay.objects.create(day=date(2026, 10, 10), works=True, name="国庆节调休")
    page = login(station_user).get(PAGE, {"month": "2026-10"}).text
    assert "<b>休</b> 国庆节" in page
    assert "<b>班</b> 国庆节调休" in page


def test_a_full_day_shows_five_and_leads_to_its_list(
    login: Login, station: Station, management_user: User, turning: Trade
) -> None:
    exam.scope(station, turning)
    plan = exam.approved_plan(station, management_user, *({} for _ in range(7)))
    for item in plan.items.all():
        exam.approved_batch(station, management_user, item)
    client = login(management_user)
    page = client.get(PAGE, {"month": "2026-09"})
    assert "另有 2 项" in page.text
    assert page.text.count("mark mark-exam") == 1 + 5  # the legend's and five of the day
    chosen = client.get(PAGE, {"day": "2026-09-01"})
    assert "共 7 项" in chosen.text
    assert chosen.context["month"] == date(2026, 9, 1)


@pytest.mark.parametrize("month", ["2026-13", "september", "1999-01", "20266"])
def test_a_wrong_month_is_named_and_this_one_is_shown(login: Login, station_user: User, month: str) -> None:
    page = login(station_user).get(PAGE, {"month": month})
    assert page.context["month"] == date(2026, 6, 1)
    assert "格式为 年-月，如 2026-09" in page.text


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "0001-01-01"])
def test_a_wrong_day_shows_no_list(login: Login, station_user: User, day: str) -> None:
    assert login(station_user).get(PAGE, {"day": day}).context["chosen"] is None


def test_an_empty_month_says_what_to_do(login: Login, station_user: User, management_user: User) -> None:
    assert "没有截止或考试。可先" in login(station_user).get(PAGE).text
    assert "考试站提交批次申请后会出现在这里" in login(management_user).get(PAGE).text


def test_the_queries_do_not_grow_with_the_batches(
    login: Login,
    station: Station,
    management_user: User,
    approved: Batch,
    second_item: PlanItem,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first = exam.draft_batch(station, second_item)
    perform(first, "submit", actor=station.organisation.users.get())
    client = login(management_user)
    client.get(PAGE)
    with django_assert_max_num_queries(40) as one:
        client.get(PAGE, {"month": "2026-09"})
    plan = exam.approved_plan(station, management_user, *({} for _ in range(30)), year=2027)
    for item in plan.items.all():
        batch = exam.draft_batch(station, item, exam_date=date(2026, 9, 5))
        perform(batch, "submit", actor=station.organisation.users.get())
    with django_assert_max_num_queries(len(one)):
        assert len(items(client, month="2026-09")) == 2 + 30


def test_a_candidate_has_no_such_page(login: Login) -> None:
    address = reverse("batches:calendar")
    assert Client().get(address).status_code == 302
