"""Reminders: 7, 3 and 1 days before rosters, papers and exams, and a digest of approvals due or late."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from batches.models import ApprovalReminder, Batch, BatchReminder, BatchReminderKind, DateChange, PlanItem
from batches.services.approval_reminding import remind_approvers
from batches.services.reminding import DueReport, remind_due
from stations.models import Station
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

EXAM = date(2026, 9, 1)
LAST_DAY, PAPERS_FROM = date(2026, 8, 21), date(2026, 8, 22)
ROSTER, PAPERS, EXAM_KIND = BatchReminderKind.ROSTER, BatchReminderKind.PAPERS, BatchReminderKind.EXAM


class DeadServer(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def approved(station: Station, management_user: User, plan_item: PlanItem) -> Batch:
    return exam.approved_batch(station, management_user, plan_item, exam_date=EXAM)


@pytest.fixture
def with_roster(approved: Batch) -> Batch:
    return exam.with_roster(approved, "李雷")


def runs(*days: date, send: Callable[..., DueReport] = remind_due) -> list[int]:
    """Run the reminders on each of these days in turn; return how many mails each sent."""
    return [send(at=exam.noon(day)).sent for day in days]


def ahead(due_on: date, *lefts: int) -> list[date]:
    return [due_on - timedelta(days=left) for left in lefts]


def kept() -> list[tuple[str, date, int]]:
    return list(BatchReminder.objects.values_list("kind", "due_on", "days_ahead"))


# --- to stations ---


def test_the_roster_is_reminded_of_once_at_each_stage(approved: Batch) -> None:
    days = ahead(LAST_DAY, 8, 7, 7, 6, 4, 3, 2, 1, 1, 0, -1)
    assert runs(*days) == [0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0]
    assert kept() == [(ROSTER, LAST_DAY, 7), (ROSTER, LAST_DAY, 3), (ROSTER, LAST_DAY, 1)]
    assert [one.to for one in mail.outbox] == [["49284901@example.invalid"]] * 3
    assert mail.outbox[0].subject == "花名册提交截止提醒"
    assert "于 2026 年 8 月 21 日 24:00 截止，还有 7 天，花名册还没有提交" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("lefts", "sent", "stages"),
    [
        ((6,), [1], [7]),
        ((2,), [1], [3]),
        ((0,), [1], [1]),
        ((6, 2, 0), [1, 1, 1], [7, 3, 1]),
        ((2, 1), [1, 1], [3, 1]),
        ((-1,), [0], []),
    ],
)
def test_a_missed_stage_is_caught_up_by_the_nearest_alone(
    approved: Batch, lefts: tuple[int, ...], sent: list[int], stages: list[int]
) -> None:
    assert runs(*ahead(LAST_DAY, *lefts)) == sent
    assert [days for _, _, days in kept()] == stages


def test_papers_and_exam_are_reminded_of_once_the_roster_is_in(with_roster: Batch) -> None:
    assert runs(*ahead(LAST_DAY, 7)) == [0]
    assert runs(*ahead(PAPERS_FROM, 7, 3, 1, 0)) == [1, 1, 1, 0]
    assert "自 2026 年 8 月 22 日 00:00 起可以签收，还有 7 天" in str(mail.outbox[0].body)
    assert runs(*ahead(EXAM, 8, 7, 3, 1, 0, -1)) == [0, 1, 1, 1, 0, 0]
    assert [kind for kind, _, _ in kept()] == [PAPERS] * 3 + [EXAM_KIND] * 3
    assert "考试日期为 2026 年 9 月 1 日，还有 1 天" in str(mail.outbox[-1].body)


def test_without_a_roster_nobody_is_reminded_of_papers_and_exam(approved: Batch) -> None:
    assert runs(*ahead(EXAM, 9, 7, 3, 1, 0)) == [0] * 5


def test_the_days_turn_at_midnight_in_shanghai(approved: Batch) -> None:
    at = datetime.fromisoformat("2026-08-13T23:59:59+08:00")
    assert remind_due(at=at).sent == 0
    assert remind_due(at=at + timedelta(seconds=1)).sent == 1


def test_a_changed_date_has_reminders_of_its_own(
    approved: Batch, station_user: User, management_user: User
) -> None:
    assert runs(*ahead(LAST_DAY, 7)) == [1]
    at = exam.noon(date(2026, 8, 15))
    change = DateChange.objects.create(
        batch=approved, old_date=EXAM, new_date=date(2026, 10, 1), reason="检修", requested_at=at
    )
    perform(change, "approve", actor=management_user, at=at)
    assert runs(*ahead(LAST_DAY, 3, 1, 0)) == [0, 0, 0]
    assert runs(*ahead(date(2026, 9, 20), 7, 3, 1)) == [1, 1, 1]
    assert kept() == [(ROSTER, LAST_DAY, 7)] + [(ROSTER, date(2026, 9, 20), days) for days in (7, 3, 1)]


def test_cancelled_and_undecided_batches_are_left_in_peace(
    approved: Batch, station: Station, station_user: User, second_item: PlanItem
) -> None:
    waiting = exam.draft_batch(station, second_item, exam_date=EXAM)
    perform(waiting, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    perform(approved, "cancel", actor=station_user, at=exam.noon(exam.APPLIED_ON), reason="生源不足")
    assert runs(*ahead(LAST_DAY, 7, 1)) == [0, 0]


def test_without_a_mailbox_nothing_is_recorded_and_the_mail_goes_once_there_is_one(
    approved: Batch, station: Station
) -> None:
    station.organisation.email = ""
    station.organisation.save()
    at = exam.noon(LAST_DAY)
    assert remind_due(at=at) == DueReport(sent=0, without_mailbox=1, failed=0)
    assert kept() == []
    station.organisation.email = "desk@example.invalid"
    station.organisation.save()
    assert remind_due(at=at).sent == 1


def test_a_mail_that_failed_is_not_recorded_and_goes_the_next_time(
    approved: Batch, settings: LazySettings
) -> None:
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.DeadServer"
    events = history_of(approved).count()
    assert remind_due(at=exam.noon(LAST_DAY)) == DueReport(sent=0, without_mailbox=0, failed=1)
    assert (kept(), history_of(approved).count()) == ([], events)
    settings.EMAIL_BACKEND = working
    assert runs(LAST_DAY) == [1]


def test_the_history_tells_of_a_reminder_and_that_the_portal_sent_it(approved: Batch) -> None:
    runs(LAST_DAY)
    event = history_of(approved).last()
    assert event is not None
    assert (event.sentence, event.actor_name) == ("向考试站发送了花名册提交截止提醒", "系统")
    assert event.changes == {"到期日": ["", "2026-08-21"]}


def test_the_database_keeps_a_stage_from_going_twice(approved: Batch) -> None:
    runs(LAST_DAY)
    (first,) = BatchReminder.objects.all()
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_the_days_are_a_setting(approved: Batch, settings: LazySettings) -> None:
    settings.BATCH_REMINDER_DAYS = [10]
    assert runs(*ahead(LAST_DAY, 11, 10, 7)) == [0, 1, 0]


def test_batches_that_were_told_cost_no_query_each(
    approved: Batch,
    station: Station,
    management_user: User,
    second_item: PlanItem,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    exam.approved_batch(station, management_user, second_item, exam_date=EXAM)
    assert runs(*ahead(LAST_DAY, 7)) == [2]
    with django_assert_num_queries(2):
        assert runs(*ahead(LAST_DAY, 6)) == [0]


# --- to whoever approves ---


@pytest.fixture
def desk(management_org: Organisation) -> Organisation:
    """The management station with a mailbox. Its plan and batches came on Monday 2026-06-01."""
    management_org.email = "desk@example.invalid"
    management_org.save()
    return management_org


@pytest.fixture
def waiting(full_draft: Batch, station_user: User) -> Batch:
    """Five working days: due on Monday 2026-06-08."""
    return perform(full_draft, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))


def test_approvals_are_told_of_once_a_day_from_the_day_on_which_they_are_due(
    desk: Organisation, waiting: Batch
) -> None:
    friday, monday, tuesday = date(2026, 6, 5), date(2026, 6, 8), date(2026, 6, 9)
    assert runs(friday, monday, monday, tuesday, send=remind_approvers) == [0, 1, 0, 1]
    assert [(one.to, one.subject) for one in mail.outbox] == [([desk.email], "审批事项到期提醒")] * 2
    assert "以下 1 件审批事项今天到期或已超期" in str(mail.outbox[0].body)
    assert f"{waiting}：应于 2026 年 6 月 8 日前办结，今天到期" in str(mail.outbox[0].body)
    assert "已超期 1 个工作日" in str(mail.outbox[1].body)
    assert list(ApprovalReminder.objects.values_list("sent_on", "cases")) == [(monday, 1), (tuesday, 1)]


def test_nobody_hears_of_approvals_on_a_weekend(desk: Organisation, waiting: Batch) -> None:
    saturday, sunday, monday = date(2026, 6, 13), date(2026, 6, 14), date(2026, 6, 15)
    assert runs(saturday, sunday, monday, send=remind_approvers) == [0, 0, 1]


def test_what_was_decided_is_no_longer_told_of(
    desk: Organisation, waiting: Batch, management_user: User
) -> None:
    perform(waiting, "approve", actor=management_user, at=exam.noon(date(2026, 6, 8)))
    assert runs(date(2026, 6, 9), send=remind_approvers) == [0]


def test_the_branch_hears_of_its_batches_and_management_of_them_after_it(
    desk: Organisation, station: Station, station_user: User, management_user: User, branch_user: User
) -> None:
    trade = exam.skill_trade()
    exam.scope(station, trade)
    item = exam.approved_plan(station, management_user, {"trade": trade}).items.get()
    draft = exam.draft_batch(station, item, scheme="skill_level")
    handed_in = perform(draft, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    branch = branch_user.organisation
    assert branch is not None
    branch.email = "branch@example.invalid"
    branch.save()
    thursday, next_thursday = date(2026, 6, 4), date(2026, 6, 11)
    assert runs(thursday, send=remind_approvers) == [1]
    perform(handed_in, "endorse", actor=branch_user, at=exam.noon(thursday))
    assert runs(date(2026, 6, 10), next_thursday, send=remind_approvers) == [0, 1]
    assert [one.to for one in mail.outbox] == [["branch@example.invalid"], ["desk@example.invalid"]]


def test_plans_and_changes_of_date_are_told_of_too(
    desk: Organisation, station: Station, station_user: User, approved: Batch
) -> None:
    at = exam.noon(exam.APPLIED_ON)
    DateChange.objects.create(
        batch=approved, old_date=EXAM, new_date=date(2026, 10, 1), reason="检修", requested_at=at
    )
    supplement = station.plans.create(year=2026, supplement=1)
    exam.plan_item(supplement)
    perform(supplement, "submit", actor=station_user, at=at)
    assert runs(date(2026, 6, 4), date(2026, 6, 15), send=remind_approvers) == [1, 1]
    assert list(ApprovalReminder.objects.values_list("cases", flat=True)) == [1, 2]
    assert "2026 年度补充计划 1：应于" in str(mail.outbox[-1].body)


def test_an_organisation_without_a_mailbox_is_counted(management_org: Organisation, waiting: Batch) -> None:
    report = remind_approvers(at=exam.noon(date(2026, 6, 8)))
    assert report == DueReport(sent=0, without_mailbox=1, failed=0)


def test_a_digest_that_failed_goes_with_the_next_run(
    desk: Organisation, waiting: Batch, settings: LazySettings
) -> None:
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.DeadServer"
    assert remind_approvers(at=exam.noon(date(2026, 6, 8))).failed == 1
    settings.EMAIL_BACKEND = working
    assert runs(date(2026, 6, 8), send=remind_approvers) == [1]


# --- the command ---


def test_the_command_says_what_it_did_and_fails_where_mails_failed(
    approved: Batch, settings: LazySettings
) -> None:
    with time_machine.travel(exam.noon(LAST_DAY), tick=False):
        out = StringIO()
        call_command("remind_batches", stdout=out)
        assert out.getvalue().strip() == (
            "批次提醒：已发送 1，无预留邮箱 0，发送失败 0。审批提醒：已发送 0，无预留邮箱 0，发送失败 0。"
        )
        BatchReminder.objects.all().delete()
        settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
        with pytest.raises(CommandError, match="失败的没有记录，下次运行时再发"):
            call_command("remind_batches", stdout=out)


def test_without_ever_running_it_every_deadline_holds(
    approved: Batch, station_user: User, management_user: User, plan_item: PlanItem
) -> None:
    """A batch closes by itself, is revived by the one change of date, and goes on; no reminder was sent."""
    closed = datetime.fromisoformat("2026-08-22T00:00:00+08:00")
    assert not approved.has_lapsed(closed - timedelta(seconds=1))
    assert approved.has_lapsed(closed)
    assert list(Batch.objects.lapsed(closed)) == [approved]
    assert not Batch.objects.open_for_enrolment(closed).exists()
    change = DateChange.objects.create(
        batch=approved, old_date=EXAM, new_date=date(2026, 10, 1), reason="检修", requested_at=closed
    )
    perform(change, "approve", actor=management_user, at=closed)
    approved.refresh_from_db()
    assert list(Batch.objects.open_for_enrolment(closed)) == [approved]
    at = datetime.fromisoformat("2026-09-20T23:59:59+08:00")
    exam.accepted_enrolment(approved.items.get(), people.candidate("韩梅梅"), at=at)
    assert perform(approved, "submit_roster", actor=station_user, at=at).status == "roster_submitted"
    assert (mail.outbox, BatchReminder.objects.count()) == ([], 0)
