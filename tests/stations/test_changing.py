"""Approval of what a station applies for later: scope, licence, host and staff."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from accounts.models import Organisation, User
from accounts.rights import Role
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    Position,
    StaffMember,
    Station,
    StationApplication,
)
from stations.services.approval import put_into_effect
from stations.services.scope import withdraw_scope
from tests.factories import exam, people, stations
from tests.stations.approving import TODAY, approve, endorsed, of_station
from workflow.audit import history_of
from workflow.lifecycle import Step, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def turning() -> Trade:
    return exam.trade(levels="54321")


Approve = Callable[[StationApplication], StationApplication]


@pytest.fixture
def approved(management_user: User, centre_user: User) -> Approve:
    """Leads a complete draft to its approval, all on one day."""
    return partial(approve, management=management_user, centre=centre_user)


def live(station: Station) -> list[tuple[str, str, date]]:
    return [(grant.trade.name, grant.levels, grant.granted_on) for grant in station.grants.live()]


# --- scope ---


def test_an_addition_grants_new_trades_and_adds_levels_to_old_ones(
    station: Station, turning: Trade, approved: Approve
) -> None:
    milling = exam.trade("数控铣工", code="JX04-05-02-01")
    exam.scope(station, turning, "54")
    addition = of_station(station, ApplicationKind.SCOPE_ADDITION)
    stations.add_trade(addition, turning, levels="43")
    stations.add_trade(addition, milling, levels="5")
    approved(addition)
    assert live(station) == [("数控车工", "543", date(2025, 1, 1)), ("数控铣工", "5", TODAY)]
    assert [event.sentence for event in history_of(station)] == [
        "修改评价范围：JX04-05-01-01 数控车工",
        "授予评价范围：JX04-05-02-01 数控铣工",
    ]


def test_a_reduction_ends_the_grant_and_begins_one_with_what_is_left(
    station: Station, turning: Trade, approved: Approve
) -> None:
    milling = exam.trade("数控铣工", code="JX04-05-02-01")
    exam.scope(station, turning, "543")
    exam.scope(station, milling, "54")
    reduction = of_station(station, ApplicationKind.SCOPE_REDUCTION, reason="设备已报废")
    stations.add_trade(reduction, turning, levels="3")
    stations.add_trade(reduction, milling, levels="54")
    approved(reduction)
    assert live(station) == [("数控车工", "54", TODAY)]
    ended = station.grants.exclude(withdrawn_on=None).order_by("pk")
    assert [(grant.levels, grant.granted_on, grant.withdrawn_on) for grant in ended] == [
        ("543", date(2025, 1, 1), TODAY),
        ("54", date(2025, 1, 1), TODAY),
    ]
    assert {event.reason for event in history_of(station)} == {"设备已报废"}


def test_a_reduction_of_what_went_while_it_waited_is_refused_whole(
    station: Station, turning: Trade, management_user: User, centre_user: User
) -> None:
    grant = exam.scope(station, turning, "543")
    reduction = of_station(station, ApplicationKind.SCOPE_REDUCTION)
    stations.add_trade(reduction, turning, levels="3")
    waiting = endorsed(reduction, management=management_user)
    withdraw_scope(grant=grant, reason="停办", actor=management_user, today=TODAY)
    with pytest.raises(BlockedError, match="所选等级不全在本站评价范围内"):
        perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    assert live(station) == []
    assert StationApplication.objects.get().status == "endorsed"


# --- licence ---


def licensed(station: Station, valid_to: date | None) -> None:
    if valid_to is not None:
        station.valid_from, station.valid_to = date(2023, 6, 11), valid_to
        station.licence_number = "OLD-7"
        station.save()


@pytest.mark.parametrize(
    ("valid_to", "first", "last"),
    [
        (date(2026, 9, 30), date(2023, 6, 11), date(2029, 9, 30)),  # early
        (date(2026, 6, 11), date(2023, 6, 11), date(2029, 6, 11)),  # the day before the last
        (date(2026, 6, 10), date(2023, 6, 11), date(2029, 6, 10)),  # on the last day
        (date(2026, 6, 9), date(2026, 6, 10), date(2029, 6, 9)),  # lapsed yesterday
        (date(2024, 6, 9), date(2026, 6, 10), date(2029, 6, 9)),  # long ago
        (None, date(2026, 6, 10), date(2029, 6, 9)),  # never entered
    ],
)
def test_a_renewed_period_follows_the_old_one_or_begins_with_the_approval(
    station: Station, approved: Approve, valid_to: date | None, first: date, last: date
) -> None:
    licensed(station, valid_to)
    approved(of_station(station, ApplicationKind.RENEWAL))
    station.refresh_from_db()
    assert (station.valid_from, station.valid_to) == (first, last)
    assert station.licence_state_on(TODAY) == "valid"
    assert station.licence_number == ("OLD-7" if valid_to else "49284901")


def test_a_renewal_enters_host_and_staff_too_and_tells_all_of_it(
    station: Station, centre_user: User, approved: Approve
) -> None:
    licensed(station, date(2026, 6, 30))
    approved(of_station(station, ApplicationKind.RENEWAL, host_organization="练习新校名学院"))
    event = history_of(station).get()
    assert (event.sentence, event.actor) == ("经批准延续许可证", centre_user)
    assert event.changes["许可证截止日期"] == ["2026-06-30", "2029-06-30"]
    assert event.changes["承建单位"] == ["练习学校49284901", "练习新校名学院"]
    assert event.changes["站长"] == ["", "吴站长"]
    assert "许可证起始日期" not in event.changes


# --- facts and staff ---


def serve(station: Station, position: Position, name: str, *, login: bool = False) -> StaffMember:
    user = people.user(name, Role.STATION, station.organisation, person_name=name) if login else None
    return StaffMember.objects.create(
        station=station, position=position, name=name, phone="13900000009", user=user, since=date(2025, 1, 1)
    )


def test_a_change_enters_host_and_contact_data(station: Station, approved: Approve) -> None:
    facts = {"host_organization": "练习新校名学院", "postcode": "213001", "email": "new@example.com"}
    approved(of_station(station, ApplicationKind.CHANGE, **facts))
    station.refresh_from_db()
    organisation = Organisation.objects.get(code=station.code)
    assert (station.host_organization, station.postcode) == ("练习新校名学院", "213001")
    assert (organisation.name, organisation.email, organisation.province) == (
        "机械行业职业能力评价职教901考试站",
        "new@example.com",
        "江苏省",
    )
    assert organisation.users.get(username=organisation.name).email == "new@example.com"
    event = history_of(station).get()
    assert event.sentence == "经批准变更登记"
    assert event.changes["承建单位"] == ["练习学校49284901", "练习新校名学院"]
    assert event.changes["联系邮箱"] == ["49284901@example.invalid", "new@example.com"]
    assert (station.licence_number, station.valid_from) == ("", None)


def test_who_left_ends_who_is_new_begins_and_who_stays_keeps_the_login(
    station: Station, approved: Approve
) -> None:
    old_director = serve(station, Position.DIRECTOR, "旧站长", login=True)
    stays = serve(station, Position.DEPUTY, "郑副站长", login=True)
    manager = serve(station, Position.MANAGER, "王专管")
    approved(of_station(station, ApplicationKind.CHANGE))
    assert list(station.staff.serving().values_list("position", "name", "since")) == [
        ("deputy", "郑副站长", date(2025, 1, 1)),
        ("manager", "王专管", date(2025, 1, 1)),
        ("director", "吴站长", TODAY),
    ]
    old_director.refresh_from_db()
    assert old_director.ended_on == TODAY
    assert not User.objects.get_queryset().get(username="旧站长").is_active
    assert User.objects.get_queryset().get(username="郑副站长").is_active
    for member in (stays, manager):
        member.refresh_from_db()
        assert (member.ended_on, member.phone) == (None, "13900000001")
    assert history_of(station).get().changes["站长"] == ["旧站长", "吴站长"]
    assert "副站长" not in history_of(station).get().changes


def test_a_deputy_who_becomes_director_ends_as_the_one_and_begins_as_the_other(
    station: Station, approved: Approve
) -> None:
    serve(station, Position.DIRECTOR, "旧站长")
    serve(station, Position.DEPUTY, "吴站长")
    approved(of_station(station, ApplicationKind.CHANGE))
    serving = station.staff.serving().order_by("position").values_list("position", "name")
    assert list(serving) == [("deputy", "郑副站长"), ("director", "吴站长"), ("manager", "王专管")]
    assert history_of(station).get().changes["副站长"] == ["吴站长", "郑副站长"]


def test_two_deputies_are_told_together(station: Station, approved: Approve) -> None:
    change = of_station(station, ApplicationKind.CHANGE)
    ApplicationPerson.objects.create(application=change, role="deputy", position=20, name="孙副站长")
    approved(change)
    assert history_of(station).get().changes["副站长"] == ["", "郑副站长、孙副站长"]


def test_a_closed_station_changes_nothing(station: Station, management_user: User, centre_user: User) -> None:
    waiting = endorsed(of_station(station, ApplicationKind.RENEWAL), management=management_user)
    perform(station, "close", actor=management_user, reason="学校停办")
    with pytest.raises(BlockedError, match="该考试站已关闭，不能办理"):
        perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    station.refresh_from_db()
    assert (station.valid_from, station.staff.count()) == (None, 0)


# --- what happens between the look and the lock ---


@pytest.mark.parametrize(
    "kind", [ApplicationKind.SCOPE_ADDITION, ApplicationKind.RENEWAL, ApplicationKind.CHANGE]
)
def test_a_station_that_was_closed_after_the_guards_looked_is_left_as_it_is(
    kind: ApplicationKind, station: Station, turning: Trade, management_user: User, centre_user: User
) -> None:
    exam.scope(station, turning, "54")
    application = of_station(station, kind, host_organization="练习改名学院")
    stations.add_trade(application, turning, levels="3")
    looked = StationApplication.objects.select_related("station__organisation").get(pk=application.pk)
    perform(station, "close", actor=management_user, at=exam.noon(TODAY), reason="停办")
    with pytest.raises(BlockedError, match="该考试站已关闭"):
        put_into_effect(Step(looked, centre_user, exam.noon(TODAY), "approve"))
    assert [levels for _, levels, _ in live(station)] == ["54"]
    assert Station.objects.get().host_organization == station.host_organization


def test_a_renewal_under_another_stations_licence_number_is_refused(
    station: Station, other_station: Station, management_user: User, centre_user: User
) -> None:
    other_station.licence_number = station.code
    other_station.save()
    waiting = endorsed(of_station(station, ApplicationKind.RENEWAL), management=management_user)
    with pytest.raises(BlockedError, match=f"许可证编号“{station.code}”已登记给"):
        perform(waiting, "approve", actor=centre_user, at=exam.noon(TODAY), reason="同意")
    assert StationApplication.objects.get().status == "endorsed"
