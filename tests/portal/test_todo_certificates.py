"""What certificates ask of a person at the start page."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.urls import reverse

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from certificates.blanks.destroying import ask_to_destroy
from certificates.blanks.writing import Move, enter
from certificates.changes.asking import ask_change
from certificates.models import Certificate, ChangeKind, Settlement
from certificates.posting.handing_over import hand_over, not_collected
from certificates.register.former_revoking import ask_to_revoke
from certificates.settlement.opening import recompute
from certificates.settlement.slips import SlipFacts, add_slip
from exams.models import Objection, PublicNotice, ScoreReview
from exams.publishing.review_verbs import answer_review
from portal.todo.certificates import CALLED_AFTER
from portal.todo.roles import todo_for
from scope_catalog.choices import Scheme
from stations.models import Station
from stations.services.files import SentFile
from tests.conftest import Login
from tests.factories import exam, fees, numbers, people, posting, results, staff
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

NOW = noon(results.ISSUED_ON)
PEOPLE: dict[str, tuple[str | None, str | None]] = {"林若溪": ("85", "92.5"), "陈一鸣": ("60", "60")}
TOPICS = ("证书", "汇款", "结算", "监销")
Lines = list[tuple[str, int, str, str]]


def lines(user: User, now: datetime = NOW) -> Lines:
    """Return what of a list has to do with certificates, as a person reads it."""
    return [
        (one.label, one.count, one.address, one.due.words if one.due else "")
        for one in todo_for(user, now=now)
        if any(topic in one.label for topic in TOPICS)
    ]


@pytest.fixture(autouse=True)
def _staffed(station: Station) -> None:
    staff.three(station)


@pytest.fixture
def approved(station: Station, management_user: User) -> Batch:
    """Results approved; certificates cost nothing unless a fee was set before."""
    return results.approved(station, management_user, PEOPLE)


@pytest.fixture
def batch(approved: Batch, centre_user: User) -> Batch:
    return results.certified(approved, centre=centre_user)


@pytest.fixture
def priced(management_user: User) -> None:
    fees.fee(management_user, "50").save()


@pytest.fixture
def settlement(priced: None, approved: Batch) -> Settlement:
    return Settlement.objects.get(batch=approved)


def pay(settlement: Settlement, by: User) -> Settlement:
    facts = SlipFacts(Decimal(100), date(2026, 9, 3))
    add_slip(settlement=settlement, facts=facts, file=SentFile("回单.jpg", exam.picture()), actor=by, at=NOW)
    return Settlement.objects.get(pk=settlement.pk)


def test_a_settlement_goes_from_station_to_management_and_on_to_the_centre(
    settlement: Settlement, station_user: User, management_user: User, centre_user: User
) -> None:
    address, number = settlement.get_absolute_url(), settlement.batch
    paying = [(f"付款并上传汇款单：{number}", 1, address, "")]
    held = [("暂不能核发证书的批次", 1, number.get_absolute_url(), "证书未结算 1 批")]
    assert [lines(one) for one in (station_user, management_user, centre_user)] == [paying, [], held]
    settlement = pay(settlement, station_user)
    confirming = [("确认证书结算", 1, "/certificates/settlements/?status=paid", "")]
    assert [lines(one) for one in (station_user, management_user, centre_user)] == [[], confirming, held]
    settlement = perform(settlement, "question", actor=management_user, at=NOW, reason="金额看不清")
    assert lines(station_user) == [(f"核对有疑问的汇款：{number}", 1, address, "")]
    settlement = perform(settlement, "pay", actor=station_user, at=NOW, reason="见流水号")
    perform(settlement, "confirm", actor=management_user, at=NOW)
    ready = [("核发证书", 1, number.get_absolute_url(), "最早一批的考试日期 2026-09-01")]
    assert [lines(one) for one in (station_user, management_user, centre_user)] == [[], [], ready]


def test_without_a_fee_management_is_asked_and_the_station_is_not(
    station: Station, station_user: User, management_user: User
) -> None:
    fees.fee(management_user, "0", scheme=Scheme.SKILL_LEVEL).save()
    approved = results.approved(station, management_user, PEOPLE)
    settlement = Settlement.objects.get(batch=approved)
    lacking = ("设定收费标准并重新计算结算", 1, settlement.get_absolute_url(), "")
    assert [lines(one) for one in (station_user, management_user)] == [[], [lacking]]
    fees.fee(management_user, "50").save()
    recompute(settlement=settlement, actor=management_user, at=NOW)
    assert [len(lines(one)) for one in (station_user, management_user)] == [1, 0]


def test_while_results_are_sent_back_nothing_is_to_be_paid(
    settlement: Settlement, station_user: User, management_user: User, centre_user: User
) -> None:
    perform(settlement.batch, "return_results", actor=management_user, at=NOW, reason="成绩有误")
    assert [lines(one) for one in (station_user, management_user, centre_user)] == [[], [], []]


def test_a_batch_of_before_gets_its_settlement(
    approved: Batch, management_user: User, centre_user: User
) -> None:
    Settlement.objects.all().delete()
    address = approved.get_absolute_url()
    assert lines(management_user) == [(f"生成证书结算：{approved}", 1, address, "")]
    assert lines(centre_user) == [("暂不能核发证书的批次", 1, approved.get_absolute_url(), "证书未结算 1 批")]


def test_where_certificates_dont_wait_for_money_they_are_ready(
    settlement: Settlement, centre_user: User, settings: LazySettings
) -> None:
    settings.CERTIFY_AFTER_SETTLEMENT = False
    assert [line[0] for line in lines(centre_user)] == ["核发证书"]


def test_a_batch_that_nobody_passed_is_not_to_be_certified(
    station: Station, management_user: User, centre_user: User
) -> None:
    results.approved(station, management_user, {"陈一鸣": ("59.5", "100")})
    assert [lines(one) for one in (management_user, centre_user)] == [[], []]


def test_the_centre_is_asked_for_the_numbers_that_it_gives(
    approved: Batch, centre_user: User, settings: LazySettings
) -> None:
    settings.ABILITY_NUMBERS = "assigned"
    address = reverse("certificates:numbers", args=[approved.pk])
    assert lines(centre_user) == [(f"导入证书编号：{approved}", 1, address, "")]


def test_the_centre_is_asked_for_a_prefix(approved: Batch, centre_user: User) -> None:
    numbers.national(approved)
    asked = "登记或核对证书编号前缀：江苏省"
    assert lines(centre_user) == [(asked, 1, "/certificates/prefixes/", "")]
    numbers.prefix(centre_user)
    assert [line[0] for line in lines(centre_user)] == ["核发证书"]
    assert [line[0] for line in lines(centre_user, noon(numbers.SINCE - timedelta(days=1)))] == [asked]


def test_public_notices_and_reviews_hold_a_batch_up(
    approved: Batch, station_user: User, centre_user: User
) -> None:
    days = {"opens_on": NOW.date() - timedelta(days=5), "closes_on": NOW.date()}
    notice = PublicNotice.objects.create(batch=approved, **days)
    held = [("暂不能核发证书的批次", 1, approved.get_absolute_url(), "公示未结束或异议未答复 1 批")]
    assert lines(centre_user) == held
    tomorrow = NOW + timedelta(days=1)
    assert [line[0] for line in lines(centre_user, tomorrow)] == ["核发证书"]
    said = {"name": "旁观者", "contact": "look@example.invalid", "text": "有疑问", "raised_at": NOW}
    Objection.objects.create(notice=notice, **said)
    assert lines(centre_user, tomorrow) == held
    Objection.objects.all().delete()
    enrolment = approved.enrolments.accepted()[0]
    review = ScoreReview.objects.create(enrolment=enrolment, kind="theory", reason="合分有误", asked_at=NOW)
    held = [("暂不能核发证书的批次", 1, approved.get_absolute_url(), "成绩复查未办结 1 批")]
    assert lines(centre_user, tomorrow) == held
    answer_review(review=review, outcome="corrected", answer="应为 86 分", actor=station_user, at=NOW)
    assert lines(centre_user, tomorrow) == held


def test_certificates_go_from_management_to_the_station_and_to_their_holders(
    batch: Batch, station_user: User, management_user: User, login: Login
) -> None:
    listing = reverse("certificates:shipments")
    assert lines(management_user) == [("邮寄证书", 1, listing, "")]
    assert reverse("certificates:ship", args=[batch.pk]) in login(management_user).get(listing).text
    parcel = posting.sent(batch, management_user)
    assert lines(management_user) == []
    assert "待邮寄的批次" not in login(management_user).get(listing).text
    receiving = (f"签收证书：{batch}（{parcel}）", 1, parcel.get_absolute_url(), "")
    assert lines(station_user) == [receiving]
    arrived = posting.noon(posting.ARRIVED_ON)
    perform(parcel, "receive", actor=station_user, at=arrived)
    later = arrived + CALLED_AFTER
    assert lines(station_user, later - timedelta(seconds=1)) == []
    address = reverse("certificates:handovers", args=[batch.pk])
    calling = (f"通知考生领取证书：{batch}", 2, address, "2026-09-12 起在站待领")
    assert lines(station_user, later) == [calling]
    first, second = not_collected(batch)
    hand_over(certificates=[first], taken_on=posting.ARRIVED_ON, actor=station_user, at=arrived)
    assert [line[1] for line in lines(station_user, later)] == [1]
    hand_over(certificates=[second], taken_on=posting.ARRIVED_ON, actor=station_user, at=arrived)
    assert lines(station_user, later) == []


def test_parcels_of_one_batch_are_one_call(batch: Batch, station_user: User, management_user: User) -> None:
    arrived = posting.noon(posting.ARRIVED_ON)
    for number, certificate in enumerate(Certificate.objects.filter(enrolment__batch=batch)):
        parcel = posting.sent(batch, management_user, [certificate], number=f"SF{number}")
        perform(parcel, "receive", actor=station_user, at=arrived)
    assert [line[:2] for line in lines(station_user, arrived + CALLED_AFTER)] == [
        (f"通知考生领取证书：{batch}", 2)
    ]


def test_nobody_is_called_for_what_the_parcel_lacked(
    batch: Batch, station_user: User, management_user: User
) -> None:
    parcel = posting.arrived(batch, management_user)
    parcel.missing.add(parcel.certificates.get(holder_name="林若溪"))
    later = posting.noon(posting.ARRIVED_ON) + CALLED_AFTER
    assert [line[1] for line in lines(station_user, later)] == [1]


def test_nobody_posts_what_is_not_settled(batch: Batch, management_user: User, station_user: User) -> None:
    Settlement.objects.get(batch=batch)._move_to("questioned")
    assert [line[0] for line in lines(management_user)] == []
    assert [line[0] for line in lines(station_user)] == [f"核对有疑问的汇款：{batch}"]


def test_a_wrong_score_on_a_certificate_is_told_to_who_may_ask(
    batch: Batch, station_user: User, management_user: User, centre_user: User, other_station_user: User
) -> None:
    posting.arrived(batch, management_user)
    certificate = Certificate.objects.get(holder_name="林若溪")
    asked = ScoreReview.objects.create(
        enrolment=certificate.enrolment, kind="theory", reason="合分有误", asked_at=NOW
    )
    answer_review(review=asked, outcome="centre", answer="应为 79 分。", actor=station_user, at=NOW)
    mending = [("成绩复查有误，申请换发或撤销证书", 1, "/certificates/changes/", "")]
    everybody = (station_user, management_user, centre_user, other_station_user)
    assert [lines(one) for one in everybody] == [mending, mending, [], []]
    change = ask_change(
        certificate=certificate,
        kind=ChangeKind.CORRECT,
        reason="成绩复查",
        facts={"theory": Decimal(79)},
        actor=station_user,
        at=NOW,
    )
    deciding = [("审批证书变更", 1, "/certificates/changes/?status=requested", "")]
    assert [lines(one) for one in everybody] == [[], [], deciding, []]
    perform(change, "refuse", actor=centre_user, at=NOW, reason="请补充说明")
    assert [lines(one) for one in everybody] == [mending, mending, [], []]


def test_another_person_at_the_centre_revokes_a_former_certificate(
    centre_user: User, management_user: User
) -> None:
    old = numbers.former("2649284901400001", centre_user)
    asked = ask_to_revoke(certificate=old, reason="查实系伪造", actor=centre_user, at=NOW)
    second = people.user("中心李", Role.CENTRE, centre_user.organisation)
    assert [lines(one) for one in (centre_user, management_user)] == [[], []]
    assert lines(second) == [("审批历史证书撤销", 1, asked.get_absolute_url(), "")]
    perform(asked, "refuse", actor=second, at=NOW, reason="证据不足")
    assert lines(second) == []


def test_management_watches_its_blanks(
    management_user: User, centre_user: User, settings: LazySettings
) -> None:
    assert lines(management_user) == []
    settings.BLANK_LOW_STOCK = 50
    enter(move=Move(Scheme.ABILITY, "received", 49), actor=management_user, at=NOW)
    label = f"补充空白证书：{Scheme.ABILITY.label}（库存 49 张）"
    assert lines(management_user) == [(label, 1, "/certificates/blanks/", "")]
    assert lines(centre_user) == []
    enter(move=Move(Scheme.ABILITY, "received", 1), actor=management_user, at=NOW)
    assert lines(management_user) == []


def test_a_destruction_waits_for_the_witness_who_was_named(
    management_user: User, settings: LazySettings
) -> None:
    settings.BLANK_LOW_STOCK = 0
    witness = people.user("管理员李", Role.MANAGEMENT, management_user.organisation, person_name="李管理")
    for move, count in (("received", 9), ("handed_out", 5), ("spoiled", 2)):
        enter(move=Move(Scheme.ABILITY, move, count, note="培训用"), actor=management_user, at=NOW)
    asked = ask_to_destroy(
        move=Move(Scheme.ABILITY, "destroyed", 2), witness=witness, actor=management_user, at=NOW
    )
    assert lines(management_user) == []
    assert lines(witness) == [(f"确认监销：{asked}", 1, asked.get_absolute_url(), "")]
    perform(asked, "confirm", actor=witness, at=NOW)
    assert lines(witness) == []


def test_every_line_opens(
    settlement: Settlement, station_user: User, management_user: User, centre_user: User, login: Login
) -> None:
    pay(settlement, station_user)
    for user in (station_user, management_user, centre_user):
        for _, _, address, _ in lines(user):
            assert login(user).get(address).status_code == 200, address


@pytest.mark.parametrize("batches", [1, 3])
def test_the_centres_list_takes_the_same_queries_however_long(
    station: Station,
    management_user: User,
    centre_user: User,
    batches: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(batches):
        numbers.national(results.approved(station, management_user, {f"林若溪{number}": ("85", "92.5")}))
    todo_for(centre_user, now=NOW)
    # Mails, applications of stations and examiners, batches with approved results, prefixes, changes,
    # revocations.
    with django_assert_num_queries(7):
        assert [line[1] for line in lines(centre_user)] == [batches]
