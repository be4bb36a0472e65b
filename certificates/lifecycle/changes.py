"""Life cycle of a certificate's change: asked by station or management, decided by the centre."""

from accounts.rights import Perm
from certificates.changes.deciding import (
    another_person,
    carry_out,
    note_decision,
    note_withdrawal,
    own_request,
    still_stands,
)
from certificates.models import CertificateChange, ChangeStatus
from workflow.lifecycle import Transition, Words, register

WAITING = frozenset({ChangeStatus.REQUESTED})

register(
    CertificateChange,
    Transition(
        "approve",
        "同意办理",
        "同意并办理了证书变更",
        WAITING,
        ChangeStatus.DONE,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        words=Words.OPTIONAL,
        warning="同意后立即生效：撤销、换发的原证书不再有效；换发、重新核发的新证书使用新编号；补办的按原编号补印，重新邮寄。",
        guards=(another_person, still_stands),
        changes=(carry_out,),
    ),
    Transition(
        "refuse",
        "不同意",
        "未同意证书变更",
        WAITING,
        ChangeStatus.REFUSED,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        words=Words.REQUIRED,
        words_label="不同意的原因",
        warning="证书保持不变。申请单位可以补充说明后重新申请。",
        guards=(another_person,),
        changes=(note_decision,),
    ),
    Transition(
        "withdraw",
        "撤回申请",
        "撤回了证书变更申请",
        WAITING,
        ChangeStatus.WITHDRAWN,
        Perm.CERTIFICATE_CHANGE_ASK,
        main=False,
        hidden_unless=(own_request,),
        changes=(note_withdrawal,),
    ),
)
