"""Life cycle of theory questions and practical tasks: written by one person, checked by another."""

from typing import Any

from accounts.rights import Perm
from question_bank import guards
from question_bank.models import ItemStatus, PracticalTask, Question
from question_bank.services.versions import retire_superseded
from workflow.lifecycle import Guard, Transition, Words, register


def _table(
    noun: str, *, only_questions: tuple[Guard, ...] = (), changes: tuple[Any, ...] = ()
) -> list[Transition]:
    return [
        Transition(
            "submit",
            "提交复核",
            f"提交了{noun}复核",
            frozenset({ItemStatus.DRAFT, ItemStatus.RETURNED}),
            ItemStatus.SUBMITTED,
            Perm.QUESTION_EDIT,
            guards=(guards.own, guards.complete, *only_questions),
            hidden_unless=(guards.writer,),
        ),
        Transition(
            "approve",
            "复核通过",
            f"复核通过了{noun}",
            frozenset({ItemStatus.SUBMITTED}),
            ItemStatus.ACTIVE,
            Perm.QUESTION_CHECK,
            words=Words.OPTIONAL,
            secret_words=True,
            warning="通过后可以用于组卷或自测；用过的试题不能再改，只能出新版本替代。",
            guards=(guards.own, guards.second_person, guards.complete, *only_questions),
            changes=changes,
        ),
        Transition(
            "return",
            "退回修改",
            f"退回了{noun}",
            frozenset({ItemStatus.SUBMITTED}),
            ItemStatus.RETURNED,
            Perm.QUESTION_CHECK,
            words=Words.REQUIRED,
            secret_words=True,
            words_label="需要修改的内容",
            guards=(guards.own, guards.second_person),
        ),
        Transition(
            "retire",
            "停用",
            f"停用了{noun}",
            frozenset({ItemStatus.ACTIVE}),
            ItemStatus.RETIRED,
            Perm.QUESTION_CHECK,
            words=Words.REQUIRED,
            secret_words=True,
            words_label="停用原因",
            warning="停用后不再用于组卷和自测，已组成的试卷不受影响。",
            main=False,
            guards=(guards.own,),
        ),
    ]


register(Question, *_table("理论试题", only_questions=(guards.pools_apart,), changes=(retire_superseded,)))
register(PracticalTask, *_table("实操试题"))
