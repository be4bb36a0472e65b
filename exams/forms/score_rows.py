"""The rows of a grid of scores as its page shows them, and what the page had shown before."""

import json
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.forms import BoundField

from candidates.models import Enrolment
from exams.scores import Scores
from exams.scoring.papers import PaperFacts

REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class GridCell:
    """One paper in a row of the grid."""

    score: BoundField
    absent: BoundField
    paper: PaperFacts


@dataclass(frozen=True, slots=True)
class GridRow:
    """One candidate's row as the grid shows it."""

    enrolment: Enrolment
    ticket: str
    scores: Scores
    cells: list[GridCell]

    @property
    def errors(self) -> list[str]:
        """Everything that is wrong in the row."""
        fields = [field for cell in self.cells for field in (cell.score, cell.absent)]
        return [str(error) for field in fields for error in field.errors]


def read_seen(text: str) -> dict[str, str]:
    """Return the tokens of what a page showed, by enrolment id, from the text that it sent along.

    Raises:
        ValidationError: the text is none that a page of the portal sends.
    """
    try:
        seen = json.loads(text or "{}")
    except ValueError:
        seen = None
    if not isinstance(seen, dict):
        raise ValidationError("页面数据不完整。请刷新页面后重新填写。")
    return {str(key): str(token) for key, token in seen.items()}
