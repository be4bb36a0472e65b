"""The trades of an application: found in the catalogue, with levels, equipment and examiners."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from ostami import clock
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import (
    ApplicationKind,
    ApplicationPerson,
    PersonRole,
    RequestedTrade,
    Station,
    StationApplication,
)
from stations.services.trades import change_request, remove_trade, request_trade
from tests.conftest import Login
from tests.factories import exam, stations
from tests.factories.catalog import OccupationFactory, TradeFactory
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


@pytest.fixture
def lathe() -> Trade:
    return exam.trade()


def address(application: StationApplication, item: RequestedTrade | None = None) -> str:
    return f"/applications/{application.pk}/trades/" + (f"{item.pk}/" if item else "")


def requested_of(application: StationApplication, trade: Trade, *levels: int) -> RequestedTrade:
    actor = application.organisation.users.get()
    return request_trade(application=application, actor=actor, trade=trade, levels=levels or [4], today=TODAY)


def addition(user: User, **facts: Any) -> StationApplication:
    return stations.draft_application(user, kind=ApplicationKind.SCOPE_ADDITION, **facts)


def reduction(user: User) -> StationApplication:
    return stations.draft_application(user, kind=ApplicationKind.SCOPE_REDUCTION)


def offered(response: Any) -> list[str]:
    return [offer.trade.name for offer in response.context["offers"]]


# --- search ---


@pytest.mark.parametrize("word", ["数控", "JX04-05-01", "skcg", "ＳＫＣＧ"])
def test_a_trade_is_found_by_name_code_or_pinyin(
    schools: Client, draft: StationApplication, lathe: Trade, word: str
) -> None:
    lathe.rename("数控车工")
    lathe.save()
    TradeFactory.create(name="铆工")
    assert offered(schools.get(address(draft), {"q": word})) == ["数控车工"]
    assert offered(schools.get(address(draft))) == []


def test_retired_trades_and_those_of_the_other_scheme_are_not_found(
    schools: Client, draft: StationApplication
) -> None:
    TradeFactory.create(name="磨工一", retired_on=clock.today())
    TradeFactory.create(name="磨工二", occupation=OccupationFactory.create(scheme=Scheme.SKILL_LEVEL))
    TradeFactory.create(name="磨工三")
    assert offered(schools.get(address(draft), {"q": "磨工"})) == ["磨工三"]


# --- adding ---


def test_a_found_trade_is_added_with_levels_and_leads_to_what_it_needs(
    schools: Client, draft: StationApplication, lathe: Trade
) -> None:
    response = schools.post(address(draft), {"trade": lathe.pk, "levels": ["3", "5"]})
    stored = draft.trades.get()
    assert (stored.levels, response["Location"]) == ("53", address(draft, stored))
    page = schools.get(address(draft, stored)).content.decode()
    assert "“数控车工”还没有对应的设备" in page
    assert "“数控车工”只有 0 名对应考评员，至少须有 3 名（服务指南 2.1.2）" in page


def test_trades_stand_ascending_by_code_however_they_were_entered(
    schools: Client, draft: StationApplication, lathe: Trade
) -> None:
    by_code = [TradeFactory.create(code=f"JX99-88-01-0{number}") for number in (1, 2)]
    for trade in (by_code[1], lathe, by_code[0]):
        requested_of(draft, trade)
    chosen = [requested.trade for requested, _ in schools.get(address(draft)).context["chosen"]]
    codes = [(trade.occupation.code, trade.code) for trade in chosen]
    assert codes == sorted(codes)
    assert chosen[0] == lathe


@pytest.mark.parametrize("levels", [[], ["5"], ["9"]])
def test_levels_outside_the_trade_are_refused_and_what_was_ticked_stays(
    schools: Client, draft: StationApplication, levels: list[str]
) -> None:
    trade = TradeFactory.create(name="磨工", levels="432")
    response = schools.post(
        f"{address(draft)}?q=磨工", {"trade": trade.pk, "levels": [*levels, "4"] if levels else []}
    )
    assert response.status_code == 422
    assert not draft.trades.exists()
    assert ("checked" in response.content.decode()) == bool(levels)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"retired_on": TODAY}, "工种“磨工”已停用。请改选目录中现行的工种。"),
        ({"levels": "432"}, "“磨工”未设置五级/初级工（服务指南 2.5）。"),
    ],
)
def test_a_trade_that_cannot_be_asked_for_is_refused_in_a_sentence(
    draft: StationApplication, facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BlockedError, match=sentence.replace("（", "（?")):
        requested_of(draft, TradeFactory.create(name="磨工", **facts), 5)


def test_a_trade_is_open_until_the_day_before_it_retires(draft: StationApplication) -> None:
    assert requested_of(draft, TradeFactory.create(retired_on=date(2026, 3, 3))).levels == "4"


def test_a_trade_of_the_other_scheme_is_refused(schools: Client, draft: StationApplication) -> None:
    trade = TradeFactory.create(occupation=OccupationFactory.create(scheme=Scheme.SKILL_LEVEL))
    with pytest.raises(BlockedError, match="不属于“职业能力水平评价”"):
        requested_of(draft, trade)
    page = schools.post(address(draft), {"trade": trade.pk, "levels": "4"}).content.decode()
    assert "该工种不在可选范围内：可能已停用，或不属于本申请的评价类别。请重新查找。" in page


def test_a_trade_stands_once_in_an_application(draft: StationApplication, lathe: Trade) -> None:
    requested_of(draft, lathe)
    with pytest.raises(BlockedError, match="已在申请中"):
        requested_of(draft, lathe)


# --- additions and reductions ---


def test_an_addition_offers_the_levels_that_the_station_lacks(
    login: Login, station: Station, station_user: User, lathe: Trade
) -> None:
    exam.scope(station, lathe, "543")
    draft, client = addition(station_user), login(station_user)
    response = client.get(address(draft), {"q": "数控"})
    (offer,) = response.context["offers"]
    assert [level for level, _ in offer.free] == [2, 1]
    assert "已获批：五级/初级工、四级/中级工、三级/高级工" in response.content.decode()
    response = client.post(address(draft), {"trade": lathe.pk, "levels": ["3", "2"]})
    assert "“数控车工”的三级/高级工本站已获批。请只选择要增加的等级。" in response.content.decode()
    client.post(address(draft), {"trade": lathe.pk, "levels": ["2"]})
    assert draft.trades.get().levels == "2"


def test_a_trade_granted_in_full_offers_no_level_more(
    login: Login, station: Station, station_user: User, lathe: Trade
) -> None:
    exam.scope(station, lathe, "54321")
    page = login(station_user).get(address(addition(station_user)), {"q": "数控"}).content.decode()
    assert "没有可增加的等级" in page


def test_a_reduction_offers_what_the_station_has_without_a_search(
    login: Login, station: Station, other_station: Station, station_user: User, lathe: Trade
) -> None:
    retired = TradeFactory.create(name="磨工", retired_on=TODAY)
    exam.scope(station, lathe, "543")
    exam.scope(station, retired, "4")
    exam.scope(other_station, TradeFactory.create(name="铆工"), "4")
    draft, client = reduction(station_user), login(station_user)
    assert offered(client.get(address(draft))) == ["数控车工", "磨工"]
    assert client.post(address(draft), {"trade": retired.pk, "levels": "4"})["Location"] == address(draft)
    page = client.post(address(draft), {"trade": lathe.pk, "levels": ["2"]}).content.decode()
    assert "“数控车工”的二级/技师不在本站评价范围内。请只选择已获批的等级。" in page
    assert [requested.trade for requested in draft.trades.all()] == [retired]


def test_a_reductions_trade_needs_levels_alone(
    login: Login, station: Station, station_user: User, lathe: Trade
) -> None:
    exam.scope(station, lathe, "543")
    draft = reduction(station_user)
    requested = requested_of(draft, lathe, 5)
    client = login(station_user)
    assert "对应考评员" not in client.get(address(draft, requested)).content.decode()
    client.post(address(draft, requested), {"levels": ["5", "4"]})
    requested.refresh_from_db()
    assert requested.levels == "54"


# --- one trade ---


def examiners(application: StationApplication) -> list[ApplicationPerson]:
    return list(application.people.filter(role=PersonRole.EXAMINER))


@pytest.mark.parametrize(("count", "complete"), [(2, False), (3, True)])
def test_a_trade_is_complete_with_three_examiners(
    schools: Client, draft: StationApplication, lathe: Trade, count: int, *, complete: bool
) -> None:
    stations.add_people(draft)
    stations.add_equipment(draft)
    requested = requested_of(draft, lathe)
    chosen = {
        "levels": ["5", "4"],
        "equipment": [item.pk for item in draft.equipment.all()],
        "examiners": [person.pk for person in examiners(draft)[:count]],
    }
    page = schools.post(address(draft, requested), chosen, follow=True).content.decode()
    requested.refresh_from_db()
    assert (requested.levels, requested.equipment.count(), requested.examiners.count()) == ("54", 3, count)
    assert ("只有 2 名对应考评员，至少须有 3 名" not in page) == complete


@pytest.mark.parametrize(("others", "fits"), [(2, True), (3, False)])
def test_nobody_examines_more_than_three_trades(
    schools: Client, draft: StationApplication, lathe: Trade, others: int, *, fits: bool
) -> None:
    stations.add_people(draft)
    for _ in range(others):
        stations.add_trade(draft, TradeFactory.create())
    requested = requested_of(draft, lathe)
    page = schools.get(address(draft, requested)).content.decode()
    assert (f"另对应 {others} 个工种，已满" in page, "disabled" in page) == (not fits, not fits)
    chosen = {"levels": ["4"], "examiners": [person.pk for person in examiners(draft)]}
    page = schools.post(address(draft, requested), chosen).content.decode()
    assert (requested.examiners.count() == 3) == fits
    assert ("考评员陈考评已对应 3 个工种，每人限 3 个（服务指南 3.2）" in page) == (not fits)


def test_who_is_named_for_too_many_can_still_be_taken_out(
    schools: Client, draft: StationApplication, lathe: Trade
) -> None:
    stations.add_people(draft)
    for _ in range(3):
        stations.add_trade(draft, TradeFactory.create())
    fourth = stations.add_trade(draft, lathe)
    assert "disabled" not in schools.get(address(draft, fourth)).content.decode()
    schools.post(address(draft, fourth), {"levels": ["4"]})
    assert fourth.examiners.count() == 0


def test_only_the_applications_own_people_and_equipment_can_be_named(
    schools: Client, school: User, draft: StationApplication, lathe: Trade, management_org: Organisation
) -> None:
    other = stations.draft_application(stations.applicant("另一所学校", management=management_org))
    stations.add_people(other)
    stations.add_equipment(other)
    trainer = ApplicationPerson.objects.create(application=draft, role="trainer", position=1, name="冯实训")
    requested = requested_of(draft, lathe)
    for foreign in (
        {"examiners": [examiners(other)[0].pk]},
        {"examiners": [trainer.pk]},
        {"equipment": [other.equipment.all()[0].pk]},
    ):
        assert schools.post(address(draft, requested), {"levels": ["4"], **foreign}).status_code == 422
    change_request(
        requested=requested, actor=school, levels=[4], equipment=other.equipment.all(), examiners=[trainer]
    )
    assert (requested.examiners.count(), requested.equipment.count()) == (0, 0)


def test_somebody_elses_trade_is_not_found(
    schools: Client, draft: StationApplication, lathe: Trade, management_org: Organisation
) -> None:
    other = stations.draft_application(stations.applicant("另一所学校", management=management_org))
    theirs = requested_of(other, lathe)
    assert schools.get(address(other, theirs)).status_code == 404
    assert schools.get(address(draft, theirs)).status_code == 404
    assert schools.post(f"{address(draft, theirs)}remove/").status_code == 404
    assert other.trades.exists()


def test_a_trade_is_removed_after_a_question(
    schools: Client, draft: StationApplication, lathe: Trade
) -> None:
    stations.add_people(draft)
    requested = requested_of(draft, lathe)
    assert "已登记的设备和人员保留" in schools.get(f"{address(draft, requested)}remove/").content.decode()
    schools.post(f"{address(draft, requested)}remove/")
    assert (draft.trades.count(), draft.people.count()) == (0, 7)


def test_a_submitted_application_takes_no_trades(school: User, schools: Client, lathe: Trade) -> None:
    application = stations.complete_application(school, trades=[lathe])
    perform(application, "submit", actor=school, at=clock.now(), reason="同意申报。")
    requested = application.trades.get()
    other = TradeFactory.create()
    assert schools.get(address(application)).status_code == 302
    page = schools.post(address(application), {"trade": other.pk, "levels": "4"}).content.decode()
    assert "已提交，不能修改" in page
    page = schools.post(address(application, requested), {"levels": ["4"]}).content.decode()
    assert "已提交，不能修改" in page
    with pytest.raises(BlockedError, match="已提交，不能修改"):
        remove_trade(requested=requested, actor=school)
    assert application.trades.get().levels == "54321"


@pytest.mark.parametrize("kind", [ApplicationKind.RENEWAL, ApplicationKind.CHANGE])
def test_an_application_without_trades_has_no_page_of_them(
    login: Login, station_user: User, station: Station, kind: ApplicationKind
) -> None:
    application = stations.draft_application(station_user, kind=kind)
    assert login(station_user).get(address(application)).status_code == 404


def test_the_page_asks_as_much_for_three_trades_as_for_one(
    login: Login, station_user: User, station: Station
) -> None:
    draft, client = addition(station_user), login(station_user)
    stations.add_people(draft)
    counts = []
    for number in range(3):
        trade = TradeFactory.create(name=f"磨工{number}")
        exam.scope(station, trade, "5")
        stations.add_trade(draft, trade, levels="4")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(draft), {"q": "磨工"})
        counts.append(len(queries))
    assert counts[0] == counts[2]
