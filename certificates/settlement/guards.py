"""What stands in the way of paying, confirming and of certificates."""

from collections.abc import Iterator

from django.conf import settings

from batches.models import Batch
from certificates.models import Settlement, SettlementStatus
from certificates.settlement.balance import balance_of, live_slips
from certificates.settlement.bills import bill_as_stored
from exams.models import PUBLISHED
from exams.selectors import qualified
from ostami.problems import Problem, refuse_if
from workflow.lifecycle import Step

CLAUSE = "4.6-7"


def by_itself(step: Step[Settlement]) -> Iterator[Problem]:
    """Nobody presses a button for it: it follows from the results."""
    if not step.data.get("itself"):
        yield Problem("结算随成绩审核自动办理，不能单独操作", "4.6-3")


def slips_sent(step: Step[Settlement]) -> Iterator[Problem]:
    """A payment is shown by a slip (guide 4.6-7)."""
    if not live_slips(step.case).exists():
        yield Problem("还没有有效的汇款单", CLAUSE, "请先上传汇款单")


def payable(settlement: Settlement) -> Iterator[Problem]:
    """Yield why nothing can be paid: results were taken back, or a fee is missing."""
    if settlement.batch.status not in PUBLISHED:
        yield Problem("本批次的成绩已退回，应付金额待重新确定", "4.6-3", "请在成绩重新审核通过后办理")
    if not bill_as_stored(settlement).complete:
        levels = "、".join(line["words"] for line in settlement.lines if not line["fee"])
        yield Problem(f"{levels}在考试日期没有收费标准", "4.6-3", "请由管理站设定收费标准后重新计算")


def settled_sum(step: Step[Settlement]) -> Iterator[Problem]:
    """What is due is certain."""
    yield from payable(step.case)


def answer_question(step: Step[Settlement]) -> None:
    """Take an answer to management's question: a new slip, or words.

    Raises:
        BlockedError: there is neither.
    """
    unanswered = step.case.status == SettlementStatus.QUESTIONED and not step.reason
    if unanswered and not step.data.get("by_slip"):
        text = "管理站对汇款有疑问，还没有答复"
        refuse_if([Problem(text, CLAUSE, "请写明核实的情况，或上传新的汇款单", "reason")])


def explain_difference(step: Step[Settlement]) -> None:
    """Take what the page showed, and words where more or less was paid than is due.

    Raises:
        BlockedError: slips or sum changed since the page was made, or the words are missing.
    """
    balance = balance_of(step.case)
    if step.data.get("seen", balance.token) != balance.token:
        refuse_if([Problem("汇款单或应付金额刚刚有变化", remedy="请返回核对后重新办理")])
    if balance.words and not step.reason:
        text = f"应付 {balance.due:.2f} 元，已付 {balance.paid:.2f} 元，{balance.words}"
        refuse_if(
            [
                Problem(
                    text, CLAUSE, "请写明按此确认的原因；须考试站核实的，返回后改办“对汇款有疑问”", "reason"
                )
            ]
        )


def stamp_confirmed(step: Step[Settlement]) -> None:
    """Keep when it was confirmed."""
    step.case.confirmed_at = step.at


def unstamp_confirmed(step: Step[Settlement]) -> None:
    """It is confirmed no longer."""
    step.case.confirmed_at = None


def settled_first(step: Step[Batch]) -> Iterator[Problem]:
    """Certificates wait for the settlement where the operator set it so (guide 4.6-3, 4.6-7)."""
    if not settings.CERTIFY_AFTER_SETTLEMENT:
        return
    settlement = Settlement.objects.filter(batch=step.case).first()
    if settlement is None:
        if qualified(step.case).exists():
            yield Problem("本批次还没有生成证书结算", "4.6-3", "请由管理站在批次页面生成结算")
    elif settlement.status != SettlementStatus.CONFIRMED:
        state = settlement.get_status_display()
        yield Problem(f"本批次的证书结算尚未确认（{state}）", CLAUSE, "请在管理站确认结算后核发")
