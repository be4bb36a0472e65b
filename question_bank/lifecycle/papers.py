"""Life cycle of papers: composed by one person, checked by another, sealed; released by time alone."""

from accounts.rights import Perm
from question_bank.models import Paper, PaperStatus
from question_bank.papers import guards
from question_bank.papers.sealing import seal_parts
from question_bank.services.paper_checking import approve_questions, delete_drafts, take_over
from workflow.lifecycle import Transition, Words, register

register(
    Paper,
    Transition(
        "submit",
        "提交复核",
        "提交了试卷复核",
        frozenset({PaperStatus.DRAFT, PaperStatus.RETURNED}),
        PaperStatus.SUBMITTED,
        Perm.QUESTION_EDIT,
        guards=(guards.own, guards.author, guards.complete),
        changes=(take_over,),
    ),
    Transition(
        "check",
        "复核通过",
        "复核通过了试卷",
        frozenset({PaperStatus.SUBMITTED}),
        PaperStatus.CHECKED,
        Perm.QUESTION_CHECK,
        words=Words.OPTIONAL,
        secret_words=True,
        warning="请先打开各卷和答案逐题核对。通过后试卷不能再改，下一步是封存。",
        guards=(guards.own, guards.second_person, guards.complete),
        changes=(approve_questions,),
    ),
    Transition(
        "seal",
        "封存",
        "封存了试卷",
        frozenset({PaperStatus.CHECKED}),
        PaperStatus.SEALED,
        Perm.QUESTION_CHECK,
        warning="封存时生成试卷、答案和评分表，用单独的密钥加密。此后任何人都不能在平台上查看试卷文件，"
        "只能由考试站指定的人员在签收时间内签收下载。",
        guards=(guards.own, guards.complete),
        changes=(seal_parts,),
    ),
    Transition(
        "return",
        "退回修改",
        "退回了试卷",
        frozenset({PaperStatus.SUBMITTED, PaperStatus.CHECKED}),
        PaperStatus.RETURNED,
        Perm.QUESTION_CHECK,
        words=Words.REQUIRED,
        secret_words=True,
        words_label="需要修改的内容",
        main=False,
        guards=(guards.own, guards.second_person),
    ),
    Transition(
        "withdraw",
        "撤回",
        "撤回了试卷",
        frozenset({PaperStatus.CHECKED, PaperStatus.SEALED}),
        PaperStatus.WITHDRAWN,
        Perm.QUESTION_CHECK,
        words=Words.REQUIRED,
        secret_words=True,
        words_label="撤回原因",
        warning="撤回后不能再签收和下载，也不能恢复；选用了它的批次须另换试卷。",
        main=False,
        guards=(guards.own,),
        changes=(delete_drafts,),
    ),
)
