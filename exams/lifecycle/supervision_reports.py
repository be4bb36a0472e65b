"""Life cycle of a supervision report: handed in, put right by the station, checked by management."""

from accounts.rights import Perm
from exams.models import SupervisionReport, SupervisionReportStatus
from exams.supervising import guards
from exams.supervising.reporting import ask, hand_in, rectified
from workflow.lifecycle import Transition, Words, register

register(
    SupervisionReport,
    Transition(
        "report",
        "提交督导报告",
        "提交了督导报告",
        frozenset({SupervisionReportStatus.DRAFT}),
        SupervisionReportStatus.REPORTED,
        Perm.SUPERVISION_REPORT,
        warning="提交后不能再修改，考试站和管理站即可查看。",
        guards=(guards.own_report, guards.exam_day_reached, guards.complete),
        changes=(hand_in,),
    ),
    Transition(
        "ask_rectification",
        "要求整改",
        "要求考试站整改",
        # A closed one too: results that management returned may want more put right.
        frozenset({SupervisionReportStatus.REPORTED, SupervisionReportStatus.CLOSED}),
        SupervisionReportStatus.RECTIFYING,
        Perm.RECTIFICATION_CHECK,
        words=Words.OPTIONAL,
        words_label="整改要求",
        warning="考试站将收到邮件，在整改期限内提交整改情况。",
        hidden_unless=(guards.not_over,),
        guards=(guards.not_passed,),
        changes=(ask,),
    ),
    Transition(
        "close",
        "办结",
        "办结了督导报告",
        frozenset({SupervisionReportStatus.REPORTED}),
        SupervisionReportStatus.CLOSED,
        Perm.RECTIFICATION_CHECK,
        words=Words.OPTIONAL,
        guards=(guards.nothing_to_rectify,),
    ),
    Transition(
        "rectify",
        "提交整改情况",
        "提交了整改情况",
        frozenset({SupervisionReportStatus.RECTIFYING}),
        SupervisionReportStatus.RECTIFIED,
        Perm.RECTIFY,
        warning="提交后不能再修改，由管理站核查。",
        guards=(guards.rectification_told,),
        changes=(rectified,),
    ),
    Transition(
        "accept",
        "核查通过",
        "核查通过了整改",
        frozenset({SupervisionReportStatus.RECTIFIED}),
        SupervisionReportStatus.CLOSED,
        Perm.RECTIFICATION_CHECK,
        words=Words.OPTIONAL,
    ),
    Transition(
        "refuse",
        "整改不到位",
        "退回了整改情况",
        frozenset({SupervisionReportStatus.RECTIFIED}),
        SupervisionReportStatus.RECTIFYING,
        Perm.RECTIFICATION_CHECK,
        words=Words.REQUIRED,
        words_label="仍须整改的内容",
        main=False,
        changes=(ask,),
    ),
)
