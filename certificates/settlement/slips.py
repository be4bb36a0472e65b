"""Slips that show a payment: sent by the station, withdrawn where they were wrong, never deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from certificates.models import Remittance, Settlement, SettlementStatus
from certificates.settlement.balance import live_slips
from certificates.settlement.guards import payable
from certificates.settlement.waiving import waived
from documents.attachments import AttachmentKinds, CleanFile, clean_attachment
from documents.file_rows import stored_together
from documents.upload_limits import MEGABYTE
from exams.held import held
from ostami import clock
from ostami.problems import Problem, refuse_if
from stations.services.files import SentFile
from workflow import audit
from workflow.lifecycle import perform

SLIP_MAX_BYTES = 10 * MEGABYTE
MOST_SLIPS = 20
KINDS = AttachmentKinds.PICTURE_OR_PDF


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What a station says of a slip: yuan, the day of payment, and a note."""

    amount: Decimal
    paid_on: date
    note: str = ""


def add_slip(
    *, settlement: Settlement, facts: SlipFacts, file: SentFile, actor: User, at: datetime
) -> Remittance:
    """Store a slip; an open or questioned settlement goes to management with it.

    Raises:
        Http404: the settlement isn't in the actor's scope.
        PermissionDenied: the actor's role pays nothing.
        BlockedError: the file won't do, the day lies ahead, the amount is nothing, the settlement is
            confirmed or can't be paid, or the slip is there already.
    """
    need(actor, Perm.SETTLEMENT_PAY)
    refuse_if(_unfit(facts, on=clock.day_of(at)))
    clean = clean_attachment(file.content, file.name, kinds=KINDS, max_bytes=SLIP_MAX_BYTES)
    with stored_together() as stored:
        row = held(settlement, actor=actor, right=Perm.SETTLEMENT_PAY)
        refuse_if(_refused(row, facts))
        slip = _slip(row, facts, clean, actor, at)
        stored.store(slip, clean.content, suffix=clean.suffix)
        audit.record(row, action="add_slip", sentence=f"上传了汇款单：{slip}", actor=actor, at=at)
        if row.status != SettlementStatus.PAID:
            perform(row, "pay", actor=actor, at=at, by_slip=True)
    return slip


def _unfit(facts: SlipFacts, *, on: date) -> Iterator[Problem]:
    if facts.amount <= 0:
        yield Problem("汇款金额须大于 0", remedy="请按汇款单填写", field="amount")
    if facts.paid_on > on:
        yield Problem(f"汇款日期 {facts.paid_on} 晚于今天", remedy="请按汇款单填写", field="paid_on")


def _refused(settlement: Settlement, facts: SlipFacts) -> Iterator[Problem]:
    if settlement.status == SettlementStatus.CONFIRMED:
        yield Problem("本批次已结算，不再收汇款单", remedy="如有疑问，请联系管理站")
        return
    yield from payable(settlement)
    live = live_slips(settlement)
    if live.count() >= MOST_SLIPS:
        yield Problem(f"汇款单最多 {MOST_SLIPS} 张", remedy="请先作废有误的")
    if live.filter(amount=facts.amount, paid_on=facts.paid_on, note=facts.note).exists():
        text = f"已有一张 {facts.paid_on} 汇款 {facts.amount:.2f} 元的汇款单"
        yield Problem(text, remedy="不是同一笔的，请在说明中写明", field="note")


def _slip(settlement: Settlement, facts: SlipFacts, file: CleanFile, actor: User, at: datetime) -> Remittance:
    return Remittance(
        settlement=settlement,
        amount=facts.amount,
        paid_on=facts.paid_on,
        note=facts.note,
        content_type=file.content_type,
        name=file.true_name,
        added_by=actor,
        added_at=at,
    )


@transaction.atomic
def withdraw_slip(*, slip: Remittance, reason: str, actor: User, at: datetime) -> Remittance:
    """Withdraw a slip that was wrong; row and file stay. Where then nothing is to be paid, that is settled.

    Raises:
        Http404: the settlement isn't in the actor's scope.
        PermissionDenied: the actor's role pays nothing.
        BlockedError: the settlement is confirmed, the slip was withdrawn already, it is the only one that
            management has to look at, or the reason is missing.
    """
    row = held(slip.settlement, actor=actor, right=Perm.SETTLEMENT_PAY)
    found: Remittance = row.remittances.get(pk=slip.pk)
    refuse_if(not_withdrawable(row, found))
    refuse_if([] if reason.strip() else [Problem("请写明作废的原因", field="reason")])
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    sentence = f"作废了汇款单：{found}"
    audit.record(row, action="withdraw_slip", sentence=sentence, actor=actor, at=at, reason=reason.strip())
    waived(row, actor=actor, at=at)
    return found


def not_withdrawable(settlement: Settlement, slip: Remittance) -> Iterator[Problem]:
    """Yield why a slip can't be withdrawn."""
    if settlement.status == SettlementStatus.CONFIRMED:
        yield Problem("本批次已结算，汇款单不能作废", remedy="如有疑问，请联系管理站")
    elif slip.withdrawn_at:
        yield Problem("这张汇款单已经作废")
    elif settlement.status == SettlementStatus.PAID and live_slips(settlement).count() == 1:
        yield Problem("这是唯一有效的汇款单，管理站正在核对", remedy="请先上传正确的汇款单，再作废这一张")
