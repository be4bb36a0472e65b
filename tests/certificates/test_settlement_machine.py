"""A settlement from the approval of results to its confirmation: who moves it, from where, and when."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate, Fee, Settlement, SettlementStatus
from certificates.settlement.opening import open_for, recompute
from certificates.settlement.slips import SlipFacts, add_slip, withdraw_slip
from exams.models import Result
from ostami.problems import BlockedError
from stations.models import Station
from stations.services.files import SentFile
from tests.certificates.conftest import PEOPLE
from tests.factories import exam, fees, results
from tests.factories.exam import ready
from workflow.audit import history_of
from workflow.lifecycle import StaleError, lifecycle_of, perform

PAID_ON = date(2026, 9, 3)
AT = exam.noon(PAID_ON)
# move: (sources, target, who may)
TABLE: dict[str, tuple[set[str], str, str]] = {
    "pay": ({"open", "questioned"}, "paid", "station"),
    "confirm": ({"paid"}, "confirmed", "management"),
    "question": ({"paid"}, "questioned", "management"),
    "waive": ({"open", "questioned"}, "confirmed", "viewer"),
    "recheck": ({"paid", "confirmed"}, "questioned", "management"),
    "reopen": ({"paid", "confirmed"}, "open", "management"),
}


@pytest.fixture
def priced(management_user: User) -> Fee:
    row = fees.fee(management_user, "50.10")
    row.save()
    return row


@pytest.fixture
def settlement(priced: Fee, approved: Batch) -> Settlement:
    """Two people who passed, 50.10 yuan each."""
    return Settlement.objects.get(batch=approved)


def slip(settlement: Settlement, actor: User, amount: str = "100.20", **facts: Any) -> Any:
    told = SlipFacts(Decimal(amount), **{"paid_on": PAID_ON, **facts})
    file = SentFile("回单.jpg", exam.picture())
    return add_slip(settlement=settlement, facts=told, file=file, actor=actor, at=AT)


def put(settlement: Settlement, status: str) -> Settlement:
    models.QuerySet(Settlement).filter(pk=settlement.pk).update(status=status)
    return Settlement.objects.get(pk=settlement.pk)


def fresh(settlement: Settlement) -> Settlement:
    return Settlement.objects.get(pk=settlement.pk)


def approve_anew(batch: Batch, name: str, theory: str, *, management: User) -> Batch:
    """Send approved results back, correct a score, and approve them again."""
    login = batch.station.organisation.users.get()
    batch = perform(batch, "return_results", actor=management, at=AT, reason="成绩有误")
    result = Result.objects.get(enrolment__batch=batch, enrolment__candidate__name=name)
    result.theory = Decimal(theory)
    result.save()
    submitted = perform(ready(batch), "submit_results", actor=login, at=AT)
    return perform(submitted, "approve_results", actor=management, at=AT)


def test_the_table_says_who_moves_a_settlement_from_where_to_where() -> None:
    moves = lifecycle_of(Settlement).transitions
    right = {"station": "settlement_pay", "management": "settlement_confirm", "viewer": "settlement_view"}
    found = {name: (set(one.sources), one.target, one.permission) for name, one in moves.items()}
    assert found == {name: (*row[:2], right[row[2]]) for name, row in TABLE.items()}


@pytest.mark.parametrize("move", [move for move in TABLE if move != "waive"])
@pytest.mark.parametrize("status", SettlementStatus.values)
def test_every_move_in_every_state_by_every_role(
    settlement: Settlement,
    station_user: User,
    management_user: User,
    centre_user: User,
    other_station_user: User,
    move: str,
    status: str,
) -> None:
    slip(settlement, station_user)
    sources, target, role = TABLE[move]
    case = put(settlement, status)
    for actor in (station_user, management_user, centre_user, other_station_user):
        if actor.role == role and status in sources and actor != other_station_user:
            continue
        with pytest.raises((PermissionDenied, StaleError, Http404)):
            perform(case, move, actor=actor, at=AT, reason="见附件", itself=True)
        assert fresh(case).status == status
    if status in sources:
        actor = {"station": station_user, "management": management_user}[role]
        assert perform(case, move, actor=actor, at=AT, reason="见附件", itself=True).status == target


@pytest.mark.parametrize("status", SettlementStatus.values)
def test_only_what_waits_for_nothing_is_waived(
    approved: Batch, management_user: User, other_station_user: User, status: str
) -> None:
    case = put(Settlement.objects.get(batch=approved), status)
    with pytest.raises(Http404):
        perform(case, "waive", actor=other_station_user, at=AT, itself=True)
    if status in TABLE["waive"][0]:
        assert perform(case, "waive", actor=management_user, at=AT, itself=True).status == "confirmed"
        return
    with pytest.raises(StaleError):
        perform(case, "waive", actor=management_user, at=AT, itself=True)


def test_what_costs_something_or_was_paid_is_not_waived(
    settlement: Settlement, station_user: User, management_user: User
) -> None:
    with pytest.raises(BlockedError, match="有应付金额"):
        perform(settlement, "waive", actor=management_user, at=AT, itself=True)
    slip(settlement, station_user)
    with pytest.raises(BlockedError, match="有有效的汇款单"):
        perform(put(settlement, "open"), "waive", actor=management_user, at=AT, itself=True)


@pytest.mark.parametrize("move", ["waive", "recheck", "reopen"])
def test_what_follows_from_results_is_done_by_nobody(
    settlement: Settlement, management_user: User, move: str
) -> None:
    case = put(settlement, min(TABLE[move][0] - {"paid"}))
    with pytest.raises(BlockedError, match="结算随成绩审核自动办理"):
        perform(case, move, actor=management_user, at=AT)


def test_approved_results_open_a_settlement_with_a_line_each_trade(settlement: Settlement) -> None:
    (line,) = settlement.lines
    assert (line["words"], line["people"]) == ("数控车工 四级/中级工", 2)
    assert (line["fee"], line["sum"], settlement.total) == ("50.10", "100.20", Decimal("100.20"))
    assert settlement.status == "open"
    assert [one.sentence for one in history_of(settlement)] == ["生成了证书结算，应付 100.20 元"]


def test_nobody_passed_so_nothing_is_settled(priced: Fee, station: Station, management_user: User) -> None:
    results.approved(station, management_user, {"陈一鸣": ("59.5", "100")})
    assert not Settlement.objects.exists()


def test_what_costs_nothing_is_confirmed_at_once(station: Station, management_user: User) -> None:
    batch = results.approved(station, management_user, PEOPLE)
    found = Settlement.objects.get(batch=batch)
    assert (found.status, found.total, found.lines[0]["fee"]) == ("confirmed", Decimal(0), "0.00")
    assert found.confirmed_at == exam.noon(exam.EXAM_DATE)


@pytest.mark.parametrize(("since", "due"), [(-1, "160.00"), (0, "160.00"), (1, "100.20")])
def test_the_fee_of_the_exam_date_counts(
    priced: Fee, station: Station, management_user: User, since: int, due: str
) -> None:
    fees.fee(management_user, "80", valid_from=exam.EXAM_DATE + timedelta(days=since)).save()
    batch = results.approved(station, management_user, PEOPLE)
    assert Settlement.objects.get(batch=batch).total == Decimal(due)


def test_a_later_fee_changes_nothing_but_what_management_computes_anew(
    settlement: Settlement, management_user: User, station_user: User
) -> None:
    fees.fee(management_user, "80", valid_from=exam.EXAM_DATE).save()
    assert fresh(settlement).total == Decimal("100.20")
    with pytest.raises(PermissionDenied):
        recompute(settlement=settlement, actor=station_user, at=AT)
    assert recompute(settlement=settlement, actor=management_user, at=AT).total == Decimal(160)
    event = history_of(settlement).latest("pk")
    assert event.changes["应付金额"] == ["100.20", "160.00"]
    assert event.changes["明细"][0] == "数控车工 四级/中级工 2 人 × 50.10 元"
    slip(settlement, station_user, "160")
    with pytest.raises(BlockedError, match="只有待付款、有疑问的结算可以重新计算"):
        recompute(settlement=settlement, actor=management_user, at=AT)
    asked = perform(fresh(settlement), "question", actor=management_user, at=AT, reason="未到账")
    models.QuerySet(Fee).update(amount=Decimal(90))
    found = recompute(settlement=asked, actor=management_user, at=AT)
    assert (found.status, found.total) == ("questioned", Decimal(180))


def test_a_level_without_a_fee_waits_for_one(
    station: Station, management_user: User, station_user: User, centre_user: User
) -> None:
    fees.fee(management_user, "70", level=3).save()
    batch = results.approved(station, management_user, PEOPLE)
    found = Settlement.objects.get(batch=batch)
    assert (found.status, found.lines[0]["fee"], found.total) == ("open", "", Decimal(0))
    with pytest.raises(BlockedError, match="数控车工 四级/中级工在考试日期没有收费标准"):
        slip(found, station_user)
    with pytest.raises(BlockedError, match="证书结算尚未确认（待付款）"):
        perform(batch, "certify", actor=centre_user, at=AT)
    fees.fee(management_user, "0").save()
    assert recompute(settlement=found, actor=management_user, at=AT).status == "confirmed"


def test_a_slip_goes_to_management_who_confirms(
    settlement: Settlement, station_user: User, management_user: User
) -> None:
    slip(settlement, station_user, "100.20")
    assert fresh(settlement).status == "paid"
    done = perform(fresh(settlement), "confirm", actor=management_user, at=AT)
    assert (done.status, done.confirmed_at) == ("confirmed", AT)
    with pytest.raises(BlockedError, match="本批次已结算，不再收汇款单"):
        slip(settlement, station_user, "1")


@pytest.mark.parametrize(("amount", "words"), [("100.19", "少付 0.01 元"), ("100.21", "多付 0.01 元")])
def test_a_cent_too_much_or_too_little_is_named_and_needs_words(
    settlement: Settlement, station_user: User, management_user: User, amount: str, words: str
) -> None:
    slip(settlement, station_user, amount)
    with pytest.raises(BlockedError, match=words):
        perform(fresh(settlement), "confirm", actor=management_user, at=AT)
    assert fresh(settlement).status == "paid"
    done = perform(fresh(settlement), "confirm", actor=management_user, at=AT, reason="银行手续费")
    assert done.status == "confirmed"


def test_what_changed_since_the_page_was_made_is_not_confirmed(
    settlement: Settlement, station_user: User, management_user: User
) -> None:
    slip(settlement, station_user)
    with pytest.raises(BlockedError, match="刚刚有变化"):
        perform(fresh(settlement), "confirm", actor=management_user, at=AT, seen="100.20/50.00")
    done = perform(fresh(settlement), "confirm", actor=management_user, at=AT, seen="100.20/100.20")
    assert done.status == "confirmed"


def test_several_slips_add_up_and_a_withdrawn_one_stays_without_counting(
    settlement: Settlement, station_user: User, management_user: User
) -> None:
    wrong = slip(settlement, station_user, "60")
    with pytest.raises(BlockedError, match="唯一有效的汇款单"):
        withdraw_slip(slip=wrong, reason="传错", actor=station_user, at=AT)
    slip(settlement, station_user, "100.20")
    with pytest.raises(BlockedError, match="请写明作废的原因"):
        withdraw_slip(slip=wrong, reason=" ", actor=station_user, at=AT)
    withdraw_slip(slip=wrong, reason="传错", actor=station_user, at=AT)
    wrong.refresh_from_db()
    assert wrong.withdrawn_at == AT
    assert wrong.file.storage.exists(wrong.file.name)
    with pytest.raises(BlockedError, match="已经作废"):
        withdraw_slip(slip=wrong, reason="传错", actor=station_user, at=AT)
    done = perform(fresh(settlement), "confirm", actor=management_user, at=AT)
    assert done.status == "confirmed"


@pytest.mark.parametrize(
    ("amount", "day", "said"),
    [("0", PAID_ON, "须大于 0"), ("1", PAID_ON + timedelta(days=1), "晚于今天"), ("0.01", PAID_ON, "")],
)
def test_a_slip_is_of_some_money_and_of_today_at_the_latest(
    settlement: Settlement, station_user: User, amount: str, day: date, said: str
) -> None:
    if not said:
        assert slip(settlement, station_user, amount, paid_on=day).amount == Decimal(amount)
        return
    with pytest.raises(BlockedError, match=said):
        slip(settlement, station_user, amount, paid_on=day)
    assert not settlement.remittances.exists()


def test_the_same_slip_is_not_taken_twice(settlement: Settlement, station_user: User) -> None:
    slip(settlement, station_user)
    with pytest.raises(BlockedError, match=r"已有一张 2026-09-03 汇款 100\.20 元的汇款单"):
        slip(settlement, station_user)
    assert slip(settlement, station_user, note="第二笔").note == "第二笔"


def test_what_is_no_slip_leaves_neither_row_nor_file(settlement: Settlement, station_user: User) -> None:
    facts = SlipFacts(Decimal(1), PAID_ON)
    with pytest.raises(BlockedError):
        add_slip(settlement=settlement, facts=facts, file=SentFile("a.txt", b"x"), actor=station_user, at=AT)
    assert not settlement.remittances.exists()


def test_a_question_goes_back_with_words_and_comes_again(
    settlement: Settlement, station_user: User, management_user: User
) -> None:
    slip(settlement, station_user)
    with pytest.raises(BlockedError, match="请填写疑问"):
        perform(fresh(settlement), "question", actor=management_user, at=AT)
    asked = perform(fresh(settlement), "question", actor=management_user, at=AT, reason="未到账")
    with pytest.raises(BlockedError, match=r"还没有答复.*请写明核实的情况，或上传新的汇款单"):
        perform(asked, "pay", actor=station_user, at=AT, reason=" ")
    again = perform(asked, "pay", actor=station_user, at=AT, reason="今日已到账")
    assert again.status == "paid"
    perform(again, "question", actor=management_user, at=AT, reason="仍未到账")
    slip(settlement, station_user, "100.20", note="重新汇款")
    assert fresh(settlement).status == "paid"


def test_certificates_wait_for_the_settlement_unless_set_otherwise(
    settlement: Settlement, approved: Batch, centre_user: User, settings: LazySettings
) -> None:
    with pytest.raises(BlockedError, match="证书结算尚未确认（待付款）"):
        perform(approved, "certify", actor=centre_user, at=AT)
    settings.CERTIFY_AFTER_SETTLEMENT = False
    perform(approved, "certify", actor=centre_user, at=AT)
    assert Certificate.objects.count() == 2


def test_a_batch_without_settlement_gets_one_from_management(
    settlement: Settlement, approved: Batch, centre_user: User, management_user: User, station_user: User
) -> None:
    models.QuerySet(Settlement).filter(pk=settlement.pk).delete()
    with pytest.raises(BlockedError, match="还没有生成证书结算"):
        perform(approved, "certify", actor=centre_user, at=AT)
    with pytest.raises(PermissionDenied):
        open_for(batch=approved, actor=station_user, at=AT)
    made = open_for(batch=approved, actor=management_user, at=AT)
    assert made
    assert made.total == Decimal("100.20")


def test_an_open_settlement_follows_results_that_are_approved_anew(
    settlement: Settlement, approved: Batch, management_user: User
) -> None:
    approve_anew(approved, "陈一鸣", "60", management=management_user)
    found = fresh(settlement)
    assert (found.status, found.total) == ("open", Decimal("150.30"))


def test_a_paid_one_is_asked_about_when_other_people_passed(
    settlement: Settlement, approved: Batch, management_user: User, station_user: User
) -> None:
    slip(settlement, station_user)
    approve_anew(approved, "陈一鸣", "60", management=management_user)
    found = fresh(settlement)
    assert (found.status, found.total) == ("questioned", Decimal("150.30"))
    assert "由 100.20 元变为 150.30 元" in history_of(found).latest("pk").reason


def test_a_confirmed_one_stands_when_the_same_people_passed(
    settlement: Settlement, approved: Batch, management_user: User, station_user: User
) -> None:
    slip(settlement, station_user)
    perform(fresh(settlement), "confirm", actor=management_user, at=AT)
    fees.fee(management_user, "80", valid_from=exam.EXAM_DATE).save()
    approve_anew(approved, "陈一鸣", "59", management=management_user)
    found = fresh(settlement)
    assert (found.status, found.total, found.confirmed_at) == ("confirmed", Decimal("100.20"), AT)


def test_a_confirmed_one_is_open_to_question_when_other_people_passed(
    settlement: Settlement, approved: Batch, management_user: User, station_user: User, centre_user: User
) -> None:
    slip(settlement, station_user)
    perform(fresh(settlement), "confirm", actor=management_user, at=AT)
    batch = approve_anew(approved, "陈一鸣", "60", management=management_user)
    assert (fresh(settlement).status, fresh(settlement).confirmed_at) == ("questioned", None)
    with pytest.raises(BlockedError, match="证书结算尚未确认（有疑问）"):
        perform(batch, "certify", actor=centre_user, at=AT)


def test_one_that_cost_nothing_is_to_be_paid_when_it_costs_something(
    approved: Batch, management_user: User
) -> None:
    models.QuerySet(Fee).filter(level=4).update(amount=Decimal(30))
    approve_anew(approved, "陈一鸣", "60", management=management_user)
    found = Settlement.objects.get(batch=approved)
    assert (found.status, found.total, found.confirmed_at) == ("open", Decimal(90), None)


def test_an_open_one_is_closed_when_nobody_passed_after_all(
    priced: Fee, station: Station, management_user: User
) -> None:
    batch = results.approved(station, management_user, {"林若溪": ("85", "92")})
    approve_anew(batch, "林若溪", "50", management=management_user)
    found = Settlement.objects.get(batch=batch)
    assert (found.status, found.total, found.lines) == ("confirmed", Decimal(0), [])


def test_nothing_is_paid_while_results_are_sent_back(
    settlement: Settlement, approved: Batch, management_user: User, station_user: User
) -> None:
    perform(approved, "return_results", actor=management_user, at=AT, reason="成绩有误")
    with pytest.raises(BlockedError, match="本批次的成绩已退回"):
        slip(settlement, station_user)
    with pytest.raises(BlockedError, match="不能计算证书结算"):
        recompute(settlement=settlement, actor=management_user, at=AT)


def test_a_questioned_one_that_lacks_a_fee_gets_it_with_the_results_or_when_computed_anew(
    settlement: Settlement, approved: Batch, management_user: User, station_user: User
) -> None:
    slip(settlement, station_user)
    models.QuerySet(Fee).delete()
    approve_anew(approved, "陈一鸣", "60", management=management_user)
    assert (fresh(settlement).status, fresh(settlement).lines[0]["fee"]) == ("questioned", "")
    fees.fee(management_user, "60").save()
    approve_anew(approved, "陈一鸣", "61", management=management_user)
    assert fresh(settlement).total == Decimal(180)
    models.QuerySet(Settlement).update(lines=[{**fresh(settlement).lines[0], "fee": "", "sum": ""}])
    assert recompute(settlement=fresh(settlement), actor=management_user, at=AT).lines[0]["fee"] == "60.00"


def test_a_questioned_one_by_which_nothing_is_due_ends_with_its_last_slip(
    priced: Fee, station: Station, station_user: User, management_user: User
) -> None:
    batch = results.approved(station, management_user, {"林若溪": ("85", "92")})
    found = Settlement.objects.get(batch=batch)
    sent = slip(found, station_user, "50.10")
    approve_anew(batch, "林若溪", "50", management=management_user)
    assert (fresh(found).status, fresh(found).total) == ("questioned", Decimal(0))
    withdraw_slip(slip=sent, reason="无须付款，已退款", actor=station_user, at=AT)
    assert (fresh(found).status, fresh(found).confirmed_at) == ("confirmed", AT)


def test_a_certified_batch_is_settled_too_where_certificates_do_not_wait(
    priced: Fee, approved: Batch, centre_user: User, management_user: User, settings: LazySettings
) -> None:
    """The fee comes late: without it the batch's certificates could never be posted."""
    settings.CERTIFY_AFTER_SETTLEMENT = False
    models.QuerySet(Settlement).update(lines=[], total=0)
    batch = perform(approved, "certify", actor=centre_user, at=AT)
    found = recompute(settlement=batch.settlement, actor=management_user, at=AT)
    assert (found.status, found.total) == ("open", Decimal("100.20"))
    models.QuerySet(Settlement).delete()
    made = open_for(batch=Batch.objects.get(pk=batch.pk), actor=management_user, at=AT)
    assert made
    assert made.total == Decimal("100.20")
