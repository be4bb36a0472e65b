"""Changes of a paper by hand: questions exchanged, added and removed; their order and points."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.http import Http404

from accounts.models import User
from ostami.problems import Problem, refuse_if
from question_bank.models import Paper, PaperQuestion, Question
from question_bank.papers.fitness import MOST_QUESTIONS, fitness_problems
from question_bank.papers.laid_out import by_kind
from question_bank.papers.places import as_told, number_questions, points_problems, rows_of, usual_points
from question_bank.services.papers import change_problems, lock_bank, locked_paper
from workflow import audit


@transaction.atomic
def replace_question(*, paper: Paper, question: Question, by: Question, actor: User, at: datetime) -> Paper:
    """Put another question of the same kind at a question's place, with its points.

    Raises:
        BlockedError: the actor can't change the paper, or the other question can't be asked in it.
        Http404: the paper is out of scope, or doesn't ask the question.
    """
    row = locked_for_change(paper, actor)
    place = _asked(row, question)
    problems = [*fitness_problems(row, [by], instead=question)]
    if by.kind != question.kind:
        problems.append(Problem(f"{by}与原题的题型不同", remedy="请选择同一题型的试题"))
    refuse_if(problems)
    place.question = by
    place.save()
    audit.record(
        row,
        action="replace_question",
        sentence=f"更换了第 {place.place} 题",
        actor=actor,
        at=at,
        changes={"试题": (str(question), str(by))},
    )
    return row


@transaction.atomic
def add_questions(*, paper: Paper, questions: Sequence[Question], actor: User, at: datetime) -> Paper:
    """Add questions of the bank, each behind those of its kind, with the points that all of these have.

    Raises:
        BlockedError: the actor can't change the paper, or one of them can't be asked in it.
        Http404: the paper is out of scope.
    """
    row = locked_for_change(paper, actor)
    refuse_if(fitness_problems(row, questions))
    standing = by_kind(rows_of(row))
    added = [
        PaperQuestion(
            paper=row,
            question=question,
            place=MOST_QUESTIONS + number,
            points=usual_points(standing.get(question.kind, ()), question),
        )
        for number, question in enumerate(questions)
    ]
    PaperQuestion.objects.bulk_create(added)
    number_questions(row)
    changes = {"试题": ("", "、".join(map(str, questions)))}
    sentence = f"添加了 {len(added)} 题"
    audit.record(row, action="add_question", sentence=sentence, actor=actor, at=at, changes=changes)
    return row


@transaction.atomic
def remove_question(*, paper: Paper, question: Question, actor: User, at: datetime) -> Paper:
    """Take a question out of a paper; it stays in the bank.

    Raises:
        BlockedError: the actor can't change the paper.
        Http404: the paper is out of scope, or doesn't ask the question.
    """
    row = locked_for_change(paper, actor)
    place = _asked(row, question)
    place.delete()
    number_questions(row)
    audit.record(
        row,
        action="remove_question",
        sentence=f"移除了第 {place.place} 题",
        actor=actor,
        at=at,
        changes={"试题": (str(question), "")},
    )
    return row


@transaction.atomic
def arrange_paper(
    *, paper: Paper, order: Mapping[int, tuple[int, Decimal]], actor: User, at: datetime
) -> Paper:
    """Put questions in another order and give them other points.

    Questions of a kind stay together, kinds in the order of their first questions; all are numbered anew.

    Args:
        paper: the paper.
        order: place and points by the question's key; those that aren't named keep theirs.
        actor: who changes it.
        at: the instant of the act.

    Raises:
        BlockedError: the actor can't change the paper, or points are wrong.
        Http404: the paper is out of scope.
    """
    row = locked_for_change(paper, actor)
    rows = rows_of(row)
    refuse_if(points_problems(rows, order))
    before = {one.pk: (one.place, one.points) for one in rows}
    for one in rows:
        one.place, one.points = order.get(one.question_id, (one.place, one.points))
    PaperQuestion.objects.bulk_update(rows, ["place", "points"])
    changes = {
        str(one.question): (as_told(*before[one.pk]), as_told(one.place, one.points))
        for one in number_questions(row)
        if before[one.pk] != (one.place, one.points)
    }
    if changes:
        sentence = "调整了题序和分值"
        audit.record(row, action="arrange", sentence=sentence, actor=actor, at=at, changes=changes)
    return row


def locked_for_change(paper: Paper, actor: User) -> Paper:
    """Return a paper of questions under lock, if the actor may change it; it is the actor's from then on.

    Raises:
        BlockedError: the actor can't change it, or it has no questions of the bank.
        Http404: it is gone, or not in the actor's scope.
    """
    lock_bank(paper.owner_id)
    row = locked_paper(paper, actor)
    refuse_if(edit_problems(row, actor))
    if row.written_by_id != actor.pk:
        row.written_by = actor
        row.save()
    return row


def edit_problems(paper: Paper, actor: User) -> Iterator[Problem]:
    """Yield why the actor can't change a paper's questions."""
    yield from change_problems(paper, actor)
    if not paper.is_of_questions:
        yield Problem("这份试卷不是由题库中的理论试题组成，不能逐题修改", remedy="请删除后重新组卷")


def _asked(paper: Paper, question: Question) -> PaperQuestion:
    row = paper.questions.filter(question=question.pk).first()
    if row is None:
        raise Http404
    return row
