"""Candidates and stations are told by mail what was decided on a batch; nobody twice."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.conf import LazySettings
from django.core.mail import EmailMessage

from accounts.models import User
from batches.models import Batch, PlanItem
from candidates.models import Candidate, CandidateNotice, Enrolment, NoticeKind
from jobs.models import Job, JobState
from jobs.running import start
from portal.telling.enrolments import tell_reviewed
from portal.telling.jobs import TELL_CANDIDATES
from stations.models import Station
from tests.batches.moving import ask, instant, moved
from tests.conftest import Login
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db(transaction=True)

AT = instant(8, 10)
LATER = date(2026, 9, 20)
REASON = "场地停电检修"


@pytest.fixture(autouse=True)
def _in_august() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def outbox(announced: Batch, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    """Emptied of what the approval of the batch sent."""
    mailoutbox.clear()
    return mailoutbox


@pytest.fixture
def announced(station: Station, management_user: User) -> Batch:
    turning = exam.trade()
    exam.scope(station, turning)
    item: PlanItem = exam.approved_plan(station, management_user, {"trade": turning}).items.get()
    return exam.approved_batch(station, management_user, item)


def with_mail(name: str, address: str) -> Candidate:
    person = people.candidate(name)
    person.user.email = address
    person.user.save(update_fields=["email"])
    return person


def handed_in(batch: Batch, person: Candidate) -> Enrolment:
    return perform(exam.draft_enrolment(batch.items.get(), person), "submit", actor=person.user, at=AT)


@pytest.fixture
def lin(announced: Batch) -> Enrolment:
    """Accepted, with a mailbox."""
    return exam.accepted_enrolment(announced.items.get(), with_mail("林小禾", "lin@example.invalid"), at=AT)


@pytest.fixture
def qian(announced: Batch) -> Enrolment:
    """Handed in, not stamped, with a mailbox."""
    return handed_in(announced, with_mail("钱多多", "qian@example.invalid"))


@pytest.fixture
def sun(announced: Batch) -> Enrolment:
    """Handed in, without a mailbox."""
    return handed_in(announced, people.candidate("孙小满"))


@pytest.fixture
def others(announced: Batch, station_user: User) -> None:
    """A draft, and one who was rejected: not told."""
    exam.draft_enrolment(announced.items.get(), with_mail("周草稿", "zhou@example.invalid"))
    rejected = handed_in(announced, with_mail("吴未过", "wu@example.invalid"))
    perform(rejected, "reject", actor=station_user, at=AT, reason="不符合条件")


def to(address: str, mails: list[EmailMessage]) -> list[EmailMessage]:
    return [mail for mail in mails if mail.to == [address]]


def report(job: Job) -> str:
    with job.result.open() as file:
        return str(file.read(), "utf-8")


def test_whoever_is_not_on_the_roster_is_not_asked_to_go_on(
    announced: Batch,
    lin: Enrolment,
    qian: Enrolment,
    station_user: User,
    management_user: User,
    outbox: list[EmailMessage],
) -> None:
    perform(qian, "return", actor=station_user, at=AT, reason="照片不清晰")
    perform(announced, "submit_roster", actor=station_user, at=AT)
    outbox.clear()
    moved(announced, LATER, by=management_user, at=AT)
    (mail,) = to("qian@example.invalid", outbox)
    assert "花名册中没有您，本批次不再接受报名" in mail.body
    assert "新的报名截止" not in mail.body
    (mail,) = to("lin@example.invalid", outbox)
    assert "无须重新报名" in mail.body


def test_everybody_on_the_exam_is_told_of_another_date(
    announced: Batch,
    lin: Enrolment,
    qian: Enrolment,
    sun: Enrolment,
    others: None,
    management_user: User,
    outbox: list[EmailMessage],
) -> None:
    moved(announced, LATER, by=management_user, at=AT)
    assert sorted(mail.to[0] for mail in outbox) == [
        "49284901@example.invalid",
        "lin@example.invalid",
        "qian@example.invalid",
    ]
    (mail,) = to("lin@example.invalid", outbox)
    assert mail.subject == "考试日期调整通知"
    assert "考试日期已由 2026-09-01 调整为 2026-09-20" in mail.body
    assert "调整原因：实训楼供电改造" in mail.body
    assert str(announced.station) in mail.body
    assert "无须重新报名" in mail.body
    (mail,) = to("qian@example.invalid", outbox)
    assert "新的报名截止为 2026-09-09 24:00" in mail.body
    job = Job.objects.get()
    assert (job.owner, job.state, job.done, job.total) == (management_user, JobState.FINISHED, 3, 3)
    assert report(job) == (
        f"批次 {announced.number} 考试日期调整：考生邮件通知情况\n"
        "已发送 2 人：林小禾（报名序号 1）、钱多多（报名序号 2）\n"
        "没有电子邮箱 1 人：孙小满（报名序号 3）\n"
        "没有收到邮件的考生登录后可在“我的报名”中看到；请同时以电话等方式通知。\n"
    )


def test_a_cancellation_is_told_with_its_reason(
    announced: Batch, lin: Enrolment, others: None, management_user: User, outbox: list[EmailMessage]
) -> None:
    perform(announced, "cancel", actor=management_user, at=AT, reason=REASON)
    (mail,) = to("lin@example.invalid", outbox)
    assert mail.subject == "批次取消通知"
    assert f"取消原因：{REASON}" in mail.body
    assert "请登录平台，在“报名考试”中另选批次" in mail.body
    (mail,) = to("49284901@example.invalid", outbox)
    assert f"意见：{REASON}" in mail.body
    assert len(outbox) == 2


def test_run_twice_it_tells_nobody_twice(
    announced: Batch, lin: Enrolment, management_user: User, outbox: list[EmailMessage]
) -> None:
    moved(announced, LATER, by=management_user, at=AT)
    change = announced.date_changes.get()
    about = NoticeKind.DATE_CHANGED.value
    again = start(TELL_CANDIDATES, owner=management_user, label="再次", about=about, subject=change.pk)
    again.refresh_from_db()
    assert len(to("lin@example.invalid", outbox)) == 1
    assert "此前已发送 1 人：林小禾" in report(again)
    assert CandidateNotice.objects.filter(kind=NoticeKind.DATE_CHANGED).count() == 1


def test_what_failed_is_listed_and_goes_with_the_next_run(
    announced: Batch,
    lin: Enrolment,
    management_user: User,
    settings: LazySettings,
    outbox: list[EmailMessage],
) -> None:
    settings.EMAIL_BACKEND = "tests.portal.refusing_mail.RefusingBackend"
    moved(announced, LATER, by=management_user, at=AT)
    assert "发送失败 1 人：林小禾" in report(Job.objects.get())
    assert not CandidateNotice.objects.filter(kind=NoticeKind.DATE_CHANGED).exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    change = announced.date_changes.get()
    about = NoticeKind.DATE_CHANGED.value
    start(TELL_CANDIDATES, owner=management_user, label="再次", about=about, subject=change.pk)
    assert len(to("lin@example.invalid", outbox)) == 1


def test_without_enrolments_no_job_is_started(announced: Batch, station_user: User) -> None:
    perform(announced, "cancel", actor=station_user, at=AT, reason=REASON)
    assert not Job.objects.exists()


def test_a_refusal_is_told_to_the_station_alone(
    announced: Batch, lin: Enrolment, management_user: User, outbox: list[EmailMessage]
) -> None:
    change = ask(announced, LATER, at=AT)
    perform(change, "refuse", actor=management_user, at=AT, reason="与其他批次冲突")
    (mail,) = outbox
    assert mail.to == ["49284901@example.invalid"]
    assert "未批准考试日期调整" in mail.body
    assert "意见：与其他批次冲突" in mail.body


def test_what_the_station_does_itself_is_not_mailed_to_it(
    announced: Batch, station_user: User, outbox: list[EmailMessage]
) -> None:
    perform(announced, "cancel", actor=station_user, at=AT, reason=REASON)
    assert outbox == []


def test_the_candidate_reads_it_in_the_portal_with_or_without_a_mailbox(
    announced: Batch, sun: Enrolment, management_user: User, login: Login
) -> None:
    moved(announced, LATER, by=management_user, at=AT)
    client = login(sun.candidate.user)
    pages = ("/candidates/mine/", sun.get_absolute_url())
    told = "考试日期已由 2026-09-01 调整为 2026-09-20（原因：实训楼供电改造）"
    for address in pages:
        assert told in client.get(address).text
    perform(announced, "cancel", actor=management_user, at=AT, reason=REASON)
    told = f"批次已取消。原因：{REASON}。"
    for address in pages:
        assert told in client.get(address).text


def test_a_decision_on_a_plan_is_told_to_the_station(
    station: Station, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    exam.scope(station, exam.trade())
    exam.approved_plan(station, management_user)
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["49284901@example.invalid"], "年度计划办理通知")
    assert "批准了年度计划" in mail.body


@pytest.mark.parametrize(
    ("act", "told"), [("return", "请在“照片”处重新上传"), ("reject", "请在“照片”处重新上传")]
)
def test_what_the_station_says_of_an_enrolment_reaches_its_candidate(
    qian: Enrolment, station_user: User, outbox: list[EmailMessage], act: str, told: str
) -> None:
    perform(qian, act, actor=station_user, at=AT, reason=told)
    (mail,) = outbox
    assert (mail.to, mail.subject) == (["qian@example.invalid"], "报名审核结果通知")
    assert told in mail.body
    tell_reviewed.call(qian.pk)
    assert len(outbox) == 1


def test_an_acceptance_is_told_with_day_and_place(lin: Enrolment, mailoutbox: list[EmailMessage]) -> None:
    (mail,) = to("lin@example.invalid", mailoutbox)
    assert "审核通过了报名" in mail.body
    assert "考试地点：实训楼 101" in mail.body


def test_without_a_mailbox_no_decision_is_mailed(
    sun: Enrolment, station_user: User, outbox: list[EmailMessage]
) -> None:
    perform(sun, "return", actor=station_user, at=AT, reason="照片不清晰")
    assert outbox == []
