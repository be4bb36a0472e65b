"""Life cycle of an evaluation report: the leader issues it, the other examiners take their positions."""

from accounts.rights import Perm
from batches.models import Batch
from exams.evaluation import guards
from exams.evaluation.issuing import clear_positions, issue, reopen_with_results
from exams.evaluation.mail import tell_issued, tell_reopened
from exams.models import EvaluationReport, ReportStatus
from workflow.lifecycle import Transition, Words, lifecycle_of, register

register(
    EvaluationReport,
    Transition(
        "issue",
        "签发",
        "签发了评价报告",
        frozenset({ReportStatus.DRAFT}),
        ReportStatus.ISSUED,
        Perm.EVALUATION_WRITE,
        warning="签发后其他考评员逐一用本人账号确认、补充或反对；需要修改的，可以收回，收回后各考评员须重新表态。",
        # The other examiners see a page without the leader's buttons.
        hidden_unless=(guards.by_leader,),
        guards=(guards.complete, guards.exam_held),
        changes=(issue, tell_issued),
    ),
    Transition(
        "recall",
        "收回修改",
        "收回了评价报告",
        frozenset({ReportStatus.ISSUED}),
        ReportStatus.DRAFT,
        Perm.EVALUATION_WRITE,
        words=Words.REQUIRED,
        words_label="收回原因",
        warning="收回后已有的意见留在办理记录中，重新签发后各考评员须重新表态。",
        main=False,
        hidden_unless=(guards.by_leader,),
        changes=(clear_positions,),
    ),
    Transition(
        "settle",
        "办结",
        "各考评员均已表态，评价报告办结",
        frozenset({ReportStatus.ISSUED}),
        ReportStatus.SETTLED,
        # Of all whose act may be the last: an examiner, the leader, and management that lets somebody off.
        Perm.EVALUATION_VIEW,
        # Done by the last position or answer itself: nobody presses a button for it.
        hidden_unless=(guards.by_itself,),
        guards=(guards.all_positions, guards.all_answered),
    ),
    Transition(
        "reopen",
        "退回修改",
        "退回了评价报告",
        # An issued one too: its leader may be gone, and somebody else be named to write it anew.
        frozenset({ReportStatus.ISSUED, ReportStatus.SETTLED}),
        ReportStatus.DRAFT,
        Perm.RESULTS_APPROVE,
        words=Words.REQUIRED,
        words_label="退回原因",
        warning="退回后由考评组长（或管理站指定的代考评组长）修改、重新签发，各考评员须重新表态。",
        main=False,
        guards=(guards.results_not_approved,),
        changes=(clear_positions, tell_reopened),
    ),
)

lifecycle_of(Batch).contribute(
    "approve_results", guards=(guards.no_report_sent_back,), changes=(guards.hold_reports,)
)
lifecycle_of(Batch).contribute("return_results", changes=(reopen_with_results,))
