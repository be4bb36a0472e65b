"""Life cycle of a supervisor's assignment, and what this app says to those of the batch and its date."""

from accounts.rights import Perm
from batches.date_changing import register_obstacle
from batches.models import Batch, DateChange
from exams.guards import everybody_scored, nothing_scored, results_entered
from exams.models import SupervisionAssignment, SupervisionStatus
from exams.supervision_mail import tell_cancelled, tell_date_changed, tell_recalled
from workflow.lifecycle import Transition, Words, lifecycle_of, register

register(
    SupervisionAssignment,
    Transition(
        "recall",
        "撤回选派",
        "撤回了选派",
        frozenset({SupervisionStatus.ASSIGNED}),
        SupervisionStatus.RECALLED,
        Perm.SUPERVISION_DISPATCH,
        words=Words.REQUIRED,
        words_label="撤回原因",
        warning="撤回后督导员不再前往，平台发邮件告知本人；批次可以另派督导员。",
        main=False,
        changes=(tell_recalled,),
    ),
)

lifecycle_of(Batch).contribute("submit_results", guards=(everybody_scored,))
lifecycle_of(Batch).contribute("cancel", guards=(nothing_scored,), changes=(tell_cancelled,))
lifecycle_of(DateChange).contribute("approve", changes=(tell_date_changed,))
register_obstacle(results_entered)
