"""What exams change."""

from exams.draw_requests import DrawRequest
from exams.services.dispatching import assign_supervisor
from exams.services.drawing import draw_batches
from exams.services.scores import ScoreEntry, overtaken, record_scores

__all__ = [
    "DrawRequest",
    "ScoreEntry",
    "assign_supervisor",
    "draw_batches",
    "overtaken",
    "record_scores",
]
