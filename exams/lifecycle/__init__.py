"""Life cycles of the exam's day and after, and what this app says to those of the batch and its date."""

from exams.lifecycle import assignments, disposals, evaluation, publishing, supervision_reports

__all__ = ["assignments", "disposals", "evaluation", "publishing", "supervision_reports"]
