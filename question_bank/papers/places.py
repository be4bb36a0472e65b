"""The places and points of a paper's questions."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ostami.problems import Problem
from question_bank.blueprint_facts import plain
from question_bank.models import Paper, PaperQuestion, Question
from question_bank.papers.laid_out import by_kind
from question_bank.services.questions import MOST_POINTS, STEP


def rows_of(paper: Paper) -> list[PaperQuestion]:
    """Return a paper's questions by their places."""
    return list(paper.questions.select_related("question"))


def number_questions(paper: Paper) -> list[PaperQuestion]:
    """Number a paper's questions from 1, kinds together, and return them."""
    rows = [row for part in by_kind(rows_of(paper)).values() for row in part]
    for place, row in enumerate(rows, 1):
        row.place = place
    PaperQuestion.objects.bulk_update(rows, ["place"])
    return rows


def usual_points(standing: Sequence[PaperQuestion], question: Question) -> Decimal:
    """Return the points for a new question: those that all of its kind have, else its own."""
    points = {row.points for row in standing}
    return points.pop() if len(points) == 1 else question.points


def points_problems(
    rows: Sequence[PaperQuestion], order: Mapping[int, tuple[int, Decimal]]
) -> Iterator[Problem]:
    """Yield which questions would get points that can't be given."""
    for row in rows:
        points = order.get(row.question_id, (0, row.points))[1]
        if not 0 < points <= MOST_POINTS or points % STEP:
            text = f"第 {row.place} 题的分值须在 {STEP}–{MOST_POINTS} 之间，以 {STEP} 为单位"
            yield Problem(text, field=f"points_{row.question_id}")


def as_told(place: int, points: Decimal) -> str:
    """Return place and points as the history tells them."""
    return f"第 {place} 题，{plain(points)} 分"
