"""Results, the draw and dispatch of supervisors, and papers that were signed for."""

from exams.models.assignments import (
    LIVE,
    SupervisionAssignment,
    SupervisionAssignmentQuerySet,
    SupervisionStatus,
)
from exams.models.draws import DrawnBatch, SupervisionDraw, SupervisionDrawQuerySet
from exams.models.papers import PaperCopy, PaperKeeper, PaperReceipt, PaperSize
from exams.models.results import PUBLISHED, Result, ResultQuerySet, ScoreField

__all__ = [
    "LIVE",
    "PUBLISHED",
    "DrawnBatch",
    "PaperCopy",
    "PaperKeeper",
    "PaperReceipt",
    "PaperSize",
    "Result",
    "ResultQuerySet",
    "ScoreField",
    "SupervisionAssignment",
    "SupervisionAssignmentQuerySet",
    "SupervisionDraw",
    "SupervisionDrawQuerySet",
    "SupervisionStatus",
]
