"""Practice questions, and self-tests answered as told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Organisation, User
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import Question, SelfTest
from question_bank.services.self_tests import save_answer, start_test
from scope_catalog.models import Trade
from tests.factories import questions

RIGHT = {
    QuestionKind.SINGLE: ["A"],
    QuestionKind.MULTIPLE: ["C", "A"],
    QuestionKind.TRUE_FALSE: ["对"],
    QuestionKind.FILL_IN: [" 机床 主轴"],
}
WRONG = {
    QuestionKind.SINGLE: ["B"],
    QuestionKind.MULTIPLE: ["A"],
    QuestionKind.TRUE_FALSE: ["错"],
    QuestionKind.FILL_IN: ["尾座"],
}


def practice(
    owner: Organisation,
    trade: Trade,
    number: int = 1,
    *,
    kind: QuestionKind = QuestionKind.SINGLE,
    **facts: Any,
) -> list[Question]:
    facts = {"pool": Pool.PRACTICE, **facts}
    return [questions.question(owner, trade, kind=kind, **facts) for _ in range(number)]


def started(user: User, trade: Trade, at: datetime, *, number: int = 10, **facts: Any) -> SelfTest:
    return start_test(user=user, trade=trade, level=4, number=number, at=at, **facts)


def answered(test: SelfTest, right: Mapping[int, bool], *, at: datetime) -> None:
    """Answer the places that `right` names, rightly or wrongly."""
    for place, is_right in right.items():
        kind = QuestionKind(test.answers.get(place=place).question.kind)
        save_answer(test=test, place=place, given=(RIGHT if is_right else WRONG)[kind], at=at)
