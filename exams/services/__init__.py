"""What exams change."""

from exams.draw_requests import DrawRequest
from exams.services.dispatching import assign_supervisor
from exams.services.drawing import draw_batches
from exams.services.marks import record_marks
from exams.services.score_confirming import confirm_scores
from exams.services.scores import ScoreEntry, overtaken, record_scores

__all__ = [
    "DrawRequest",
    "ScoreEntry",
    "assign_supervisor",
    "confirm_scores",
    "draw_batches",
    "overtaken",
    "record_marks",
    "record_scores",
]
