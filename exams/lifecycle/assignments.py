"""Life cycle of a supervisor's assignment, and what this app says to those of the batch and its date."""

from accounts.rights import Perm
from batches.date_changing import register_obstacle
from batches.models import Batch, DateChange
from exams.attending.moving import forget_attendance
from exams.guards import already_held, never_held
from exams.models import SupervisionAssignment, SupervisionStatus
from exams.seating.publishing import withdraw_on_new_date
from exams.supervising.guards import by_report, not_reported
from exams.supervision_mail import tell_cancelled, tell_date_changed, tell_recalled
from workflow.lifecycle import Transition, Words, lifecycle_of, register

register(
    SupervisionAssignment,
    Transition(
        "recall",
        "撤回选派",
        "撤回了选派",
        frozenset({SupervisionStatus.ASSIGNED, SupervisionStatus.REPORTED}),
        SupervisionStatus.RECALLED,
        Perm.SUPERVISION_DISPATCH,
        words=Words.REQUIRED,
        words_label="撤回原因",
        warning="撤回后督导员不再前往，平台发邮件告知本人；批次可以另派督导员。",
        main=False,
        # What was reported stands, unless it is of a day from which the exam was moved.
        hidden_unless=(not_reported,),
        changes=(tell_recalled,),
    ),
    Transition(
        "report",
        "完成督考",
        "提交了督导报告",
        frozenset({SupervisionStatus.ASSIGNED}),
        SupervisionStatus.REPORTED,
        Perm.SUPERVISION_REPORT,
        # Done by the report itself.
        hidden_unless=(by_report,),
    ),
)

lifecycle_of(Batch).contribute("cancel", guards=(never_held,), changes=(tell_cancelled,))
lifecycle_of(DateChange).contribute(
    "approve", changes=(tell_date_changed, withdraw_on_new_date, forget_attendance)
)
register_obstacle(already_held)
