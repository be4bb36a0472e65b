"""Approval of an establishment opens the station: number, code, name, licence, scope, staff, login."""

from datetime import date

import pytest
from django.conf import LazySettings

from accounts.models import Organisation, OrganisationKind, User
from ostami.problems import BlockedError
from stations.models import Position, Station, StationApplication
from stations.services.numbers import free_number, next_station_number, station_code, station_name
from tests.factories import exam, people, stations
from tests.stations.approving import TODAY, approve, endorsed
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


def given(*numbers: int, management: Organisation) -> None:
    for number in numbers:
        people.organisation(
            OrganisationKind.STATION, station_name(number), station_code(number), parent=management
        )


def test_the_station_is_what_was_applied_for(
    school: User, management_org: Organisation, management_user: User, centre_user: User
) -> None:
    given(299, 805, management=management_org)
    turning = exam.trade(levels="543")
    draft = stations.complete_application(school, trades=[turning])
    approved = approve(draft, management=management_user, centre=centre_user)
    station = Station.objects.get()
    assert (approved.status, approved.station) == ("approved", station)
    assert StationApplication.objects.get().station == station
    organisation = station.organisation
    assert (organisation.name, organisation.code) == ("机械行业职业能力评价职教806考试站", "49284806")
    assert (organisation.kind, organisation.parent) == (OrganisationKind.STATION, management_org)
    assert (organisation.province, organisation.email, organisation.phone) == (
        "江苏省",
        "school@example.com",
        "0519-80000000",
    )
    assert (station.host_organization, station.nature) == ("练习申报职业学院", "公办高等职业学校")
    assert (station.legal_representative, station.address, station.postcode) == (
        "周校长",
        "练习市示例路 1 号",
        "213000",
    )
    assert (station.status, station.registered_on) == ("active", TODAY)
    grant = station.grants.get()
    assert (grant.trade, grant.levels, grant.granted_on) == (turning, "543", TODAY)


def test_the_licence_begins_on_the_day_of_the_approval_in_shanghai(
    school: User, management_user: User, centre_user: User
) -> None:
    approve(stations.complete_application(school), management=management_user, centre=centre_user)
    station = Station.objects.get()
    assert station.licence_number == station.code
    assert (station.valid_from, station.valid_to) == (date(2026, 6, 10), date(2029, 6, 9))


def test_the_licences_number_and_length_are_settings(
    school: User, management_user: User, centre_user: User, settings: LazySettings
) -> None:
    settings.LICENCE_NUMBER_PATTERN, settings.LICENCE_YEARS = "JXPJ-{year}-{number}", 5
    approve(stations.complete_application(school), management=management_user, centre=centre_user)
    station = Station.objects.get()
    assert (station.licence_number, station.valid_to) == ("JXPJ-2026-001", date(2031, 6, 9))


def test_the_three_who_run_it_become_its_staff(
    school: User, management_user: User, centre_user: User
) -> None:
    approve(stations.complete_application(school), management=management_user, centre=centre_user)
    staff = list(Station.objects.get().staff.all())
    assert [(one.position, one.name) for one in staff] == [
        (Position.DIRECTOR, "吴站长"),
        (Position.DEPUTY, "郑副站长"),
        (Position.MANAGER, "王专管"),
    ]
    for one in staff:
        assert (one.phone, one.since, one.ended_on, one.user) == ("13900000001", TODAY, None, None)


def test_its_login_opens_nothing_until_staff_let_it_in(
    school: User, management_user: User, centre_user: User
) -> None:
    approve(stations.complete_application(school), management=management_user, centre=centre_user)
    login = Station.objects.get().organisation.users.get()
    assert (login.username, login.role, login.email) == (
        "机械行业职业能力评价职教001考试站",
        "station",
        "school@example.com",
    )
    assert not login.has_usable_password()


def test_the_history_tells_of_the_opening_and_of_each_grant(
    school: User, management_user: User, centre_user: User
) -> None:
    trades = [exam.trade(), exam.trade("数控铣工", code="JX04-05-02-01")]
    draft = stations.complete_application(school, trades=trades)
    approve(draft, management=management_user, centre=centre_user)
    events = history_of(Station.objects.get())
    assert [(event.sentence, event.actor) for event in events] == [
        ("经批准建站", centre_user),
        ("授予评价范围：JX04-05-01-01 数控车工", centre_user),
        ("授予评价范围：JX04-05-02-01 数控铣工", centre_user),
    ]
    assert events[0].changes == {
        "机构编码": ["", "49284001"],
        "承建单位": ["", "练习申报职业学院"],
        "许可证编号": ["", "49284001"],
        "许可证有效期": ["", "2026-06-10 至 2029-06-09"],
    }
    assert verify() == []


@pytest.mark.parametrize(
    ("taken", "following"),
    [
        ((), 1),
        ((1,), 2),
        ((5, 805), 806),
        ((998,), 999),
        ((999,), 1),
        ((1, 2, 4, 999), 3),
        ((*range(1, 998), 999), 998),
    ],
)
def test_the_next_number_follows_the_highest_and_past_999_fills_the_lowest_gap(
    management_org: Organisation, taken: tuple[int, ...], following: int
) -> None:
    Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.STATION,
            name=station_name(number),
            code=station_code(number),
            parent=management_org,
        )
        for number in taken
    )
    assert free_number() == following


def test_when_all_numbers_are_given_the_approval_is_refused_and_leaves_nothing(
    school: User, management_org: Organisation, management_user: User, centre_user: User
) -> None:
    Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.STATION, name=station_name(number), code=station_code(number))
        for number in range(1, 1000)
    )
    waiting = endorsed(stations.complete_application(school), management=management_user)
    with pytest.raises(BlockedError, match="三位编号 001 至 999 已全部用完，不能再建站"):
        perform(waiting, "approve", actor=centre_user, reason="同意")
    assert not Station.objects.exists()
    assert StationApplication.objects.get().status == "endorsed"


def test_a_closed_station_keeps_its_number_and_other_codes_count_for_nothing(
    management_org: Organisation, management_user: User, station: Station
) -> None:
    people.organisation(OrganisationKind.APPLICANT, "练习学校甲", "4928499")
    people.organisation(OrganisationKind.APPLICANT, "练习学校乙", "492849999")
    perform(station, "close", actor=management_user, reason="学校停办")
    assert (station.code, free_number()) == ("49284901", 902)


def test_a_name_that_somebody_registered_by_is_passed_over(management_org: Organisation) -> None:
    given(805, management=management_org)
    stations.applicant("机械行业职业能力评价职教８０６考试站", management=management_org)
    assert next_station_number() == 807


def test_an_approval_that_fails_half_way_leaves_nothing(
    school: User, management_user: User, centre_user: User
) -> None:
    """The first trade is granted, the second has lost the level that was applied for."""
    lathe, mill = exam.trade(levels="54321"), exam.trade("数控铣工", code="JX04-05-02-01", levels="54321")
    draft = stations.complete_application(school, trades=[lathe, mill])
    waiting = endorsed(draft, management=management_user)
    mill.levels = "543"
    mill.save()
    before = (Organisation.objects.count(), User.objects.get_queryset().count(), history_of(waiting).count())
    with pytest.raises(BlockedError, match="“数控铣工”未设置"):
        perform(waiting, "approve", actor=centre_user, reason="同意")
    after = (Organisation.objects.count(), User.objects.get_queryset().count(), history_of(waiting).count())
    assert after == before
    assert not Station.objects.exists()
    stored = StationApplication.objects.get()
    assert (stored.status, stored.station) == ("endorsed", None)
    assert verify() == []


def test_a_licence_number_that_another_station_has_is_refused_before_anything_is_opened(
    school: User, station: Station, management_user: User, centre_user: User
) -> None:
    station.licence_number = station_code(free_number())
    station.save()
    waiting = endorsed(stations.complete_application(school), management=management_user)
    with pytest.raises(BlockedError, match=f"已登记给{station}"):
        perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    assert Station.objects.get() == station
    assert StationApplication.objects.get().status == "endorsed"
