"""Suspension and resumption, by the day of the exam."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from examiners.models import Examiner, ExaminerState
from examiners.selectors import who_may_sit, why_not
from examiners.services.suspending import resume_examiner, suspend_examiner
from ostami.clock import set_practice_day
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
SINCE, RESUMED = date(2026, 8, 1), date(2026, 9, 1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def li(station: Station, turning: Trade) -> Examiner:
    return exam.examiner(station, "李考评", turning)


def suspend(li: Examiner, actor: User, since: date = SINCE, today: date = TODAY) -> None:
    suspend_examiner(examiner=li, since=since, reason="配合调查", actor=actor, today=today)
    li.refresh_from_db()


def resume(li: Examiner, actor: User, on: date = RESUMED, today: date = TODAY) -> None:
    resume_examiner(examiner=li, resumed_on=on, reason="调查结束", actor=actor, today=today)
    li.refresh_from_db()


@pytest.mark.parametrize(
    ("on", "sits"), [(SINCE - DAY, True), (SINCE, False), (RESUMED - DAY, False), (RESUMED, True)]
)
def test_a_suspension_holds_from_its_day_to_the_day_before_the_resumption(
    *, li: Examiner, turning: Trade, management_user: User, on: date, sits: bool
) -> None:
    suspend(li, management_user)
    resume(li, management_user)
    assert who_may_sit(station=li.station, trade=turning, level=4, on=on).contains(li) is sits
    reasons = [one.text for one in why_not(li, station=li.station, trade=turning, level=4, on=on)]
    assert reasons == ([] if sits else [f"考评员李考评的资格自 2026-08-01 起暂停，考试日 {on} 尚未恢复"])


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2027, 12, 30), ExaminerState.VALID),
        (date(2027, 12, 31), ExaminerState.VALID),
        (date(2028, 1, 1), ExaminerState.EXPIRED),
    ],
)
def test_an_appointment_holds_on_its_last_day(
    li: Examiner, turning: Trade, on: date, state: ExaminerState
) -> None:
    assert li.state_on(on) is state
    sits = who_may_sit(station=li.station, trade=turning, level=4, on=on).contains(li)
    assert sits is (state is ExaminerState.VALID)


def test_without_a_resumption_it_goes_on(li: Examiner, management_user: User) -> None:
    suspend(li, management_user)
    assert li.state_on(date(2027, 12, 31)) is ExaminerState.SUSPENDED
    assert li.state_on(date(2028, 1, 1)) is ExaminerState.EXPIRED


@pytest.mark.parametrize("since", [TODAY - DAY, date(2028, 1, 1)])
def test_days_past_or_beyond_the_term_are_refused(li: Examiner, management_user: User, since: date) -> None:
    with pytest.raises(BlockedError, match="须在今天至有效期截止日 2027-12-31 之间"):
        suspend(li, management_user, since)


def test_one_suspension_at_a_time(li: Examiner, management_user: User) -> None:
    suspend(li, management_user)
    with pytest.raises(BlockedError, match="已被暂停，可能已由他人处理"):
        suspend(li, management_user, TODAY)
    resume(li, management_user)
    with pytest.raises(BlockedError, match="没有被暂停"):
        resume(li, management_user)
    with pytest.raises(BlockedError, match="已被暂停"):
        suspend(li, management_user, RESUMED - DAY)
    suspend(li, management_user, RESUMED)
    assert li.suspensions.count() == 2


@pytest.mark.parametrize(("on", "today"), [(SINCE - DAY, TODAY), (SINCE + DAY, SINCE + 2 * DAY)])
def test_a_resumption_lies_neither_before_the_suspension_nor_before_today(
    li: Examiner, management_user: User, on: date, today: date
) -> None:
    suspend(li, management_user)
    with pytest.raises(BlockedError, match="早于今天或暂停日期"):
        resume(li, management_user, on, today)


def test_an_appointment_that_is_over_is_not_suspended(li: Examiner, management_user: User) -> None:
    with pytest.raises(BlockedError, match="已过期，不必暂停"):
        suspend(li, management_user, date(2028, 1, 1), today=date(2028, 1, 1))
    Examiner.objects.filter(pk=li.pk).update(ended_on=TODAY)
    with pytest.raises(BlockedError, match="已终止，不必暂停"):
        suspend(li, management_user)


def test_management_does_it_on_pages_and_the_history_tells(
    li: Examiner, management_user: User, station_user: User, login: Login
) -> None:
    client = login(management_user)
    address = reverse("examiners:suspend", args=[li.pk])
    assert 'value="2026-06-01"' in client.get(address).content.decode()
    answer = client.post(address, {"since": "2026-05-31", "reason": "配合调查"})
    assert (answer.status_code, "配合调查" in answer.content.decode()) == (422, True)
    html = client.post(address, {"since": "2026-06-01", "reason": "配合调查"}, follow=True).content.decode()
    assert "已暂停" in html
    assert "自 2026-06-01 起暂停，恢复前不能参加考评。原因：配合调查" in html
    back = reverse("examiners:resume", args=[li.pk])
    html = client.post(back, {"resumed_on": "2026-06-01", "reason": "澄清"}, follow=True).content.decode()
    assert "恢复前不能参加考评" not in html
    assert [event.sentence for event in history_of(li)] == ["暂停考评员资格", "恢复考评员资格"]
    assert [login(station_user).get(path).status_code for path in (address, back)] == [403, 403]


def test_another_managements_examiner_is_not_found(li: Examiner, management_user: User, login: Login) -> None:
    li.station.organisation.parent = None
    li.station.organisation.save()
    for name in ("suspend", "resume", "card"):
        assert login(management_user).get(reverse(f"examiners:{name}", args=[li.pk])).status_code == 404
