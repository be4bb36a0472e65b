"""Who is told by mail of certificates: paid, issued, posted, arrived, changed; and what no mail says."""

from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage

from accounts.models import Organisation, User
from batches.models import Batch
from candidates.models import Candidate, CandidateNotice, NoticeKind
from certificates.models import Certificate, ChangeKind, Settlement
from certificates.settlement.slips import SlipFacts, add_slip
from jobs.models import Job
from jobs.running import start
from portal.telling.jobs import TELL_CANDIDATES
from stations.models import Station
from stations.services.files import SentFile
from tests.certificates.changing import WHY, ask, granted
from tests.factories import exam, fees, posting, results
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db(transaction=True)

PAID_ON = results.ISSUED_ON
AT = exam.noon(PAID_ON)
PEOPLE: dict[str, tuple[str | None, str | None]] = {
    "林若溪": ("85", "92.5"),
    "陈一鸣": ("59.5", "100"),
    "孙小满": ("60", "60"),
}
STATION, MANAGEMENT, CENTRE = "49284901@example.invalid", "gl@example.invalid", "zx@example.invalid"
LIN, CHEN = "lin@example.invalid", "chen@example.invalid"


@pytest.fixture(autouse=True)
def _mailboxes(management_org: Organisation, centre_org: Organisation) -> None:
    for office, address in ((management_org, MANAGEMENT), (centre_org, CENTRE)):
        office.email = address
        office.save(update_fields=["email"])


@pytest.fixture
def approved(station: Station, management_user: User, mailoutbox: list[EmailMessage]) -> Batch:
    """林若溪 and 陈一鸣 have a mailbox, 孙小满 has none; 陈一鸣 failed."""
    batch = results.approved(station, management_user, PEOPLE)
    for name, address in (("林若溪", LIN), ("陈一鸣", CHEN)):
        person = Candidate.objects.get(name=name)
        person.user.email = address
        person.user.save(update_fields=["email"])
    return batch


@pytest.fixture
def batch(approved: Batch, centre_user: User, mailoutbox: list[EmailMessage]) -> Batch:
    certified = results.certified(approved, centre=centre_user)
    mailoutbox.clear()
    return certified


@pytest.fixture
def certificate(batch: Batch) -> Certificate:
    """林若溪's."""
    return Certificate.objects.get(holder_name="林若溪")


def told(mails: list[EmailMessage]) -> dict[str, str]:
    """Return each mail's text by its address, and forget them; no mail tells a document number."""
    found = {mail.to[0]: f"{mail.subject}\n{mail.body}" for mail in mails}
    assert len(found) == len(mails)
    numbers = [one.document_number for one in Candidate.objects.all()]
    assert not [text for text in found.values() if any(number in text for number in numbers)]
    mails.clear()
    return found


def pay(settlement: Settlement, by: User) -> Settlement:
    facts, file = SlipFacts(Decimal(100), PAID_ON), SentFile("回单.jpg", exam.picture())
    add_slip(settlement=settlement, facts=facts, file=file, actor=by, at=AT)
    return Settlement.objects.get(pk=settlement.pk)


def test_payment_is_told_to_whoever_acts_next(
    station: Station,
    station_user: User,
    management_user: User,
    mailoutbox: list[EmailMessage],
) -> None:
    fees.fee(management_user, "50").save()
    batch = results.roster_batch(station, management_user, *PEOPLE)
    mailoutbox.clear()
    exam.with_results(batch, *PEOPLE.values(), management=management_user)
    mails = told(mailoutbox)
    assert list(mails) == [STATION]
    assert mails[STATION].startswith("证书结算办理通知")
    assert f"{batch} 证书结算：练习管理站于 2026-09-01 生成了证书结算，应付 100.00 元" in mails[STATION]
    settlement = pay(Settlement.objects.get(), station_user)
    mails = told(mailoutbox)
    assert list(mails) == [MANAGEMENT]
    assert "提交管理站确认汇款" in mails[MANAGEMENT]
    settlement = perform(settlement, "question", actor=management_user, at=AT, reason="金额看不清")
    mails = told(mailoutbox)
    assert list(mails) == [STATION]
    assert "对汇款提出疑问。\n意见：金额看不清" in mails[STATION]
    settlement = perform(settlement, "pay", actor=station_user, at=AT, reason="见流水号")
    assert list(told(mailoutbox)) == [MANAGEMENT]
    perform(settlement, "confirm", actor=management_user, at=AT)
    mails = told(mailoutbox)
    assert list(mails) == [STATION]
    assert "确认了证书结算" in mails[STATION]


def test_without_a_fee_the_station_reads_that_the_sum_comes_later(
    station: Station, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    fees.fee(management_user, "50", level=3).save()
    results.approved(station, management_user, PEOPLE)
    assert "应付金额待管理站设定收费标准后确定" in mailoutbox[-1].body


def test_what_costs_nothing_is_told_to_nobody(approved: Batch, mailoutbox: list[EmailMessage]) -> None:
    assert not [mail for mail in mailoutbox if "结算" in mail.subject]


def test_who_passed_hears_of_the_certificate_and_so_does_the_station(
    approved: Batch, centre_user: User, mailoutbox: list[EmailMessage]
) -> None:
    mailoutbox.clear()
    results.certified(approved, centre=centre_user)
    mails = told(mailoutbox)
    assert sorted(mails) == sorted([STATION, LIN])
    assert "核发了证书" in mails[STATION]
    assert mails[LIN].startswith("证书核发通知")
    assert "证书已核发" in mails[LIN]
    assert Certificate.objects.get(holder_name="林若溪").number not in mails[LIN]
    job = Job.objects.get(label__startswith="通知考生")
    with job.result.open() as file:
        report = str(file.read(), "utf-8")
    assert "已发送 1 人：林若溪" in report
    assert "没有电子邮箱 1 人：孙小满" in report
    assert "没有收到邮件的考生登录后可在“我的证书”中看到" in report


def test_run_twice_it_tells_nobody_twice(
    batch: Batch, centre_user: User, mailoutbox: list[EmailMessage]
) -> None:
    about = NoticeKind.CERTIFIED.value
    start(TELL_CANDIDATES, owner=centre_user, label="再次", about=about, subject=batch.pk)
    assert mailoutbox == []
    assert CandidateNotice.objects.filter(kind=NoticeKind.CERTIFIED).count() == 1


def test_a_parcel_is_told_to_the_station_and_to_the_holders_inside(
    batch: Batch, management_user: User, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    parcel = posting.sent(batch, management_user)
    mails = told(mailoutbox)
    assert sorted(mails) == sorted([STATION, LIN])
    assert "顺丰速运 SF1001：练习管理站于 2026-09-10 寄出了批次" in mails[STATION]
    assert "2 本证书，收到后请清点、签收" in mails[STATION]
    assert "纸质证书已于 2026-09-10 寄往机械行业职业能力评价职教901考试站" in mails[LIN]
    perform(parcel, "receive", actor=station_user, at=posting.noon(posting.ARRIVED_ON))
    mails = told(mailoutbox)
    assert list(mails) == [LIN]
    assert "请带身份证件到考试站领取" in mails[LIN]


def test_a_parcel_without_a_persons_certificate_is_not_told_to_that_person(
    batch: Batch, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    posting.sent(batch, management_user, [Certificate.objects.get(holder_name="孙小满")])
    assert list(told(mailoutbox)) == [STATION]
    assert Job.objects.filter(label__contains="证书寄出").count() == 0


def test_a_difference_is_told_to_management_and_sends_for_nobody(
    batch: Batch, management_user: User, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    parcel = posting.sent(batch, management_user)
    mailoutbox.clear()
    perform(parcel, "receive", actor=station_user, at=AT, reason="缺一本")
    mails = told(mailoutbox)
    assert list(mails) == [MANAGEMENT]
    assert "签收了证书邮寄件。\n意见：缺一本" in mails[MANAGEMENT]


def test_whose_certificate_is_missing_is_not_sent_for(
    batch: Batch, management_user: User, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    parcel = posting.sent(batch, management_user)
    mailoutbox.clear()
    parcel.missing.add(parcel.certificates.get(holder_name="林若溪"))
    perform(parcel, "receive", actor=station_user, at=AT, reason="缺一本")
    assert list(told(mailoutbox)) == [MANAGEMENT]


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        (ChangeKind.REVOKE, {}, "证书已撤销，不再有效"),
        (ChangeKind.CORRECT, {"holder_name": "林若曦"}, "证书已更正换发：原证书不再有效"),
        (ChangeKind.REPLACE, {}, "证书已补发，编号不变"),
    ],
)
def test_a_change_is_told_to_who_decides_then_to_who_asked_and_to_the_holder(
    certificate: Certificate,
    station_user: User,
    centre_user: User,
    mailoutbox: list[EmailMessage],
    kind: ChangeKind,
    facts: dict[str, Any],
    words: str,
) -> None:
    change = ask(certificate, kind, actor=station_user, **facts)
    mails = told(mailoutbox)
    assert list(mails) == [CENTRE]
    assert f"申请{kind.label}证书，等待审批。\n意见：{WHY}" in mails[CENTRE]
    granted(change, by=centre_user)
    mails = told(mailoutbox)
    assert sorted(mails) == sorted([STATION, LIN])
    assert "同意并办理了证书变更" in mails[STATION]
    assert words in mails[LIN]


def test_a_refusal_is_told_to_who_asked_alone(
    certificate: Certificate, management_user: User, centre_user: User, mailoutbox: list[EmailMessage]
) -> None:
    change = ask(certificate, ChangeKind.REVOKE, actor=management_user)
    mailoutbox.clear()
    perform(change, "refuse", actor=centre_user, at=AT, reason="依据不足")
    mails = told(mailoutbox)
    assert list(mails) == [MANAGEMENT]
    assert "意见：依据不足" in mails[MANAGEMENT]


def test_what_is_withdrawn_is_told_to_nobody(
    certificate: Certificate, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    change = ask(certificate, ChangeKind.REPLACE, actor=station_user)
    mailoutbox.clear()
    perform(change, "withdraw", actor=station_user, at=AT)
    assert mailoutbox == []


def test_where_mails_are_off_no_job_is_started(
    approved: Batch, centre_user: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    results.certified(approved, centre=centre_user)
    assert not Job.objects.exists()
