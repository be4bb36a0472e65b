"""Life cycle of a settlement: opened with approved results, paid by the station, confirmed by management."""

from accounts.rights import Perm
from batches.models import Batch
from certificates.models import Settlement, SettlementStatus
from certificates.settlement import guards
from certificates.settlement.opening import settle_batch
from certificates.settlement.waiving import UNPAID, free_of_charge
from workflow.lifecycle import Transition, Words, lifecycle_of, register


def _after_new_results(name: str, label: str, sentence: str, target: SettlementStatus) -> Transition:
    """Return a move that takes a payment's end back, because results changed."""
    return Transition(
        name,
        label,
        sentence,
        frozenset({SettlementStatus.PAID, SettlementStatus.CONFIRMED}),
        target,
        Perm.SETTLEMENT_CONFIRM,
        words=Words.OPTIONAL,
        hidden_unless=(guards.by_itself,),
        changes=(guards.unstamp_confirmed,),
    )


register(
    Settlement,
    Transition(
        "pay",
        "提交管理站确认",
        "提交管理站确认汇款",
        frozenset(UNPAID),
        SettlementStatus.PAID,
        Perm.SETTLEMENT_PAY,
        words=Words.OPTIONAL,
        words_label="说明",
        warning="上传汇款单时自动提交。汇款无误、无须补传的，写明情况后直接提交。",
        main=False,
        # The page asks for a slip by itself.
        hidden_unless=(guards.slips_sent,),
        guards=(guards.settled_sum,),
        changes=(guards.answer_question,),
    ),
    Transition(
        "confirm",
        "确认结算",
        "确认了证书结算",
        frozenset({SettlementStatus.PAID}),
        SettlementStatus.CONFIRMED,
        Perm.SETTLEMENT_CONFIRM,
        words=Words.OPTIONAL,
        words_label="说明",
        warning="确认后不能撤回，指导中心即可核发证书（服务指南 4.6-7）。多付或少付的，须写明原因。",
        guards=(guards.settled_sum,),
        changes=(guards.explain_difference, guards.stamp_confirmed),
    ),
    Transition(
        "question",
        "对汇款有疑问",
        "对汇款提出疑问",
        frozenset({SettlementStatus.PAID}),
        SettlementStatus.QUESTIONED,
        Perm.SETTLEMENT_CONFIRM,
        words=Words.REQUIRED,
        words_label="疑问",
        warning="考试站核实后补传汇款单或写明情况，重新提交。",
        main=False,
    ),
    Transition(
        "waive",
        "无须付款",
        "应付金额为 0 元，自动确认",
        frozenset(UNPAID),
        SettlementStatus.CONFIRMED,
        # Whoever's act leaves nothing to pay: management's, or the station's that withdraws its slip.
        Perm.SETTLEMENT_VIEW,
        hidden_unless=(guards.by_itself,),
        guards=(free_of_charge,),
        changes=(guards.stamp_confirmed,),
    ),
    _after_new_results("recheck", "重新核对", "成绩变动，结算须重新核对", SettlementStatus.QUESTIONED),
    _after_new_results("reopen", "重新付款", "成绩变动，结算恢复为待付款", SettlementStatus.OPEN),
)

lifecycle_of(Batch).contribute("approve_results", changes=(settle_batch,))
lifecycle_of(Batch).contribute("certify", guards=(guards.settled_first,))
