"""An exam is held earlier or later once, by application and approval (guide 4.5.1-6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from batches.models import Batch, BatchStatus, DateChange, PlanItem
from batches.reminders import reminders_due
from batches.services.date_changes import request_date_change
from ostami import policy
from ostami.problems import BlockedError
from stations.models import Station
from tests.batches.moving import REASON, ask, asked, instant, moved
from tests.factories import exam, people
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, available_transitions, perform

pytestmark = pytest.mark.django_db

EXAM = date(2026, 9, 1)
LATER = date(2026, 9, 20)


@pytest.fixture
def announced(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    """Approved, exam on 2026-09-01, no roster."""
    return exam.approved_batch(station, management_user, plan_item)


@pytest.fixture
def rostered(announced: Batch) -> Batch:
    """With its roster of two handed in on 2026-08-10."""
    return exam.with_roster(announced, "林小禾", "钱多多")


@pytest.mark.parametrize(
    ("at", "new_date", "accepted"),
    [
        (instant(8, 10, 23, 59, 59), date(2026, 8, 20), False),
        (instant(8, 10, 23, 59, 59), date(2026, 8, 21), True),
        (instant(8, 11, 0, 0, 0), date(2026, 8, 21), False),
        (instant(8, 11, 0, 0, 0), date(2026, 8, 22), True),
        (datetime(2026, 8, 10, 15, 59, 59, tzinfo=UTC), date(2026, 8, 21), True),
        (datetime(2026, 8, 10, 16, 0, 0, tzinfo=UTC), date(2026, 8, 21), False),
        (instant(8, 10), LATER, True),
    ],
)
def test_without_a_roster_the_new_deadline_lies_ahead(
    announced: Batch, at: datetime, new_date: date, *, accepted: bool
) -> None:
    said = asked(announced, new_date, at=at)
    assert DateChange.objects.count() == accepted
    earliest = policy.earliest_changed_date(at.astimezone(instant(1, 1).tzinfo).date(), roster_in=False)
    assert said == (
        ""
        if accepted
        else f"新的考试日期 {new_date} 太近：花名册还没有提交，新的报名截止日须不早于今天"
        f"（服务指南 4.5.1-6）。请选择 {earliest} 或以后的日期。"
    )


@pytest.mark.parametrize(
    ("at", "new_date", "accepted"),
    [
        (instant(8, 11, 23, 59, 59), date(2026, 8, 11), False),
        (instant(8, 11, 23, 59, 59), date(2026, 8, 12), True),
        (instant(8, 12, 0, 0, 0), date(2026, 8, 12), False),
        (instant(8, 12, 0, 0, 0), date(2026, 8, 13), True),
    ],
)
def test_with_the_roster_in_any_day_after_today_will_do(
    rostered: Batch, at: datetime, new_date: date, *, accepted: bool
) -> None:
    assert (asked(rostered, new_date, at=at) == "") is accepted


def test_an_approval_is_weighed_by_its_own_day(announced: Batch, management_user: User) -> None:
    change = ask(announced, date(2026, 8, 21), at=instant(8, 10))
    with pytest.raises(BlockedError, match="请选择 2026-08-22 或以后的日期"):
        perform(change, "approve", actor=management_user, at=instant(8, 11, 0, 0, 0))
    announced.refresh_from_db()
    assert announced.exam_date == EXAM
    perform(change, "approve", actor=management_user, at=instant(8, 10, 23, 59, 59))
    announced.refresh_from_db()
    assert announced.exam_date == date(2026, 8, 21)


def test_every_later_date_follows_the_change(announced: Batch, management_user: User) -> None:
    batch = moved(announced, LATER, by=management_user, at=instant(8, 10))
    assert batch.exam_date == LATER
    assert batch.enrolment_closes_at == instant(9, 10, 0)
    last_second = batch.enrolment_closes_at - timedelta(seconds=1)
    assert Batch.objects.open_for_enrolment(last_second).contains(batch)
    assert not Batch.objects.open_for_enrolment(batch.enrolment_closes_at).contains(batch)
    assert policy.paper_window(batch.exam_date) == (instant(9, 10, 0), instant(9, 21, 0))
    words = {entry.label: entry.words for entry in batch.calendar()}
    assert words["考试日期"] == "2026-09-20"
    assert words["试卷签收"] == "2026-09-10 00:00 至 2026-09-20 24:00"
    assert "2026-09-09 24:00" in words.values()


def test_reminders_go_by_the_new_date(announced: Batch, management_user: User) -> None:
    def due(day: date) -> list[tuple[str, date]]:
        return [(one.kind, one.due_on) for one in reminders_due(announced, today=day)]

    assert ("roster", date(2026, 8, 21)) in due(date(2026, 8, 14))
    moved(announced, LATER, by=management_user, at=instant(8, 14))
    assert due(date(2026, 8, 14)) == []
    assert ("roster", date(2026, 9, 9)) in due(date(2026, 9, 2))


def test_the_change_is_told_in_both_histories(announced: Batch, management_user: User) -> None:
    moved(announced, LATER, by=management_user, at=instant(8, 10))
    change = announced.date_changes.get()
    assert [event.sentence for event in history_of(change)] == ["申请调整考试日期", "批准了考试日期调整"]
    told = list(history_of(announced))[-2:]
    assert [event.sentence for event in told] == ["申请调整考试日期", "调整了考试日期"]
    assert [event.reason for event in told] == [REASON, REASON]
    assert told[-1].changes == {"考试日期": ["2026-09-01", "2026-09-20"]}
    assert change.decided_at == instant(8, 10)
    assert verify() == []


def test_a_second_change_is_refused_with_the_date_of_the_first(
    announced: Batch, management_user: User
) -> None:
    moved(announced, LATER, by=management_user, at=instant(8, 10))
    number = announced.number
    assert asked(announced, date(2026, 10, 1), at=instant(8, 12)) == (
        f"批次 {number}的考试日期已于 2026-08-10 由 2026-09-01 调整为 2026-09-20，每个批次只能调整一次"
        "（服务指南 4.5.1-6）。如无法按期考试，请取消该批次，另行申请。"
    )


def test_a_request_that_waits_blocks_another(announced: Batch) -> None:
    ask(announced, LATER, at=instant(8, 10))
    assert asked(announced, date(2026, 10, 1), at=instant(8, 11)) == (
        f"批次 {announced.number} 已于 2026-08-10 申请由 2026-09-01 调整为 2026-09-20，正在等待审批"
        "（服务指南 4.5.1-6）。请等待管理站办理。"
    )


def test_after_a_refusal_the_station_may_ask_again(announced: Batch, management_user: User) -> None:
    first = ask(announced, LATER, at=instant(8, 10))
    with pytest.raises(BlockedError, match="请填写不予批准的原因"):
        perform(first, "refuse", actor=management_user, at=instant(8, 11))
    refused = perform(first, "refuse", actor=management_user, at=instant(8, 11), reason="与其他批次冲突")
    assert refused.decided_at == instant(8, 11)
    announced.refresh_from_db()
    assert announced.exam_date == EXAM
    assert moved(announced, date(2026, 9, 25), by=management_user, at=instant(8, 12)).exam_date.day == 25


def test_the_same_date_is_no_change(announced: Batch) -> None:
    assert asked(announced, EXAM, at=instant(8, 10)) == (
        "新的考试日期与原日期 2026-09-01 相同（服务指南 4.5.1-6）。请选择另一个日期。"
    )


@pytest.mark.parametrize("status", sorted(set(BatchStatus) - {"draft", "approved", "roster_submitted"}))
def test_only_an_approved_batch_without_results_can_move(station: Station, status: str) -> None:
    number = "49284901-2026-099"
    batch = exam.draft_batch(station, number=number, applied_on=exam.APPLIED_ON, status=status)
    label = BatchStatus(status).label
    assert asked(batch, LATER, at=instant(8, 10)) == (
        f"批次 {number} 当前状态为“{label}”，不能调整考试日期（服务指南 4.5.1-6）。"
        "只有已批准、尚未提交成绩的批次可以调整。"
    )


def test_the_panel_must_hold_on_the_new_date(announced: Batch) -> None:
    said = asked(announced, date(2028, 1, 10), at=instant(8, 10))
    assert said.count("的资格在考试日 2028-01-10 不在有效期内") == 3
    assert "请改选日期，或先办理该考评员的续期" in said


def test_an_examiner_who_moved_away_since_the_approval_stays_on_the_panel(
    announced: Batch, other_station: Station
) -> None:
    leader = announced.items.get().leader
    leader.station = other_station
    leader.save()
    assert asked(announced, LATER, at=instant(8, 10)) == ""


def test_an_examiner_who_could_not_sit_on_the_old_date_either_does_not_hold_the_date(
    announced: Batch,
) -> None:
    leader = announced.items.get().leader
    leader.suspensions.create(since=date(2026, 8, 1), reason="抽查复核")
    assert asked(announced, LATER, at=instant(8, 10)) == ""


def test_an_examiner_suspended_between_the_two_dates_holds_the_date(announced: Batch) -> None:
    leader = announced.items.get().leader
    leader.suspensions.create(since=date(2026, 9, 10), reason="抽查复核")
    assert "考试日 2026-09-20 尚未恢复" in asked(announced, LATER, at=instant(8, 10))


def test_once_scores_were_entered_the_date_stays_at_request_and_at_approval(
    rostered: Batch, station_user: User, management_user: User
) -> None:
    wanted = ask(rostered, LATER, at=instant(8, 12))
    exam.score(rostered.enrolments.earliest("sequence"), "80", None, by=station_user)
    refusal = (
        f"批次 {rostered.number} 已登记 1 名考生的成绩，考试已经进行，不能调整考试日期"
        "（服务指南 4.6-1）。请按原考试日期办理后续事项。"
    )
    with pytest.raises(BlockedError) as refused:
        perform(wanted, "approve", actor=management_user, at=instant(9, 2))
    assert str(refused.value) == refusal
    perform(wanted, "refuse", actor=management_user, at=instant(9, 2), reason="考试已进行")
    assert asked(rostered, LATER, at=instant(9, 2)) == refusal


def test_an_approval_that_would_be_refused_is_offered_with_its_reason(
    rostered: Batch, station_user: User, management_user: User
) -> None:
    change = ask(rostered, LATER, at=instant(8, 12))
    exam.score(rostered.enrolments.earliest("sequence"), "80", None, by=station_user)
    offered = available_transitions(change, management_user, at=instant(9, 2))
    assert {one.transition.name: [problem.clause for problem in one.problems] for one in offered} == {
        "approve": ["4.6-1"],
        "refuse": [],
    }


def test_only_its_own_station_asks_and_only_management_decides(
    announced: Batch, station_user: User, other_station_user: User, management_user: User, centre_user: User
) -> None:
    def asked_by(actor: User) -> DateChange:
        at = instant(8, 10)
        return request_date_change(batch=announced, actor=actor, new_date=LATER, reason=REASON, at=at)

    with pytest.raises(Http404):
        asked_by(other_station_user)
    with pytest.raises(PermissionDenied):
        asked_by(management_user)
    change = asked_by(station_user)
    for actor in (station_user, centre_user):
        with pytest.raises(PermissionDenied):
            perform(change, "approve", actor=actor, at=instant(8, 10))
    with pytest.raises(Http404):
        perform(change, "approve", actor=other_station_user, at=instant(8, 10))
    assert perform(change, "approve", actor=management_user, at=instant(8, 10)).status == "approved"
    with pytest.raises(StaleError):
        perform(change, "refuse", actor=management_user, at=instant(8, 10), reason="晚了")


def test_a_candidate_sees_no_requests(announced: Batch) -> None:
    ask(announced, LATER, at=instant(8, 10))
    assert not DateChange.objects.visible_to(people.candidate("林小禾").user).exists()
