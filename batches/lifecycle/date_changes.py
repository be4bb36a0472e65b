"""Life cycle of a change of an exam date."""

from accounts.rights import Perm
from batches.date_changing import change_date, may_change, refuse_change, withdraw_change
from batches.models import DateChange, DateChangeStatus
from workflow.lifecycle import Transition, Words, register

register(
    DateChange,
    Transition(
        "approve",
        "批准调整",
        "批准了考试日期调整",
        frozenset({DateChangeStatus.REQUESTED}),
        DateChangeStatus.APPROVED,
        Perm.DATE_CHANGE_DECIDE,
        words=Words.OPTIONAL,
        warning="批准后报名、花名册和试卷签收的日期都按新的考试日期推算，"
        "每个批次只能调整一次（服务指南 4.5.1-6）。",
        guards=(may_change,),
        changes=(change_date,),
    ),
    Transition(
        "refuse",
        "不予批准",
        "未批准考试日期调整",
        frozenset({DateChangeStatus.REQUESTED}),
        DateChangeStatus.REFUSED,
        Perm.DATE_CHANGE_DECIDE,
        words=Words.REQUIRED,
        words_label="不予批准的原因",
        warning="批次仍按原考试日期进行；考试站可以重新申请。",
        changes=(refuse_change,),
    ),
    Transition(
        "withdraw",
        "撤回申请",
        "撤回了考试日期调整申请",
        frozenset({DateChangeStatus.REQUESTED}),
        DateChangeStatus.WITHDRAWN,
        Perm.DATE_CHANGE_REQUEST,
        warning="撤回后批次仍按原考试日期进行；需要时可以重新申请。",
        main=False,
        changes=(withdraw_change,),
    ),
)
