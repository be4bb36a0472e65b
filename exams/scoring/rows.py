"""A trade's scores as a table that is only read."""

from collections.abc import Iterable
from dataclasses import dataclass

from batches.models import BatchItem
from candidates.models import Enrolment
from exams.scores import Scores
from exams.scoring.papers import BothPapers, PaperFacts, papers_of
from exams.seating.tickets import ticket_number
from exams.selectors import examined_of, scores_of
from question_bank.paper_kinds import PaperKind


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One candidate's row."""

    enrolment: Enrolment
    ticket: str
    scores: Scores
    theory: PaperFacts
    practical: PaperFacts


def score_rows(people: Iterable[Enrolment], papers: dict[int, BothPapers]) -> list[ScoreRow]:
    """Return the rows of `people`, as `examined` reads them, in their order."""
    return [
        ScoreRow(
            one,
            ticket_number(one),
            scores_of(one),
            papers[one.pk][PaperKind.THEORY],
            papers[one.pk][PaperKind.PRACTICAL],
        )
        for one in people
    ]


def rows_of(item: BatchItem) -> list[ScoreRow]:
    """Return the rows of a trade's whole roster."""
    people = examined_of(item)
    return score_rows(people, papers_of(people))
