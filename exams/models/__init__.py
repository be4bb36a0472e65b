"""Results, and the draw and dispatch of supervisors."""

from exams.models.assignments import (
    LIVE,
    SupervisionAssignment,
    SupervisionAssignmentQuerySet,
    SupervisionStatus,
)
from exams.models.draws import DrawnBatch, SupervisionDraw, SupervisionDrawQuerySet
from exams.models.results import PUBLISHED, Result, ResultQuerySet, ScoreField

__all__ = [
    "LIVE",
    "PUBLISHED",
    "DrawnBatch",
    "Result",
    "ResultQuerySet",
    "ScoreField",
    "SupervisionAssignment",
    "SupervisionAssignmentQuerySet",
    "SupervisionDraw",
    "SupervisionDrawQuerySet",
    "SupervisionStatus",
]
