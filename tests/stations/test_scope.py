from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from stations.models import ScopeGrant, Station
from stations.services.scope import change_levels, grant_scope, reduce_scope, withdraw_scope
from tests.conftest import Login
from tests.factories import exam
from tests.factories.catalog import OccupationFactory, TradeFactory
from workflow.audit import history_of
from workflow.lifecycle import perform

TODAY = date(2026, 3, 1)

pytestmark = pytest.mark.django_db


def test_a_grant_stores_the_levels_lowest_first_and_tells_the_history(
    station: Station, management_user: User
) -> None:
    trade = exam.trade()
    grant = grant_scope(station=station, trade=trade, levels=[3, 5, 4, 5], actor=management_user, today=TODAY)
    assert (grant.levels, grant.granted_on) == ("543", TODAY)
    event = history_of(station).get()
    assert (event.sentence, event.actor) == ("授予评价范围：JX04-05-01-01 数控车工", management_user)
    assert event.changes == {"等级": ["", "五级/初级工、四级/中级工、三级/高级工"]}


@pytest.mark.parametrize(("levels", "fits"), [([4, 3, 2], True), ([4], True), ([5, 4], False), ([1], False)])
def test_only_levels_that_the_trade_has_can_be_granted(
    station: Station, management_user: User, levels: list[int], *, fits: bool
) -> None:
    trade = TradeFactory.create(levels="432")
    if fits:
        grant_scope(station=station, trade=trade, levels=levels, actor=management_user, today=TODAY)
        assert ScopeGrant.objects.filter(trade=trade).exists()
        return
    with pytest.raises(BlockedError, match="未设置"):
        grant_scope(station=station, trade=trade, levels=levels, actor=management_user, today=TODAY)
    assert not ScopeGrant.objects.exists()


def test_a_trade_can_be_granted_until_the_day_before_it_is_retired(
    station: Station, other_station: Station, management_user: User
) -> None:
    trade = TradeFactory.create(retired_on=TODAY)
    yesterday = date(2026, 2, 28)
    grant_scope(station=station, trade=trade, levels=[5], actor=management_user, today=yesterday)
    with pytest.raises(BlockedError, match="已停用"):
        grant_scope(station=other_station, trade=trade, levels=[5], actor=management_user, today=TODAY)
    assert ScopeGrant.objects.get().station == station


def test_a_station_has_one_live_grant_a_trade(
    station: Station, other_station: Station, management_user: User
) -> None:
    trade = exam.trade()
    first = grant_scope(station=station, trade=trade, levels=[5], actor=management_user, today=TODAY)
    with pytest.raises(BlockedError, match="该站已有“JX04-05-01-01 数控车工”的评价范围"):
        grant_scope(station=station, trade=trade, levels=[4], actor=management_user, today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        exam.scope(station, trade)
    grant_scope(station=other_station, trade=trade, levels=[4], actor=management_user, today=TODAY)
    withdraw_scope(grant=first, reason="设备已报废", actor=management_user, today=TODAY)
    grant_scope(station=station, trade=trade, levels=[4], actor=management_user, today=TODAY)
    assert [grant.levels for grant in station.grants.live()] == ["4"]


def test_a_closed_station_is_granted_nothing(station: Station, management_user: User) -> None:
    station = perform(station, "close", actor=management_user, reason="学校停办")
    with pytest.raises(BlockedError, match="已关闭"):
        grant_scope(station=station, trade=exam.trade(), levels=[5], actor=management_user, today=TODAY)


def test_changed_levels_are_told_with_old_and_new(station: Station, management_user: User) -> None:
    grant = exam.scope(station, exam.trade(), "54")
    change_levels(grant=grant, levels=[3, 4], actor=management_user, today=TODAY)
    assert station.grants.live().get().levels == "43"
    assert history_of(station).get().changes == {
        "等级": ["五级/初级工、四级/中级工", "四级/中级工、三级/高级工"]
    }


def test_what_a_station_held_before_a_change_stays_on_record(station: Station, management_user: User) -> None:
    trade = exam.trade()
    exam.scope(station, trade, "54")
    change = partial(change_levels, actor=management_user, today=TODAY)
    wider = change(grant=station.grants.live().get(), levels=[5, 4, 3])
    assert station.grants.get() == wider
    narrower = change(grant=wider, levels=[4])
    gone = station.grants.exclude(pk=narrower.pk).get()
    assert (gone.levels, gone.withdrawn_on) == ("543", TODAY)
    assert (narrower.levels, narrower.granted_on) == ("4", TODAY)
    days = (date(2026, 2, 28), TODAY, date(2026, 3, 2))
    assert [ScopeGrant.objects.covering_on(day, trade, 5).exists() for day in days] == [True, True, False]
    assert [ScopeGrant.objects.covering_on(day, trade, 4).exists() for day in days] == [True, True, True]


@pytest.mark.parametrize(
    ("given_up", "left"), [([3], "54"), ([5, 3], "4"), ([4, 3, 5], None), ([2], ""), ([3, 2], "")]
)
def test_a_reduction_takes_levels_out_and_never_more_than_there_are(
    station: Station, management_user: User, given_up: list[int], left: str | None
) -> None:
    grant = exam.scope(station, exam.trade(), "543")
    reduce = partial(reduce_scope, reason="设备已报废", actor=management_user, today=TODAY)
    if left == "":
        with pytest.raises(BlockedError, match="“数控车工”的二级/技师不在该站评价范围内"):
            reduce(grant=grant, levels=given_up)
        assert (station.grants.get().levels, history_of(station).count()) == ("543", 0)
        return
    reduce(grant=grant, levels=given_up)
    assert [live.levels for live in station.grants.live()] == ([left] if left else [])
    assert station.grants.get(pk=grant.pk).levels == "543"
    assert history_of(station).get().reason == "设备已报废"


def test_a_grant_can_end_on_the_day_it_began(station: Station, management_user: User) -> None:
    trade = exam.trade()
    grant = grant_scope(station=station, trade=trade, levels=[5, 4], actor=management_user, today=TODAY)
    reduce = partial(reduce_scope, reason="重复授予", actor=management_user, today=TODAY)
    grant = reduce(grant=grant, levels=[5])
    reduce(grant=grant, levels=[4])
    assert not station.grants.live().exists()
    assert station.grants.count() == 2


def test_unchanged_or_no_levels_are_refused(station: Station, management_user: User) -> None:
    grant = exam.scope(station, exam.trade(), "54")
    with pytest.raises(BlockedError, match="与现有等级相同"):
        change_levels(grant=grant, levels=[4, 5], actor=management_user, today=TODAY)
    with pytest.raises(BlockedError, match="还没有选择等级"):
        change_levels(grant=grant, levels=[], actor=management_user, today=TODAY)
    assert not history_of(station).exists()


def test_a_withdrawn_grant_covers_nothing_and_cant_be_touched_again(
    station: Station, management_user: User
) -> None:
    trade = exam.trade()
    grant = exam.scope(station, trade, "543")
    assert ScopeGrant.objects.covering(trade, 4).get() == grant
    seen_before = ScopeGrant.objects.get()
    withdraw_scope(grant=grant, reason="设备已报废", actor=management_user, today=TODAY)
    assert not ScopeGrant.objects.covering(trade, 4).exists()
    assert history_of(station).get().reason == "设备已报废"
    with pytest.raises(BlockedError, match="已于 2026-03-01 撤销，可能已由他人处理"):
        withdraw_scope(grant=seen_before, reason="再撤一次", actor=management_user, today=TODAY)
    with pytest.raises(BlockedError, match="已于 2026-03-01 撤销"):
        change_levels(grant=seen_before, levels=[5], actor=management_user, today=TODAY)
    assert history_of(station).count() == 1


# --- pages ---


def test_management_finds_a_trade_chooses_levels_and_sees_the_grant(
    station: Station, management_user: User, login: Login
) -> None:
    occupation = OccupationFactory.create(name="车工")
    turning = TradeFactory.create(name="数控车工", occupation=occupation)
    plain = TradeFactory.create(name="普通车工", occupation=occupation, levels="543")
    exam.scope(station, turning)
    client = login(management_user)
    search = reverse("stations:grant", args=[station.code])
    assert "请输入工种名称" in client.get(search).content.decode()
    html = client.get(search, {"q": "车工"}).content.decode()
    step_two = reverse("stations:grant_levels", args=[station.code, plain.pk])
    assert step_two in html
    assert "已授予" in html
    assert reverse("stations:grant_levels", args=[station.code, turning.pk]) not in html
    assert "没有找到“火箭”" in client.get(search, {"q": "火箭"}).content.decode()
    form = client.get(step_two).content.decode()
    assert "五级/初级工" in form
    assert "二级/技师" not in form
    answer = client.post(step_two, {"levels": ["5", "3"]}, follow=True)
    assert answer.redirect_chain == [(station.get_absolute_url(), 302)]
    assert "评价范围已授予。" in answer.content.decode()
    assert station.grants.get(trade=plain).levels == "53"
    assert station.grants.get(trade=plain).granted_on == clock.today()


@pytest.mark.parametrize(
    ("levels", "sentence"), [([], "还没有选择等级"), (["5", "1"], "该工种未设置所选等级（服务指南 2.5）")]
)
def test_wrong_levels_are_refused_and_ticks_are_kept(
    station: Station, management_user: User, login: Login, levels: list[str], sentence: str
) -> None:
    trade = TradeFactory.create(levels="543")
    address = reverse("stations:grant_levels", args=[station.code, trade.pk])
    answer = login(management_user).post(address, {"levels": levels})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert html.count("checked") == len([level for level in levels if level in trade.levels])
    assert not station.grants.exists()


def test_a_retired_trade_has_no_second_step(station: Station, management_user: User, login: Login) -> None:
    trade = TradeFactory.create(retired_on=date(2020, 1, 1))
    assert login(management_user).get(f"/stations/{station.code}/scope/new/{trade.pk}/").status_code == 404


def test_a_second_grant_of_one_trade_is_refused_at_the_form(
    station: Station, management_user: User, login: Login
) -> None:
    trade = exam.trade()
    exam.scope(station, trade)
    answer = login(management_user).post(f"/stations/{station.code}/scope/new/{trade.pk}/", {"levels": ["5"]})
    assert answer.status_code == 422
    assert "请修改已有的这一条" in answer.content.decode()


def test_levels_are_changed_and_a_grant_is_withdrawn_with_a_reason(
    station: Station, centre_user: User, login: Login
) -> None:
    grant = exam.scope(station, exam.trade(), "54")
    client = login(centre_user)
    edit = reverse("stations:grant_edit", args=[station.code, grant.pk])
    assert client.get(edit).content.decode().count("checked") == 2
    client.post(edit, {"levels": ["5", "4", "3"]})
    grant.refresh_from_db()
    assert grant.levels == "543"
    away = reverse("stations:withdraw", args=[station.code, grant.pk])
    assert "已提交或已批准的批次不受影响" in client.get(away).content.decode()
    assert client.post(away, {"reason": ""}).status_code == 422
    grant.refresh_from_db()
    assert grant.withdrawn_on is None
    html = client.post(away, {"reason": "场地不再符合要求"}, follow=True).content.decode()
    assert "评价范围已撤销。" in html
    assert "场地不再符合要求" in html
    late = client.post(away, {"reason": "迟到的第二次"})
    assert late.status_code == 422
    assert "可能已由他人处理" in late.content.decode()
    assert "迟到的第二次" in late.content.decode()


def test_only_management_and_centre_may_touch_scope(
    station: Station, station_user: User, branch_user: User, login: Login
) -> None:
    grant = exam.scope(station, exam.trade())
    base = f"/stations/{station.code}/scope/"
    addresses = [
        f"{base}new/",
        f"{base}new/{grant.trade_id}/",
        f"{base}{grant.pk}/",
        f"{base}{grant.pk}/withdraw/",
    ]
    for user in (station_user, branch_user):
        client = login(user)
        assert [client.get(address).status_code for address in addresses] == [403] * 4
        assert client.post(f"{base}{grant.pk}/withdraw/", {"reason": "无权"}).status_code == 403
    grant.refresh_from_db()
    assert grant.withdrawn_on is None


def test_a_station_of_another_management_and_a_grant_of_another_station_are_not_found(
    station: Station, other_station: Station, management_user: User, login: Login
) -> None:
    grant = exam.scope(station, exam.trade())
    client = login(management_user)
    assert client.get(f"/stations/{other_station.code}/scope/{grant.pk}/").status_code == 404
    station.organisation.parent = None
    station.organisation.save()
    for tail in ("new/", f"new/{grant.trade_id}/", f"{grant.pk}/", f"{grant.pk}/withdraw/"):
        assert client.get(f"/stations/{station.code}/scope/{tail}").status_code == 404
    assert (
        client.post(f"/stations/{station.code}/scope/{grant.pk}/withdraw/", {"reason": "无"}).status_code
        == 404
    )
    grant.refresh_from_db()
    assert grant.withdrawn_on is None
