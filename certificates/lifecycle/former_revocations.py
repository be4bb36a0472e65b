"""Life cycle of a former certificate's revocation: an office asks, the centre decides."""

from accounts.rights import Perm
from certificates.models import FormerRevocation, FormerRevocationStatus
from certificates.register.former_revoking import (
    another_person,
    note_decision,
    own_request,
    revoke,
    still_stands,
)
from workflow.lifecycle import Transition, Words, register

WAITING = frozenset({FormerRevocationStatus.REQUESTED})

register(
    FormerRevocation,
    Transition(
        "approve",
        "同意撤销",
        "同意并撤销了历史证书",
        WAITING,
        FormerRevocationStatus.DONE,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        words=Words.OPTIONAL,
        warning="同意后立即生效，公众查询时显示已撤销，不能恢复。",
        guards=(another_person, still_stands),
        changes=(revoke,),
    ),
    Transition(
        "refuse",
        "不同意",
        "未同意撤销历史证书",
        WAITING,
        FormerRevocationStatus.REFUSED,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        words=Words.REQUIRED,
        words_label="不同意的原因",
        guards=(another_person,),
        changes=(note_decision,),
    ),
    Transition(
        "withdraw",
        "撤回申请",
        "撤回了撤销申请",
        WAITING,
        FormerRevocationStatus.WITHDRAWN,
        Perm.FORMER_VIEW,
        main=False,
        hidden_unless=(own_request,),
    ),
)
