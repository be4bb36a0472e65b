"""Deadlines are told seven, three and one days ahead, to everybody whom they concern, each stage once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch
from portal.models import How, MailChoice, Message, Topic
from portal.telling.deadlines.sending import tell_deadlines
from stations.models import Station
from tests.batches.moving import moved
from tests.factories import evaluation, exam, people, results
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

EXAM = date(2026, 9, 1)
LAST_DAY, PAPERS_FROM = date(2026, 8, 21), date(2026, 8, 22)
DAYS_LEFT = (8, 7, 7, 6, 4, 3, 2, 1, 1, 0, -1)
# In which of these runs a stage is told.
TOLD = [0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0]


def ahead(day: date, left: int) -> datetime:
    return exam.noon(day - timedelta(days=left))


def told_at(day: date, user: User, lefts: Iterable[int] = DAYS_LEFT) -> list[int]:
    """Run on each of these days before `day` in turn; return how many messages about it `user` got each."""
    about = Message.objects.filter(user=user, topic=Topic.DEADLINE, title__contains=str(day))
    counts, before = [], about.count()
    for left in lefts:
        tell_deadlines(at=ahead(day, left))
        counts.append(about.count() - before)
        before = about.count()
    return counts


def words(user: User) -> list[str]:
    own = Message.objects.filter(user=user, topic=Topic.DEADLINE)
    return list(own.order_by("pk").values_list("title", flat=True))


@pytest.fixture
def open_batch(station: Station, management_user: User) -> Batch:
    """Enrolment until LAST_DAY, exam on EXAM."""
    turning = exam.trade()
    exam.scope(station, turning)
    item = exam.approved_plan(station, management_user, {"trade": turning}).items.get()
    return exam.approved_batch(station, management_user, item, exam_date=EXAM)


@pytest.fixture
def batch(open_batch: Batch) -> Batch:
    return exam.with_roster(open_batch, "李雷")


def test_the_roster_is_told_to_its_station(open_batch: Batch, station_user: User) -> None:
    assert told_at(LAST_DAY, station_user) == TOLD
    roster = f"审核报名、提交花名册（{open_batch}）：2026-08-21 24:00 截止，还有"
    assert words(station_user) == [f"{roster} {left} 天" for left in (7, 3, 1)]
    message = Message.objects.filter(user=station_user, topic=Topic.DEADLINE)[0]
    assert message.address == f"/candidates/roster/{open_batch.pk}/"


def test_whoever_has_not_finished_the_enrolment_is_told_and_nobody_else(open_batch: Batch) -> None:
    item = open_batch.items.get()
    unfinished = exam.draft_enrolment(item, people.candidate("林小禾")).candidate.user
    accepted = exam.accepted_enrolment(item, people.candidate("钱多多"))
    assert told_at(LAST_DAY, unfinished) == TOLD
    assert words(unfinished)[0].startswith("完成报名并上传盖章申报表（")
    assert words(accepted.candidate.user) == []


def test_everybody_who_has_to_be_there_is_told_of_the_exam(batch: Batch, station_user: User) -> None:
    candidate = batch.enrolments.get().candidate.user
    examiner = evaluation.login_of(batch.items.get().leader)
    for user, what in (
        (station_user, f"{batch}"),
        (candidate, f"您报名的考试（{batch.station}，实训楼 101）"),
        (examiner, f"您考评的考试（{batch.station}，实训楼 101）"),
    ):
        Message.objects.filter(topic=Topic.DEADLINE).delete()
        assert told_at(EXAM, user) == TOLD
        assert next(one for one in words(user) if str(EXAM) in one) == f"{what}：2026-09-01 考试，还有 7 天"


def test_papers_are_told_before_they_can_be_signed_for(batch: Batch, station_user: User) -> None:
    assert told_at(PAPERS_FROM, station_user) == TOLD
    assert words(station_user)[0] == f"试卷（{batch}）：2026-08-22 起可以签收，还有 7 天"


def test_a_stage_that_was_missed_is_caught_up_but_not_beside_a_nearer_one(
    batch: Batch, station_user: User
) -> None:
    assert told_at(EXAM, station_user, (5, 4, 2, 0)) == [1, 0, 1, 1]
    about = [one for one in words(station_user) if str(EXAM) in one]
    assert [one.rpartition("，")[2] for one in about] == ["还有 5 天", "还有 2 天", "就是今天"]


def test_another_date_is_another_deadline(batch: Batch, station_user: User, management_user: User) -> None:
    told_at(EXAM, station_user, (7,))
    later = date(2026, 9, 20)
    moved(batch, later, by=management_user, at=ahead(EXAM, 6))
    assert told_at(EXAM, station_user, (3,)) == [0]
    assert told_at(later, station_user, (7,)) == [1]


def test_a_cancelled_exam_is_no_deadline(batch: Batch, management_user: User, station_user: User) -> None:
    perform(batch, "cancel", actor=management_user, at=ahead(EXAM, 9), reason="停电")
    assert told_at(EXAM, station_user) == [0] * len(DAYS_LEFT)


def test_licences_and_appointments_are_told_before_they_end(station: Station, station_user: User) -> None:
    last = date(2027, 12, 31)
    station.valid_from, station.valid_to = date(2025, 1, 1), last
    station.save()
    assert told_at(last, station_user) == TOLD
    examiner = exam.examiner(station, "李考评")
    examiner.valid_to = last
    examiner.save()
    login = evaluation.login_of(examiner)
    Message.objects.all().delete()
    assert told_at(last, login) == TOLD
    assert words(login)[0] == "您的考评员资格：2027-12-31 到期，还有 7 天"
    assert "考评员李考评的资格：2027-12-31 到期，还有 7 天" in words(station_user)


def test_a_missing_review_of_the_year_is_told_and_one_handed_in_is_not(
    station: Station, station_user: User
) -> None:
    station.registered_on = date(2024, 1, 1)
    station.save()
    due = date(2027, 3, 31)
    assert told_at(due, station_user) == TOLD
    assert words(station_user)[0] == "填报 2026 年度年审：2027-03-31 24:00 截止，还有 7 天"


def test_whoever_decides_is_told_of_the_last_working_day(
    station: Station, station_user: User, management_user: User
) -> None:
    exam.scope(station, exam.trade())
    plan = AnnualPlan.objects.create(station=station, year=2026)
    exam.plan_item(plan)
    perform(plan, "submit", actor=station_user, at=exam.noon(date(2026, 6, 1)))
    due = date(2026, 6, 15)
    assert told_at(due, management_user) == TOLD
    assert words(management_user)[0] == f"办结{plan}：2026-06-15 24:00 截止，还有 7 天"
    assert words(station_user) == []


def test_scores_can_be_questioned_until_a_day_that_is_told(station: Station, management_user: User) -> None:
    batch = results.approved(station, management_user, {"林若溪": ("85", "92.5")})
    login = batch.enrolments.get().candidate.user
    last = date(2026, 9, 8)
    assert told_at(last, login, (3, 3, 1, 0, -1)) == [1, 0, 1, 0, 0]
    assert words(login)[0].startswith(f"对成绩有疑问的，申请成绩复查（{station}）：2026-09-08 24:00 截止")


def test_mailboxes_that_other_reminders_reach_are_left_alone_and_people_get_what_they_chose(
    batch: Batch, station: Station, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    colleague = people.user("贾副", Role.STATION, station.organisation, email="fu@example.invalid")
    MailChoice.objects.create(user=colleague, topic=Topic.DEADLINE, how=How.AT_ONCE)
    with django_capture_on_commit_callbacks(execute=True):
        tell_deadlines(at=ahead(EXAM, 7))
    (one,) = [one for one in mail.outbox if "考试" in str(one.body) and "截止提醒" in one.subject]
    assert one.to == ["fu@example.invalid"]


def test_an_office_whose_mailbox_nobody_else_reminds_is_mailed_once(
    station: Station, station_user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    last = date(2027, 12, 31)
    station.valid_from, station.valid_to = date(2025, 1, 1), last
    station.save()
    for left in (7, 7, 6):
        with django_capture_on_commit_callbacks(execute=True):
            tell_deadlines(at=ahead(last, left))
    (one,) = mail.outbox
    assert (one.to, one.subject) == ([station.organisation.email], "截止提醒")


def test_the_command_says_how_many_were_told(batch: Batch) -> None:
    out = StringIO()
    with time_machine.travel(ahead(EXAM, 7), tick=False):
        call_command("send_deadlines", stdout=out)
        call_command("send_deadlines", stdout=out)
    first, second = out.getvalue().splitlines()
    assert first == f"截止提醒：{Message.objects.filter(topic=Topic.DEADLINE).count()} 条。"
    assert second == "截止提醒：0 条。"
