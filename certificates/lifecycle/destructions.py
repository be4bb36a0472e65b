"""Life cycle of a destruction of blanks: it counts once the witness has confirmed under the own login."""

from accounts.rights import Perm
from certificates.blanks.destroying import by_the_asker, by_the_witness, enough_spoiled, write_destroyed
from certificates.models import BlankDestruction, DestructionStatus
from workflow.lifecycle import Transition, Words, register

REQUESTED = frozenset({DestructionStatus.REQUESTED})

register(
    BlankDestruction,
    Transition(
        "confirm",
        "确认监销",
        "确认监销了空白证书",
        REQUESTED,
        DestructionStatus.DONE,
        Perm.BLANKS,
        words=Words.OPTIONAL,
        words_label="说明",
        warning="确认表示您在场监督了销毁。确认后记入台账，不能更改。",
        guards=(by_the_witness, enough_spoiled),
        changes=(write_destroyed,),
    ),
    Transition(
        "refuse",
        "不同意",
        "不同意销毁空白证书",
        REQUESTED,
        DestructionStatus.REFUSED,
        Perm.BLANKS,
        words=Words.REQUIRED,
        words_label="理由",
        main=False,
        guards=(by_the_witness,),
    ),
    Transition(
        "withdraw",
        "撤回申请",
        "撤回了销毁申请",
        REQUESTED,
        DestructionStatus.WITHDRAWN,
        Perm.BLANKS,
        words=Words.OPTIONAL,
        words_label="说明",
        main=False,
        guards=(by_the_asker,),
    ),
)
