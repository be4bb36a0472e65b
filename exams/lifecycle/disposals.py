"""Life cycle of a disposal: the station proposes, a second person at management releases."""

from accounts.rights import Perm
from exams.archiving import guards
from exams.archiving.destroying import destroy
from exams.models import DisposalStatus, EvidenceDisposal
from workflow.lifecycle import Transition, Words, register

PROPOSED = frozenset({DisposalStatus.PROPOSED})

register(
    EvidenceDisposal,
    Transition(
        "release",
        "批准销毁",
        "批准销毁了资料",
        PROPOSED,
        DisposalStatus.DONE,
        Perm.EVIDENCE_RELEASE,
        words=Words.OPTIONAL,
        warning="批准后文件立即删除，不能恢复；登记、文件名和摘要仍然保留。链接所指的视频由考试站自行删除。",
        guards=(guards.by_another, guards.destroyable),
        changes=(destroy,),
    ),
    Transition(
        "refuse",
        "不同意销毁",
        "不同意销毁资料",
        PROPOSED,
        DisposalStatus.REFUSED,
        Perm.EVIDENCE_RELEASE,
        words=Words.REQUIRED,
        words_label="理由",
        main=False,
    ),
    Transition(
        "withdraw",
        "撤回申请",
        "撤回了销毁申请",
        PROPOSED,
        DisposalStatus.WITHDRAWN,
        Perm.EVIDENCE_EDIT,
        words=Words.OPTIONAL,
        words_label="说明",
        main=False,
    ),
)
