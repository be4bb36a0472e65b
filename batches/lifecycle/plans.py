"""Life cycle of the annual plan."""

from accounts.rights import Perm
from batches import guards
from batches.handing_in import hand_in_plan
from batches.models import AnnualPlan, PlanStatus
from workflow.lifecycle import Transition, Words, register

register(
    AnnualPlan,
    Transition(
        "submit",
        "提交年度计划",
        "提交了年度计划",
        frozenset({PlanStatus.DRAFT, PlanStatus.RETURNED}),
        PlanStatus.SUBMITTED,
        Perm.PLAN_EDIT,
        warning="提交后由管理站审批，审批期间不能修改。",
        guards=(guards.plan_has_items, guards.plan_in_scope, guards.review_done),
        changes=(hand_in_plan,),
    ),
    Transition(
        "approve",
        "批准年度计划",
        "批准了年度计划",
        frozenset({PlanStatus.SUBMITTED}),
        PlanStatus.APPROVED,
        Perm.PLAN_APPROVE,
        words=Words.OPTIONAL,
        warning="批准后考试站即可凭计划项申请考试批次。",
        guards=(guards.plan_in_scope,),
    ),
    Transition(
        "return",
        "退回年度计划",
        "退回了年度计划",
        frozenset({PlanStatus.SUBMITTED}),
        PlanStatus.RETURNED,
        Perm.PLAN_APPROVE,
        words=Words.REQUIRED,
        words_label="退回原因",
        warning="请一次写清需要修改的全部内容，考试站修改后可重新提交。",
    ),
)
