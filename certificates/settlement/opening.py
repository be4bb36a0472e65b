"""Opening a settlement when results are approved, and computing it anew."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from certificates.models import Settlement, SettlementStatus
from certificates.settlement.balance import live_slips
from certificates.settlement.bills import Bill, bill_as_stored, bill_of, lines_in_words, people_by_item
from certificates.settlement.waiving import UNPAID, waived
from exams.held import held_batch
from exams.models import PUBLISHED
from ostami.problems import BlockedError, Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step, perform

CHANGED = "成绩重新审核后，应付金额由 {old:.2f} 元变为 {new:.2f} 元"
SETTLED = (SettlementStatus.PAID, SettlementStatus.CONFIRMED)


def settle_batch(step: Step[Batch]) -> None:
    """Open the batch's settlement with the approval of its results, or bring it in line with them."""
    settle(step.case, actor=step.actor, at=step.at)


def settle(batch: Batch, *, actor: User, at: datetime) -> Settlement | None:
    """Open or renew the settlement of a batch that is locked; none where nobody passed.

    Lines and sum of one that is open or lacks a fee are computed anew. One that is paid, questioned or
    confirmed stays as it is unless other people passed: then it is computed anew, and asked about.
    """
    bill, found = bill_of(batch), _held(batch)
    if found is None:
        return _open(batch, bill, actor, at) if bill.lines else None
    stands = bill_as_stored(found).complete and people_by_item(found.lines) == people_by_item(bill.lines)
    if stands and found.status != SettlementStatus.OPEN:
        return found
    return _renew(found, bill, actor, at)


def _held(batch: Batch) -> Settlement | None:
    rows = Settlement.objects.order_by().select_for_update(of=("self",), no_key=True)
    found: Settlement | None = rows.filter(batch=batch).first()
    return found


def _open(batch: Batch, bill: Bill, actor: User, at: datetime) -> Settlement:
    made = Settlement.objects.create(batch=batch, lines=bill.lines, total=bill.total, opened_at=at)
    sentence = f"生成了证书结算，应付 {bill.total:.2f} 元"
    audit.record(made, action="open", sentence=sentence, actor=actor, at=at)
    return waived(made, actor=actor, at=at)


def _renew(settlement: Settlement, bill: Bill, actor: User, at: datetime) -> Settlement:
    old = bill_as_stored(settlement)
    if old != bill:
        settlement.lines, settlement.total = bill.lines, bill.total
        settlement.save()
        changes = {
            "应付金额": (f"{old.total:.2f}", f"{bill.total:.2f}"),
            "明细": (lines_in_words(old.lines), lines_in_words(bill.lines)),
        }
        sentence = f"重新计算了证书结算，应付 {bill.total:.2f} 元"
        audit.record(settlement, action="recompute", sentence=sentence, actor=actor, at=at, changes=changes)
    if settlement.status in SETTLED:
        words = CHANGED.format(old=old.total, new=bill.total)
        move = "recheck" if live_slips(settlement).exists() else "reopen"
        settlement = perform(settlement, move, actor=actor, at=at, reason=words, itself=True)
    return waived(settlement, actor=actor, at=at)


@transaction.atomic
def recompute(*, settlement: Settlement, actor: User, at: datetime) -> Settlement:
    """Compute a settlement that is open or questioned anew, by the fees as they are set.

    Raises:
        Http404: it isn't in the actor's scope.
        PermissionDenied: the actor's role settles nothing.
        BlockedError: its payment is being looked at or confirmed, or the batch's results were taken back.
    """
    batch = _published(settlement.batch, actor)
    held = _held(batch)
    if held is None or held.status not in UNPAID:
        raise BlockedError(
            [Problem("只有待付款、有疑问的结算可以重新计算", remedy="请刷新页面后查看办理记录")]
        )
    return _renew(held, bill_of(batch), actor, at)


@transaction.atomic
def open_for(*, batch: Batch, actor: User, at: datetime) -> Settlement | None:
    """Open the settlement of a batch whose results were approved before settlements were kept.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role settles nothing.
        BlockedError: the results aren't approved.
    """
    return settle(_published(batch, actor), actor=actor, at=at)


def _published(batch: Batch, actor: User) -> Batch:
    batch = held_batch(batch, actor=actor, right=Perm.SETTLEMENT_CONFIRM)
    if batch.status not in PUBLISHED:
        text = f"{batch} 当前状态为“{batch.get_status_display()}”，不能计算证书结算"
        refuse_if([Problem(text, "4.6-3", "请在成绩审核通过后办理")])
    return batch
