"""What waits of applications, licences and annual reviews."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine

from accounts.models import User
from ostami.clock import SHANGHAI
from portal.todo.items import Todo
from portal.todo.roles import todo_for
from scope_catalog.choices import Scheme
from stations.access import issue_station_password, open_station_access
from stations.models import AnnualReview, ApplicationKind, Position, Station
from tests.factories import examiners, staff, stations
from tests.factories.catalog import TradeFactory
from tests.factories.exam import noon
from tests.stations.approving import approve
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

NOW = noon(date(2026, 8, 11))


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school(management_user: User) -> User:
    return stations.applicant(management=management_user.organisation)


def lines(user: User, now: datetime = NOW) -> list[tuple[str, int, str]]:
    return [(todo.label, todo.count, todo.address) for todo in todo_for(user, now=now)]


def about(user: User, word: str, now: datetime = NOW) -> list[Todo]:
    return [todo for todo in todo_for(user, now=now) if word in todo.label]


def test_a_school_starts_continues_and_corrects_its_application(school: User, management_user: User) -> None:
    assert lines(school) == [("填写建站申报", 1, "/applications/new/")]
    application = stations.complete_application(school)
    page = application.get_absolute_url()
    assert lines(school) == [("完成并提交：建站申报", 1, page)]
    application = perform(application, "submit", actor=school, reason="同意申报。")
    assert lines(school) == []
    perform(application, "return", actor=management_user, reason="请补充设备清单。")
    assert lines(school) == [("按退回意见补正：建站申报", 1, page)]


def test_an_application_waits_for_management_and_then_for_the_centre(
    school: User, management_user: User, centre_user: User
) -> None:
    application = perform(stations.complete_application(school), "submit", actor=school, reason="同意申报。")
    assert lines(management_user) == [("签署考试站申报推荐意见", 1, "/applications/?status=submitted")]
    assert lines(centre_user) == []
    perform(application, "endorse", actor=management_user, reason="同意推荐。")
    assert lines(management_user) == []
    assert lines(centre_user) == [("审批考试站申报", 1, "/applications/?status=endorsed")]


def test_a_skill_level_application_waits_for_the_provinces_branch(
    school: User, management_user: User, branch_user: User
) -> None:
    trade = TradeFactory.create(occupation__scheme=Scheme.SKILL_LEVEL)
    application = stations.complete_application(school, scheme=Scheme.SKILL_LEVEL, trades=[trade])
    perform(application, "submit", actor=school, reason="同意申报。")
    assert len(about(branch_user, "签署")) == 1
    assert about(management_user, "签署") == []


@pytest.mark.parametrize(
    ("valid_to", "words"),
    [
        (date(2026, 11, 10), None),  # 91 days left
        (date(2026, 11, 9), "2026-11-09 24:00 到期，还剩 90 天"),
        (date(2026, 8, 11), "2026-08-11 24:00 到期，今天到期"),
        (date(2026, 8, 10), "已于 2026-08-10 24:00 到期"),
    ],
)
def test_a_licence_is_to_be_renewed_from_ninety_days_before_its_end(
    station: Station, station_user: User, valid_to: date, words: str | None
) -> None:
    station.valid_from, station.valid_to = date(2023, 1, 1), valid_to
    station.save()
    found = about(station_user, "许可证延续")
    assert [todo.due.words for todo in found if todo.due] == ([words] if words else [])


def test_a_renewal_in_hand_is_not_asked_for_again(station: Station, station_user: User) -> None:
    station.valid_from, station.valid_to = date(2023, 1, 1), date(2026, 9, 1)
    station.save()
    stations.draft_application(station_user, kind=ApplicationKind.RENEWAL)
    assert about(station_user, "申请许可证延续") == []
    assert len(about(station_user, "完成并提交：许可证延续")) == 1


def test_management_sees_how_many_licences_run_out(
    station: Station, other_station: Station, management_user: User
) -> None:
    station.valid_from, station.valid_to = date(2023, 1, 1), date(2026, 9, 1)
    station.save()
    (todo,) = about(management_user, "90 天内到期")
    assert (todo.count, todo.address) == (1, "/stations/manage/?licence=soon")


def test_a_review_waits_for_the_station_and_then_for_its_grade(
    station: Station, station_user: User, management_user: User, branch_user: User
) -> None:
    station.registered_on = date(2025, 12, 31)
    station.save()
    january = noon(date(2026, 1, 1))
    (todo,) = about(station_user, "年审", january)
    assert todo.label == "填报 2025 年度年审"
    assert todo.due is not None
    assert todo.due.words == "2026-03-31 24:00 截止，还剩 89 天"
    assert about(station_user, "年审", noon(date(2025, 12, 31))) == []
    facts = {"office_area": 1, "theory_area": 1, "practical_area": 1, "self_assessment": "完成各项工作。"}
    review = AnnualReview.objects.create(station=station, year=2025, **facts)
    perform(review, "submit", actor=station_user, at=january)
    assert about(station_user, "年审", january) == []
    for user in (management_user, branch_user):
        (todo,) = about(user, "评定年审")
        assert todo.address == "/reviews/?year=2025&state=submitted"


def test_days_are_those_of_shanghai(station: Station, station_user: User) -> None:
    station.registered_on = date(2025, 12, 31)
    station.save()
    last_second = noon(date(2025, 12, 31)).replace(hour=23, minute=59, second=59, tzinfo=SHANGHAI)
    assert about(station_user, "年审", last_second) == []


def test_management_lets_a_founded_station_in(school: User, management_user: User, centre_user: User) -> None:
    made = stations.complete_application(school)
    approved = approve(made, management=management_user, centre=centre_user, on=date(2026, 8, 11))
    station = approved.station
    assert station
    (todo,) = about(management_user, "首次登录")
    assert (todo.count, todo.address) == (1, f"/stations/{station.code}/first-password/")
    access = open_station_access(station=station, actor=management_user, at=NOW)
    assert about(management_user, "首次登录") == []
    (todo,) = about(management_user, "首次登录", access.closes_at)
    issue_station_password(station=station, actor=management_user)
    assert about(management_user, "首次登录", access.closes_at) == []


def test_a_suspended_station_is_not_asked_for_a_plan(
    station: Station, station_user: User, management_user: User
) -> None:
    assert len(about(station_user, "编制")) == 1
    perform(station, "suspend", actor=management_user, reason="整改")
    assert about(station_user, "编制") == []


def test_staff_who_are_missing_are_to_be_entered(station: Station, station_user: User) -> None:
    staff.member(station)
    (todo,) = about(station_user, "登记本站人员")
    assert (todo.count, todo.address) == (2, "/stations/49284901/staff/")
    staff.member(station, "贾副", Position.DEPUTY)
    staff.member(station, "贾专管", Position.MANAGER)
    assert about(station_user, "登记本站人员") == []


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), "/stations/manage/?review=overdue"),
        (date(2026, 5, 1), "/stations/manage/?review=blocking"),
    ],
)
def test_late_reviews_are_told_to_management(
    station: Station, management_user: User, day: date, found: str | None
) -> None:
    station.registered_on = date(2025, 6, 1)
    station.save()
    addresses = [todo.address for todo in about(management_user, "年审逾期", noon(day))]
    assert addresses == ([found] if found else [])


def test_examiner_applications_go_from_the_station_to_management_and_to_the_centre(
    station_user: User, management_user: User, centre_user: User
) -> None:
    application = examiners.complete_application(station_user)
    (todo,) = about(station_user, "考评员申报")
    assert (todo.label, todo.address) == ("完成考评员申报草稿", "/examiners/applications/?status=draft")
    perform(application, "submit", actor=station_user, reason="同意推荐。")
    assert about(station_user, "考评员申报") == []
    (todo,) = about(management_user, "核查考评员申报")
    assert todo.address == "/examiners/applications/?status=submitted"
    assert about(centre_user, "考评员申报") == []
