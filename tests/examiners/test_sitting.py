from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from examiners.models import Examiner, ExaminerState, ExaminerTrade, Grade
from examiners.selectors import short_trades, who_may_sit, why_not
from stations.models import Station
from tests.factories import exam
from tests.factories.catalog import TradeFactory

EXAM = date(2026, 9, 1)
EVE, MORROW = EXAM - timedelta(days=1), EXAM + timedelta(days=1)

pytestmark = pytest.mark.django_db


def reasons(examiner: Examiner, *, level: int = 4, station: Station | None = None) -> list[str]:
    """Return why the examiner may not sit, after checking that the list of who may says the same."""
    place, trade = station or examiner.station, exam.trade()
    found = [str(one) for one in why_not(examiner, station=place, trade=trade, level=level, on=EXAM)]
    assert who_may_sit(station=place, trade=trade, level=level, on=EXAM).contains(examiner) is not bool(found)
    return found


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({"valid_to": EVE}, ExaminerState.EXPIRED),
        ({"valid_to": EXAM}, ExaminerState.VALID),
        ({"valid_from": EXAM}, ExaminerState.VALID),
        ({"valid_from": MORROW}, ExaminerState.AHEAD),
        ({"valid_from": EXAM, "valid_to": EXAM}, ExaminerState.VALID),
        ({"ended_on": MORROW}, ExaminerState.VALID),
        ({"ended_on": EXAM}, ExaminerState.ENDED),
        ({"ended_on": EVE}, ExaminerState.ENDED),
        ({"ended_on": EVE, "valid_to": EVE}, ExaminerState.ENDED),
        ({"ended_on": MORROW, "valid_to": EVE}, ExaminerState.EXPIRED),
    ],
)
def test_an_appointment_holds_from_its_first_to_its_last_day_and_not_on_the_day_of_its_end(
    station: Station, dates: dict[str, Any], state: ExaminerState
) -> None:
    li = exam.examiner(station, "李考评", exam.trade(), **dates)
    assert li.state_on(EXAM) is state
    assert li.is_valid_on(EXAM) is (state is ExaminerState.VALID)
    assert [one for one in ExaminerState if Examiner.objects.in_state(one, EXAM).exists()] == [state]
    found = reasons(li)
    assert bool(found) is (state is not ExaminerState.VALID)
    assert all("在考试日 2026-09-01 不在有效期内" in one and "服务指南 4.5.1-4" in one for one in found)


@pytest.mark.parametrize(
    ("grade", "level", "may"),
    [
        (Grade.EXAMINER, 5, True),
        (Grade.EXAMINER, 3, True),
        (Grade.EXAMINER, 2, False),
        (Grade.EXAMINER, 1, False),
        (Grade.SENIOR, 3, True),
        (Grade.SENIOR, 2, True),
        (Grade.SENIOR, 1, True),
    ],
)
def test_levels_two_and_one_need_a_senior_examiner(
    station: Station, grade: Grade, level: int, *, may: bool
) -> None:
    found = reasons(exam.examiner(station, "李考评", exam.trade(), grade=grade), level=level)
    assert (found == []) is may
    assert all("须由高级考评员考评" in one for one in found)


def test_an_examiner_sits_on_trades_held_alone(station: Station) -> None:
    milling = TradeFactory.create(name="数控铣工")
    assert reasons(exam.examiner(station, "王考评", milling, exam.trade())) == []
    assert "未取得“数控车工”的考评资格" in reasons(exam.examiner(station, "李考评", milling))[0]


def test_an_examiner_sits_at_the_own_station_alone(station: Station, other_station: Station) -> None:
    li = exam.examiner(other_station, "李考评", exam.trade())
    assert reasons(li) == []
    assert ["不属于本考试站" in one for one in reasons(li, station=station)] == [True]


def test_every_reason_is_named_at_once(station: Station) -> None:
    li = exam.examiner(station, "李考评", valid_to=EVE)
    assert len(reasons(li, level=2)) == 3


def test_a_fourth_trade_does_not_fit(station: Station) -> None:
    trades = TradeFactory.create_batch(4)
    li = exam.examiner(station, "李考评", *trades[:3])
    with pytest.raises(IntegrityError), transaction.atomic():
        ExaminerTrade.objects.create(examiner=li, trade=trades[3], place=4)


def test_a_granted_trade_needs_three_valid_examiners(station: Station, other_station: Station) -> None:
    trade = exam.trade()
    exam.scope(station, trade, "543")
    assert [(one.trade, one.valid) for one in short_trades(station=station, on=EXAM)] == [(trade, 0)]
    exam.panel(station, trade, 2)
    exam.panel(other_station, trade, 3)
    exam.examiner(station, "过期", trade, valid_to=EVE)
    exam.examiner(station, "另一工种", TradeFactory.create())
    short = short_trades(station=station, on=EXAM)
    assert [(one.valid, one.lacks, one.lacks_seniors) for one in short] == [(2, True, False)]
    exam.examiner(station, "高考评", trade, grade=Grade.SENIOR)
    assert short_trades(station=station, on=EXAM) == []


def test_a_trade_granted_at_level_two_or_one_needs_three_senior_examiners(station: Station) -> None:
    trade = exam.trade()
    exam.scope(station, trade, "32")
    exam.panel(station, trade, 3)
    for number in range(2):
        exam.examiner(station, f"高考评{number}", trade, grade=Grade.SENIOR)
    short = short_trades(station=station, on=EXAM)
    assert [(one.valid, one.seniors, one.lacks, one.lacks_seniors) for one in short] == [(5, 2, False, True)]
    exam.examiner(station, "高考评三", trade, grade=Grade.SENIOR)
    assert short_trades(station=station, on=EXAM) == []


def test_a_withdrawn_trade_needs_nobody(station: Station) -> None:
    grant = exam.scope(station, exam.trade())
    grant.withdrawn_on = date(2026, 1, 1)
    grant.save()
    assert short_trades(station=station, on=EXAM) == []
