"""Which questions a paper may ask beside those that it asks."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from ostami.problems import Problem
from question_bank.kinds import Pool
from question_bank.models import ItemStatus, Paper, Question
from question_bank.selectors.recent_questions import recently_asked

MOST_QUESTIONS = 500


def fitness_problems(
    paper: Paper, questions: Sequence[Question], *, instead: Question | None = None
) -> Iterator[Problem]:
    """Yield why questions can't be asked in a paper; `instead` is one that goes for them."""
    rows = paper.questions.select_related("question")
    known = {row.question.likeness for row in rows if instead is None or row.question_id != instead.pk}
    if len(known) + len(questions) > MOST_QUESTIONS:
        yield Problem(f"一份试卷最多 {MOST_QUESTIONS} 题", remedy="请先移除一部分试题")
    recent = recently_asked(owner_id=paper.owner_id, trade_id=paper.trade_id, level=paper.level, beside=paper)
    for question in questions:
        if not _in_bank(question, paper):
            yield Problem(f"{question}不在本机构该工种、等级的考试题库中，或未启用", "4.5.1-10", "请另选试题")
        elif question.likeness in known:
            yield Problem(f"试卷中已有与{question}相同的试题", remedy="请另选试题")
        elif question.pk in recent:
            yield Problem(f"{question}在相邻的 {settings.PAPER_LOOKBACK} 份试卷中用过", remedy="请另选试题")
        known.add(question.likeness)


def _in_bank(question: Question, paper: Paper) -> bool:
    place = (question.owner_id, question.trade_id, question.level, question.pool, question.status)
    return place == (paper.owner_id, paper.trade_id, paper.level, Pool.EXAM, ItemStatus.ACTIVE)
