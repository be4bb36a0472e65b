"""What is told leaves a message with everybody whom it concerns, and mail as each wants it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import transaction

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, PlanItem
from candidates.models import Enrolment
from examiners.models import Examiner
from exams.publishing.review_verbs import answer_review, ask_review
from portal.models import How, MailChoice, Message, Topic
from question_bank.models import ItemStatus
from stations.models import Station
from tests.batches.moving import ask, instant, moved
from tests.factories import evaluation, exam, people, questions, results
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db(transaction=True)

AT = instant(8, 10)
OFFICE, OWN = "49284901@example.invalid", "fu@example.invalid"


@pytest.fixture(autouse=True)
def _in_august() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def colleague(station: Station) -> User:
    """Of the station, with a mailbox of one's own."""
    return people.user("贾副", Role.STATION, station.organisation, email=OWN)


@pytest.fixture
def plan(station: Station, station_user: User, management_user: User) -> AnnualPlan:
    exam.scope(station, exam.trade())
    made = AnnualPlan.objects.create(station=station, year=2026)
    exam.plan_item(made)
    return perform(made, "submit", actor=station_user, at=AT)


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    turning = exam.trade()
    exam.scope(station, turning)
    item: PlanItem = exam.approved_plan(station, management_user, {"trade": turning}).items.get()
    return exam.approved_batch(station, management_user, item)


@pytest.fixture
def lin(batch: Batch) -> Enrolment:
    """Handed in."""
    person = people.candidate("林小禾")
    person.user.email = "lin@example.invalid"
    person.user.save(update_fields=["email"])
    return perform(exam.draft_enrolment(batch.items.get(), person), "submit", actor=person.user, at=AT)


def titles(user: User) -> list[str]:
    return list(Message.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def chosen(user: User, how: How, topic: Topic = Topic.DECISION) -> None:
    MailChoice.objects.create(user=user, topic=topic, how=how)


def addresses(mails: list[EmailMessage]) -> list[str]:
    return sorted(mail.to[0] for mail in mails)


def test_an_office_is_told_person_by_person_and_its_mailbox_once(
    plan: AnnualPlan,
    station_user: User,
    colleague: User,
    management_user: User,
    mailoutbox: list[EmailMessage],
) -> None:
    assert titles(management_user) == [f"{plan}：提交了年度计划，请审批"]
    perform(plan, "approve", actor=management_user, at=AT, reason="同意")
    said = f"{plan}：练习管理站批准了年度计划"
    assert titles(station_user) == titles(colleague) == [said]
    assert addresses(mailoutbox) == [OFFICE]
    told = Message.objects.get(user=colleague)
    assert (told.topic, told.address) == (Topic.DECISION, plan.get_absolute_url())
    assert told.text == f"{plan}：练习管理站于 2026-08-10 批准了年度计划。\n意见：同意"
    assert told.text in str(mailoutbox[0].body)


def test_nobody_is_told_of_the_own_offices_act(plan: AnnualPlan, station_user: User, colleague: User) -> None:
    assert titles(station_user) == titles(colleague) == []


def test_those_who_do_not_act_for_the_office_are_not_told(
    plan: AnnualPlan, station: Station, colleague: User, management_user: User
) -> None:
    examiner = people.user("李考评", Role.EXAMINER, station.organisation)
    colleague.is_active = False
    colleague.save(update_fields=["is_active"])
    perform(plan, "approve", actor=management_user, at=AT)
    assert titles(examiner) == titles(colleague) == []


@pytest.mark.parametrize(
    ("how", "mailed", "waits"),
    [(How.AT_ONCE, [OFFICE, OWN], False), (How.DAILY, [OFFICE], True), (How.NONE, [OFFICE], False)],
)
def test_own_mailboxes_get_what_their_people_chose(
    plan: AnnualPlan,
    colleague: User,
    management_user: User,
    mailoutbox: list[EmailMessage],
    how: How,
    mailed: list[str],
    waits: bool,  # noqa: FBT001
) -> None:
    chosen(colleague, how)
    perform(plan, "approve", actor=management_user, at=AT)
    assert addresses(mailoutbox) == mailed
    assert Message.objects.get(user=colleague).waits is waits


def test_a_choice_holds_for_its_topic_alone(
    plan: AnnualPlan, colleague: User, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    chosen(colleague, How.AT_ONCE, Topic.EXAM)
    perform(plan, "approve", actor=management_user, at=AT)
    assert addresses(mailoutbox) == [OFFICE]


def test_whoever_reads_the_offices_mailbox_is_mailed_once(
    plan: AnnualPlan, station_user: User, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    chosen(station_user, How.AT_ONCE)
    perform(plan, "approve", actor=management_user, at=AT)
    assert addresses(mailoutbox) == [station_user.email] == [OFFICE]


def test_what_is_rolled_back_is_told_to_nobody(
    plan: AnnualPlan, station_user: User, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    with transaction.atomic():
        perform(plan, "approve", actor=management_user, at=AT)
        transaction.set_rollback(True)
    assert (titles(station_user), mailoutbox) == ([], [])


@pytest.mark.parametrize(("how", "mails"), [(How.AT_ONCE, 1), (How.DAILY, 0), (How.NONE, 0)])
def test_a_candidate_reads_what_the_station_said_and_is_mailed_as_chosen(
    lin: Enrolment, station_user: User, mailoutbox: list[EmailMessage], how: How, mails: int
) -> None:
    mailoutbox.clear()
    chosen(lin.candidate.user, how)
    perform(lin, "return", actor=station_user, at=AT, reason="照片不清晰")
    told = Message.objects.get(user=lin.candidate.user)
    assert told.title == f"报名审核结果：{lin.batch_item}，退回了报名"
    assert "照片不清晰" in told.text
    assert (told.address, told.waits) == (lin.get_absolute_url(), how == How.DAILY)
    assert len(mailoutbox) == mails


@pytest.mark.parametrize(
    ("how", "outcome"),
    [(How.AT_ONCE, "已发送 1 人"), (How.DAILY, "本人选择不立即发邮件 1 人")],
)
def test_another_date_is_told_to_candidates_with_or_without_mail(
    lin: Enrolment, batch: Batch, management_user: User, how: How, outcome: str
) -> None:
    sun = people.candidate("孙小满")
    perform(exam.draft_enrolment(batch.items.get(), sun), "submit", actor=sun.user, at=AT)
    chosen(lin.candidate.user, how, Topic.EXAM)
    moved(batch, date(2026, 9, 20), by=management_user, at=AT)
    for user in (lin.candidate.user, sun.user):
        told = Message.objects.get(user=user)
        assert told.title == f"考试日期调整：{lin.batch_item}"
        assert "2026-09-01 调整为 2026-09-20" in told.text
    with management_user.jobs.get().result.open() as file:
        assert outcome in str(file.read(), "utf-8")


def test_the_panel_is_told_of_its_exam_of_another_date_and_of_a_cancellation(
    station: Station, management_user: User
) -> None:
    turning = exam.trade()
    exam.scope(station, turning)
    item = exam.approved_plan(station, management_user, {"trade": turning}).items.get()
    draft = exam.draft_batch(station, item)
    examiner = Examiner.objects.filter(station=station).order_by("pk")[0]
    login = evaluation.login_of(examiner)
    station_user = station.organisation.users.get(role=Role.STATION)
    applied = exam.noon(exam.APPLIED_ON)
    batch = perform(draft, "submit", actor=station_user, at=applied)
    batch = perform(batch, "approve", actor=management_user, at=applied)
    moved(batch, date(2026, 9, 20), by=management_user, at=AT)
    perform(batch, "cancel", actor=management_user, at=AT, reason="停电")
    first, second, third = titles(login)
    assert "您是考评员：2026-09-01 在" in first
    assert "批准了考试日期调整" in second
    assert "取消了批次" in third
    assert set(Message.objects.filter(user=login).values_list("topic", "address")) == {
        (Topic.EXAM, "/examiners/own/")
    }


def test_a_request_is_told_to_whoever_decides_and_its_refusal_to_whoever_asked(
    batch: Batch, station_user: User, management_user: User
) -> None:
    Message.objects.all().delete()
    change = ask(batch, date(2026, 9, 20), at=AT)
    assert titles(management_user) == [f"{change}：{batch.station}申请调整考试日期，请审批"]
    perform(change, "refuse", actor=management_user, at=AT, reason="冲突")
    assert len(titles(station_user)) == 1


def test_published_scores_their_questions_and_answers_are_told(
    station: Station, station_user: User, management_user: User, centre_user: User
) -> None:
    batch = results.approved(station, management_user, {"林若溪": ("85", "92.5")})
    row = batch.enrolments.get()
    login = row.candidate.user
    assert titles(login)[-1].endswith("成绩已公布，请在“我的报名”中查看")
    at = exam.noon(exam.EXAM_DATE)
    Message.objects.all().delete()
    made = ask_review(enrolment=row, kind="theory", reason="请复查", actor=login, at=at)
    assert titles(station_user) == [f"{made}：林若溪申请复查理论成绩，请办理"]
    answer_review(review=made, outcome="upheld", answer="无误", actor=station_user, at=at)
    assert [title.endswith("成绩无误") for title in titles(login)] == [True]
    assert titles(management_user) == []


def test_secret_words_of_the_bank_stay_in_the_bank(
    station: Station, station_user: User, colleague: User
) -> None:
    turning = exam.trade()
    exam.scope(station, turning)
    row = questions.question(station.organisation, turning, status=ItemStatus.SUBMITTED, written_by=colleague)
    perform(row, "return", actor=station_user, at=AT, reason="答案应为 B：转速 800")
    told = Message.objects.get(user=colleague)
    assert told.title.endswith("，请修改")
    assert "转速" not in f"{told.title}{told.text}"


def test_no_number_that_somebody_wrote_down_is_told_and_no_subject_names_anybody(
    lin: Enrolment, batch: Batch, station_user: User, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    number = lin.candidate.document_number
    why = f"证件号码{number}与照片不符"
    returned = perform(lin, "return", actor=station_user, at=AT, reason=why)
    perform(returned, "submit", actor=lin.candidate.user, at=AT)
    change = ask(batch, date(2026, 9, 20), at=AT)
    type(change).objects.filter(pk=change.pk).update(reason=why)
    perform(change, "approve", actor=management_user, at=AT, reason=why)
    perform(batch, "cancel", actor=management_user, at=AT, reason=why)
    texts = [f"{one.title}\n{one.text}" for one in Message.objects.all()]
    mails = [f"{mail.subject}\n{mail.body}" for mail in mailoutbox]
    assert len([one for one in (*texts, *mails) if "与照片不符" in one]) >= 6
    assert not [one for one in (*texts, *mails) if number in one]
    assert not [mail.subject for mail in mailoutbox if "林小禾" in mail.subject]
