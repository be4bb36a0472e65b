"""The page of all that waits for a decision: late ones first, and who has them."""

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import AnnualPlan, Batch, DateChange
from ostami.clock import SHANGHAI
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.factories import exam
from workflow.lifecycle import perform

if TYPE_CHECKING:
    from tests.conftest import Login

pytestmark = pytest.mark.django_db
ADDRESS = "/batches/waiting/"


def june(day: int) -> datetime:
    return datetime(2026, 6, day, 12, tzinfo=SHANGHAI)


def batch_since(station: Station, day: int, number: int, **facts: object) -> Batch:
    handed_in = {
        "status": "submitted",
        "number": f"{station.code}-2026-{number}",
        "applied_on": june(day).date(),
        "waiting_since": june(day),
    }
    return exam.draft_batch(station, **handed_in | facts)  # type: ignore[arg-type]


def shown(login: "Login", user: User, **asked: str) -> list[tuple[str, str]]:
    """The cases on the page in order, each with how its time stands."""
    page = login(user).get(ADDRESS, asked)
    assert page.status_code == 200
    return [(str(line.case), line.turn.state) for line in page.context["page_obj"]]


@pytest.fixture
def cases(station: Station, other_station: Station, branch_user: User, clock_at: Frozen) -> None:
    """On 12 June: two late, of which one at the branch; and two in time."""
    batch_since(station, 1, 801)
    batch_since(other_station, 9, 802)
    batch_since(station, 8, 803, scheme=Scheme.SKILL_LEVEL)
    changing = batch_since(station, 1, 804, status="approved")
    DateChange.objects.create(
        batch=changing,
        old_date=changing.exam_date,
        new_date=changing.exam_date.replace(day=20),
        reason="场地检修",
        requested_at=june(10),
    )
    clock_at.move_to(june(12))


@pytest.mark.usefixtures("cases")
def test_late_ones_come_first_then_what_is_due_first(login: "Login", management_user: User) -> None:
    assert shown(login, management_user) == [
        ("批次 49284901-2026-801", "已超期 4 个工作日"),
        ("批次 49284901-2026-803", "已超期 1 个工作日"),
        ("批次 49284901-2026-804 考试日期调整（2026-09-01 → 2026-09-20）", "还剩 1 个工作日"),
        ("批次 49284902-2026-802", "还剩 2 个工作日"),
    ]
    assert len(shown(login, management_user, late="yes")) == 2
    assert [name for name, _ in shown(login, management_user, who="练习江苏分支机构")] == [
        "批次 49284901-2026-803"
    ]
    assert len(shown(login, management_user, kind="考试日期调整")) == 1


@pytest.mark.usefixtures("cases")
def test_late_ones_are_counted_by_organisation(login: "Login", management_user: User) -> None:
    desks = login(management_user).get(ADDRESS).context["desks"]
    assert [(desk.who, desk.cases, desk.late) for desk in desks] == [
        ("练习管理站", 3, 1),
        ("练习江苏分支机构", 1, 1),
    ]


@pytest.mark.usefixtures("cases")
def test_everybody_sees_what_is_in_scope(
    login: "Login",
    station_user: User,
    other_station_user: User,
    branch_user: User,
    centre_user: User,
) -> None:
    assert [len(shown(login, user)) for user in (station_user, other_station_user, centre_user)] == [3, 1, 4]
    assert [name for name, _ in shown(login, branch_user)] == ["批次 49284901-2026-803"]


def test_a_plan_waits_from_its_submission(
    login: "Login", open_plan: AnnualPlan, station_user: User, management_user: User, clock_at: Frozen
) -> None:
    exam.plan_item(open_plan)
    perform(open_plan, "submit", actor=station_user, at=june(1))
    clock_at.move_to(june(2))
    assert shown(login, management_user) == [(str(open_plan), "还剩 9 个工作日")]
    page = login(management_user).get(ADDRESS).text
    assert f'{open_plan.title}<span class="visually-hidden"> {open_plan.station}</span></a>' in page


@pytest.mark.usefixtures("clock_at")
def test_nothing_waiting_and_nothing_found_say_so(login: "Login", management_user: User) -> None:
    client = login(management_user)
    assert "没有等待办理的事项" in client.get(ADDRESS).content.decode()
    assert "没有符合条件的事项" in client.get(ADDRESS, {"late": "yes"}).content.decode()
    wrong = client.get(ADDRESS, {"who": "没有的机构"}).content.decode()
    assert "没有“没有的机构”这个经办机构" in wrong


@pytest.mark.usefixtures("clock_at")
def test_the_list_asks_as_often_for_one_case_as_for_twenty_five(
    login: "Login", station: Station, branch_user: User, management_user: User
) -> None:
    client = login(management_user)
    counts = []
    for numbers in (range(801, 802), range(802, 826)):
        for number in numbers:
            batch_since(station, 1, number, scheme=Scheme.SKILL_LEVEL if number % 2 else Scheme.ABILITY)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(ADDRESS)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert (page.context["paginator"].count, len(page.context["page_obj"])) == (25, 20)
    assert len(client.get(ADDRESS, {"page": "2"}).context["page_obj"]) == 5
