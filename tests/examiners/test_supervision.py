"""Who may be sent to supervise a station."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Organisation, OrganisationKind
from examiners.models import Supervisor
from examiners.supervision import may_supervise, supervision_warnings
from stations.models import Position, StaffMember, Station
from tests.factories import exam, officers, people

pytestmark = pytest.mark.django_db

EXAM = date(2026, 9, 1)


@pytest.fixture
def fang(management_org: Organisation) -> Supervisor:
    return officers.supervisor(management_org)


def sentences(supervisor: Supervisor, station: Station, on: date = EXAM) -> str:
    return "".join(map(str, may_supervise(supervisor, station, on=on)))


def test_managements_own_people_and_appointees_may_supervise(fang: Supervisor, station: Station) -> None:
    assert sentences(fang, station) == ""


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"valid_to": EXAM}, True),
        ({"valid_to": date(2026, 8, 31)}, False),
        ({"valid_from": EXAM}, True),
        ({"valid_from": date(2026, 9, 2)}, False),
        ({"ended_on": date(2026, 9, 2)}, True),
        ({"ended_on": EXAM}, False),
    ],
)
def test_the_appointment_must_hold_on_the_exam_day(
    management_org: Organisation, station: Station, facts: dict[str, Any], *, fits: bool
) -> None:
    said = sentences(officers.supervisor(management_org, **facts), station)
    assert (said == "") == fits
    assert fits or "在考试日 2026-09-01 不在有效期内" in said


def test_nobody_supervises_the_station_they_work_at(
    fang: Supervisor, station: Station, other_station: Station
) -> None:
    fang.station = station
    fang.save()
    assert sentences(fang, station) == (
        "方督导在该考试站任职，不能督导本站（服务指南 4.5.1-11）。请另派督导员。"
    )
    assert sentences(fang, other_station) == ""


@pytest.mark.parametrize("employer", ["练习学校49284901", "练习学校 ４９２８４９０１"])
def test_nobody_supervises_the_station_that_their_employer_hosts(
    management_org: Organisation, station: Station, other_station: Station, employer: str
) -> None:
    teacher = officers.supervisor(management_org, employer=employer)
    assert "是该考试站的承建单位，不能督导本站" in sentences(teacher, station)
    assert sentences(teacher, other_station) == ""


def test_an_employer_that_is_the_station_itself_is_no_better(
    management_org: Organisation, station: Station
) -> None:
    insider = officers.supervisor(management_org, employer=station.organisation.name)
    assert "不能督导本站" in sentences(insider, station)


def test_another_managements_supervisor_isnt_sent(fang: Supervisor, centre_org: Organisation) -> None:
    other = people.organisation(OrganisationKind.MANAGEMENT, "另一管理站", "49284000", parent=centre_org)
    elsewhere = people.organisation(OrganisationKind.STATION, "另一考试站", "49284999", parent=other)
    station = Station.objects.create(organisation=elsewhere, host_organization="另一学校")
    assert "不是本考试站所属管理站的督导员" in sentences(fang, station)


def test_every_reason_is_told_at_once(fang: Supervisor, station: Station) -> None:
    fang.station, fang.valid_to = station, date(2026, 8, 31)
    assert [problem.clause for problem in may_supervise(fang, station, on=EXAM)] == ["4.5.1-11"] * 2


def test_the_stations_own_people_are_known_by_name_and_phone(
    fang: Supervisor, station: Station, other_station: Station
) -> None:
    turning = exam.trade()
    exam.examiner(station, fang.person_name, turning, phone="139 0000 4444")
    officers.manager(station, fang.person_name, phone=fang.phone)
    StaffMember.objects.create(
        station=station,
        position=Position.DEPUTY,
        name=fang.person_name,
        phone=fang.phone,
        since=date(2025, 1, 1),
    )
    said = [problem.text for problem in supervision_warnings(fang, station)]
    assert said == [
        f"方督导与该考试站的{title}姓名、电话相同，可能是同一人" for title in ("考评员", "管理人员", "副站长")
    ]
    assert sentences(fang, station) == "", "a warning stands in nobody's way"
    assert not list(supervision_warnings(fang, other_station))


@pytest.mark.parametrize(
    ("name", "phone"), [("方督导", "13900005555"), ("方督道", "13900004444"), ("方督导", "")]
)
def test_name_or_phone_alone_is_no_hint(fang: Supervisor, station: Station, name: str, phone: str) -> None:
    exam.examiner(station, name, exam.trade(), phone=phone)
    assert not list(supervision_warnings(fang, station))


def test_without_a_phone_nothing_is_compared(fang: Supervisor, station: Station) -> None:
    fang.phone = ""
    exam.examiner(station, fang.person_name, exam.trade(), phone="")
    assert not list(supervision_warnings(fang, station))
