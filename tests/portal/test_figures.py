"""The figures: exact on a small world, and each role's own."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from exams.models import SupervisionReport
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people, results
from tests.factories import supervision_reports as reports
from tests.portal import figures_world
from tests.portal.figures_world import World
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
PAGE = "/figures/"
TURNING, SKILL = "JX04-05-01-01 数控车工", "6-18-01-01 车工"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 10, 1, 12, tzinfo=SHANGHAI), tick=False):
        yield


@pytest.fixture
def world(station: Station, other_station: Station, management_user: User, centre_user: User) -> World:
    return figures_world.build(station, other_station, management_user, centre_user)


def table(client: Client, key: str, query: str = "") -> dict[str, tuple[str, ...]]:
    """Return a table's lines as the page shows them, by their labels, the total's with them."""
    found = {one.key: one for one in client.get(f"{PAGE}{query}").context["tables"]}[key]
    lines = [*found.lines, *([found.total_line] if found.total else [])]
    return {line[0][1]: tuple(text for _, text in line[1:]) for line in lines}


def test_people_and_certificates_are_counted_by_trade(
    login: Login, world: World, management_user: User
) -> None:
    # planned, enrolled, sat, passed, rate, standing, revoked
    assert table(login(management_user), "people") == {
        TURNING: ("60", "7", "4", "3", "75.0%", "2", "1"),
        SKILL: ("12", "1", "1", "1", "100.0%", "0", "0"),
        "合计": ("72", "8", "5", "4", "80.0%", "2", "1"),
    }


def test_grades_and_absences_are_counted(login: Login, world: World, management_user: User) -> None:
    # excellent, good, passed, failed, absent: who missed a paper is enrolled, and didn't sit
    assert table(login(management_user), "grades") == {
        TURNING: ("1", "1", "1", "1", "1"),
        SKILL: ("0", "1", "0", "0", "0"),
        "合计": ("1", "2", "1", "1", "1"),
    }


def test_lines_stand_for_what_is_asked(login: Login, world: World, centre_user: User) -> None:
    client = login(centre_user)

    def lines(by: str) -> list[tuple[str, ...]]:
        found = table(client, "people", f"?by={by}")
        assert found.pop("合计")[:2] == ("72", "8")
        return [(label, *cells[:2]) for label, cells in found.items()]

    assert lines("year") == [("2026 年", "72", "8")]
    assert lines("province") == [("江苏省", "42", "6"), ("浙江省", "30", "2")]
    assert lines("station") == [("职教901考试站", "42", "6"), ("职教902考试站", "30", "2")]
    assert lines("level") == [("四级", "60", "7"), ("三级", "12", "1")]


def test_plans_know_no_type_of_candidates(login: Login, world: World, centre_user: User) -> None:
    client = login(centre_user)
    found = table(client, "people", "?by=candidate_type")
    assert found == {
        "在职人员": ("1", "1", "1", "100.0%", "0", "0"),
        "在读学生": ("7", "4", "3", "75.0%", "2", "1"),
        "合计": ("8", "5", "4", "80.0%", "2", "1"),
    }
    page = client.get(f"{PAGE}?candidate_type=student")
    assert dict(page.context["headline"])["报名人数"] == 7
    assert "计划人数" not in dict(page.context["headline"])


def test_filters_narrow_all_figures(login: Login, world: World, centre_user: User) -> None:
    client = login(centre_user)

    def left(query: str) -> tuple[object, object]:
        headline = dict(client.get(f"{PAGE}?{query}").context["headline"])
        return headline["计划人数"], headline["报名人数"]

    assert left("province=浙江省") == (30, 2)
    assert left("station=49284901") == (42, 6)
    assert left("scheme=skill_level") == (12, 1)
    assert left("level=4") == (60, 7)
    assert left("level=3&scheme=ability") == (0, 0)
    assert left("year=all") == (72, 8)


def test_a_trade_or_its_whole_occupation_can_be_chosen(login: Login, world: World, centre_user: User) -> None:
    client, trade = login(centre_user), exam.trade()
    for query in (f"?trade=t{trade.pk}", f"?trade=o{trade.occupation_id}"):
        assert list(table(client, "people", query)) == [TURNING, "合计"]
        assert table(client, "stages", query)["批次：首次提交至批准"] == ("2", "1", "1")


def test_each_role_sees_its_own(
    login: Login,
    world: World,
    station_user: User,
    other_station_user: User,
    branch_user: User,
    centre_user: User,
) -> None:
    def seen(user: User) -> dict[str, tuple[str, ...]]:
        return {label: cells[:2] for label, cells in table(login(user), "people").items()}

    assert seen(station_user) == {TURNING: ("30", "5"), SKILL: ("12", "1"), "合计": ("42", "6")}
    assert seen(other_station_user) == {TURNING: ("30", "2"), "合计": ("30", "2")}
    assert seen(branch_user) == {SKILL: ("12", "1"), "合计": ("12", "1")}
    assert seen(centre_user)["合计"] == ("72", "8")
    own = login(station_user).get(PAGE).context["filter_form"]
    assert list(own.fields) == ["by", "year", "scheme", "trade", "level", "candidate_type"]


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.EXAMINER, Role.SUPERVISOR, Role.APPLICANT])
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}export/", f"{PAGE}returns/"])
def test_others_see_no_figures(login: Login, station: Station, role: Role, address: str) -> None:
    organisation = None if role == Role.CANDIDATE else station.organisation
    page = login(people.user("外人", role, organisation)).get(address)
    assert page.status_code == 403
    assert "不能查看统计" in page.text


def test_another_station_of_no_concern_cannot_be_asked_for(
    login: Login, world: World, station_user: User
) -> None:
    found = login(station_user).get(f"{PAGE}?station=49284902")
    assert dict(found.context["headline"])["报名人数"] == 6


def test_a_filter_that_is_no_choice_is_named_and_left_out(
    login: Login, world: World, centre_user: User
) -> None:
    page = login(centre_user).get(f"{PAGE}?level=9&year=1999&by=colour&trade=t0")
    assert page.status_code == 200
    assert "没有“9”这个等级，未按它筛选。" in page.text
    assert "没有“1999”这个年度，已改为默认的年度。" in page.text
    assert "没有“colour”这个统计方式，已改为默认的统计方式。" in page.text
    assert dict(page.context["facts"]) == {"统计方式": "按工种", "年度": "2026 年"}
    assert dict(page.context["headline"])["报名人数"] == 8


def test_exams_count_in_the_year_of_their_day(login: Login, world: World, centre_user: User) -> None:
    client = login(centre_user)
    Batch.objects.filter(pk=world.certified.pk).update(exam_date="2025-12-31")
    Batch.objects.filter(pk=world.skill.pk).update(exam_date="2026-01-01")
    found = table(client, "people", "?by=year")
    assert {label: (cells[1], cells[5]) for label, cells in found.items()} == {
        "2025 年": ("5", "2"),
        "2026 年": ("3", "0"),
        "合计": ("8", "2"),
    }
    assert dict(client.get(f"{PAGE}?year=2025").context["headline"])["报名人数"] == 5


@pytest.mark.parametrize(
    ("instant", "year"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=SHANGHAI), "2026 年"),
        (datetime(2027, 1, 1, tzinfo=SHANGHAI), "2027 年"),
    ],
)
def test_this_year_begins_at_midnight_in_shanghai(
    login: Login, centre_user: User, instant: datetime, year: str
) -> None:
    with time_machine.travel(instant, tick=False):
        assert dict(login(centre_user).get(PAGE).context["facts"])["年度"] == year


def test_stages_take_calendar_days_in_shanghai(
    login: Login, station: Station, management_user: User, centre_user: User
) -> None:
    approved = results.approved(station, management_user, {"李雷": ("90", "90")})
    after_midnight = datetime(2026, 9, 4, 0, 10, tzinfo=SHANGHAI)
    perform(approved, "certify", actor=centre_user, at=after_midnight)
    assert table(login(centre_user), "stages") == {
        "批次：首次提交至批准": ("1", "1", "1"),
        "考试：考试日至首次提交成绩": ("1", "0", "0"),
        "成绩：首次提交至审核通过": ("1", "0", "0"),
        "发证：成绩审核通过至核发": ("1", "3", "3"),
    }


def test_half_and_nine_in_ten_of_the_batches(
    login: Login, station: Station, management_user: User, centre_user: User
) -> None:
    for days in (1, 2, 4, 20):
        batch = results.approved(station, management_user, {f"考生{days}": ("90", "90")})
        results.certified(batch, centre=centre_user, on=results.exam_noon(batch, days).date())
    assert table(login(centre_user), "stages")["发证：成绩审核通过至核发"] == ("4", "3", "20")


def test_what_supervisors_found_is_counted(
    login: Login,
    station: Station,
    other_station: Station,
    management_user: User,
    station_user: User,
    other_station_user: User,
) -> None:
    def report(at: Station, name: str) -> SupervisionReport:
        batch = results.roster_batch(at, management_user, f"{name}的考生")
        sent = reports.sent(batch, reports.with_login(management_user, name), management_user)
        day = batch.exam_date
        draft = reports.drafted(sent, conclusion="rectify", findings="没有检查工具", rectify_by=day)
        draft.checks = {**reports.ALL_YES, "tool_check": {"answer": "no", "remark": "没有检查"}}
        draft.save()
        supervisor = sent.supervisor.user
        assert supervisor
        return perform(draft, "report", actor=supervisor, at=exam.noon(day))

    report(other_station, "方督导")
    mended = reports.rectified(report(station, "钱督导"), management=management_user)
    perform(mended, "accept", actor=management_user, at=results.exam_noon(mended.assignment.batch, 2))
    found = "检查考生携带的工具和通信设备"
    client = login(management_user)
    assert table(client, "findings") == {found: ("考评人员", "2", "1", "1")}
    assert table(client, "supervision") == {"通过": ("0",), "限期整改": ("2",), "停止考试": ("0",)}
    assert table(login(station_user), "findings") == {found: ("考评人员", "1", "1", "0")}
    assert table(login(other_station_user), "findings") == {found: ("考评人员", "1", "0", "1")}


def test_nothing_to_count_is_said(login: Login, station: Station, station_user: User) -> None:
    page = login(station_user).get(PAGE)
    assert "所选范围内没有年度计划、报名和证书。" in page.text
    assert "所选范围内的督导报告没有发现问题。" in page.text


def test_the_workbook_says_what_the_page_says(login: Login, world: World, centre_user: User) -> None:
    client = login(centre_user)
    page = client.get(f"{PAGE}?by=station&level=4")
    book = load_workbook(BytesIO(client.get(f"{PAGE}export/?by=station&level=4").content))
    assert book.sheetnames == [one.title for one in page.context["tables"]]
    for shown in page.context["tables"]:
        rows = [[_text(cell) for cell in row] for row in book[shown.title].iter_rows(values_only=True)]
        head = rows.index([column.header for column in shown.columns])
        lines = [*shown.lines, *([shown.total_line] if shown.total else [])]
        assert rows[head + 1 :] == [[text for _, text in line] for line in lines]
        facts = [text for row in rows[:head] for text in row]
        assert {"按考试站", "2026 年", "四级"} <= set(facts)


def _text(cell: Any) -> str:
    return "—" if cell is None else str(cell)


def test_the_number_of_queries_hangs_on_no_number_of_rows(
    login: Login, station: Station, management_user: User
) -> None:
    client = login(management_user)

    def queries() -> int:
        client.get(f"{PAGE}?by=station")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{PAGE}?by=station")
        return len(asked)

    results.roster_batch(station, management_user, "李雷")
    few = queries()
    for name in ("韩梅", "王强"):
        results.roster_batch(station, management_user, name)
    assert queries() == few <= 18
