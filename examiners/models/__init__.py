"""Examiners and what leads to one, suspensions and transfers, managers and supervisors."""

from examiners.models.applications import (
    ApplicationSubject,
    ApplicationTrade,
    Evidence,
    EvidenceKind,
    ExaminerApplication,
    ExaminerApplicationQuerySet,
    ExaminerApplicationStatus,
    SoughtGrade,
    TitleRank,
)
from examiners.models.officers import Manager, Supervisor
from examiners.models.reminders import ExaminerReminder
from examiners.models.roster import (
    Examiner,
    ExaminerQuerySet,
    ExaminerState,
    ExaminerTrade,
    Grade,
    Suspension,
)
from examiners.models.trainings import Training, TrainingEntry, TrainingResult
from examiners.models.transfers import Transfer, TransferStatus

__all__ = [
    "ApplicationSubject",
    "ApplicationTrade",
    "Evidence",
    "EvidenceKind",
    "Examiner",
    "ExaminerApplication",
    "ExaminerApplicationQuerySet",
    "ExaminerApplicationStatus",
    "ExaminerQuerySet",
    "ExaminerReminder",
    "ExaminerState",
    "ExaminerTrade",
    "Grade",
    "Manager",
    "SoughtGrade",
    "Supervisor",
    "Suspension",
    "TitleRank",
    "Training",
    "TrainingEntry",
    "TrainingResult",
    "Transfer",
    "TransferStatus",
]
