"""Life cycle of an enrolment, and what enrolments say to a batch's roster and to its cancellation."""

from accounts.rights import Perm
from batches.models import Batch
from candidates import guards
from candidates.models import Enrolment, EnrolmentStatus
from candidates.services.freezing import freeze_roster
from candidates.services.handing_in import hand_in
from candidates.services.judging import keep_eligibility
from candidates.services.stamping import new_form_code
from workflow.lifecycle import Transition, Words, lifecycle_of, register

REVIEWED = frozenset({EnrolmentStatus.SUBMITTED, EnrolmentStatus.STAMPED})

register(
    Enrolment,
    Transition(
        "submit",
        "提交报名",
        "提交了报名",
        frozenset({EnrolmentStatus.DRAFT, EnrolmentStatus.RETURNED}),
        EnrolmentStatus.SUBMITTED,
        Perm.ENROL,
        warning="一旦提交，无法修改和删除，且每个批次只能报名一次（服务指南 4.3）。请仔细核对。",
        guards=(
            guards.window_open,
            guards.consent_given,
            guards.form_complete,
            guards.history_complete,
            guards.materials_complete,
            guards.eligible,
            guards.place_left,
        ),
        # The batch is locked last: in a rush everybody waits for what happens under its lock.
        changes=(keep_eligibility, new_form_code, hand_in),
    ),
    Transition(
        "stamp",
        "提交盖章申报表",
        "提交了盖章申报表",
        frozenset({EnrolmentStatus.SUBMITTED}),
        EnrolmentStatus.STAMPED,
        Perm.ENROL,
        warning="提交后由考试站审核。",
        guards=(guards.window_open, guards.stamped_form_uploaded),
    ),
    Transition(
        "stamp_for",
        "归入盖章申报表",
        "代传了盖章申报表",
        frozenset({EnrolmentStatus.SUBMITTED}),
        EnrolmentStatus.STAMPED,
        Perm.STAMP_FOR,
        warning="盖章申报表已归入该考生的报名，进入待审核。",
        guards=(guards.window_open,),
        hidden_unless=(guards.stamped_form_uploaded,),
    ),
    Transition(
        "accept",
        "审核通过",
        "审核通过了报名",
        frozenset({EnrolmentStatus.STAMPED}),
        EnrolmentStatus.ACCEPTED,
        Perm.ENROLMENT_REVIEW,
        warning="通过后考生列入花名册。",
        guards=(guards.window_open, guards.eligibility_settled),
        changes=(keep_eligibility,),
    ),
    Transition(
        "return",
        "退回修改",
        "退回了报名",
        REVIEWED,
        EnrolmentStatus.RETURNED,
        Perm.ENROLMENT_REVIEW,
        words=Words.REQUIRED,
        words_label="退回原因",
        warning="请一次写清需要补正的全部内容；考生补正后须在报名截止前重新提交。",
    ),
    Transition(
        "reject",
        "不予通过",
        "未通过报名",
        REVIEWED,
        EnrolmentStatus.REJECTED,
        Perm.ENROLMENT_REVIEW,
        words=Words.REQUIRED,
        words_label="不予通过的原因",
        warning="不予通过后，该考生本批次不能再报名。",
    ),
)

lifecycle_of(Batch).contribute("submit_roster", guards=(guards.roster_decided,), changes=(freeze_roster,))
lifecycle_of(Batch).contribute("cancel", guards=(guards.nobody_enrolled,))
