from dataclasses import replace
from datetime import date

import pytest

from accounts.models import User
from examiners.models import Examiner, Grade
from examiners.services.changes import mask_phone
from examiners.services.roster import (
    ExaminerFacts,
    change_examiner,
    end_examiner,
    register_examiner,
)
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam
from tests.factories.catalog import TradeFactory
from workflow.audit import history_of, verify

TODAY = date(2026, 6, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def turning(station: Station) -> Trade:
    trade = exam.trade()
    exam.scope(station, trade)
    return trade


@pytest.fixture
def facts(turning: Trade) -> ExaminerFacts:
    return ExaminerFacts(
        person_name="李考评",
        grade="examiner",
        certificate_number="KP2026001",
        valid_from=date(2026, 1, 1),
        valid_to=date(2028, 12, 31),
        trades=(turning,),
        phone="13900001234",
    )


@pytest.fixture
def li(station: Station, facts: ExaminerFacts, management_user: User) -> Examiner:
    return register_examiner(station=station, facts=facts, actor=management_user)


def test_spellings_are_folded_and_the_history_tells_all_but_the_phone(
    station: Station, facts: ExaminerFacts, turning: Trade, management_user: User
) -> None:
    typed = replace(
        facts, person_name="  买买提．艾合买提 ", certificate_number="ｋｐ 2026 001", phone="139 0000 1234"
    )
    made = register_examiner(station=station, facts=typed, actor=management_user)
    made.refresh_from_db()
    assert (made.person_name, made.certificate_number, made.phone) == (
        "买买提·艾合买提",
        "KP2026001",
        "13900001234",
    )
    assert list(made.trades.all()) == [turning]
    event = history_of(made).get()
    assert (event.sentence, event.actor) == ("登记考评员", management_user)
    assert event.changes["联系电话"] == ["", "139****1234"]
    assert event.changes["类别"] == ["", "考评员"]
    assert event.changes["工种"] == ["", "JX04-05-01-01 数控车工"]
    assert verify() == []


@pytest.mark.parametrize(
    ("number", "shown"), [("", ""), ("12345678", "****"), ("13900001234", "139****1234")]
)
def test_phones_are_masked_in_history(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


@pytest.mark.parametrize(("count", "allowed"), [(0, False), (1, True), (3, True), (4, False)])
def test_an_examiner_holds_one_to_three_trades(
    station: Station, facts: ExaminerFacts, management_user: User, count: int, *, allowed: bool
) -> None:
    trades = tuple(TradeFactory.create_batch(count))
    for trade in trades:
        exam.scope(station, trade)
    typed = replace(facts, trades=trades)
    if allowed:
        assert register_examiner(station=station, facts=typed, actor=management_user).trades.count() == count
        return
    with pytest.raises(BlockedError, match=r"服务指南 3\.2"):
        register_examiner(station=station, facts=typed, actor=management_user)
    assert not Examiner.objects.exists()


def test_trades_outside_the_scope_are_refused(
    station: Station, other_station: Station, facts: ExaminerFacts, management_user: User
) -> None:
    elsewhere = TradeFactory.create(name="数控铣工")
    exam.scope(other_station, elsewhere)
    with pytest.raises(BlockedError, match="数控铣工”不在该考试站获批的评价范围内（服务指南 4"):
        register_examiner(
            station=station, facts=replace(facts, trades=(*facts.trades, elsewhere)), actor=management_user
        )
    assert not Examiner.objects.exists()


def test_a_certificate_number_belongs_to_one_examiner_of_all_stations(
    other_station: Station, li: Examiner, facts: ExaminerFacts, management_user: User
) -> None:
    exam.scope(other_station, facts.trades[0])
    typed = replace(facts, person_name="王考评", certificate_number="kp2026001")
    with pytest.raises(BlockedError, match="考评员证号“KP2026001”已登记给另一名考评员"):
        register_examiner(station=other_station, facts=typed, actor=management_user)
    assert Examiner.objects.get() == li


@pytest.mark.parametrize(("last", "allowed"), [(date(2026, 1, 1), True), (date(2025, 12, 31), False)])
def test_the_last_day_is_not_before_the_first(
    station: Station, facts: ExaminerFacts, management_user: User, last: date, *, allowed: bool
) -> None:
    typed = replace(facts, valid_to=last)
    if allowed:
        assert register_examiner(station=station, facts=typed, actor=management_user).valid_to == last
        return
    with pytest.raises(BlockedError, match="有效期至 2025-12-31 早于有效期起 2026-01-01"):
        register_examiner(station=station, facts=typed, actor=management_user)


def test_every_fault_is_named_at_once(
    station: Station, li: Examiner, facts: ExaminerFacts, management_user: User
) -> None:
    typed = replace(facts, person_name="　 ", valid_to=date(2025, 1, 1), trades=())
    with pytest.raises(BlockedError) as blocked:
        register_examiner(station=station, facts=typed, actor=management_user)
    assert [problem.field for problem in blocked.value.problems] == [
        "person_name",
        "certificate_number",
        "valid_to",
        "trades",
    ]


def test_a_change_tells_old_and_new_of_what_changed_alone(
    station: Station, li: Examiner, facts: ExaminerFacts, centre_user: User
) -> None:
    milling = TradeFactory.create(name="数控铣工")
    exam.scope(station, milling)
    typed = replace(facts, grade="senior", trades=(*facts.trades, milling))
    changed = change_examiner(examiner=li, facts=typed, actor=centre_user)
    assert changed.grade == Grade.SENIOR
    event = history_of(li).last()
    assert event is not None
    assert event.changes == {
        "类别": ["考评员", "高级考评员"],
        "工种": ["JX04-05-01-01 数控车工", f"JX04-05-01-01 数控车工、{milling.code_and_name}"],
    }


def test_a_change_that_changes_nothing_is_refused(
    li: Examiner, facts: ExaminerFacts, management_user: User
) -> None:
    with pytest.raises(BlockedError, match="没有任何改动"):
        change_examiner(examiner=li, facts=facts, actor=management_user)
    assert history_of(li).count() == 1


def test_a_trade_held_from_before_may_stay_when_its_scope_is_gone_but_not_come_back(
    station: Station, li: Examiner, facts: ExaminerFacts, management_user: User
) -> None:
    milling = TradeFactory.create()
    exam.scope(station, milling)
    grant = station.grants.get(trade=facts.trades[0])
    grant.withdrawn_on = TODAY
    grant.save()
    both = replace(facts, trades=(*facts.trades, milling))
    change_examiner(examiner=li, facts=both, actor=management_user)
    change_examiner(examiner=li, facts=replace(facts, trades=(milling,)), actor=management_user)
    with pytest.raises(BlockedError, match="不在该考试站获批的评价范围内"):
        change_examiner(examiner=li, facts=both, actor=management_user)
    assert list(li.trades.all()) == [milling]


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2028, 12, 31), True),
        (date(2029, 1, 1), False),
    ],
)
def test_an_appointment_ends_within_its_validity(
    li: Examiner, management_user: User, day: date, *, allowed: bool
) -> None:
    def end() -> Examiner:
        return end_examiner(examiner=li, ended_on=day, reason="调离", actor=management_user, today=TODAY)

    if allowed:
        assert end().ended_on == day
        event = history_of(li).last()
        assert event is not None
        assert (event.sentence, event.reason, event.changes) == (
            "终止考评员资格",
            "调离",
            {"终止日期": ["", str(day)]},
        )
        return
    with pytest.raises(BlockedError, match="不在有效期内"):
        end()
    assert history_of(li).count() == 1


def test_an_end_ahead_can_be_moved_until_it_has_come(li: Examiner, management_user: User) -> None:
    def end(day: date, today: date) -> None:
        end_examiner(examiner=li, ended_on=day, reason="调离", actor=management_user, today=today)

    end(date(2026, 7, 1), TODAY)
    end(date(2026, 8, 1), date(2026, 6, 30))
    with pytest.raises(BlockedError, match="已于 2026-08-01 终止，可能已由他人处理"):
        end(date(2026, 9, 1), date(2026, 8, 1))
    li.refresh_from_db()
    assert li.ended_on == date(2026, 8, 1)
